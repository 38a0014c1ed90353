/** For `Intl.DateTimeFormat`: the language of this device, and the calendar that somebody has chosen for it. */
import { calendar } from '../preferences.ts'
import { language } from './language.ts'

export function dateLocale(): string {
  const chosen = calendar()
  return chosen === 'auto' ? language() : `${language()}-u-ca-${chosen}`
}
