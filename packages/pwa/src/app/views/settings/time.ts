/** Whose days and weeks are counted, how reports round, what is away, and the lengths of the pomodoro. */
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { Pomodoro, Settings, SettingsPatch } from '@goalixa/contracts/settings'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { zone } from '../../store/dates.ts'
import { count, select } from './field.ts'

interface TimeOptions {
  readonly words: WordsOf<'settings'>
  readonly settings: ReadonlySignal<Settings | undefined>
  readonly set: (patch: SettingsPatch) => void
}

const steps = [60, 300, 360, 600, 900, 1800, 3600]
const policies = ['allow', 'trim', 'split', 'forbid'] as const
const modes = ['nearest', 'up', 'down'] as const
/** A week that begins on a Monday, as weeks are numbered. */
const weekday = (day: number): string =>
  new Intl.DateTimeFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

export function timeSettings({ words, settings, set }: TimeOptions): () => TemplateResult | string {
  const zones = Intl.supportedValuesOf('timeZone')
  const number = new Intl.NumberFormat(language())
  return () => {
    const now = settings.value
    if (now === undefined) return ''
    const { rounding, pomodoro } = now
    const known = now.zone === null || zones.includes(now.zone) ? zones : [now.zone, ...zones]
    const allSteps =
      rounding === null || steps.includes(rounding.seconds) ? steps : [rounding.seconds, ...steps]
    const length = (name: keyof Pomodoro, label: string) =>
      count({
        id: name,
        label,
        value: name === 'longBreakEvery' ? pomodoro[name] : Math.round(pomodoro[name] / 60),
        min: 1,
        max: name === 'longBreakEvery' ? 24 : 1440,
        choose: (value) => set({ pomodoro: { [name]: name === 'longBreakEvery' ? value : value * 60 } }),
      })
    return html`
      <section class="gx-card gx-stack" aria-labelledby="time">
        <h2 id="time">${words.time}</h2>
        <div class="gx-form">
          ${select({
            id: 'zone',
            label: words.zone,
            hint: words.zoneHint,
            value: now.zone ?? '',
            choices: [
              { value: '', text: words.deviceZone(zone()) },
              ...known.map((value) => ({ value, text: value.replaceAll('_', ' ') })),
            ],
            choose: (value) => set({ zone: value === '' ? null : value }),
          })}
          ${select({
            id: 'week-start',
            label: words.weekStart,
            value: String(now.weekStart),
            choices: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), text: weekday(day) })),
            choose: (value) => set({ weekStart: Number(value) }),
          })}
          ${select({
            id: 'rounding',
            label: words.rounding,
            hint: words.roundingHint,
            value: String(rounding?.seconds ?? ''),
            choices: [
              { value: '', text: words.exact },
              ...allSteps.map((seconds) => ({
                value: String(seconds),
                text: words.minutes(number.format(seconds / 60)),
              })),
            ],
            choose: (value) =>
              set({
                rounding: value === '' ? null : { seconds: Number(value), mode: rounding?.mode ?? 'nearest' },
              }),
          })}
          ${
            rounding === null
              ? ''
              : select({
                  id: 'rounding-mode',
                  label: words.roundingMode,
                  value: rounding.mode,
                  choices: modes.map((value) => ({ value, text: words.modes[value] })),
                  choose: (value) =>
                    set({ rounding: { ...rounding, mode: value as (typeof modes)[number] } }),
                })
          }
          ${count({
            id: 'idle',
            label: words.idle,
            hint: words.idleHint,
            value: Math.round(now.idleThresholdSeconds / 60),
            min: 1,
            max: 1440,
            choose: (value) => set({ idleThresholdSeconds: value * 60 }),
          })}
          ${select({
            id: 'overlap',
            label: words.overlap,
            hint: words.overlapHint,
            value: now.overlap ?? '',
            choices: [
              { value: '', text: words.ask },
              ...policies.map((value) => ({ value, text: words.policies[value] })),
            ],
            choose: (value) => set({ overlap: policies.find((policy) => policy === value) ?? null }),
          })}
        </div>
      </section>
      <section class="gx-card gx-stack" aria-labelledby="pomodoro">
        <h2 id="pomodoro">${words.pomodoro}</h2>
        <div class="gx-form">
          ${length('workSeconds', words.work)} ${length('shortBreakSeconds', words.shortBreak)}
          ${length('longBreakSeconds', words.longBreak)} ${length('longBreakEvery', words.longBreakEvery)}
        </div>
      </section>
    `
  }
}
