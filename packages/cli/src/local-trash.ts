import { trashRoutes } from '@goalixa/contracts/trash'
import { restoreRow } from '@goalixa/domain/plans/trash'
import { listTrash } from '@goalixa/replica/queries/trash'
import type { LocalParts } from './local-rows.ts'
import { readId, writeIntent } from './local-rows.ts'
import { readQuery } from './read-input.ts'
import type { Store } from './store.ts'

export const createLocalTrash = ({ withReplica, newId }: LocalParts): Store['trash'] => ({
  list: async (given) => {
    const query = readQuery(trashRoutes.list.query, given)
    return withReplica((replica) => replica.read((reader) => listTrash(reader, query)), 'fresh')
  },
  restore: async (table, given) => {
    const id = readId(given, 'trash.not_found')
    return withReplica((replica) =>
      writeIntent(replica, 'trash.restore', (view, draft) => restoreRow(view, draft, table, id), newId),
    )
  },
})
