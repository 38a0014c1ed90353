/** Working hours as people type them: `9:00-17:00`. */
import { UsageError } from './failure.ts'

/** `HH:MM` each. Throws `UsageError` for what is none, or ends before it begins. */
export function hoursOf(text: string | undefined): { hoursFrom?: string; hoursTo?: string } {
  if (text === undefined) return {}
  const [, from, to] = /^(\d{1,2}:\d\d) ?[-–] ?(\d{1,2}:\d\d)$/.exec(text.trim()) ?? []
  const [hoursFrom, hoursTo] = [from, to].map((time) => time?.padStart(5, '0'))
  if (isTime(hoursFrom) && (isTime(hoursTo) || hoursTo === '24:00') && hoursFrom < hoursTo)
    return { hoursFrom, hoursTo }
  throw new UsageError(`"${text}" are no working hours`, 'write --hours 9:00-17:00')
}

const isTime = (text: string | undefined): text is string => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text ?? '')
