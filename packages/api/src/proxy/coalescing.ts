/** One question to a service instead of several, while the same person asks the same thing at the same time. */
import type { IncomingMessage } from 'node:http'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { Audience } from './coalescing-audience.ts'

/** All that an answer may depend on; nothing is kept, so that it lives no longer than the question. */
interface Question {
  readonly routeId: string
  /** Path and query upstream. */
  readonly path: string
  readonly principal: Principal
  readonly request: Pick<IncomingMessage, 'method' | 'headers'>
}

interface UnderWay {
  readonly question: Question
  readonly audience: Audience
}

/** Those who ask nothing now are kept in mind up to here. */
const mostUsers = 10_000

/** Nearly everybody asks one thing at a time: what is asked is compared only when there is something to compare with. */
export function createCoalescing() {
  const byUser = new Map<string, UnderWay[]>()
  // Not at the end of every question: a table that changes all the time costs the garbage collector a lot.
  const forgetIdle = () => {
    for (const [userId, { length }] of byUser) if (length === 0) byUser.delete(userId)
  }
  return {
    /** Who asks the same thing; undefined once their answer has begun. */
    find(question: Question): Audience | undefined {
      const ofUser = byUser.get(question.principal.userId)
      if (ofUser === undefined) return undefined
      for (const { question: other, audience } of ofUser) {
        if (!audience.hasBegun() && !audience.isEmpty() && isSame(question, other)) return audience
      }
      return undefined
    },
    /** @returns to be called when nobody can join any more */
    open(question: Question, audience: Audience): () => void {
      const { userId } = question.principal
      let ofUser = byUser.get(userId)
      if (ofUser === undefined) {
        if (byUser.size >= mostUsers) forgetIdle()
        byUser.set(userId, (ofUser = []))
      }
      const own = { question, audience }
      ofUser.push(own)
      return () => {
        const at = ofUser.indexOf(own)
        if (at !== -1) ofUser.splice(at, 1)
      }
    },
    /** After a change, nobody may get an answer that was read before it. */
    changed(userId: string): void {
      const ofUser = byUser.get(userId)
      if (ofUser !== undefined) ofUser.length = 0
    },
  }
}
export type Coalescing = ReturnType<typeof createCoalescing>

function isSame(one: Question, other: Question): boolean {
  return (
    one.routeId === other.routeId &&
    one.path === other.path &&
    one.request.method === other.request.method &&
    one.principal.userId === other.principal.userId &&
    one.principal.sessionId === other.principal.sessionId &&
    one.principal.kind === other.principal.kind &&
    one.principal.scopes.join(' ') === other.principal.scopes.join(' ') &&
    one.principal.projectId === other.principal.projectId &&
    preferences(one) === preferences(other)
  )
}

/** What an answer may be chosen by. No header has a line break in it. */
const preferences = ({ request: { headers } }: Question): string =>
  Object.keys(headers)
    .filter((name) => name.startsWith('accept') || name === 'if-none-match')
    .toSorted()
    .map((name) => `${name}: ${String(headers[name])}`)
    .join('\n')
