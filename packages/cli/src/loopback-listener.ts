/** The one request that the browser sends back after a sign-in: to a port of this machine, once. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@goalixa/contracts/errors'

export interface LoopbackListener {
  readonly redirectUri: string
  /** The code. Throws `access_denied` for anything else than the answer to our question, `expired_token` in the end. */
  readonly code: Promise<string>
  close(): void
}

/** Whatever comes first ends it: a page that guesses ports gets one try against 256 bits. */
export async function listenOnLoopback(options: {
  readonly state: string
  readonly timeoutMs: number
}): Promise<LoopbackListener> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const close = () => {
    clearTimeout(timer)
    server.close()
    server.closeAllConnections()
  }
  const timer = setTimeout(() => {
    close()
    reject(new AppError('expired_token', 'Nobody finished the sign-in in the browser'))
  }, options.timeoutMs)
  let isOver = false
  server.on('request', (request, response) => {
    if (isOver) return void response.destroy()
    isOver = true
    // No other connection is taken from here on.
    server.close()
    const outcome = readAnswer(request, host, options.state)
    response.once('close', () => {
      close()
      if ('code' in outcome) resolve(outcome.code)
      else reject(outcome.error)
    })
    answer(response, outcome)
  })
  // Somebody may look at it only after it failed.
  promise.catch(() => undefined)
  return { redirectUri: `http://${host}/callback`, code: promise, close }
}

type Outcome = { readonly code: string } | { readonly error: AppError }

function readAnswer(request: IncomingMessage, host: string, state: string): Outcome {
  const refused = (words: string) => ({ error: new AppError('access_denied', words) })
  const isOurs = request.method === 'GET' && request.headers.host === host
  if (!isOurs) return refused('Another program answered instead of the browser')
  if (!URL.canParse(request.url ?? '', `http://${host}`))
    return refused('The browser answered something else')
  const { pathname, searchParams } = new URL(request.url ?? '', `http://${host}`)
  const states = searchParams.getAll('state')
  if (pathname !== '/callback' || states.length !== 1 || states[0] !== state)
    return refused('The browser answered something else than was asked')
  const [code, ...more] = searchParams.getAll('code')
  if (code === undefined || more.length > 0) return refused('The sign-in was denied in the browser')
  return { code }
}

function answer(response: ServerResponse, outcome: Outcome): void {
  const good = 'code' in outcome
  const words = good
    ? 'You are signed in. Go back to the terminal.'
    : 'This did not work. Go back to the terminal.'
  response.writeHead(good ? 200 : 400, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(`<!doctype html><html lang="en"><title>Goalixa</title><p>${words}</p></html>`)
}
