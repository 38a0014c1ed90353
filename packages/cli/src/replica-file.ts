/** The file of the local store: one for each account and installation, for its owner's eyes only. */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toReplicaError } from '@goalixa/replica/sqlite-errors'

interface ReplicaFileOf {
  readonly dataDir: string
  readonly accountId: string
  readonly apiUrl: string
}

export const replicaPath = ({ dataDir, ...of }: ReplicaFileOf): string => join(dataDir, replicaName(of))

/** The same account id at another address is another installation: their rows must never meet. */
export function replicaName({ accountId, apiUrl }: Omit<ReplicaFileOf, 'dataDir'>): string {
  // Loaded here, because it takes longer than all else that a command does; a sign-in keeps the name.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const installation = createHash('sha256').update(apiUrl).digest('hex').slice(0, 10)
  return `replica-${accountId.replaceAll(/[^\w-]/g, '_')}-${installation}.sqlite`
}

/**
 * Made before SQLite opens it, so that at no moment others can read it; its companions take over its mode.
 * @throws AppError `replica.unwritable`
 */
export function makeReplicaFile(path: string, dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    throw toReplicaError(error)
  }
}

/** What SQLite keeps beside its file. */
export const companions = ['-wal', '-shm'] as const

export function removeReplicaFile(path: string): void {
  for (const companion of [...companions, '']) rmSync(`${path}${companion}`, { force: true })
}
