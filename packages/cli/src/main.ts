/** Runs one command and leaves its exit code in `process.exitCode`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CommandFile } from './command-file.ts'
import { commandFile } from './command-file.ts'
import { exit } from './exit-codes.ts'
import type { GoalixaCommand } from './goalixa-command.ts'
import { processTerminal } from './output/process-terminal.ts'
import { wantsJson } from './wants-json.ts'

export interface Place {
  /** The folder of this package. */
  readonly root: string
  /** The folder of its commands, and how their files end: sources, or what is built of them. */
  readonly commands: string
  readonly ending: '.ts' | '.js'
}

export async function main(argv: readonly string[], place: Place): Promise<void> {
  process.once('SIGINT', () => process.exit(exit.interrupted))
  // A reader that went away, such as `head`, is no failure, and there is nobody left to tell.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.done)
  })
  const words = standardArguments(argv)
  try {
    const found = commandFile(words, (file) => existsSync(pathOf(file, place)))
    await (found === undefined ? askOclif(words, place) : launch(found, place))
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts')
    reportFailure(error, processTerminal(wantsJson(argv)))
  }
}

/** `goalixa` alone greets; `goalixa help start` is `goalixa start --help`. */
export function standardArguments(argv: readonly string[]): string[] {
  if (argv.length === 0 || /^--(?:json$|(?:jq|fields)(?:=|$))/.test(argv[0]!)) return ['home', ...argv]
  if (argv[0] === 'help') return [...argv.slice(1), '--help']
  return [...argv]
}

const pathOf = (file: string, { commands, ending }: Place): string => join(commands, `${file}${ending}`)

async function launch({ file, id, argv }: CommandFile, place: Place): Promise<void> {
  const { default: Command } = (await import(pathToFileURL(pathOf(file, place)).href)) as {
    default: typeof GoalixaCommand
  }
  await Command.launch(id, argv, place.root)
}

async function askOclif(words: string[], { root }: Place): Promise<void> {
  const { run, settings } = await import('@oclif/core')
  // Node reads TypeScript itself; oclif must not look for a compiler under NODE_ENV=test.
  settings.enableAutoTranspile = false
  await run(words, { root })
}
