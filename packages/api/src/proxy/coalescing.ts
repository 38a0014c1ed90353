/** One question to a service instead of several, while the same person asks the same thing at the same time. */
import type { IncomingMessage } from 'node:http'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { Audience } from './coalescing-audience.ts'

interface Question {
  readonly routeId: string
  /** Path and query upstream. */
  readonly path: string
  readonly principal: Principal
  readonly request: Pick<IncomingMessage, 'method' | 'headers'>
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** All that an answer may depend on; nothing is kept, so that it lives no longer than the question. */
export function coalescingKey({ routeId, path, principal, request }: Question): string {
  const { userId, sessionId, kind, scopes } = principal
  const asked = Object.entries(request.headers).filter(
    ([name]) => name.startsWith('accept') || name === 'if-none-match',
  )
  return JSON.stringify([
    request.method,
    routeId,
    path,
    userId,
    sessionId,
    kind,
    scopes,
    asked.toSorted(byName),
  ])
}

export function createCoalescing() {
  const underWay = new Map<string, Map<string, Audience>>()
  return {
    /** Who asks the same thing; undefined once their answer has begun. */
    find(userId: string, key: string): Audience | undefined {
      const audience = underWay.get(userId)?.get(key)
      return audience === undefined || audience.hasBegun() || audience.isEmpty() ? undefined : audience
    },
    /** @returns to be called when nobody can join any more */
    open(userId: string, key: string, audience: Audience): () => void {
      const ofUser = underWay.get(userId) ?? new Map<string, Audience>()
      underWay.set(userId, ofUser.set(key, audience))
      return () => {
        if (ofUser.get(key) === audience) ofUser.delete(key)
        if (ofUser.size === 0 && underWay.get(userId) === ofUser) underWay.delete(userId)
      }
    },
    /** After a change, nobody may get an answer that was read before it. */
    changed: (userId: string): void => void underWay.delete(userId),
  }
}
export type Coalescing = ReturnType<typeof createCoalescing>
