/**
 * How many requests a service is given at once. The limit follows what the service can do: it grows while answers come
 * as fast as they can, and shrinks while they wait for each other. What is over it is refused at once, low priority
 * first: a service that answers some is better than one that answers nobody in time.
 */
export type Priority = 'low' | 'normal' | 'high'

export interface Concurrency {
  limit(): number
  inFlight(): number
  /** @returns to be called once with the time it took to begin the answer, where that says something; undefined: shed */
  enter(route: string, priority: Priority): ((tookMs?: number) => void) | undefined
}

const atFirst = 200
const least = 64
const most = 500
/** Part of the limit that each may fill. What ends a session or keeps one gets room that nobody else has. */
const shares: Readonly<Record<Priority, number>> = { low: 0.7, normal: 1, high: 2 }
const samplesPerStep = 50
/** Waiting that is no overload: pauses of a garbage collector, a busy disk. Milliseconds. */
const toleratedMs = 25
/** The fastest answer of a route is forgotten after one to two of these, or a change would be taken for overload. */
const rememberFastestMs = 60_000

/** `now`: milliseconds of any clock that only goes forward. */
export function createConcurrency(now: () => number): Concurrency {
  let limit = atFirst
  let inFlight = 0
  let busiest = 0
  let gradients: number[] = []
  const fastestOf = createFastest(now)

  const step = () => {
    const middle = gradients.toSorted((a, b) => a - b)[gradients.length >> 1]!
    const gradient = Math.min(1, Math.max(0.5, middle))
    // Times say nothing about a limit that nobody came near.
    if (busiest >= limit / 2) limit = Math.min(most, Math.max(least, limit * gradient + Math.sqrt(limit)))
    else if (limit < atFirst) limit = Math.min(atFirst, limit + Math.sqrt(limit))
    gradients = []
    busiest = inFlight
  }
  return {
    limit: () => Math.floor(limit),
    inFlight: () => inFlight,
    enter(route, priority) {
      if (inFlight >= limit * shares[priority]) return undefined
      inFlight += 1
      busiest = Math.max(busiest, inFlight)
      let left = false
      return (tookMs) => {
        if (left) return
        left = true
        inFlight -= 1
        if (tookMs === undefined) return
        gradients.push((fastestOf(route, tookMs) + toleratedMs) / Math.max(tookMs, 0.001))
        if (gradients.length >= samplesPerStep) step()
      }
    },
  }
}

/** The fastest that each route was lately: routes differ, so that each is compared with itself. */
function createFastest(now: () => number) {
  let current = new Map<string, number>()
  let before = current
  let since = now()
  return (route: string, tookMs: number): number => {
    if (now() - since > rememberFastestMs) {
      before = current
      current = new Map()
      since = now()
    }
    const fastest = Math.min(tookMs, current.get(route) ?? Infinity)
    current.set(route, fastest)
    return Math.min(fastest, before.get(route) ?? Infinity)
  }
}
