import type { ReplicaReader } from '@goalixa/replica/storage'

type Ask = (...given: readonly unknown[]) => unknown

/**
 * Asks for each thing once: within one transaction the answer stays what it was, and views ask for settings, labels and
 * the entries of a day again and again.
 */
export function readOnce(reader: ReplicaReader): ReplicaReader {
  const answers = new Map<string, unknown>()
  const once =
    (name: string, ask: Ask): Ask =>
    (...given) => {
      const key = JSON.stringify([name, given])
      if (!answers.has(key)) answers.set(key, ask(...given))
      return answers.get(key)
    }
  const asks = Object.entries(reader as unknown as Readonly<Record<string, Ask>>)
  return Object.fromEntries(asks.map(([name, ask]) => [name, once(name, ask)])) as unknown as ReplicaReader
}
