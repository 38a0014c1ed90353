/** Tells a failure, once, and sets the exit code. */
import { readEnvironment } from './environment.ts'
import { failureOf, failureWords } from './failure.ts'
import type { Terminal } from './output/terminal.ts'

export function reportFailure(error: unknown, terminal: Terminal, command?: string): void {
  const failure = failureOf(error, command)
  process.exitCode = failure.exit
  if (readEnvironment().debug && error instanceof Error) terminal.say(error.stack ?? error.message)
  if (terminal.json) terminal.document({ error: failure })
  else terminal.say(failureWords(failure))
}
