/** Arguments of commands about one of a list, and the flag for all of it. */
import { Args, Flags } from '@oclif/core'
import { UsageError } from './failure.ts'

const id = (description: string) => ({ description, ignoreStdin: true })

export const conflictArgs = {
  id: Args.string({ ...id('its id, as goalixa conflicts lists it'), required: true }),
}
export const oneOrAllConflicts = { id: Args.string(id('its id, as goalixa conflicts lists it')) }
export const oneOrAllRefused = { id: Args.string(id('its id, as goalixa sync --status lists it')) }
export const all = Flags.boolean({ description: 'all of them', default: false })

/** Undefined for all of them. @throws UsageError unless it is one or all */
export function oneOrAll(given: string | undefined, all: boolean): string | undefined {
  if ((given === undefined) === all) return given
  throw new UsageError(all ? 'Either an ID or --all' : 'Which one? Write its ID, or --all')
}
