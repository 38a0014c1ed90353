/** What an edit sends. */
import { isId } from '@goalixa/contracts/ids'
import { UsageError } from './failure.ts'
import { orNull } from './flags.ts'

/** The patch itself; throws `UsageError` when it changes nothing. */
export function refuseEmpty<Patch extends object>(patch: Patch): Patch {
  if (Object.values(patch).some((value) => value !== undefined)) return patch
  throw new UsageError('Nothing to change was given')
}

/** A project by its id, by its name (made when there is none), or `none`. */
export function projectOf(flag: string | undefined): {
  projectId?: string
  project?: string | null | undefined
} {
  return flag !== undefined && isId(flag) ? { projectId: flag } : { project: orNull(flag) }
}
