/** The circuit to one service: after failures in a row nothing is sent for a while, then a few requests try it out. */

/** `unknown`: the caller left before it could be seen. */
export type Verdict = 'ok' | 'failed' | 'unknown'
type CircuitState = 'closed' | 'half-open' | 'open'

export interface Circuit {
  state(): CircuitState
  /** How often it opened. */
  ejections(): number
  /** Milliseconds until it lets somebody try; 0 unless it is open. */
  opensInMs(): number
  /** The service says that it is ready: whoever comes next may try. */
  heal(): void
  /** @returns to be called once with how it went; undefined when nothing may be sent */
  enter(): ((verdict: Verdict) => void) | undefined
}

const failuresInARow = 5
/** So many try a service that may be back, and so many must succeed. */
const probes = 3
const firstPauseMs = 1_000
/** Few tries cost a broken service little; a long rest would cost everybody one that is back. */
const longestPauseMs = 5_000

/** `now`: milliseconds of any clock that only goes forward. */
export function createCircuit(now: () => number): Circuit {
  let state: CircuitState = 'closed'
  let failures = 0
  let openedAt = -Infinity
  let pauseMs = firstPauseMs
  let probing = 0
  let succeeded = 0
  let ejections = 0
  /** What was sent before the circuit changed says nothing about the service as it is now. */
  let epoch = 0

  const open = (nextPauseMs: number) => {
    state = 'open'
    openedAt = now()
    pauseMs = nextPauseMs
    ejections += 1
    epoch += 1
  }
  const close = () => {
    state = 'closed'
    failures = 0
    pauseMs = firstPauseMs
    epoch += 1
  }
  const opensInMs = () => (state === 'open' ? Math.max(0, openedAt + pauseMs - now()) : 0)
  const tryOut = () => {
    state = 'half-open'
    probing = 0
    succeeded = 0
    epoch += 1
  }
  const onVerdict = (verdict: Verdict) => {
    if (state === 'half-open') {
      probing -= 1
      if (verdict === 'failed') return open(Math.min(longestPauseMs, pauseMs * 2))
      if (verdict === 'ok') succeeded += 1
      if (succeeded >= probes) close()
      return
    }
    if (verdict === 'ok') failures = 0
    if (verdict === 'failed') failures += 1
    if (failures >= failuresInARow) open(firstPauseMs)
  }

  return {
    state: () => state,
    ejections: () => ejections,
    opensInMs,
    heal: () => void (openedAt = -Infinity),
    enter() {
      if (state === 'open' && opensInMs() === 0) tryOut()
      if (state === 'open' || (state === 'half-open' && probing + succeeded >= probes)) return undefined
      if (state === 'half-open') probing += 1
      const entered = epoch
      let told = false
      return (verdict) => {
        if (told || entered !== epoch) return
        told = true
        onVerdict(verdict)
      }
    },
  }
}
