/** Settings of a user, the same on every device. */
import * as z from 'zod'
import { WeekStart, Zone } from './primitives.ts'
import { route } from './route.ts'
import { OverlapPolicy } from './time-entries.ts'

const roundingModes = ['up', 'down', 'nearest'] as const

/** How times of reports are shown: in steps of so many seconds, a day at most. What is stored stays exact. */
export const Rounding = z.strictObject({ seconds: z.int().min(1).max(86_400), mode: z.enum(roundingModes) })
export type Rounding = z.infer<typeof Rounding>

/** Languages of the screens, as BCP 47 names them. */
export const languages = ['en', 'fa'] as const

const PomodoroSeconds = z.int().min(60).max(86_400)
/** Lengths in seconds, from a minute to a day; the long break comes after every so many pieces of work. */
export const Pomodoro = z.strictObject({
  workSeconds: PomodoroSeconds,
  shortBreakSeconds: PomodoroSeconds,
  longBreakSeconds: PomodoroSeconds,
  longBreakEvery: z.int().min(1).max(24),
})
export type Pomodoro = z.infer<typeof Pomodoro>

/** What each setting may be. */
export const settingsFields = {
  /** Null: that of the device. */
  zone: Zone.nullable(),
  weekStart: WeekStart,
  /** Null: that of the device. */
  language: z.enum(languages).nullable(),
  /** Null: reports show exact times. */
  rounding: Rounding.nullable(),
  /** Away for less than this is not worth a word: from a minute to a day. */
  idleThresholdSeconds: z.int().min(60).max(86_400),
  pomodoro: Pomodoro,
  /** What happens to entries that are in the way, unless a write says; null: they stay, and people are asked first. */
  overlap: OverlapPolicy.nullable(),
}

export const Settings = z.object({ ...settingsFields, zone: z.string().nullable() })
export type Settings = z.infer<typeof Settings>

/** What days and weeks go by. */
export type DaySettings = Pick<Settings, 'zone' | 'weekStart'>

/** Parts of `pomodoro` that are left out stay as they are. */
export const SettingsPatch = z.strictObject({ ...settingsFields, pomodoro: Pomodoro.partial() }).partial()
export type SettingsPatch = z.output<typeof SettingsPatch>

export const settingsRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/settings',
    summary: 'Read the settings',
    access: 'user',
    scope: 'settings:read',
    response: Settings,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/settings',
    summary: 'Change the settings',
    access: 'user',
    scope: 'settings:write',
    body: SettingsPatch,
    response: Settings,
  }),
}
