/** The lines of a snapshot, as they arrive: what a replica loads at first, and after a resync. */
import { AppError } from '@goalixa/contracts/errors'
import type { Client } from './client.ts'
import { transportProblem } from './problems.ts'
import { TransportError } from './transport.ts'

interface SnapshotOptions {
  /** Breaks the load off. */
  readonly signal?: AbortSignal
}

/**
 * Asks when the first line is taken; each line is a JSON document, without its end. A reader that stops taking lines
 * slows the server down. The last operations come along, so that they can be undone here.
 * @throws AppError as every call, also in the middle: then what came counts for nothing
 */
export async function* snapshotLines(
  client: { readonly sync: Pick<Client['sync'], 'snapshot'> },
  options: SnapshotOptions = {},
): AsyncGenerator<string, void, undefined> {
  const answer = await client.sync.snapshot({ query: { history: 'true' } }, options)
  if (!answer.mediaType.startsWith('application/x-ndjson'))
    throw new AppError('upstream.broken', 'The server answered no snapshot')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of answer.chunks()) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop()!
      yield* lines
    }
  } catch (error) {
    throw error instanceof TransportError ? transportProblem(error) : error
  }
  if (rest !== '') yield rest
}
