/**
 * A cell is a sum, so typing another one writes the difference: more becomes untimed entries, which say how long and claim
 * no time of day; less takes from untimed entries alone. Entries with a start and an end are never touched from here.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { startOfDay, toInstantText } from '@goalixa/domain/calendar'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import type { Draft, NewId, View } from '@goalixa/domain/plans/view'
import { readWeekly } from '@goalixa/replica/queries/reports'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { addDays, weekStart, zone } from '../../store/dates.ts'
import type { Store } from '../../store/store.ts'
import type { By } from './data.ts'

export interface Cell {
  readonly by: By
  /** Of the project or the task; null for time without one. */
  readonly key: string | null
  readonly date: string
}

/** @throws AppError `request.invalid` with `tooMuch` when more has times than what is wanted */
export async function setCell(
  store: Store,
  cell: Cell,
  wanted: number,
  tooMuch: (timed: number) => string,
): Promise<void> {
  // Asked again: what is on the screen may be older than a change that was made a moment ago.
  const seconds = await secondsOf(store, cell)
  const difference = wanted - seconds
  if (difference === 0) return
  const untimed = await untimedOf(store, cell)
  if (difference > 0) return lengthen(store, cell, untimed, difference)
  const available = untimed.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)
  if (available < -difference) throw new AppError('request.invalid', tooMuch(seconds - available))
  await store.write('timeEntries.update', async (view, draft, newId) =>
    shorten(view, draft, newId, untimed, -difference),
  )
}

async function secondsOf(store: Store, { by, key, date }: Cell): Promise<number> {
  const day = { from: date, to: addDays(date, 1), zone: zone(), weekStart: weekStart() }
  const report = await store.read((reader, asking) => readWeekly(reader, asking, { ...day, by }))
  return report.groups.find((group) => group.key === key)?.seconds ?? 0
}

async function lengthen(
  store: Store,
  { by, key, date }: Cell,
  untimed: readonly TimeEntry[],
  seconds: number,
): Promise<void> {
  // What this sheet has written before grows; what somebody has described is left alone.
  const own = untimed.find(({ description, source }) => description === '' && source === 'pwa')
  if (own !== undefined) {
    const durationSeconds = own.durationSeconds + seconds
    await store.write('timeEntries.update', (view, draft, newId) =>
      updateEntry(view, draft, own.id, { durationSeconds }, newId),
    )
    return
  }
  const owner = key === null ? {} : by === 'project' ? { projectId: key } : { taskId: key }
  await store.write('timeEntries.create', (view, draft, newId) =>
    createEntry(
      view,
      draft,
      { ...owner, date, durationSeconds: seconds, zone: zone(), source: 'pwa' },
      newId,
    ),
  )
}

async function shorten(
  view: View,
  draft: Draft,
  newId: NewId,
  untimed: readonly TimeEntry[],
  seconds: number,
): Promise<void> {
  let left = seconds
  for (const { id, durationSeconds } of untimed) {
    if (left === 0) return
    const taken = Math.min(left, durationSeconds)
    left -= taken
    if (taken === durationSeconds) await deleteEntry(view, draft, id)
    else await updateEntry(view, draft, id, { durationSeconds: durationSeconds - taken }, newId)
  }
}

/** Untimed entries of the cell: those without a description first, since they say least. */
async function untimedOf(store: Store, { by, key, date }: Cell): Promise<TimeEntry[]> {
  const here = zone()
  const { items } = await store.read((reader, asking) =>
    listTimeEntries(reader, asking, {
      from: toInstantText(startOfDay(date, here)),
      to: toInstantText(startOfDay(addDays(date, 1), here)),
      zone: here,
      limit: 500,
    }),
  )
  const isOf = (entry: TimeEntry) => (by === 'project' ? entry.projectId : entry.taskId) === key
  return items
    .filter((entry) => entry.date === date && isOf(entry))
    .toSorted((a, b) => a.description.length - b.description.length)
}
