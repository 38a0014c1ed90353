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

/** `bearer`: tokens in the answer (terminal, scripts). `cookie`: HttpOnly cookies (browser). */
const Delivery = z.enum(['bearer', 'cookie'])

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
    summary: 'Make an account and sign in',
    access: 'public',
    body: Register,
    status: 201,
    response: SignedIn,
  }),
  login: route({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in',
    access: 'public',
    body: Login,
    response: SignedIn,
  }),
  refresh: route({
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Exchange the refresh token for a new pair',
    access: 'public',
    body: Refresh,
    response: SignedIn,
  }),
  logout: route({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End this session',
    access: 'public',
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
  jwks: route({
    method: 'GET',
    path: '/auth/.well-known/jwks.json',
    summary: 'Public keys of the access tokens',
    access: 'public',
    response: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
}
