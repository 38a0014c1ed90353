/** Runs a command in this process, as its file does when it is typed. */
import { join } from 'node:path'
import { vi } from 'vitest'
import type { GoalixaCommand } from '../goalixa-command.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

const root = join(import.meta.dirname, '..', '..')

/** `words`: as typed after the name of the command. What a test prints meanwhile would be taken for the command's. */
export async function runCommand(
  command: typeof GoalixaCommand,
  id: string,
  words: readonly string[],
): Promise<Ran> {
  const ran = { out: '', err: '' }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    ran.out += String(text)
    return true
  })
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    ran.err += String(text)
    return true
  })
  const before = process.exitCode
  process.exitCode = 0
  try {
    await command.launch(id, words, root)
    return { ...ran, code: process.exitCode }
  } finally {
    process.exitCode = before
    out.mockRestore()
    err.mockRestore()
  }
}
