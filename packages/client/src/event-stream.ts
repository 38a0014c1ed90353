/** Follows the changes of the person who is signed in: one connection at a time, made again whenever it ends. */
import { AppError } from '@goalixa/contracts/errors'
import { HeadEvent } from '@goalixa/contracts/events'
import type { Client } from './client.ts'
import { transportProblem } from './problems.ts'
import { readEvents } from './server-sent-events.ts'
import { TransportError } from './transport.ts'

export interface FollowOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal
  /** Told why the stream ended before it is opened again: undefined where the server closed it in good order. */
  readonly onInterruption?: (error: AppError | undefined) => void
  /** Waits before it is opened again; an abort may end it early. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  /** Between 0 and 1, so that many who lose one server do not all come back at once. */
  readonly random?: () => number
  /** Epoch milliseconds. */
  readonly now?: () => number
}

const firstDelayMs = 500
const longestDelayMs = 30_000
/** A stream that lived so long ended in good order: servers end it with the access token, and when they restart. */
const steadyMs = 10_000

/**
 * The sequence numbers up to which changes can be read: the current one at once, then each that differs from the one
 * before. Numbers in between may be left out. Goes on over lost connections, restarts and busy servers.
 * @throws AppError when trying again is of no use: signed out, forbidden, no such route
 */
export async function* followHeads(
  client: Pick<Client, 'events'>,
  options: FollowOptions = {},
): AsyncGenerator<number, void, undefined> {
  const { signal, onInterruption, wait = pause, random = Math.random, now = Date.now } = options
  const isOver = () => signal?.aborted === true
  let last: number | undefined
  let failures = 0
  while (!isOver()) {
    const openedAt = now()
    let failure: AppError | undefined
    try {
      for await (const head of headsOf(client, signal)) {
        if (head !== last) yield (last = head)
      }
    } catch (error) {
      if (isOver()) return
      failure = passing(error)
    }
    if (isOver()) return
    onInterruption?.(failure)
    failures = now() - openedAt >= steadyMs ? 0 : failures + 1
    const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.5 + random() / 2)
    await wait(Math.max(backoff, (failure?.retryAfterSeconds ?? 0) * 1000), signal)
  }
}

async function* headsOf(
  client: Pick<Client, 'events'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<number, void, undefined> {
  const answer = await client.events.stream(undefined, signal === undefined ? {} : { signal })
  if (!answer.mediaType.startsWith('text/event-stream'))
    throw new AppError('upstream.broken', 'The server answered no events')
  for await (const { event, data } of readEvents(answer.chunks())) {
    if (event === 'head') yield headIn(data)
  }
}

function headIn(data: string): number {
  try {
    return HeadEvent.parse(JSON.parse(data)).head
  } catch (cause) {
    throw new AppError('upstream.broken', 'The server sent an event that does not fit the contract', {
      cause,
    })
  }
}

/** Trouble on the way, or a server that is busy or away. @throws whatever will not pass */
function passing(error: unknown): AppError {
  const known = error instanceof TransportError ? transportProblem(error) : error
  if (known instanceof AppError && (known.status >= 500 || known.code === 'rate.limited')) return known
  throw known
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
    if (signal?.aborted) done()
  })
