/** A task in words: `Pay rent due:fri every:month !high project:home est:30m +bills`. One grammar for all who add tasks. */
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from './calendar.ts'
import { parseDue } from './dates.ts'
import { parseDuration } from './durations.ts'
import { quoted } from './input-text.ts'
import type { Repetition } from './recurrence-words.ts'
import { parseRecurrence } from './recurrence-words.ts'

/** What the words say; what they do not say is absent. */
export interface TaskWords extends Partial<Repetition> {
  readonly title: string
  /** Each once, in the order of the words. */
  readonly labels: readonly string[]
  readonly project?: string
  readonly priority?: (typeof priorities)[number]
  /** A civil date or an instant. */
  readonly due?: string
  readonly scheduled?: string
  readonly estimateSeconds?: number
  /** What had to be chosen in reading dates. */
  readonly notes: readonly string[]
}

const priorities = ['low', 'medium', 'high'] as const
const keys = ['project', 'due', 'scheduled', 'est', 'every', 'every!'] as const
type Key = (typeof keys)[number]

type Said = { -readonly [Name in keyof TaskWords]?: TaskWords[Name] } & { notes: string[] }

/**
 * Each word may hold several, parted by spaces; a value with spaces stands in quotes, or alone in its word.
 * Words that are no part of the grammar are the title; so is what has a key that is not known.
 * @param verbatim words that are title, whatever they look like
 * @throws AppError `input.task_word`, or what a date, a duration or a repetition throws; the detail names the word
 */
export function parseTaskWords(
  words: readonly string[],
  context: DateContext,
  verbatim: readonly string[] = [],
): TaskWords {
  const title: string[] = []
  const labels = new Set<string>()
  const said: Said = { notes: [] }
  const seen = new Set<string>()
  for (const word of wordsIn(words)) {
    const { key, value } = pairOf(word)
    const kind = key ?? (/^![a-z]/i.test(word) ? '!' : undefined)
    if (kind === undefined) {
      if (word.length > 1 && word.startsWith('+')) labels.add(unquoted(word.slice(1)))
      else title.push(word)
      continue
    }
    const name = kind === 'every!' ? 'every' : kind
    if (seen.has(name)) throw wordError(word, `${name === '!' ? 'the priority' : `${name}:`} is given twice`)
    seen.add(name)
    if (key === undefined) said.priority = priorityOf(word)
    else
      Object.assign(
        said,
        naming(word, () => valueOf(key, value, word, context, said.notes)),
      )
  }
  return { ...said, title: [...title, ...verbatim].join(' ').trim(), labels: [...labels] }
}

/** Words by spaces; what is in double quotes stays together. */
function wordsIn(given: readonly string[]): string[] {
  return given.flatMap((word) => {
    const isOneValue = given.length > 1 && pairOf(word).key !== undefined && !word.includes('"')
    return isOneValue ? [word] : (word.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [])
  })
}

function pairOf(word: string): { readonly key?: Key; readonly value: string } {
  const at = word.indexOf(':')
  const key = keys.find((one) => one === word.slice(0, at).toLowerCase())
  return key === undefined ? { value: '' } : { key, value: unquoted(word.slice(at + 1)).trim() }
}

const unquoted = (text: string): string => text.replaceAll('"', '')

function valueOf(
  key: Key,
  value: string,
  word: string,
  context: DateContext,
  notes: string[],
): Partial<TaskWords> {
  if (value === '') throw wordError(word, 'nothing comes after the colon')
  switch (key) {
    case 'project':
      return { project: value }
    case 'due':
    case 'scheduled': {
      const { due, note } = parseDue(value, context)
      if (note !== undefined) notes.push(note)
      return { [key]: due }
    }
    case 'est':
      return { estimateSeconds: parseDuration(value) }
    case 'every':
      return parseRecurrence(value)
    case 'every!':
      return parseRecurrence(`!${value}`)
  }
}

function priorityOf(word: string): TaskWords['priority'] & string {
  const said = word.slice(1).toLowerCase()
  const found = priorities.find((one) => one === said)
  if (found === undefined) throw wordError(word, 'a priority is !high, !medium or !low')
  return found
}

/** What goes wrong with a value says in which word. */
function naming<Result>(word: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'input.task_word') throw error
    throw new AppError(error.code, `${quoted(word)}: ${error.message}`, { try: error.try })
  }
}

const wordError = (word: string, detail: string) =>
  new AppError('input.task_word', `${quoted(word)}: ${detail}`)
