/** Free words of a command: `+name` is a label, all others are the text. */
import { UsageError } from './failure.ts'

export interface EntryWords {
  readonly text: string
  readonly labels: readonly string[]
}

/** `verbatim`: what came after `--`; there a word with `+` is text too. Each label is kept once. */
export function splitEntryWords(words: readonly string[], verbatim: readonly string[] = []): EntryWords {
  const labels = words.filter(isLabelWord).map((word) => word.slice(1))
  const text = [...words.filter((word) => !isLabelWord(word)), ...verbatim].join(' ').trim()
  return { text, labels: [...new Set(labels)] }
}

/** `+` alone is text. */
export const isLabelWord = (word: string): boolean => word.length > 1 && word.startsWith('+')

/** The labels of words and `--label` together; undefined when there is none. */
export function allLabels(
  fromWords: readonly string[],
  fromFlag: readonly string[] = [],
): string[] | undefined {
  const labels = [...new Set([...fromWords, ...fromFlag])]
  return labels.length === 0 ? undefined : labels
}

/** The labels after an edit; undefined when it changes none. Throws `UsageError` for one both added and taken off. */
export function editedLabels(
  now: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): string[] | undefined {
  const both = add.find((label) => remove.includes(label))
  if (both !== undefined) throw new UsageError(`The label "${both}" is both added and taken off`)
  if (add.length === 0 && remove.length === 0) return undefined
  return [...new Set([...now, ...add])].filter((label) => !remove.includes(label))
}
