import { writeFile } from 'node:fs/promises'
import { UsageError } from '../failure.ts'

/** For the owner alone: a plan holds all that is known of an environment but its secrets. */
export async function keepFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 })
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${(error as NodeJS.ErrnoException).code}`,
      'check the path',
    )
  }
}
