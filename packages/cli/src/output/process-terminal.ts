/** The terminal that this process runs in. */
import { createTerminal } from './terminal.ts'
import type { Terminal } from './terminal.ts'

export function processTerminal(json: boolean, accessible = false): Terminal {
  const { stdout, env } = process
  return createTerminal({
    json,
    accessible,
    stdout,
    env,
    stdin: {
      get isTTY() {
        return process.stdin.isTTY
      },
    },
    stderr: {
      get isTTY() {
        return process.stderr.isTTY
      },
      write: (text) => process.stderr.write(text),
    },
  })
}
