/**
 * Reads again what is on the screen, one after the other, each painted before the next: what was asked for first, such
 * as the timer, does not wait for a long list.
 */
import { painted } from '../parts/painted.ts'

export interface Readings {
  /** Kept up to date until the signal. A reading settles, and does not reject. */
  readonly add: (read: () => Promise<unknown>, until: AbortSignal) => void
  readonly refresh: () => void
}

export function createReadings(): Readings {
  const all = new Set<() => Promise<unknown>>()
  const stale = new Set<() => Promise<unknown>>()
  let isWorking = false
  const work = async () => {
    isWorking = true
    // What becomes stale meanwhile comes after all others: nothing waits for ever.
    for (const read of stale) {
      stale.delete(read)
      await read()
      await painted()
    }
    isWorking = false
  }
  return {
    add(read, until) {
      all.add(read)
      until.addEventListener('abort', () => void (all.delete(read), stale.delete(read)), { once: true })
    },
    refresh() {
      for (const read of all) stale.add(read)
      if (!isWorking) void work()
    },
  }
}
