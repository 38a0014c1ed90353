/** Settings of the account as `goalixa config` shows and reads them: what is shown can be typed again. */
import type { Settings, SettingsPatch } from '@goalixa/contracts/settings'
import { languages } from '@goalixa/contracts/settings'
import { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { defaultSettings } from '@goalixa/domain/default-settings'
import { formatDuration, parseDuration } from '@goalixa/domain/durations'
import { formatRounding, parseRounding } from '@goalixa/domain/rounding'
import type { ConfigKey } from './config-file.ts'
import { UsageError } from './failure.ts'

export const accountKeys = [
  'language',
  'rounding',
  'idleThreshold',
  'pomodoro.work',
  'pomodoro.shortBreak',
  'pomodoro.longBreak',
  'pomodoro.longBreakEvery',
  'overlap',
] as const
export type AccountKey = (typeof accountKeys)[number]

export const isAccountKey = (key: ConfigKey | AccountKey): key is AccountKey =>
  (accountKeys as readonly string[]).includes(key)

/** Whose language it is when none is chosen. */
const device = 'device'
const none = 'none'
/** Nothing gives way by itself: the terminal asks, with `--overlap` to choose. */
const ask = 'ask'

interface AccountSetting {
  readonly show: (settings: Settings) => string | number
  readonly read: (text: string) => SettingsPatch
}

/** Lengths from a minute to a day, as the server takes them. */
function lengthOf(text: string, key: AccountKey): number {
  const seconds = parseDuration(text)
  if (seconds >= 60 && seconds <= 86_400) return seconds
  throw new UsageError(
    `${key} cannot be ${JSON.stringify(text)}`,
    'write a length from 1m to 24h, such as 25m',
  )
}

const pomodoroLength = (
  key: AccountKey,
  part: 'workSeconds' | 'shortBreakSeconds' | 'longBreakSeconds',
): AccountSetting => ({
  show: ({ pomodoro }) => formatDuration(pomodoro[part]),
  read: (text) => ({ pomodoro: { [part]: lengthOf(text, key) } }),
})

const settings: Readonly<Record<AccountKey, AccountSetting>> = {
  language: {
    show: ({ language }) => language ?? device,
    read: (text) => {
      const language = languages.find((each) => each === text.toLowerCase())
      if (language !== undefined) return { language }
      if (text.toLowerCase() === device) return { language: null }
      throw new UsageError(
        `language cannot be ${JSON.stringify(text)}`,
        `write ${languages.join(', ')} or ${device}`,
      )
    },
  },
  rounding: {
    show: ({ rounding }) => (rounding === null ? none : formatRounding(rounding)),
    read: (text) => {
      if (text === none) return { rounding: null }
      const rounding = parseRounding(text)
      if (rounding.seconds <= 86_400) return { rounding }
      throw new UsageError('Times of a report are rounded to a day at most', 'write 15m:up, or none')
    },
  },
  idleThreshold: {
    show: ({ idleThresholdSeconds }) => formatDuration(idleThresholdSeconds),
    read: (text) => ({ idleThresholdSeconds: lengthOf(text, 'idleThreshold') }),
  },
  'pomodoro.work': pomodoroLength('pomodoro.work', 'workSeconds'),
  'pomodoro.shortBreak': pomodoroLength('pomodoro.shortBreak', 'shortBreakSeconds'),
  'pomodoro.longBreak': pomodoroLength('pomodoro.longBreak', 'longBreakSeconds'),
  'pomodoro.longBreakEvery': {
    show: ({ pomodoro }) => pomodoro.longBreakEvery,
    read: (text) => {
      const every = Number(text)
      if (text.trim() !== '' && Number.isInteger(every) && every >= 1 && every <= 24)
        return { pomodoro: { longBreakEvery: every } }
      throw new UsageError(
        `pomodoro.longBreakEvery cannot be ${JSON.stringify(text)}`,
        'write how many pieces of work come before a long break: 1 to 24',
      )
    },
  },
  overlap: {
    show: ({ overlap }) => overlap ?? ask,
    read: (text) => {
      const overlap = OverlapPolicy.options.find((each) => each === text.toLowerCase())
      if (overlap !== undefined) return { overlap }
      if (text.toLowerCase() === ask) return { overlap: null }
      throw new UsageError(
        `overlap cannot be ${JSON.stringify(text)}`,
        `write ${OverlapPolicy.options.join(', ')} or ${ask}`,
      )
    },
  },
}

export const showAccountSetting = (key: AccountKey, given: Settings): string | number =>
  settings[key].show(given)

/** The change that sets it. Throws `UsageError` or `input.duration`. */
export const readAccountSetting = (key: AccountKey, text: string): SettingsPatch => settings[key].read(text)

/** The change that gives it its default again. */
export const resetAccountSetting = (key: AccountKey): SettingsPatch =>
  readAccountSetting(key, String(showAccountSetting(key, defaultSettings)))
