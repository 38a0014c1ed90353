import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { aClock, claimsOf, cookiesOf, fromOurPage, get, post, register, send } from '../testing-requests.ts'
import { codeAt } from '../totp/otp.ts'
import { createAuthenticator } from './testing-authenticator.ts'

const clock = aClock()
let auth: AuthForTests
let url: string
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  auth = await startAuthForTests({ databaseUrl: created.url, now: clock.now })
  url = auth.url
})
afterAll(async () => {
  await auth.close()
  await drop()
})

type Authenticator = ReturnType<typeof createAuthenticator>
type Lies = Parameters<Authenticator['get']>[1]

const creationOptions = async (token: string) =>
  (await post(`${url}/auth/passkeys/options`, { token })).body.options
const loginOptions = async (challenge?: string) =>
  (await post(`${url}/auth/login/passkey/options`, { body: { challenge } })).body.options
const addPasskey = async (token: string, authenticator: Authenticator, name = 'laptop', lies: Lies = {}) =>
  post(`${url}/auth/passkeys`, {
    token,
    body: { name, credential: authenticator.create(await creationOptions(token), lies) },
  })
const signInWith = (credential: object, more: object = {}) =>
  post(`${url}/auth/login/passkey`, { body: { credential, ...more } })

async function somebodyWithAPasskey() {
  const person = await register(url)
  const authenticator = createAuthenticator()
  const added = await addPasskey(person.accessToken, authenticator)
  expect(added.status).toBe(201)
  return { ...person, token: person.accessToken, authenticator, passkeyId: added.body.id as string }
}

test('a passkey is made, and signs in without a password', async () => {
  const { id, token, authenticator, passkeyId } = await somebodyWithAPasskey()
  const options = await loginOptions()
  expect(options).toMatchObject({ rpId: 'goalixa.test', userVerification: 'required' })
  expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  const answer = await signInWith(authenticator.get(options), { device: 'laptop' })
  expect(answer.status).toBe(200)
  expect(answer.body.account.id).toBe(id)
  expect(claimsOf(answer.body.accessToken)['amr']).toEqual(['hwk'])
  const { items } = (await get(`${url}/auth/passkeys`, { token })).body
  expect(items).toEqual([
    { id: passkeyId, name: 'laptop', createdAt: expect.any(String), lastUsedAt: expect.any(String) },
  ])
})

test('a browser gets cookies for its passkey, on our page alone', async () => {
  const { authenticator } = await somebodyWithAPasskey()
  const body = { credential: authenticator.get(await loginOptions()), delivery: 'cookie' }
  const foreign = await post(`${url}/auth/login/passkey`, { body, headers: { origin: 'https://evil.test' } })
  expect([foreign.status, foreign.body.code]).toEqual([403, 'request.cross_site'])
  const ours = await post(`${url}/auth/login/passkey`, { body, headers: fromOurPage })
  expect(ours.status).toBe(200)
  expect((await get(`${url}/auth/me`, { cookie: cookiesOf(ours) })).status).toBe(200)
})

