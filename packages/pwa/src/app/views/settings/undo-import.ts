/** An import is made by the server and taken back here, as one deed, once it has arrived. */
import type { Replica } from '@goalixa/replica/replica'
import { AppError } from '@goalixa/contracts/errors'

const undoing = () => import('@goalixa/replica/undo')

/** The latest import that was not taken back, by its first operation. */
export async function lastImport(replica: Replica): Promise<string | undefined> {
  const { listDeeds } = await undoing()
  const deeds = await listDeeds(replica)
  return deeds.find(
    ({ intent, kind, isTakenBack }) => intent.startsWith('imports.') && kind === 'done' && !isTakenBack,
  )?.operation
}

/** @param before what {@link lastImport} said before this one */
export async function undoImport(replica: Replica, before: string | undefined): Promise<void> {
  const operation = await arrived(replica, before)
  const { undo } = await undoing()
  const { state } = await undo(replica, { operation })
  if (state === 'changed_since') await undo(replica, { operation, choice: 'rest' })
}

const waitMs = 15_000

const arrived = (replica: Replica, before: string | undefined): Promise<string> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      stop()
      clearTimeout(timer)
      settle()
    }
    const seek = async () => {
      const found = await lastImport(replica)
      if (found !== undefined && found !== before) end(() => resolve(found))
    }
    const look = () => void seek().catch(reject)
    const stop = replica.onChange(look)
    const timer = setTimeout(() => end(() => reject(new AppError('service.unreachable'))), waitMs)
    look()
  })
