/** Sessions and personal access tokens that ended before their access tokens did, learned by polling auth. */
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { Instant } from '@goalixa/contracts/primitives'
import type { Logger } from '@goalixa/service-kit/log'

/** `until`: when no access token of the session can be valid anywhere any more. */
export const Revocations = z.object({
  cursor: z.int(),
  items: z.array(z.object({ sid: z.string(), until: Instant })),
})
type Revocations = z.infer<typeof Revocations>

const pollEveryMs = 400
/** Beyond this age nobody is let in before auth was asked: what has ended is refused within a second. */
const askAfterMs = 1_000
/** Beyond this age, readiness says so. */
const staleAfterMs = 2_000
const pruneEveryMs = 60_000

interface DenylistOptions {
  /** A page of revocations after a cursor; the cursor 0 is before all. */
  readonly read: (after: number) => Promise<Revocations>
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Logger
}

export interface Denylist {
  /** Polls from now on; settles after the first attempt, whether it succeeded or not. */
  start(): Promise<void>
  stop(): void
  /** Milliseconds since the list was known to be whole. */
  ageMs(): number
  /** Says at once, or waits for a list that is young enough to say. @throws AppError `service.unavailable` when there is none */
  has(sid: string): boolean | Promise<boolean>
  /** Calls `revoked` when the session has ended, or is found to; call the answer to stop waiting for it. */
  onRevoked(sid: string, revoked: () => void): () => void
  /** @throws Error when the list is stale */
  requireFresh(): void
}

export function createDenylist({ read, now, log }: DenylistOptions): Denylist {
  const untilBySid = new Map<string, number>()
  const waiting = new Map<string, Set<() => void>>()
  let cursor = 0
  let knownAt = -Infinity
  let prunedAt = now()
  let failing = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  let reading: Promise<void> | undefined
  /** Whoever needs to know shares one reading. */
  const readNow = (): Promise<void> =>
    (reading ??= readToTheEnd()
      .then((at) => void (knownAt = at))
      .finally(() => {
        reading = undefined
      }))
  const poll = async () => {
    try {
      await readNow()
      if (failing) log.info('revocations are read again')
      failing = false
      prune()
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'revocations cannot be read')
      failing = true
    }
    if (!stopped) timer = setTimeout(() => void poll(), pollEveryMs).unref()
  }
  /** @returns when the last page, an empty one, was asked for */
  const readToTheEnd = async (): Promise<number> => {
    const asked = now()
    const page = await read(cursor)
    if (page.items.length === 0) return asked
    for (const { sid, until } of page.items) {
      untilBySid.set(sid, Date.parse(until))
      for (const revoked of waiting.get(sid) ?? []) revoked()
    }
    cursor = page.cursor
    return readToTheEnd()
  }
  const prune = () => {
    if (now() - prunedAt < pruneEveryMs) return
    prunedAt = now()
    for (const [sid, until] of untilBySid) {
      if (until < prunedAt) untilBySid.delete(sid)
    }
  }
  const ageMs = () => now() - knownAt

  return {
    start: poll,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
    ageMs,
    has(sid) {
      if (ageMs() <= askAfterMs) return untilBySid.has(sid)
      return readNow().then(() => untilBySid.has(sid), unavailable)
    },
    onRevoked(sid, given) {
      const revoked = () => given()
      const ofSession = waiting.get(sid) ?? new Set()
      waiting.set(sid, ofSession.add(revoked))
      if (untilBySid.has(sid)) queueMicrotask(() => ofSession.has(revoked) && revoked())
      return () => {
        if (ofSession.delete(revoked) && ofSession.size === 0) waiting.delete(sid)
      }
    },
    requireFresh() {
      if (ageMs() > staleAfterMs) throw new Error('revocations are stale')
    },
  }
}

function unavailable(cause: unknown): never {
  throw new AppError('service.unavailable', 'the sign-in service cannot answer now', {
    cause,
    retryAfterSeconds: 1,
  })
}
