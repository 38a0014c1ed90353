/** The terminal that this process runs in. */
import { createTerminal } from './terminal.ts'
import type { Terminal } from './terminal.ts'

export function processTerminal(json: boolean): Terminal {
  const { stdin, stdout, stderr, env } = process
  return createTerminal({ json, stdin, stdout, stderr, env })
}
