/** What went otherwise than somebody meant, as people name it: values that lost, and timers that a rule ended. */
import { absentValue } from '@goalixa/domain/absent-values'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Json } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import type { AutomaticEnd } from '../automatic-ends.ts'
import { readAutomaticEnds } from '../automatic-ends.ts'
import { readConflicts } from '../conflicts.ts'
import { findState } from '../replica-state.ts'
import type { Conflict, ReplicaReader } from '../storage.ts'
import type { Field, RowReference } from './readable.ts'
import { fieldOf, namedReferenceOf, readableValue, referenceOf } from './readable.ts'
import type { Lookup } from './view.ts'
import { createLookup } from './view.ts'

type Device = 'this_device' | 'another_device'

export interface LostValue extends Field {
  readonly key: string
  readonly row: RowReference
  readonly lost: Json
  /** What stands there instead. */
  readonly now: Json
  /** RFC 3339: when the change was made that lost, or that went over it. */
  readonly at: string
  /** Where the value that lost was written. */
  readonly from: Device
}

export interface EndedTimer {
  readonly key: string
  readonly row: RowReference
  readonly endedAt: string
  /** The one that was started; null when it is no longer to be found. */
  readonly startedInstead: RowReference | null
  /** Where that one was started, as far as it is known. */
  readonly from: Device | null
}

export async function readLostValues(reader: ReplicaReader): Promise<LostValue[]> {
  const lookup = createLookup(reader)
  const clientId = await ownName(reader)
  const values: LostValue[] = []
  for (const conflict of await readConflicts(reader))
    values.push(
      await lostValue(lookup, clientId, conflict, (await reader.row(conflict.table, conflict.rowId))!),
    )
  return values
}

async function lostValue(
  lookup: Lookup,
  clientId: string | undefined,
  { id, table, rowId, register, lost, operation, at }: Conflict,
  { visible }: { readonly visible: LostRow },
): Promise<LostValue> {
  const now = valueOf({ regs: visible }, register) ?? absentValue(table, register)
  return {
    key: id,
    row: await namedReferenceOf(lookup, table, rowId, visible),
    ...(await fieldOf(lookup, table, register)),
    lost: await readableValue(lookup, register, lost),
    now: await readableValue(lookup, register, now),
    at: toInstantText(Math.floor(at / 1000)),
    from: authorOf(operation) === clientId ? 'this_device' : 'another_device',
  }
}
type LostRow = Parameters<typeof referenceOf>[2]

export async function readEndedTimers(reader: ReplicaReader): Promise<EndedTimer[]> {
  const clientId = await ownName(reader)
  const timers: EndedTimer[] = []
  for (const end of await readAutomaticEnds(reader)) timers.push(await endedTimer(reader, clientId, end))
  return timers
}

async function endedTimer(
  reader: ReplicaReader,
  clientId: string | undefined,
  { id, entryId, after }: AutomaticEnd,
): Promise<EndedTimer> {
  const { visible } = (await reader.row('timeEntries', entryId))!
  const endedAt = after.end!
  const other = (await reader.entriesTouching(endedAt, endedAt + 1)).find(
    (row) => row.id !== entryId && (row.regs['span']!.v as { start: number }).start === endedAt,
  )
  const author = other?.regs['createdAt']?.stamp[2]
  return {
    key: id,
    row: referenceOf('timeEntries', entryId, visible),
    endedAt: toInstantText(endedAt),
    startedInstead: other === undefined ? null : referenceOf('timeEntries', other.id, other.regs),
    from: author === undefined ? null : author === clientId ? 'this_device' : 'another_device',
  }
}

const ownName = async (reader: ReplicaReader): Promise<string | undefined> =>
  (await findState(reader))?.clientId

const authorOf = (operation: string | null): string | undefined => operation?.split('/')[0]
