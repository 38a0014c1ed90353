/** What holds on this device alone, kept beside the language: nothing of it says who somebody is. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const calendars = ['auto', 'gregory', 'persian'] as const
export type CalendarChoice = (typeof calendars)[number]

const read = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
const keep = (key: string, value: string | undefined) =>
  value === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, value)

export const theme = (): Theme => themes.find((one) => one === read('gx-theme')) ?? 'system'

/** At once, also in the window around this frame. */
export function chooseTheme(chosen: Theme): void {
  keep('gx-theme', chosen === 'system' ? undefined : chosen)
  for (const { dataset } of [document.documentElement, window.top!.document.documentElement])
    if (chosen === 'system') delete dataset['theme']
    else dataset['theme'] = chosen
}

/** For display only; what is stored is Gregorian. `auto`: as the language has it. */
export const calendar = (): CalendarChoice => calendars.find((one) => one === read('gx-calendar')) ?? 'auto'
export const chooseCalendar = (chosen: CalendarChoice): void =>
  keep('gx-calendar', chosen === 'auto' ? undefined : chosen)

/** Keys without Ctrl or Alt, such as `s` for start; on unless turned off. */
export const hasShortcuts = (): boolean => read('gx-shortcuts') !== 'off'
export const allowShortcuts = (on: boolean): void => keep('gx-shortcuts', on ? undefined : 'off')
