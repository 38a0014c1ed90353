/** A sign-in that is under way at Google. It travels sealed in a cookie of its browser and is stored nowhere. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { afterSeconds, epochSeconds } from '../instants.ts'
import { seal, unseal } from '../keys/sealed.ts'

export const pendingSeconds = 600
const boundTo = 'google sign-in v1'

const PendingSignIn = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  expiresAt: z.int(),
  /** The session that asked to link its account; null when somebody signs in. */
  link: z.strictObject({ userId: z.string(), sessionId: z.string() }).nullable(),
})
export type PendingSignIn = z.infer<typeof PendingSignIn>

const random = () => randomBytes(32).toString('base64url')

export const newPending = (
  now: Date,
  { returnTo, link }: Pick<PendingSignIn, 'returnTo' | 'link'>,
): PendingSignIn => ({
  state: random(),
  nonce: random(),
  verifier: random(),
  returnTo,
  link,
  expiresAt: epochSeconds(afterSeconds(now, pendingSeconds)),
})

/** RFC 7636, S256. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

export const stateHashOf = (state: string): Buffer => createHash('sha256').update(state).digest()

export const sealPending = (key: Buffer, pending: PendingSignIn): string =>
  seal(key, JSON.stringify(pending), boundTo).toString('base64url')

/** What the cookie holds, if we sealed it, it is not over, and it belongs to this state; else undefined. */
export function openPending(
  keys: readonly Buffer[],
  cookie: string | undefined,
  state: string | undefined,
  now: Date,
): PendingSignIn | undefined {
  if (cookie === undefined || state === undefined || cookie.length > 5000) return undefined
  for (const key of keys) {
    const pending = unsealed(key, cookie)
    if (pending === undefined) continue
    const isSame = timingSafeEqual(stateHashOf(pending.state), stateHashOf(state))
    return isSame && pending.expiresAt > epochSeconds(now) ? pending : undefined
  }
  return undefined
}

function unsealed(key: Buffer, cookie: string): PendingSignIn | undefined {
  try {
    return PendingSignIn.parse(JSON.parse(unseal(key, Buffer.from(cookie, 'base64url'), boundTo)))
  } catch {
    return undefined
  }
}
