/** The line that is typed after `s`: what `goalixa start` would be given, with the quotes of a shell. */
import { parse } from '@oclif/core/parser'
import { at, billable, label, project, task } from './flags.ts'
import { allLabels, splitEntryWords } from './entry-words.ts'
import { UsageError } from './failure.ts'

const flags = { project, label, task, at, billable }

/** @throws UsageError for a quote that does not end, and what oclif throws for a flag that is not known */
export async function readStartLine(line: string) {
  const argv = shellWords(line)
  const cut = argv.indexOf('--')
  const head = cut < 0 ? argv : argv.slice(0, cut)
  const parsed = await parse(head, { flags, strict: false })
  const words = parsed.raw.flatMap((token) => (token.type === 'arg' ? [token.input] : []))
  const { text, labels } = splitEntryWords(words, cut < 0 ? undefined : argv.slice(cut + 1))
  return { text, labels: allLabels(labels, parsed.flags.label), flags: parsed.flags }
}

/** Words as a shell divides them: quotes keep spaces, a backslash keeps the character behind it. */
export function shellWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  const characters = Array.from(line)
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    if (character === '\\' && quote !== "'" && at + 1 < characters.length) {
      word = (word ?? '') + characters[(at += 1)]!
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined
      else word = (word ?? '') + character
    } else if (character === '"' || (character === "'" && word === undefined)) {
      // Inside a word it is an apostrophe: nobody expects that of don't.
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (quote !== undefined) throw new UsageError('A quote does not end', `write another ${quote} at the end`)
  return word === undefined ? words : [...words, word]
}

/** The same word again, in quotes where it needs them. */
export const quoted = (word: string): string =>
  /^[\p{L}\p{N}+@._-]+$/u.test(word) ? word : `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`
