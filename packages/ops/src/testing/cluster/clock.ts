/** The time of a simulated cluster, in milliseconds since 1970. */
export type VirtualClock = {
  now(): number
  /** Calls `run` once, `ms` later; the answer takes the timer back. */
  setTimer(ms: number, run: () => void): () => void
  /** Moves the time and runs what falls due on the way, in order, timers set meanwhile included. */
  advance(ms: number): void
  /** Forgets all timers. */
  stop(): void
}

type Timer = { due: number; order: number; run: () => void }

const defaultStart = Date.UTC(2026, 0, 5, 9, 0, 0)

/**
 * A clock that stands still until it is told to advance, or, with `speed`, one that also follows the real time,
 * `speed` times as fast, so that a twenty-second deadline can pass in a fifth of one.
 */
export function createVirtualClock(options: { start?: number; speed?: number } = {}): VirtualClock {
  const speed = options.speed ?? 0
  const realStart = performance.now()
  let shifted = options.start ?? defaultStart
  // During a pass each timer sees exactly the moment for which it was set, never a later one.
  let passing: number | undefined
  let order = 0
  const timers = new Set<Timer>()
  let alarm: NodeJS.Timeout | undefined

  const flowing = () => Math.floor(shifted + (performance.now() - realStart) * speed)
  const now = () => passing ?? flowing()

  function next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers)
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer
    return first
  }

  function runUntil(limit: number) {
    try {
      for (let timer = next(); timer && timer.due <= limit; timer = next()) {
        timers.delete(timer)
        passing = timer.due
        timer.run()
      }
    } finally {
      passing = undefined
      setAlarm()
    }
  }

  function setAlarm() {
    clearTimeout(alarm)
    const timer = next()
    if (speed === 0 || !timer) return
    alarm = setTimeout(() => runUntil(flowing()), Math.max(0, (timer.due - flowing()) / speed))
    alarm.unref()
  }

  return {
    now,
    setTimer(ms, run) {
      const timer = { due: now() + Math.max(0, ms), order: (order += 1), run }
      timers.add(timer)
      if (passing === undefined) setAlarm()
      return () => void timers.delete(timer)
    },
    advance(ms) {
      if (passing !== undefined) throw new Error('a timer cannot advance the clock that runs it')
      const limit = flowing() + ms
      runUntil(limit)
      shifted += limit - flowing()
    },
    stop() {
      timers.clear()
      clearTimeout(alarm)
    },
  }
}

/** RFC 3339 in whole seconds, as in creationTimestamp and conditions. */
export function timestamp(clock: VirtualClock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** RFC 3339 with six digits, as in a Lease. */
export function microTimestamp(clock: VirtualClock): string {
  return new Date(clock.now()).toISOString().replace('Z', '000Z')
}
