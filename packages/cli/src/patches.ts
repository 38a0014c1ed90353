/** What an edit sends. */
import { isId } from '@goalixa/contracts/ids'
import { editedLabels } from './entry-words.ts'
import { UsageError } from './failure.ts'
import { orNull } from './flags.ts'

/** The patch itself; throws `UsageError` when it changes nothing. */
export function refuseEmpty<Patch extends object>(patch: Patch): Patch {
  if (Object.values(patch).some((value) => value !== undefined)) return patch
  throw new UsageError('Nothing to change was given')
}

/** Labels that many rows get and lose. Throws `UsageError` for one both added and taken off. */
export function labelChanges(add: readonly string[], remove: readonly string[]) {
  editedLabels([], add, remove)
  return {
    ...(add.length > 0 && { addLabels: [...new Set(add)] }),
    ...(remove.length > 0 && { removeLabels: [...new Set(remove)] }),
  }
}

/** A project by its id, by its name (made when there is none), or `none`. */
export function projectOf(flag: string | undefined): {
  projectId?: string
  project?: string | null | undefined
} {
  return flag !== undefined && isId(flag) ? { projectId: flag } : { project: orNull(flag) }
}
