/** Writes a long answer piece by piece, as fast as its reader takes it. */
import type { ServerResponse } from 'node:http'

/** A reader that takes nothing for so long is let go: it holds a connection, and often a transaction. */
const patienceMs = 60_000

/**
 * Resolves when the reader has caught up: a slow one slows the answer down instead of filling memory.
 * @throws Error when the reader is gone, or has taken nothing for a minute
 */
export async function writePiece(response: ServerResponse, piece: string): Promise<void> {
  if (response.destroyed) throw new Error('the reader is gone')
  if (response.write(piece)) return
  await new Promise<void>((resolve, reject) => {
    const settle = (end: () => void) => () => {
      clearTimeout(timer)
      response.off('drain', onDrain).off('close', onClose)
      end()
    }
    const onDrain = settle(resolve)
    const onClose = settle(() => reject(new Error('the reader is gone')))
    const timer = setTimeout(
      settle(() => {
        response.destroy()
        reject(new Error('the reader takes nothing'))
      }),
      patienceMs,
    )
    response.on('drain', onDrain).on('close', onClose)
    // What closed before it was listened for is not told again.
    if (response.destroyed) onClose()
  })
}
