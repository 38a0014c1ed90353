import { savedViewRoutes } from '@goalixa/contracts/saved-views'
import { createSavedView, deleteSavedView, updateSavedView } from '@goalixa/domain/plans/saved-views'
import { getSavedView, listSavedViews } from '@goalixa/replica/queries/saved-views'
import type { LocalParts } from './local-rows.ts'
import { readId, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const { list, create, update } = savedViewRoutes
const idOf = (id: string) => readId(id, 'saved_views.not_found')

export const createLocalSavedViews = ({ withReplica, newId }: LocalParts): Store['savedViews'] => ({
  list: async (given) => {
    const query = readQuery(list.query, given)
    return withReplica((replica) => replica.read((reader) => listSavedViews(reader, query)), 'fresh')
  },
  get: async (given) => withReplica((replica) => replica.read((reader) => getSavedView(reader, idOf(given)))),
  create: async (given) => {
    const input = readBody(create.body, given)
    return withReplica(async (replica) => {
      const id = await writeIntent(
        replica,
        'savedViews.create',
        (view, draft) => createSavedView(view, draft, input, newId),
        newId,
      )
      return replica.read((reader) => getSavedView(reader, id))
    })
  },
  update: async (given, wanted) => {
    const id = idOf(given)
    const patch = readBody(update.body, wanted)
    return withReplica(async (replica) => {
      await writeIntent(
        replica,
        'savedViews.update',
        (view, draft) => updateSavedView(view, draft, id, patch),
        newId,
      )
      return replica.read((reader) => getSavedView(reader, id))
    })
  },
  delete: async (given) => {
    const id = idOf(given)
    await withReplica((replica) =>
      writeIntent(replica, 'savedViews.delete', (view, draft) => deleteSavedView(view, draft, id), newId),
    )
  },
})
