import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { createLocalEntrySurgery } from './local-time-entries-surgery.ts'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows, localEntry, source } from './local-rows.ts'
import type { Store } from './store.ts'

export function createLocalTimeEntries(parts: LocalParts): Store['timeEntries'] {
  const { withReplica, newId } = parts
  const rows = createLocalRows(
    {
      ...localEntry,
      routes: timeEntryRoutes,
      list: listTimeEntries,
      create: (input) => async (view, draft) => (await createEntry(view, draft, input, newId)).id,
      update: (id, patch) => (view, draft) => updateEntry(view, draft, id, patch, newId),
      delete: (id) => (view, draft) => deleteEntry(view, draft, id),
    },
    withReplica,
    newId,
  )
  return { ...rows, ...createLocalEntrySurgery(parts), create: (body) => rows.create({ source, ...body }) }
}
