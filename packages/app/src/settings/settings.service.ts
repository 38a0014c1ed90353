import type { Settings, SettingsPatch } from '@goalixa/contracts/settings'
import { defaultSettings, settingsOf } from '@goalixa/domain/default-settings'
import { updateSettings } from '@goalixa/domain/plans/settings'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { findSettings } from './settings.repository.ts'

interface SettingsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
}

export function createSettingsService({ database, operations, viewOf }: SettingsOptions) {
  const get = async (db: Db, userId: string): Promise<Settings> =>
    settingsOf((await findSettings(db, userId)) ?? defaultSettings)
  return {
    get,
    read: (userId: string) => get(database, userId),
    update: (actor: Actor, patch: SettingsPatch) =>
      operations.write(actor, 'settings.update', async (tx, draft) => {
        await updateSettings(viewOf(tx, actor.userId), draft, patch)
        return (after) => get(after, actor.userId)
      }),
  }
}
export type SettingsService = ReturnType<typeof createSettingsService>
