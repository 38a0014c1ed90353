/** Text that is piped in. */
import { text } from 'node:stream/consumers'

function readStandardInput(): Promise<string> {
  return text(process.stdin)
}

/** A secret is everything but the line break that `echo` adds at the end. */
export async function readSecret(read: () => Promise<string> = readStandardInput): Promise<string> {
  return (await read()).replace(/\r?\n$/, '')
}
