/**
 * A local store that is damaged is set aside, never deleted. A new one takes its place, with all that could still be
 * read of what the server does not have; a copy of that is written beside it first.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { AppError } from '@goalixa/contracts/errors'
import { adopt } from '@goalixa/replica/adopt'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { toReplicaError } from '@goalixa/replica/sqlite-errors'
import type { Salvage } from '@goalixa/replica/sqlite-salvage'
import { isSqliteWhole, salvageSqlite } from '@goalixa/replica/sqlite-salvage'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { writePrivateFile } from './private-file.ts'
import { companions, makeReplicaFile, removeReplicaFile } from './replica-file.ts'

interface RepairOptions {
  readonly path: string
  readonly dataDir: string
  readonly userId: string
  readonly now: () => number
}

export interface Repair {
  /** Where the damaged file is now; null when nothing had to be repaired. */
  readonly setAside: string | null
  /** Where a copy of what was saved is; null when there was nothing to save. */
  readonly copy: string | null
  /** Changes that will be sent, and refused ones. */
  readonly saved: number
  readonly refused: number
}

/** @throws AppError `replica.newer`, `replica.unwritable`; then the file is where it was */
export async function repairReplica(options: RepairOptions): Promise<Repair> {
  const { path, dataDir, userId, now } = options
  if (!existsSync(path) || (await isSound(options)))
    return { setAside: null, copy: null, saved: 0, refused: 0 }
  const found = salvageSqlite(path)
  // What another account did is nothing for this one: its file is set aside whole.
  const salvage = found.userId === null || found.userId === userId ? found : { ...found, ...empty }
  const at = new Date(now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const saved = salvage.operations.length + salvage.patches.length
  const refused = salvage.deadLetters.length
  const copy = saved + refused === 0 ? null : `${path}.saved-${at}.json`
  const fresh = `${path}.new`
  try {
    if (copy !== null) await writePrivateFile(copy, `${JSON.stringify(salvage, null, 2)}\n`)
    removeReplicaFile(fresh)
    makeReplicaFile(fresh, dataDir)
    const replica = await open({ ...options, path: fresh })
    try {
      await adopt(replica, salvage)
    } finally {
      await replica.close()
    }
    const setAside = `${path}.damaged-${at}`
    for (const companion of [...companions, ''])
      if (existsSync(`${path}${companion}`)) await rename(`${path}${companion}`, `${setAside}${companion}`)
    await rename(fresh, path)
    return { setAside, copy, saved, refused }
  } catch (error) {
    throw toReplicaError(error)
  }
}

const empty: Pick<Salvage, 'operations' | 'patches' | 'deadLetters'> = {
  operations: [],
  patches: [],
  deadLetters: [],
}

const open = async ({ path, userId, now }: RepairOptions): Promise<Replica> => {
  const storage = openSqliteStorage({ path })
  try {
    return await openReplica({ storage, userId, now, random: (bytes) => randomBytes(bytes) })
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Reads all of it: damage may be anywhere. */
async function isSound(options: RepairOptions): Promise<boolean> {
  try {
    if (!isSqliteWhole(options.path)) return false
    const replica = await open(options)
    try {
      await replica.read(async (reader) => {
        for (const read of ['storedRows', 'deadLetters', 'intents', 'conflicts', 'stagedRows'] as const)
          await reader[read]()
        await reader.outbox(0)
      })
      return true
    } finally {
      await replica.close()
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'replica.damaged') return false
    throw error
  }
}
