/** Settings: one row per user, made when something is first set. */
import type { SettingsPatch } from '@goalixa/contracts/settings'
import type { Draft, View } from './view.ts'
import { findRow, secondsOf } from './view.ts'

export async function updateSettings(view: View, draft: Draft, patch: SettingsPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  const isNew = (await findRow(view, 'settings', view.userId)) === undefined
  draft.patch('settings', view.userId, { ...(isNew ? { createdAt: secondsOf(draft) } : {}), ...patch })
}
