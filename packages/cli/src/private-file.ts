/** Files that only their owner reads, and that are whole at every moment. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Undefined when there is none. */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    // Every command reads two of them: what waits for nobody needs no promises, which Node loads apart.
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Replaces the file in one step: a reader sees the old or the new one. Mode 0600, its folder 0700 when made. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const { mkdir, open, rename, rm } = await import('node:fs/promises')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${crypto.randomUUID()}.tmp`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
