/** Runs one command and leaves its exit code in `process.exitCode`. */
import { run, settings } from '@oclif/core'
import { wantsJson } from './goalixa-command.ts'
import { exit } from './exit-codes.ts'
import { loadOptionsFor } from './load-options.ts'
import { processTerminal } from './output/process-terminal.ts'
import { reportFailure } from './report-failure.ts'

/** `root`: the folder of this package. */
export async function main(argv: readonly string[], root: string): Promise<void> {
  // Node reads TypeScript itself; oclif must not look for a compiler under NODE_ENV=test.
  settings.enableAutoTranspile = false
  process.once('SIGINT', () => process.exit(exit.interrupted))
  // A reader that went away, such as `head`, is no failure, and there is nobody left to tell.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.done)
  })
  try {
    const words = standardArguments(argv)
    await run(words, loadOptionsFor(words, root))
  } catch (error) {
    reportFailure(error, processTerminal(wantsJson(argv)))
  }
}

/** `goalixa` alone greets; `goalixa help start` is `goalixa start --help`. */
export function standardArguments(argv: readonly string[]): string[] {
  if (argv.length === 0 || argv[0] === '--json') return ['home', ...argv]
  if (argv[0] === 'help') return [...argv.slice(1), '--help']
  return [...argv]
}
