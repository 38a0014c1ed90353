/** Writes an export as it arrives, so that a large one is never held in memory. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { UsageError } from './failure.ts'

export async function writeToStdout(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  }
}

/** The number of bytes. The file appears when it is whole; only its owner may read it. Throws `UsageError`. */
export async function writeExportFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const file = await open(draft, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${path} cannot be written: ${error.code ?? error.message}`,
      'check the folder of --output',
    )
  })
  let bytes = 0
  try {
    for await (const chunk of chunks) bytes += (await file.write(chunk)).bytesWritten
    await file.sync()
    await file.close()
    await rename(draft, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
  return bytes
}
