/** Data of any size in ConfigMaps, which hold less than 1 MiB each: gzip, cut into pieces. */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** Below the limit of 1 MiB by what names, labels and a journal need. */
const pieceBytes = 900 * 1024

/** Pieces in base64, as `binaryData` wants them; at least one. */
export async function toPieces(value: unknown): Promise<readonly string[]> {
  const bytes = await pack(JSON.stringify(value))
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes).toString('base64'),
  )
}

/** Rejects when a piece is missing or damaged. */
export async function fromPieces(pieces: readonly string[]): Promise<unknown> {
  const bytes = await unpack(Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64'))))
  return JSON.parse(bytes.toString('utf8'))
}
