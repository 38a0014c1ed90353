/** The body of a request on its way through: counted, never kept. */
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { AppError } from '@goalixa/contracts/errors'

export const hasBody = (request: Pick<IncomingMessage, 'headers'>): boolean =>
  request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0'

/** @throws AppError `request.too_large` when the length that was announced is over the limit */
export function requireWithinLimit(request: Pick<IncomingMessage, 'headers'>, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
}

interface BodyEvents {
  readonly onProgress: () => void
  readonly onTooLarge: (error: AppError) => void
}

/** A chunked body says its length only by arriving. The request itself outlives this stream, so that it can be answered. */
export function limitedBody(
  request: IncomingMessage,
  limit: number,
  { onProgress, onTooLarge }: BodyEvents,
): Transform {
  let seen = 0
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      // Not passing the chunk on stops the flow; whoever is told ends the request.
      if (seen > limit) return onTooLarge(tooLarge(limit))
      onProgress()
      done(null, chunk)
    },
  })
  return request.pipe(body)
}

const tooLarge = (limit: number) =>
  new AppError('request.too_large', `this route reads at most ${limit} bytes`)
