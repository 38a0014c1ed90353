/** Arguments of commands about one of a list, and the flag for all of it. */
import { Args, Flags } from '@oclif/core'
import type { Conflict, EndedTimer, LostValue } from './conflict-list.ts'
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

/** @throws UsageError for a timer that was ended */
export function requireLost(conflict: Conflict): asserts conflict is LostValue {
  const { kind, id: called } = conflict
  if (kind !== 'lost_value')
    throw new UsageError(`${called} is a timer that was ended`, `goalixa conflicts resume ${called}`)
}

/** @throws UsageError for a value that lost */
export function requireEnded(conflict: Conflict): asserts conflict is EndedTimer {
  const { kind, id: called } = conflict
  if (kind !== 'ended_timer')
    throw new UsageError(`${called} is a value that lost`, `goalixa conflicts take ${called}`)
}
