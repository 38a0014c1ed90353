/** Step-up: proving again who is there, before something that cannot be taken back. */
import * as z from 'zod'
import { Assertion, PasskeyOptions } from './passkeys.ts'
import { Instant } from './primitives.ts'
import { route } from './route.ts'
import { FactorCode } from './totp.ts'

/** `freshUntil`: until then nothing more is asked of this session. */
export const FreshSession = z.object({ authenticatedAt: Instant, freshUntil: Instant })
export type FreshSession = z.infer<typeof FreshSession>

/** Exactly one of the three. */
export const Proof = z.union([
  z.strictObject({ password: z.string().max(1024) }),
  z.strictObject({ code: FactorCode }),
  z.strictObject({ credential: Assertion }),
])
export type Proof = z.output<typeof Proof>

export const stepUpRoutes = {
  begin: route({
    method: 'POST',
    path: '/auth/step-up/options',
    summary: 'Options to prove with a passkey who is there',
    access: 'session',
    response: PasskeyOptions,
  }),
  create: route({
    method: 'POST',
    path: '/auth/step-up',
    summary: 'Prove again who is there: password, code or passkey',
    access: 'session',
    body: Proof,
    response: FreshSession,
  }),
}
