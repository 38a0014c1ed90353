/**
 * Where the command that is typed is: `auth token list --json` is `auth/token/list`, when there is such a file.
 * Help, other aliases and mistakes are no file: oclif, which knows every command, reads them.
 */

/** Short verbs of longer commands, which have them as aliases, too: typed all day, they do not wait for oclif. */
export const shortVerbs: Readonly<Record<string, string>> = {
  list: 'entries/list',
  edit: 'entries/edit',
  note: 'entries/edit',
  rm: 'entries/rm',
  split: 'entries/split',
  join: 'entries/join',
  move: 'entries/move',
  resize: 'entries/resize',
  lengthen: 'entries/lengthen',
  shorten: 'entries/shorten',
  fill: 'entries/fill',
  gaps: 'entries/gaps',
}

/** It asks oclif for the others. */
const needsAll = 'schema'

export interface CommandFile {
  /** Without its ending. */
  readonly file: string
  /** As oclif names it: `auth:token:list`. */
  readonly id: string
  readonly argv: readonly string[]
}

export function commandFile(
  argv: readonly string[],
  exists: (file: string) => boolean,
): CommandFile | undefined {
  if (asksForHelp(argv)) return undefined
  const end = argv.findIndex((word) => !/^[a-z]+$/.test(word))
  const words = argv.slice(0, Math.min(3, end < 0 ? argv.length : end))
  for (let count = words.length; count > 0; count -= 1) {
    const file = words.slice(0, count).join('/')
    if (exists(file))
      return file === needsAll ? undefined : { file, id: file.replaceAll('/', ':'), argv: argv.slice(count) }
  }
  const [verb = ''] = words
  const file = isLabelling(argv)
    ? shortVerbs['edit']
    : Object.hasOwn(shortVerbs, verb)
      ? shortVerbs[verb]
      : undefined
  return file !== undefined && exists(file)
    ? { file, id: file.replaceAll('/', ':'), argv: argv.slice(1) }
    : undefined
}

/** `label @1 +deep` edits an entry, where `label list` is about labels themselves. */
const isLabelling = (argv: readonly string[]): boolean =>
  argv[0] === 'label' && /^(?:@\d+|[0-9a-f-]{5,36})$/i.test(argv[1] ?? '')

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end).some((word) => word === '--help' || word === '-h')
}
