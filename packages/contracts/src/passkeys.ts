/** Passkeys (WebAuthn): a device that proves who signs in, as the only factor or as the second one. */
import * as z from 'zod'
import { Delivery, SignedIn } from './accounts.ts'
import { Id, Instant, Name, NoContent, Text } from './primitives.ts'
import { route } from './route.ts'

export const Passkey = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
})
export type Passkey = z.infer<typeof Passkey>

const Base64Url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'write it as base64url without padding')

const credential = {
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
}

/** What `navigator.credentials.create()` gives, by its `toJSON()`. */
const Attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url(8_000),
    attestationObject: Base64Url(40_000),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
})
export type Attestation = z.output<typeof Attestation>

/** What `navigator.credentials.get()` gives, by its `toJSON()`. */
export const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url(8_000),
    authenticatorData: Base64Url(8_000),
    signature: Base64Url(2_000),
    userHandle: Base64Url(200).nullish(),
  }),
})
export type Assertion = z.output<typeof Assertion>

/** Options for the browser, as WebAuthn writes them in JSON; good for five minutes and once. */
export const PasskeyOptions = z.object({ options: z.record(z.string(), z.unknown()) })
export type PasskeyOptions = z.infer<typeof PasskeyOptions>

export const passkeyRoutes = {
  list: route({
    method: 'GET',
    path: '/auth/passkeys',
    summary: 'List passkeys',
    access: 'session',
    response: z.object({ items: z.array(Passkey), nextCursor: z.null() }),
  }),
  begin: route({
    method: 'POST',
    path: '/auth/passkeys/options',
    summary: 'Options to make a passkey with',
    access: 'session',
    response: PasskeyOptions,
  }),
  create: route({
    method: 'POST',
    path: '/auth/passkeys',
    summary: 'Add a passkey',
    access: 'session',
    body: z.strictObject({ name: Name, credential: Attestation }),
    status: 201,
    response: Passkey,
  }),
  update: route({
    method: 'PATCH',
    path: '/auth/passkeys/{id}',
    summary: 'Rename a passkey',
    access: 'session',
    params: z.object({ id: Id }),
    body: z.strictObject({ name: Name }),
    response: Passkey,
  }),
  delete: route({
    method: 'DELETE',
    path: '/auth/passkeys/{id}',
    summary: 'Remove a passkey',
    access: 'session',
    params: z.object({ id: Id }),
    status: 204,
    response: NoContent,
  }),
  beginLogin: route({
    method: 'POST',
    path: '/auth/login/passkey/options',
    summary: 'Options to sign in with a passkey',
    access: 'public',
    /** With the challenge of a password step the passkey is the second factor, else the only one. */
    body: z.strictObject({ challenge: z.string().max(100).optional() }),
    response: PasskeyOptions,
  }),
  login: route({
    method: 'POST',
    path: '/auth/login/passkey',
    summary: 'Sign in with a passkey',
    access: 'public',
    body: z.strictObject({
      credential: Assertion,
      challenge: z.string().max(100).optional(),
      delivery: Delivery.default('bearer'),
      device: Text(100).optional(),
    }),
    response: SignedIn,
  }),
}
