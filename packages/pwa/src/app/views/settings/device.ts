/** What holds on this device: language, calendar, colours, keys, and how its storage is kept. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { SettingsPatch } from '@goalixa/contracts/settings'
import {
  allowShortcuts,
  calendar,
  calendars,
  chooseCalendar,
  chooseTheme,
  hasShortcuts,
  theme,
  themes,
} from '../../../preferences.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { chooseLanguage, language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'
import { segmented } from './field.ts'

interface DeviceOptions extends Pick<ViewContext, 'act'> {
  readonly words: WordsOf<'settings'>
  readonly set: (patch: SettingsPatch) => Promise<void>
}

export function deviceSettings({ words, act, set }: DeviceOptions): () => TemplateResult {
  const chosen = { theme: signal(theme()), calendar: signal(calendar()), keys: signal(hasShortcuts()) }
  const storage = signal<{ readonly isKept: boolean; readonly used: number } | undefined>(undefined)
  const look = async () => {
    const [isKept, { usage = 0 }] = await Promise.all([
      navigator.storage.persisted(),
      navigator.storage.estimate(),
    ])
    storage.value = { isKept, used: usage }
  }
  void look().catch(() => undefined)
  const keep = () =>
    act(async () => {
      await navigator.storage.persist()
      await look()
    })
  const languages = [
    { value: 'en', text: 'English', lang: 'en' },
    { value: 'fa', text: 'فارسی', lang: 'fa' },
  ] as const
  const today = () => new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'full' }).format(Date.now())

  return () => html`
    <section class="gx-card gx-stack" aria-labelledby="device">
      <h2 id="device">${words.device}</h2>
      ${segmented(
        words.language,
        language(),
        languages,
        (value) =>
          // Kept for the other devices first, since this page begins again.
          void set({ language: value }).then(() => chooseLanguage(value)),
      )}
      ${segmented(
        words.calendar,
        chosen.calendar.value,
        calendars.map((value) => ({ value, text: words.calendars[value] })),
        (value) => {
          chooseCalendar(value)
          chosen.calendar.value = value
        },
      )}
      <p class="gx-hint">${words.calendarHint(today())}</p>
      ${segmented(
        words.theme,
        chosen.theme.value,
        themes.map((value) => ({ value, text: words.themes[value] })),
        (value) => {
          chooseTheme(value)
          chosen.theme.value = value
        },
      )}
      <label class="gx-switch"
        ><input
          type="checkbox"
          role="switch"
          ?checked=${chosen.keys.value}
          @change=${({ currentTarget }: Event & { currentTarget: HTMLInputElement }) => {
            allowShortcuts(currentTarget.checked)
            chosen.keys.value = currentTarget.checked
          }}
        /><span>${words.shortcuts}</span></label
      >
    </section>
    <section class="gx-card gx-stack" aria-labelledby="storage">
      <h2 id="storage">${words.storage}</h2>
      ${
        storage.value === undefined
          ? ''
          : html`<p>${storage.value.isKept ? words.kept : words.notKept}</p>
              <p class="gx-quiet-text">
                ${words.used(
                  new Intl.NumberFormat(language(), {
                    style: 'unit',
                    unit: 'megabyte',
                    maximumFractionDigits: 1,
                  }).format(storage.value.used / 1e6),
                )}
              </p>
              ${storage.value.isKept ? '' : html`<div class="gx-actions"><button class="gx-button" @click=${keep}>${words.keep}</button></div>`}`
      }
    </section>
  `
}
