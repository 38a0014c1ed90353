/** Settings of the person, the same on every device, and those of this device. */
import { html } from 'lit-html'
import type { SettingsPatch } from '@goalixa/contracts/settings'
import { updateSettings } from '@goalixa/domain/plans/settings'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { loadWords } from '../../../words/language.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { dataSettings } from './data.ts'
import { deviceSettings } from './device.ts'
import { timeSettings } from './time.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, act, until } = context
  const words = await loadWords('settings')
  const settings = store.live((reader, { userId }) => readSettings(reader, userId), until)
  const set = (patch: SettingsPatch) =>
    act(
      () => store.write('settings.update', (view, draft) => updateSettings(view, draft, patch)),
      words.saved,
    )
  const parts = [
    deviceSettings({ words, act, set }),
    timeSettings({ words, settings, set: (patch) => void set(patch) }),
    dataSettings({ ...context, words, settings }),
  ]
  draw(
    root,
    () =>
      html`<div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
        <div class="gx-stack">${parts.map((part) => part())}</div>`,
    until,
  )
  return words.title
}
