/**
 * Where the command that is typed is: `auth token list --json` is `auth/token/list`, when there is such a file.
 * Help, aliases and mistakes are no file: oclif, which knows every command, reads them.
 */

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
  return undefined
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end).some((word) => word === '--help' || word === '-h')
}
