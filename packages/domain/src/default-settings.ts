/** Settings as documents have them, and what holds until something is set. */
import type { Settings } from '@goalixa/contracts/settings'

/** Lengths in seconds. */
export const defaultSettings = {
  zone: null,
  weekStart: 1,
  language: null,
  rounding: null,
  idleThresholdSeconds: 300,
  pomodoro: { workSeconds: 1500, shortBreakSeconds: 300, longBreakSeconds: 900, longBreakEvery: 4 },
  overlap: null,
} as const satisfies Settings

/** In the order of the contract: two stores answer the same text, whatever order they keep fields in. */
export const settingsOf = (stored: Settings): Settings => {
  const { zone, weekStart, language, rounding, idleThresholdSeconds, pomodoro, overlap } = stored
  const { workSeconds, shortBreakSeconds, longBreakSeconds, longBreakEvery } = pomodoro
  return {
    zone,
    weekStart,
    language,
    rounding: rounding && { seconds: rounding.seconds, mode: rounding.mode },
    idleThresholdSeconds,
    pomodoro: { workSeconds, shortBreakSeconds, longBreakSeconds, longBreakEvery },
    overlap,
  }
}
