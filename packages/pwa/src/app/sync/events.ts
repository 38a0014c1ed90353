/** Follows `/v1/events` in one tab of all; what it hears makes that tab sync, and the others see the rows change. */
import { ask } from '@goalixa/client/browser'
import { readEvents } from '@goalixa/client/server-sent-events'
import { AppError } from '@goalixa/contracts/errors'
import { transport } from '../../session/transport.ts'

interface FollowOptions {
  readonly userId: string
  readonly until: AbortSignal
  readonly onHead: () => void
}

const steadyMs = 10_000

/** Ends with the signal, or when somebody must sign in. */
export async function followEvents({ userId, until, onHead }: FollowOptions): Promise<void> {
  await navigator.locks.request(`gx-events-${userId}`, { signal: until }, async () => {
    for (let failures = 0; !until.aborted;) {
      const began = performance.now()
      try {
        await listen(until, onHead)
      } catch (error) {
        if (until.aborted) return
        if (error instanceof AppError && error.status === 401) {
          // Sync meets the same, and says so.
          onHead()
          return
        }
      }
      failures = performance.now() - began > steadyMs ? 0 : failures + 1
      await backOnline(until, Math.min(500 * 2 ** failures, 30_000) * (0.5 + Math.random() / 2))
    }
  })
}

async function listen(signal: AbortSignal, onHead: () => void): Promise<void> {
  const answer = await ask(transport, {
    method: 'GET',
    path: '/v1/events',
    access: 'user',
    headers: { accept: 'text/event-stream' },
    timeoutMs: 10_000,
    signal,
  })
  for await (const { event } of readEvents(answer.chunks())) if (event === 'head') onHead()
}

const backOnline = (until: AbortSignal, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      until.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
    until.addEventListener('abort', done)
  })
