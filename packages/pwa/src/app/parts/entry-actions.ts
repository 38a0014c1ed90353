/** What people do with time entries, by the rules of the domain; each is one change to undo. */
import type { NewTimeEntry, OverlapPolicy, TimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import { joinEntries, splitEntry } from '@goalixa/domain/plans/time-entries-surgery'
import type { Store } from '../store/store.ts'

const source = 'pwa'

export const addEntry = (store: Store, input: NewTimeEntry) =>
  store.write('timeEntries.create', (view, draft, newId) =>
    createEntry(view, draft, { source, ...input }, newId),
  )

export const changeEntry = (store: Store, id: string, patch: TimeEntryPatch) =>
  store.write('timeEntries.update', (view, draft, newId) => updateEntry(view, draft, id, patch, newId))

/** Both in epoch seconds; null lets it run. */
export const placeEntry = (
  store: Store,
  id: string,
  { start, end }: { readonly start: number; readonly end: number | null },
  overlap: OverlapPolicy,
) =>
  store.write('timeEntries.move', (view, draft, newId) =>
    updateEntry(
      view,
      draft,
      id,
      { start: toInstantText(start), end: end === null ? null : toInstantText(end), overlap },
      newId,
    ),
  )

export const removeEntry = (store: Store, id: string) =>
  store.write('timeEntries.delete', (view, draft) => deleteEntry(view, draft, id))

/** At a moment within it, in epoch seconds. */
export const cutEntry = (store: Store, id: string, at: number) =>
  store.write('timeEntries.split', (view, draft, newId) =>
    splitEntry(view, draft, id, { at: [toInstantText(at)] }, newId),
  )

/** The time between them becomes part of it. */
export const joinTwo = (store: Store, ids: readonly string[]) =>
  store.write('timeEntries.join', (view, draft, newId) =>
    joinEntries(view, draft, { ids: [...ids], fillGaps: true, overlap: 'allow' }, newId),
  )

/** The same words for the same time, to be changed then. */
export function copyEntry(store: Store, entry: TimeEntry): ReturnType<typeof addEntry> {
  const { description, taskId, projectId, labels, zone, billable, start, end, date, durationSeconds } = entry
  // It lies where the first one is: whatever the settings say, that one stays.
  const words = { description, taskId, projectId, labels, zone, billable, overlap: 'allow' } as const
  return addEntry(
    store,
    start === null ? { ...words, date: date!, durationSeconds } : { ...words, start, end: end! },
  )
}
