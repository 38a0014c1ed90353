/** Settings: one row per user, made when something is first set. */
import type { Pomodoro, SettingsPatch } from '@goalixa/contracts/settings'
import type { Draft, View } from './view.ts'
import { findRow, said, secondsOf } from './view.ts'

export async function updateSettings(view: View, draft: Draft, patch: SettingsPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  const row = await findRow(view, 'settings', view.userId)
  const { pomodoro: parts, ...others } = patch
  // One register: the lengths belong together, and none of two devices shall get half of what it chose.
  const before = said(row ?? { table: 'settings', id: view.userId, regs: {} }, 'pomodoro') as Pomodoro
  draft.patch('settings', view.userId, {
    ...(row === undefined ? { createdAt: secondsOf(draft) } : {}),
    ...others,
    ...(parts === undefined ? {} : { pomodoro: { ...before, ...definedOf(parts) } }),
  })
}

const definedOf = (parts: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
