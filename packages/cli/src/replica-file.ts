/** The file of the local store: one for each account and installation, for its owner's eyes only. */
import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

interface ReplicaFileOf {
  readonly dataDir: string
  readonly accountId: string
  readonly apiUrl: string
}

/** The same account id at another address is another installation: their rows must never meet. */
export function replicaPath({ dataDir, accountId, apiUrl }: ReplicaFileOf): string {
  const installation = createHash('sha256').update(apiUrl).digest('hex').slice(0, 10)
  return join(dataDir, `replica-${accountId.replaceAll(/[^\w-]/g, '_')}-${installation}.sqlite`)
}

/** Made before SQLite opens it, so that at no moment others can read it; its companions take over its mode. */
export async function makeReplicaFile(path: string, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await (await open(path, 'a', 0o600)).close()
}

export async function removeReplicaFile(path: string): Promise<void> {
  for (const companion of ['', '-wal', '-shm']) await rm(`${path}${companion}`, { force: true })
}
