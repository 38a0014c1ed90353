/** Bounds the work on passwords: each hash costs a core and 19 MiB, and anybody may ask for one. */
import { AppError } from '@goalixa/contracts/errors'

export interface HashQueue {
  <Result>(work: () => Promise<Result>): Promise<Result>
  /** Callers that wait for their turn. */
  waiting(): number
}

interface HashQueueOptions {
  /** Hashes at once. */
  readonly concurrency: number
  /** Callers that may wait; the next one is sent away at once instead of after a long wait. */
  readonly waiting: number
}

/** @throws AppError `auth.busy` (from the returned function) when the queue is full */
export function createHashQueue({ concurrency, waiting }: HashQueueOptions): HashQueue {
  let running = 0
  const queue: (() => void)[] = []
  const enter = async () => {
    if (running < concurrency) {
      running += 1
      return
    }
    if (queue.length >= waiting) throw new AppError('auth.busy', undefined, { retryAfterSeconds: 2 })
    // The one that leaves hands over its place, so that nobody can slip in between.
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  const leave = () => {
    const next = queue.shift()
    if (next === undefined) running -= 1
    else next()
  }
  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
  return Object.assign(run, { waiting: () => queue.length })
}
