import type { Settings, SettingsPatch } from '@goalixa/contracts/settings'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import { findSettings } from './settings.repository.ts'

const defaults: Settings = { zone: null, weekStart: 1 }

export function createSettingsService({ database, operations }: { database: Db; operations: Operations }) {
  const get = async (db: Db, userId: string): Promise<Settings> =>
    (await findSettings(db, userId)) ?? defaults
  return {
    get,
    read: (userId: string) => get(database, userId),
    update: (actor: Actor, patch: SettingsPatch) =>
      operations.write(actor, 'settings.update', async (tx, draft) => {
        const isNew = (await findSettings(tx, actor.userId)) === undefined
        const createdAt = isNew ? { createdAt: Math.floor(draft.nowMs / 1000) } : {}
        if (Object.keys(patch).length > 0) draft.patch('settings', actor.userId, { ...createdAt, ...patch })
        return (after) => get(after, actor.userId)
      }),
  }
}
export type SettingsService = ReturnType<typeof createSettingsService>
