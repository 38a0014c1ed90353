/** `goalixa sync repair`: mends the file first, then asks the server for everything. */
import { AppError } from '@goalixa/contracts/errors'
import * as z from 'zod'
import { repairReplica } from './repair-replica.ts'
import { replicaPath } from './replica-file.ts'
import type { Wiring } from './wiring.ts'

export const Repaired = z.object({
  /** Where the damaged file is now; null when nothing had to be repaired. */
  setAside: z.string().nullable(),
  /** Where a copy of what was saved is; null when there was nothing to save. */
  copy: z.string().nullable(),
  /** Changes that were saved from it and will be sent, and refused ones. */
  saved: z.int(),
  refused: z.int(),
  /** Has everything else been loaded from the server? If not, the next command does it. */
  loaded: z.boolean(),
})
export type Repaired = z.infer<typeof Repaired>

/** @throws AppError `auth.required`, `replica.newer`, `replica.unwritable`, `history.not_here` */
export async function repairOf({
  environment,
  apiUrl,
  sessions,
  store,
  release,
}: Pick<Wiring, 'environment' | 'apiUrl' | 'sessions' | 'store' | 'release'>): Promise<Repaired> {
  // With a token there is no store on this device: it says so.
  if (environment.token !== undefined) await store.sync.status()
  const session = await sessions.read()
  if (session === undefined) throw new AppError('auth.required', 'You are not signed in')
  const { dataDir } = environment
  const { id } = session.account
  const path = replicaPath({ dataDir, apiUrl, accountId: id })
  await release()
  const repair = await repairReplica({ path, dataDir, userId: id, now: Date.now })
  if (repair.setAside === null) return { ...repair, loaded: true }
  const loaded = await store.sync.run().then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && !error.code.startsWith('replica.')) return false
      throw error
    },
  )
  return { ...repair, loaded }
}
