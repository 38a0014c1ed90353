/** Time without a start and an end, from what a person typed: `1h30m on yesterday`, `2h on 2026-03-02`. */
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from './calendar.ts'
import { parseDate } from './dates.ts'
import { parseDuration } from './durations.ts'
import { plainText } from './input-text.ts'
import type { DaySeconds } from './untimed.ts'

const form = /^(.+?) on (.+)$/

/**
 * A length and its day, which is the latest that fits; undefined when the text does not begin with a length and `on`.
 * @throws AppError `input.date` for a day that is not understood
 */
export function parseUntimed(text: string, context: DateContext): DaySeconds | undefined {
  const [, length, day] = form.exec(plainText(text)) ?? []
  if (length === undefined || day === undefined) return undefined
  const seconds = lengthOf(length)
  return seconds === undefined ? undefined : { date: parseDate(day, context, 'past'), seconds }
}

function lengthOf(text: string): number | undefined {
  try {
    return parseDuration(text)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
