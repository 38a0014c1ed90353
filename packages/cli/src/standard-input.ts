/** Text that is piped in. */
import { text } from 'node:stream/consumers'
import { UsageError } from './failure.ts'

function readStandardInput(): Promise<string> {
  return text(process.stdin)
}

/** A secret is everything but the line break that `echo` adds at the end. */
export async function readSecret(read: () => Promise<string> = readStandardInput): Promise<string> {
  return (await read()).replace(/\r?\n$/, '')
}

/** Several secrets, one per line and exactly so many. Throws `UsageError` naming what each line is. */
export async function readSecretLines<const Names extends readonly string[]>(
  names: Names,
  read: () => Promise<string> = readStandardInput,
): Promise<{ readonly [Index in keyof Names]: string }> {
  const lines = (await readSecret(read)).split(/\r?\n/)
  if (lines.length !== names.length || lines.includes('')) {
    throw new UsageError(
      `Standard input must hold ${names.length} ${names.length === 1 ? 'line' : 'lines'}`,
      `pipe in one line each: ${names.join(', ')}`,
    )
  }
  return lines as unknown as { readonly [Index in keyof Names]: string }
}
