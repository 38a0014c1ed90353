/** Manual pages in roff: `goalixa.1`, and one for each first word, such as `goalixa-task.1`. */
import type { CommandPage } from './command-pages.ts'

const exits: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done'],
  ['1', 'failed'],
  ['2', 'wrong usage'],
  ['3', 'nothing to do, or nothing found'],
  ['4', 'sign-in needed'],
  ['5', 'the server cannot be reached'],
  ['6', 'refused by a rule, or not confirmed'],
]

/** File name and text. */
export function manPages(pages: readonly CommandPage[], version: string): Map<string, string> {
  const topics = Map.groupBy(pages, ({ name }) => name.split(' ')[0]!)
  const overview = [
    ...head('goalixa', 'tasks, goals and time from the terminal', version),
    '.SH SYNOPSIS',
    bold('goalixa'),
    text('COMMAND [ARGUMENTS] [FLAGS]'),
    '.SH DESCRIPTION',
    text('Results go to standard output, words to standard error; --json prints one document.'),
    '.SH COMMANDS',
    ...pages.flatMap(({ name, summary }) => ['.TP', bold(name), text(summary)]),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, meaning]) => ['.TP', bold(code), text(meaning)]),
    '.SH SEE ALSO',
    text([...topics.keys()].map((topic) => `goalixa-${topic}(1)`).join(', ')),
  ]
  const files = [...topics].map(([topic, commands]): [string, string] => [
    `goalixa-${topic}.1`,
    lines([
      ...head(`goalixa-${topic}`, commands[0]!.summary.toLowerCase(), version),
      '.SH SYNOPSIS',
      ...commands.flatMap(({ usage }) => usage.flatMap((line) => [text(line), '.br'])),
      ...commands.flatMap(section),
    ]),
  ])
  return new Map([['goalixa.1', lines(overview)], ...files])
}

const section = ({ name, summary, description, args, flags, examples }: CommandPage): string[] => [
  `.SH ${quoted(`goalixa ${name}`)}`,
  text(`${summary}.`),
  ...(description === '' ? [] : ['.PP', text(description)]),
  ...[...args, ...flags].flatMap(({ name, about }) => ['.TP', bold(name), text(about)]),
  ...(examples.length === 0 ? [] : ['.PP', 'Examples:', '.PP', '.nf', ...examples.map(text), '.fi']),
]

const head = (name: string, what: string, version: string): string[] => [
  `.TH ${quoted(name.toUpperCase())} 1 "" ${quoted(`goalixa ${version}`)} ${quoted('Goalixa')}`,
  '.SH NAME',
  `${text(name)} \\- ${text(what)}`,
]

/** Nothing in it is a request or an escape; long words may be broken by whoever shows it. */
const text = (words: string): string =>
  words
    .replaceAll(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^[.']/, String.raw`\&$&`)
    .replaceAll(
      /[^\0-\u007F]/gu,
      (letter) => `\\[u${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    )

const bold = (words: string): string => `.B ${quoted(words)}`
const quoted = (words: string): string => `"${text(words).replaceAll('"', String.raw`\(dq`)}"`
const lines = (parts: readonly string[]): string => `${parts.join('\n')}\n`
