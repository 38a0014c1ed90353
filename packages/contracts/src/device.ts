/** Signing in where there is no browser (RFC 8628): the terminal shows a code, a person approves it elsewhere. */
import * as z from 'zod'
import { SignedIn } from './accounts.ts'
import { Instant, NoContent, Text } from './primitives.ts'
import { route } from './route.ts'

/** The programs that people install; each is known by name and has no secret. */
export const PublicClient = z.enum(['goalixa-cli'])

/** Eight letters without vowels, so that no word comes out; case, spaces and hyphens do not matter. */
const UserCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replaceAll(/[^A-Z]/g, ''))

/** `expiresIn` and `interval`: seconds; `interval` is the least time between two questions for the token. */
export const DeviceAuthorization = z.object({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string(),
  expiresIn: z.int(),
  interval: z.int(),
})
export type DeviceAuthorization = z.infer<typeof DeviceAuthorization>

/** What a person should look at before they approve. `address`: where the sign-in was asked for. */
export const DeviceRequest = z.object({
  userCode: z.string(),
  clientId: PublicClient,
  device: z.string(),
  address: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant,
})
export type DeviceRequest = z.infer<typeof DeviceRequest>

export const deviceRoutes = {
  create: route({
    method: 'POST',
    path: '/auth/device',
    summary: 'Begin a sign-in that is approved on another device',
    access: 'public',
    body: z.strictObject({ clientId: PublicClient, device: Text(100).optional() }),
    response: DeviceAuthorization,
  }),
  token: route({
    method: 'POST',
    path: '/auth/device/token',
    summary: 'Ask whether it was approved: the tokens, once, or the codes of RFC 8628',
    access: 'public',
    body: z.strictObject({ clientId: z.string().max(100), deviceCode: z.string().max(200) }),
    response: SignedIn,
  }),
  find: route({
    method: 'POST',
    path: '/auth/device/find',
    summary: 'What waits under a code that somebody typed',
    access: 'session',
    body: z.strictObject({ userCode: UserCode }),
    response: DeviceRequest,
  }),
  decide: route({
    method: 'POST',
    path: '/auth/device/decision',
    summary: 'Approve or deny it; needs a sign-in of the last ten minutes',
    access: 'session',
    body: z.strictObject({ userCode: UserCode, decision: z.enum(['approve', 'deny']) }),
    status: 204,
    response: NoContent,
  }),
}