test.each<[string, Lies]>([
  ['another origin', { origin: 'https://goalixa.test.evil.tld' }],
  ['our origin by plain HTTP', { origin: 'http://goalixa.test' }],
  ['our origin with a port', { origin: 'https://goalixa.test:8443' }],
  ['a subdomain', { origin: 'https://app.goalixa.test' }],
  ['another rpId', { rpId: 'evil.test' }],
  ['a challenge of its own', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['no challenge', { challenge: '' }],
  ['a creation as a use', { type: 'webauthn.create' }],
  ['nobody verified', { userVerified: false }],
  ['nobody present', { userPresent: false, userVerified: false }],
  ['the handle of another account', { userHandle: Buffer.alloc(16, 1).toString('base64url') }],
])('SEC-072: a sign-in with %s is refused', async (_what, lies) => {
  const { authenticator } = await somebodyWithAPasskey()
  const refused = await signInWith(authenticator.get(await loginOptions(), lies))
  expect([refused.status, refused.body.code]).toEqual([401, 'auth.invalid_passkey'])
  expect((await signInWith(authenticator.get(await loginOptions()))).status).toBe(200)
})

test.each<[string, Lies]>([
  ['another origin', { origin: 'https://evil.test' }],
  ['another rpId', { rpId: 'evil.test' }],
  ['a challenge of its own', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['a use as a creation', { type: 'webauthn.get' }],
  ['nobody verified', { userVerified: false }],
])('SEC-072: making a passkey with %s is refused', async (_what, lies) => {
  const { accessToken: token } = await register(url)
  const refused = await addPasskey(token, createAuthenticator(), 'laptop', lies)
  expect([refused.status, refused.body.code]).toEqual([422, 'passkeys.refused'])
  expect((await get(`${url}/auth/passkeys`, { token })).body.items).toEqual([])
})

test('SEC-072: a challenge is good once and for five minutes', async () => {
  const { authenticator } = await somebodyWithAPasskey()
  const options = await loginOptions()
  const credential = authenticator.get(options)
  const both = await Promise.all([signInWith(credential), signInWith(credential)])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
  expect((await signInWith(authenticator.get(options))).status).toBe(401)
  // A refusal spends it, too.
  const tried = await loginOptions()
  expect((await signInWith(authenticator.get(tried, { userVerified: false }))).status).toBe(401)
  expect((await signInWith(authenticator.get(tried))).status).toBe(401)
  const late = await loginOptions()
  clock.forward(301)
  expect((await signInWith(authenticator.get(late))).status).toBe(401)
})

test('SEC-072: a challenge is good for what it was given out for, and for nobody else', async () => {
  const somebody = await somebodyWithAPasskey()
  const other = await register(url)
  const toCreate = await creationOptions(somebody.token)
  expect((await signInWith(somebody.authenticator.get(toCreate))).status).toBe(401)
  const stolen = await post(`${url}/auth/passkeys`, {
    token: other.accessToken,
    body: { name: 'mine', credential: createAuthenticator().create(await creationOptions(somebody.token)) },
  })
  expect(stolen.body.code).toBe('passkeys.refused')
  const toStepUp = (await post(`${url}/auth/step-up/options`, { token: somebody.token })).body.options
  expect((await signInWith(somebody.authenticator.get(toStepUp))).status).toBe(401)
})

test('SEC-072: a counter that does not go on is a copy, and refused', async () => {
  const { authenticator } = await somebodyWithAPasskey()
  expect((await signInWith(authenticator.get(await loginOptions(), { counter: 10 }))).status).toBe(200)
  for (const counter of [10, 9, 0]) {
    const copied = await signInWith(authenticator.get(await loginOptions(), { counter }))
    expect([copied.status, copied.body.code]).toEqual([401, 'auth.invalid_passkey'])
  }
  expect((await signInWith(authenticator.get(await loginOptions(), { counter: 11 }))).status).toBe(200)
})

test('SEC-072: a passkey signed by another key, or unknown, is refused alike', async () => {
  const { authenticator } = await somebodyWithAPasskey()
  const options = await loginOptions()
  const forged = {
    ...createAuthenticator().get(options),
    id: authenticator.credentialId,
    rawId: authenticator.credentialId,
  }
  const unknown = createAuthenticator().get(await loginOptions())
  const answers = await Promise.all([signInWith(forged), signInWith(unknown)])
  expect(answers.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
    [1, 2].map(() => [401, 'auth.invalid_passkey', 'The passkey was not accepted']),
  )
})

test('an account has several passkeys, names them and removes them; others see none of it', async () => {
  const { token, authenticator, passkeyId } = await somebodyWithAPasskey()
  const second = createAuthenticator()
  expect((await addPasskey(token, second, 'phone')).status).toBe(201)
  expect((await creationOptions(token)).excludeCredentials.map(({ id }: { id: string }) => id)).toEqual([
    authenticator.credentialId,
    second.credentialId,
  ])
  const again = await addPasskey(token, second, 'the same')
  expect(again.body.code).toBe('passkeys.refused')
  const path = `${url}/auth/passkeys/${passkeyId}`
  const renamed = await send('PATCH', path, { token, body: { name: 'old laptop' } })
  expect([renamed.status, renamed.body.name]).toEqual([200, 'old laptop'])
  const { accessToken: stranger } = await register(url)
  for (const [method, body] of [
    ['PATCH', { name: 'x' }],
    ['DELETE', undefined],
  ] as const) {
    const refused = await send(method, path, { token: stranger, body })
    expect([refused.status, refused.body.code]).toEqual([404, 'passkeys.not_found'])
  }
  expect((await send('DELETE', path, { token })).status).toBe(204)
  expect((await send('DELETE', path, { token })).status).toBe(404)
  expect((await signInWith(authenticator.get(await loginOptions()))).status).toBe(401)
  expect((await signInWith(second.get(await loginOptions()))).status).toBe(200)
})

test('a passkey can be the second factor, of the account whose password was given', async () => {
  const { person, token, authenticator } = await somebodyWithAPasskey()
  const { secret } = (await post(`${url}/auth/totp`, { token })).body
  await post(`${url}/auth/totp/confirm`, { token, body: { code: codeAt(secret, clock.now()) } })
  const { secondFactor } = (await post(`${url}/auth/login`, { body: person })).body
  expect(secondFactor.methods).toEqual(['totp', 'passkey'])
  const { challenge } = secondFactor
  const options = await loginOptions(challenge)
  expect(options.allowCredentials).toMatchObject([{ id: authenticator.credentialId }])
  const stranger = await somebodyWithAPasskey()
  const foreign = await signInWith(stranger.authenticator.get(options), { challenge })
  expect([foreign.status, foreign.body.code]).toEqual([401, 'auth.invalid_passkey'])
  const answer = await signInWith(authenticator.get(await loginOptions(challenge)), { challenge })
  expect(answer.status).toBe(200)
  expect(claimsOf(answer.body.accessToken)['amr']).toEqual(['pwd', 'hwk'])
  const spent = await post(`${url}/auth/login/passkey/options`, { body: { challenge } })
  expect([spent.status, spent.body.code]).toEqual([401, 'auth.challenge_ended'])
})

test('a passkey makes an old session fresh', async () => {
  const { authenticator, refreshToken } = await somebodyWithAPasskey()
  clock.forward(3600)
  const { accessToken: token } = (await post(`${url}/auth/refresh`, { body: { refreshToken } })).body
  expect((await post(`${url}/auth/passkeys/options`, { token })).body.code).toBe('auth.step_up_required')
  const { options } = (await post(`${url}/auth/step-up/options`, { token })).body
  const credential = authenticator.get(options)
  expect((await post(`${url}/auth/step-up`, { token, body: { credential } })).status).toBe(200)
  expect((await post(`${url}/auth/passkeys/options`, { token })).status).toBe(200)
  const again = await post(`${url}/auth/step-up`, { token, body: { credential } })
  expect([again.status, again.body.code]).toEqual([401, 'auth.invalid_passkey'])
})

test.each([
  ['no credential', {}],
  ['wrong types', { credential: { id: 1, rawId: [], type: 'public-key', response: 'x' } }],
  ['text that is no base64url', { credential: { id: '!', rawId: '!', type: 'public-key', response: {} } }],
])('%s is refused with 400', async (_what, body) => {
  expect((await post(`${url}/auth/login/passkey`, { body })).status).toBe(400)
})

test.each([
  ['no JSON', 'bm8'],
  ['a list', Buffer.from('[]').toString('base64url')],
  ['a challenge of the wrong type', Buffer.from('{"challenge":{}}').toString('base64url')],
])('client data that is %s is refused, never a failure of the service', async (_what, clientDataJSON) => {
  const { authenticator } = await somebodyWithAPasskey()
  const credential = authenticator.get(await loginOptions())
  const answer = await signInWith({ ...credential, response: { ...credential.response, clientDataJSON } })
  expect([answer.status, answer.body.code]).toEqual([401, 'auth.invalid_passkey'])
})
