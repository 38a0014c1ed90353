/** A service that can do so much and no more: what comes meanwhile waits in its line, however long that is. */
import type { RequestListener } from 'node:http'

interface LimitedBackend {
  readonly listener: RequestListener
  /** The most that ever waited or was being worked on. */
  readonly most: () => number
}

/** Works on `atOnce` requests, `workMs` milliseconds each: `atOnce * 1000 / workMs` a second. */
export function limitedBackend(atOnce: number, workMs: number): LimitedBackend {
  const line: (() => void)[] = []
  let working = 0
  let most = 0
  const next = () => {
    while (working < atOnce && line.length > 0) {
      working += 1
      const answer = line.shift()!
      setTimeout(() => {
        working -= 1
        answer()
        next()
      }, workMs)
    }
  }
  return {
    most: () => most,
    listener(request, response) {
      request.resume()
      line.push(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"running":null}'))
      most = Math.max(most, line.length + working)
      next()
    },
  }
}
