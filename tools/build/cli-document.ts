/** `docs/cli.md`: every command, its flags and examples. */
import type { CommandPage } from './command-pages.ts'

export function cliDocument(pages: readonly CommandPage[], notice: string): string {
  const everywhere = commonFlags(pages)
  const isOwn = (name: string) => !everywhere.some((flag) => flag.name === name)
  const sections = pages.flatMap((page) => [
    `## goalixa ${page.name}`,
    '',
    `${page.summary}.${page.description === '' ? '' : ` ${page.description.replaceAll(/\s+/g, ' ')}`}`,
    ...(page.aliases.length === 0
      ? []
      : ['', `Also: ${page.aliases.map((name) => `\`goalixa ${name}\``).join(', ')}`]),
    '',
    '```sh',
    ...page.usage,
    '```',
    '',
    ...list(page.args),
    ...list(page.flags.filter(({ name }) => isOwn(name))),
    ...(page.examples.length === 0 ? [] : ['```sh', ...page.examples, '```', '']),
  ])
  return [
    '# Commands',
    '',
    notice,
    '',
    'Results go to standard output, words to standard error. [Exit codes](exit-codes.md) tell scripts how it ended;',
    '`goalixa schema COMMAND` prints the schema of what a command prints with `--json`.',
    '',
    'Every command knows these flags:',
    '',
    ...list(everywhere),
    ...sections,
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

/** Flags that every command has, with the same meaning. */
const commonFlags = (pages: readonly CommandPage[]): CommandPage['flags'] =>
  (pages[0]?.flags ?? []).filter(({ name }) =>
    pages.every(({ flags }) => flags.some((flag) => flag.name === name)),
  )

const list = (described: CommandPage['flags']): string[] =>
  described.length === 0 ? [] : [...described.map(({ name, about }) => `- \`${name}\`: ${about}`), '']
