/** Lengths of time as people write them. `m` always means minutes; a bare number means nothing. */
import { durationError, plainText, quoted } from './input-text.ts'

/** The most seconds a duration may have, about 31 years: what the contract takes as an estimate. */
const most = 1_000_000_000

const number = String.raw`(\d{1,12}(?:[.,]\d{1,6})?)`
const words = new RegExp(
  `^(?:${number} ?(?:h|hrs?|hours?))?(?: ?${number} ?(?:m|mins?|minutes?))?(?: ?${number} ?(?:s|secs?|seconds?))?$`,
)
const iso = new RegExp(`^pt(?:${number}h)?(?:${number}m)?(?:${number}s)?$`)
const clockLike = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$/
const calendarUnit = /\d ?(d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)\b|^p\d/

/**
 * Seconds of `90m`, `90min`, `1h30m`, `1h 30m`, `1.5h`, `1,5h`, `45s`, `PT1H30M`; with `clock` also of `1:30` and
 * `1:30:00` (hours first). Parts of a second are rounded. Throws `input.duration`.
 */
export function parseDuration(text: string, { clock = false }: { clock?: boolean } = {}): number {
  const said = plainText(text)
  if (said === '') throw durationError('The duration is empty')
  const bare = /^\d+(?:[.,]\d+)?$/.exec(said)
  if (bare) throw durationError(`${quoted(said)} has no unit`, `write ${said}m or ${said}h`)
  const colon = clockLike.exec(said)
  if (colon) return clock ? seconds(colon.slice(1), said) : refuseClock(colon, said)
  const parts = (words.exec(said) ?? iso.exec(said))?.slice(1)
  if (parts === undefined || parts.every((part) => part === undefined)) throw notUnderstood(said)
  return seconds(parts, said)
}

/** `1h 30m`, `45s`, `0m`: hours are the largest unit, so that the text never depends on the length of a day. */
export function formatDuration(duration: number): string {
  const whole = Math.abs(Math.round(duration))
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ] as const
  const text = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ')
  if (text === '') return '0m'
  return duration < 0 ? `-${text}` : text
}

function seconds(parts: readonly (string | undefined)[], said: string): number {
  const given = parts.filter((part) => part !== undefined)
  // 1.5h 30m is either a slip or 2h: only the smallest unit given may have a fraction, as in ISO 8601.
  if (given.slice(0, -1).some((part) => /[.,]/.test(part))) {
    throw durationError(`${quoted(said)} has a fraction before a smaller unit`, 'write 1h30m or 1.5h')
  }
  const [hours, minutes, rest] = parts.map((part) => Number((part ?? '0').replace(',', '.')))
  const total = Math.round((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (rest ?? 0))
  if (total > most)
    throw durationError(`${quoted(said)} is more than 31 years`, 'write a shorter duration, such as 1h30m')
  return total
}

function refuseClock(match: RegExpExecArray, said: string): never {
  const [, hours, minutes, rest] = match
  const units = `${Number(hours)}h${minutes}m${rest === undefined ? '' : `${rest}s`}`
  throw durationError(`${quoted(said)} may be a time of day`, `write ${units}`)
}

function notUnderstood(said: string): Error {
  const unitless = /^(\d+) ?h ?(\d{1,2})$/.exec(said)
  if (unitless)
    return durationError(`${quoted(said)} lacks its last unit`, `write ${unitless[1]}h${unitless[2]}m`)
  if (calendarUnit.test(said)) {
    return durationError(
      `${quoted(said)} counts days or more, whose length varies`,
      'write hours and minutes, such as 24h or 1h30m',
    )
  }
  if (/^-\s?\d/.test(said)) return durationError(`${quoted(said)} is negative`)
  return durationError(`${quoted(said)} is not a duration`)
}
