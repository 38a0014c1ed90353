/** An answer may be given before the body was read: what is left of it is thrown away, for a short time only. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasBody } from '../proxy/limited-body.ts'

/** Closing at once would reset the connection under a caller who still sends, and lose the answer. */
const lingerMs = 5_000

export function dropLeftoverBody(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return
  response.once('finish', () => {
    if (request.complete) return
    request.unpipe()
    request.resume()
    const timer = setTimeout(() => request.destroy(), lingerMs)
    timer.unref()
    request.once('close', () => clearTimeout(timer))
  })
}
