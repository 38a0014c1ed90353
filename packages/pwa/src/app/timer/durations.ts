import { formatDuration } from '@goalixa/domain/durations'
import { language } from '../../words/language.ts'

/**
 * `1h 30m`, as the terminal writes it; in Persian words and digits of its own, where the browser knows them. They run
 * from right to left also inside of a `gx-time`: the marks around them see to it.
 */
export function durationText(seconds: number): string {
  if (language() !== 'fa' || typeof Intl.DurationFormat !== 'function') return formatDuration(seconds)
  const whole = Math.abs(Math.round(seconds))
  const parts = { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, seconds: whole % 60 }
  const text = new Intl.DurationFormat('fa', {
    style: 'long',
    minutesDisplay: whole === 0 ? 'always' : 'auto',
  }).format(parts)
  // The second mark: Chromium puts what follows the first one elsewhere when that is of another font than the text.
  return `\u2067\u200f${seconds < 0 ? '−' : ''}${text}\u2069`
}
