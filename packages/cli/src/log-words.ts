/**
 * The words of `log`: first the range, then the text. The range is the longest beginning that reads as one;
 * `--` says where it ends.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseRange } from '@goalixa/domain/ranges'
import type { Span } from '@goalixa/domain/ranges'
import type { DaySeconds } from '@goalixa/domain/untimed'
import { parseUntimed } from '@goalixa/domain/untimed-text'
import { isLabelWord, splitEntryWords } from './entry-words.ts'
import type { EntryWords } from './entry-words.ts'
import { UsageError } from './failure.ts'

/** What was logged: a span, or so long on a day without a start and an end. */
export interface LogWords extends EntryWords {
  readonly span?: Span
  readonly untimed?: DaySeconds
}

/** No range has more words: `from last monday at 9:00 to last tuesday at 10:00`. */
const longestRange = 12

/** Throws what `parseRange` throws, and `UsageError` when there are no words. */
export function splitLogWords(
  words: readonly string[],
  verbatim: readonly string[] | undefined,
  dates: DateContext,
): LogWords {
  const labels = words.filter(isLabelWord)
  const plain = words.filter((word) => !isLabelWord(word))
  if (plain.length === 0)
    throw new UsageError(
      'When? The range is missing',
      'write goalixa log 9:00 - 10:30 "text", or goalixa log 1h ago "text"',
    )
  if (verbatim !== undefined)
    return { ...splitEntryWords(labels, verbatim), ...readWhen(plain.join(' '), dates) }

  const failures: AppError[] = []
  for (let count = Math.min(plain.length, longestRange); count > 0; count -= 1) {
    try {
      const when = readWhen(plain.slice(0, count).join(' '), dates)
      return { ...splitEntryWords([...labels, ...plain.slice(count)]), ...when }
    } catch (error) {
      // A range that was understood but cannot be is no reason to take less of it for the range.
      if (!(error instanceof AppError) || error.code === 'time_entries.end_before_start') throw error
      failures.push(error)
    }
  }
  throw mostTelling(failures, plain)
}

function readWhen(text: string, dates: DateContext): Pick<LogWords, 'span' | 'untimed'> {
  const untimed = parseUntimed(text, dates)
  return untimed === undefined ? { span: parseRange(text, dates) } : { untimed }
}

const joints = new Set(['-', '–', '—', 'to', 'until', 'for', 'before', 'after', 'ago', 'on'])

/** Longer beginnings hold text, so their errors mislead: take the one that ends just after the joint. */
function mostTelling(failures: readonly AppError[], words: readonly string[]): AppError {
  const joint = words.findIndex((word) => joints.has(word.toLowerCase()))
  const count = joint < 0 ? 1 : words[joint]?.toLowerCase() === 'ago' ? joint + 1 : joint + 2
  return failures.at(-Math.min(count, failures.length)) ?? new AppError('input.range')
}
