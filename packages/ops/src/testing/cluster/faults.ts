import type { LoggedRequest } from './request-log.ts'
import { matchesPath } from './request-log.ts'

/** Which requests a fault hits; left out: every one. `path` as text is a part of the path. */
type FaultMatch = { method?: string; verb?: string; resource?: string; path?: string | RegExp }

/** What happens to a request instead of, or before, its answer. */
export type Fault =
  /** Answered with this code and a Status; 429 and 503 may carry Retry-After. */
  | { kind: 'answer'; code: number; message?: string; retryAfterSeconds?: number }
  /** Carried out, then the connection is reset before the answer: the client cannot know. */
  | { kind: 'lose-answer' }
  /** The connection is reset before anything is done. */
  | { kind: 'reset' }
  /** Half-open: taken in and never answered. */
  | { kind: 'hang' }
  /** Answered late, in milliseconds of real time. */
  | { kind: 'delay'; ms: number }

export type Faults = {
  /** Hits the next `times` (1 when left out) matching requests. */
  next(fault: Fault, match?: FaultMatch & { times?: number }): void
  /** Ends open watches and logs that are followed, cleanly or by a reset of the connection. */
  cutWatches(how?: 'end' | 'reset'): void
  /** Open watches stay open and say nothing more, as over a dead connection. */
  silenceWatches(): void
  /** Older resource versions become 410, on the next watch and on lists at an exact version. */
  expireResourceVersions(): void
  clear(): void
}

type Planned = { fault: Fault; match: FaultMatch; left: number }

/** The plan of faults; what touches connections is given in. */
export function createFaults(actions: {
  cutWatches(how: 'end' | 'reset'): void
  silenceWatches(): void
  expire(): void
}): Faults & { take(request: LoggedRequest): Fault | undefined } {
  let planned: Planned[] = []
  return {
    next(fault, { times = 1, ...match } = {}) {
      planned.push({ fault, match, left: times })
    },
    cutWatches: (how = 'end') => actions.cutWatches(how),
    silenceWatches: () => actions.silenceWatches(),
    expireResourceVersions: () => actions.expire(),
    clear() {
      planned = []
    },
    take(request) {
      const hit = planned.find(({ match, left }) => left > 0 && hits(match, request))
      if (!hit) return undefined
      hit.left -= 1
      return hit.fault
    },
  }
}

function hits(match: FaultMatch, request: LoggedRequest): boolean {
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.verb === undefined || match.verb === request.verb) &&
    (match.resource === undefined || match.resource === request.resource) &&
    (match.path === undefined || matchesPath(match.path, request.path))
  )
}
