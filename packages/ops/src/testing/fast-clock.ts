/**
 * A clock for tests over hours that should take a second. It moves a little with each turn of the event loop and not
 * with the real time, so that a machine that stalls cannot make a deadline pass.
 */
import type { Clock } from '../clock.ts'

/** What else lives by this time: the simulated cluster. */
interface Follower {
  readonly advance: (ms: number) => void
}

export interface FastClock extends Clock {
  readonly stop: () => void
}

/** Simulated milliseconds per turn: less than anything that is waited for. */
const stepMs = 100

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

export function fastClock(follower?: Follower, start = Date.parse('2026-11-22T12:00:00Z')): FastClock {
  let now = 0
  const sleepers = new Set<Sleeper>()
  const timer = setInterval(() => {
    now += stepMs
    follower?.advance(stepMs)
    for (const sleeper of sleepers) if (sleeper.due <= now) sleeper.wake()
  }, 1)
  timer.unref()
  return {
    now: () => now,
    date: () => new Date(start + now),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const sleeper = {
          due: now + ms,
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        const abort = () => {
          sleepers.delete(sleeper)
          reject(signal!.reason as Error)
        }
        signal?.addEventListener('abort', abort, { once: true })
        sleepers.add(sleeper)
      }),
    stop: () => clearInterval(timer),
  }
}
