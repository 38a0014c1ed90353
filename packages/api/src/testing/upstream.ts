/** A server of the test's own that stands for a service behind the gateway. */
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived upstream. */
interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
}

export interface TestUpstream {
  readonly url: string
  readonly seen: Seen[]
  /** From now on, requests are answered by this. */
  answer(listener: RequestListener): void
  close(): Promise<void>
}

/** Answers 200 with `{}` until told otherwise; `/readyz` is always ready unless `answer` says more. */
export async function startUpstream(first: RequestListener = json({})): Promise<TestUpstream> {
  let listener = first
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request
    if (url !== '/readyz') seen.push({ method, url, headers, rawHeaders })
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (next) => void (listener = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const json =
  (value: unknown, status = 200): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    })
    response.end(JSON.stringify(value))
  }
