/** Accounts: who somebody is, and how they sign in. */
import * as z from 'zod'
import { Id, Instant, NoContent, Text } from './primitives.ts'
import { route } from './route.ts'

const Email = z.email().max(254).toLowerCase()

/** 8 to 1024 bytes, kept exactly as given: no trimming, no rules about letters and digits. */
const Password = z
  .string()
  .refine((text) => text.isWellFormed(), 'it holds characters that cannot be stored')
  .refine((text) => new TextEncoder().encode(text).length >= 8, 'it needs at least 8 bytes')
  .refine((text) => new TextEncoder().encode(text).length <= 1024, 'it may have at most 1024 bytes')

export const Account = z.object({ id: Id, email: z.string(), emailVerified: z.boolean(), createdAt: Instant })
export type Account = z.infer<typeof Account>

/**
 * Tokens for clients that keep them themselves; browsers get cookies instead and these fields stay absent.
 * `expiresIn`: seconds the access token is valid.
 */
export const SignedIn = z.object({
  account: Account,
  accessToken: z.string().optional(),
  refreshToken: z.string().optional(),
  expiresIn: z.int(),
})
export type SignedIn = z.infer<typeof SignedIn>

/**
 * The password was right, but this account has a second factor: prove it with this challenge at
 * `/auth/login/totp` or `/auth/login/passkey`. It is good once, for `expiresIn` seconds, and for nothing else.
 */
export const SecondFactorNeeded = z.object({
  secondFactor: z.object({
    challenge: z.string(),
    methods: z.array(z.enum(['totp', 'passkey'])),
    expiresIn: z.int(),
  }),
})
export type SecondFactorNeeded = z.infer<typeof SecondFactorNeeded>

/** The same for every address, so that nobody learns which ones have an account: a mail says how to go on. */
export const MailSent = z.object({ mail: z.literal('sent') })
export type MailSent = z.infer<typeof MailSent>

/** `folder`: where mails are files instead; null where it must not be told, or where there is none. */
const MailDelivery = z.object({ delivers: z.boolean(), folder: z.string().nullable() })
type MailDelivery = z.infer<typeof MailDelivery>

/** `asked`: the account moves when the new address confirms it. */
export const EmailChange = z.object({ state: z.enum(['changed', 'asked']) })
export type EmailChange = z.infer<typeof EmailChange>

/** What a mail or a page says to go on with. */
const LinkToken = z.string().max(200)
/** The password that signs in now; not needed within ten minutes of a sign-in. */
const CurrentPassword = z.string().max(1024).optional()

/** `bearer`: tokens in the answer (terminal, scripts). `cookie`: HttpOnly cookies (browser). */
export const Delivery = z.enum(['bearer', 'cookie'])

const Register = z.strictObject({
  email: Email,
  password: Password,
  delivery: Delivery.default('bearer'),
  device: Text(100).optional(),
})
const Login = z.strictObject({
  email: Email,
  // Only the length is bounded: an old password must stay usable whatever today's rules are.
  password: z.string().max(1024),
  delivery: Delivery.default('bearer'),
  device: Text(100).optional(),
})
/** The refresh token in the body (bearer) or in the cookie (browser). */
const Refresh = z.strictObject({ refreshToken: z.string().max(200).optional() })

export const accountRoutes = {
  register: route({
    method: 'POST',
    path: '/auth/register',
    summary: 'Make an account and sign in; where mail is set up, 202 and a mail to confirm the address first',
    access: 'public',
    body: Register,
    status: 201,
    response: z.union([SignedIn, MailSent]),
  }),
  login: route({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in',
    access: 'public',
    body: Login,
    response: z.union([SignedIn, SecondFactorNeeded]),
  }),
  refresh: route({
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Exchange the refresh token for a new pair',
    access: 'public',
    priority: 'high',
    body: Refresh,
    response: SignedIn,
  }),
  logout: route({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End this session',
    access: 'public',
    priority: 'high',
    body: Refresh,
    status: 204,
    response: NoContent,
  }),
  me: route({
    method: 'GET',
    path: '/auth/me',
    summary: 'Who is signed in',
    access: 'user',
    scope: 'read',
    response: Account,
  }),
  delete: route({
    method: 'POST',
    path: '/auth/me/delete',
    summary: 'Delete the account and everything in it',
    access: 'session',
    body: z.strictObject({ currentPassword: CurrentPassword }),
    status: 204,
    response: NoContent,
  }),
  changePassword: route({
    method: 'PUT',
    path: '/auth/password',
    summary: 'Change the password; other sessions end',
    access: 'session',
    body: z.strictObject({ currentPassword: CurrentPassword, password: Password }),
    status: 204,
    response: NoContent,
  }),
  forgotPassword: route({
    method: 'POST',
    path: '/auth/password/forgot',
    summary: 'Ask for a mail to set a new password',
    access: 'public',
    body: z.strictObject({ email: Email }),
    status: 202,
    response: MailSent,
  }),
  resetPassword: route({
    method: 'POST',
    path: '/auth/password/reset',
    summary: 'Set a new password with the token of the mail; all sessions end',
    access: 'public',
    body: z.strictObject({ token: LinkToken, password: Password }),
    status: 204,
    response: NoContent,
  }),
  changeEmail: route({
    method: 'PUT',
    path: '/auth/email',
    summary: 'Move the account to another address; where mail is set up, once that address confirms it',
    access: 'session',
    body: z.strictObject({ email: Email, currentPassword: CurrentPassword }),
    response: EmailChange,
  }),
  verifyEmail: route({
    method: 'POST',
    path: '/auth/email/verify',
    summary: 'Confirm an address with the token of the mail',
    access: 'public',
    body: z.strictObject({ token: LinkToken }),
    status: 204,
    response: NoContent,
  }),
  resendEmail: route({
    method: 'POST',
    path: '/auth/email/resend',
    summary: 'Ask for another mail to confirm an address',
    access: 'public',
    body: z.strictObject({ email: Email }),
    status: 202,
    response: MailSent,
  }),
  mail: route({
    method: 'GET',
    path: '/auth/mail',
    summary: 'What becomes of mails here; the folder only where the server serves its own machine alone',
    access: 'public',
    response: MailDelivery,
  }),
  jwks: route({
    method: 'GET',
    path: '/auth/.well-known/jwks.json',
    summary: 'Public keys of the access tokens',
    access: 'public',
    response: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
}
