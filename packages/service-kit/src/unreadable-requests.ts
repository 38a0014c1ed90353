/** What Node refuses before any handler sees a request: answered as problem documents, like everything else. */
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { toProblem } from '@goalixa/contracts/problem'
import { requestContext } from './context.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'request.too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
}

/** Nothing of the parser's own words is told. `onRefused` hears of each; `headers`: names and values in turn. */
export function answerUnreadable(
  server: Server,
  { onRefused, headers = [] }: { onRefused?: (code: ErrorCode) => void; headers?: readonly string[] } = {},
): void {
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // An answer that has begun cannot be followed by another one on the same connection.
    // oxlint-disable-next-line no-underscore-dangle -- Node tells it nowhere else
    const answering = (socket as { _httpMessage?: ServerResponse })._httpMessage
    if (!socket.writable || error.code === 'ECONNRESET' || answering?.headersSent === true) {
      socket.destroy()
      return
    }
    const code = codes[error.code ?? ''] ?? 'request.malformed'
    onRefused?.(code)
    socket.end(problemText(new AppError(code), lines), () => socket.destroy())
  })
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    onRefused?.('request.expectation_failed')
    response.socket?.end(problemText(new AppError('request.expectation_failed'), lines))
  })
}

function problemText(error: AppError, lines: readonly string[]): string {
  const { requestId } = requestContext({})
  const body = JSON.stringify(toProblem(error, requestId))
  return [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    ...lines,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
