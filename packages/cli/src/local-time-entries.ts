import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows, localEntry, source } from './local-rows.ts'
import type { Store } from './store.ts'

export function createLocalTimeEntries({ withReplica, newId }: LocalParts): Store['timeEntries'] {
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
  return { ...rows, create: (body) => rows.create({ source, ...body }) }
}
