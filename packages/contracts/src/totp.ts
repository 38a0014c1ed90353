/** One-time codes of an app (TOTP) as the second factor, and the recovery codes beside them. */
import * as z from 'zod'
import { Delivery, SignedIn } from './accounts.ts'
import { Instant, NoContent } from './primitives.ts'
import { route } from './route.ts'

/** `recoveryCodesLeft`: how many of the ten are not used yet. */
export const Totp = z.object({
  enabled: z.boolean(),
  enabledAt: Instant.nullable(),
  recoveryCodesLeft: z.int(),
})
export type Totp = z.infer<typeof Totp>

/** `secret` is base32; `uri` (`otpauth://`) holds it too, for a QR code. Good only once a code confirms it. */
export const TotpEnrolment = z.object({ secret: z.string(), uri: z.string() })
export type TotpEnrolment = z.infer<typeof TotpEnrolment>

/** Shown once; each is good once in place of a code. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

/** Six digits of the app, or a recovery code; spaces and hyphens do not matter. */
export const FactorCode = z.string().min(6).max(64)

export const totpRoutes = {
  get: route({
    method: 'GET',
    path: '/auth/totp',
    summary: 'Are one-time codes on',
    access: 'session',
    response: Totp,
  }),
  create: route({
    method: 'POST',
    path: '/auth/totp',
    summary: 'Begin to turn one-time codes on',
    access: 'session',
    status: 201,
    response: TotpEnrolment,
  }),
  confirm: route({
    method: 'POST',
    path: '/auth/totp/confirm',
    summary: 'Turn one-time codes on with the first code',
    access: 'session',
    body: z.strictObject({ code: FactorCode }),
    response: RecoveryCodes,
  }),
  delete: route({
    method: 'DELETE',
    path: '/auth/totp',
    summary: 'Turn one-time codes off',
    access: 'session',
    status: 204,
    response: NoContent,
  }),
  renewRecoveryCodes: route({
    method: 'POST',
    path: '/auth/totp/recovery-codes',
    summary: 'Make ten new recovery codes; the old ones end',
    access: 'session',
    response: RecoveryCodes,
  }),
  login: route({
    method: 'POST',
    path: '/auth/login/totp',
    summary: 'Sign in: the second step, with a code',
    access: 'public',
    body: z.strictObject({
      challenge: z.string().max(100),
      code: FactorCode,
      /** The same as in the first step. */
      delivery: Delivery.default('bearer'),
    }),
    response: SignedIn,
  }),
}
