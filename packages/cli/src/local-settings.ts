import { settingsRoutes } from '@goalixa/contracts/settings'
import { updateSettings } from '@goalixa/domain/plans/settings'
import { readSettings } from '@goalixa/replica/queries/shapes'
import type { LocalParts } from './local-rows.ts'
import { writeIntent } from './local-rows.ts'
import { readBody } from './read-input.ts'
import type { Store } from './store.ts'

export const createLocalSettings = ({ withReplica, newId }: LocalParts): Store['settings'] => ({
  get: () => withReplica((replica) => replica.read((reader) => readSettings(reader, replica.userId))),
  update: async (given) => {
    const patch = readBody(settingsRoutes.update.body, given)
    return withReplica(async (replica) => {
      await writeIntent(
        replica,
        'settings.update',
        (view, draft) => updateSettings(view, draft, patch),
        newId,
      )
      return replica.read((reader) => readSettings(reader, replica.userId))
    })
  },
})
