/** The body of a request: a small one is read before it is passed on, another is counted on its way through. */
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { AppError } from '@goalixa/contracts/errors'

export const hasBody = (request: Pick<IncomingMessage, 'headers'>): boolean =>
  request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0'

/** @throws AppError `request.too_large` when the length that was announced is over the limit */
export function requireWithinLimit(request: Pick<IncomingMessage, 'headers'>, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
}

/** Bytes. Until so many have come, nobody behind the gateway waits for a slow sender. */
const smallBody = 64 * 1024

/** A body that says its length, and can be kept to be sent again. */
export const isSmall = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  Number(headers['content-length'] ?? Infinity) <= smallBody

/** @returns the whole body; undefined when the caller left before its end */
export function readWhole(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', () => resolve(undefined))
    request.once('close', () => resolve(undefined))
  })
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
