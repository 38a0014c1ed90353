/** A task in one line of words, as the terminal reads it, and where it is wrong. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTask } from '@goalixa/contracts/tasks'
import { plainDate } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { firstOccurrence } from '@goalixa/domain/next-occurrence'
import { readRule } from '@goalixa/domain/recurrence'
import { parseTaskWords } from '@goalixa/domain/task-words'
import type { TaskWords } from '@goalixa/domain/task-words'

export interface LineProblem {
  readonly message: string
  /** Index of the first character of the wrong word, from 0. */
  readonly position: number
}

const longestTitle = 1_000
const longestName = 200
const mostLabels = 50

/** @param tooLong what is said of what the server would not take */
export function readTaskLine(
  line: string,
  context: DateContext,
  tooLong: string,
): { readonly words: TaskWords } | { readonly problem: LineProblem } {
  try {
    const words = parseTaskWords([line], context)
    const names = [...words.labels, ...(words.project === undefined ? [] : [words.project])]
    if (words.title.length > longestTitle || words.labels.length > mostLabels || names.some(isTooLong))
      return { problem: { message: tooLong, position: 0 } }
    return { words }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { problem: { message: error.message, position: wrongWord(line, context) } }
  }
}

const isTooLong = (name: string): boolean => name.length > longestName

/** The shortest beginning, in whole words, that cannot be read ends with the word that is wrong. */
function wrongWord(line: string, context: DateContext): number {
  for (const word of line.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    try {
      parseTaskWords([line.slice(0, word.index + word[0].length)], context)
    } catch {
      return word.index
    }
  }
  return 0
}

/** What to store; what comes back has a first day, or nobody would see when. */
export function taskOf(words: TaskWords, context: DateContext): NewTask {
  const { notes: _, labels, recurrence, recurrenceMode, ...rest } = words
  if (recurrence === undefined) return { ...rest, labels: [...labels] }
  return {
    ...rest,
    labels: [...labels],
    recurrence,
    recurrenceMode: recurrenceMode ?? 'schedule',
    recurrenceZone: context.zone,
    ...(rest.due === undefined && rest.scheduled === undefined ? firstDue(recurrence, context) : {}),
  }
}

/** The first day of a rule from today on; nothing where there is none. */
export function firstDue(recurrence: string, { now, zone }: DateContext): { readonly due?: string } {
  const rule = readRule(recurrence)
  const due = 'problem' in rule ? undefined : firstOccurrence(rule, plainDate(now, zone).toString(), zone)
  return due === undefined ? {} : { due }
}
