import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { aClock, post, register } from '../testing-requests.ts'

const clock = aClock()
let auth: AuthForTests
let drop: () => Promise<void>
let token: string
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  auth = await startAuthForTests({ databaseUrl: created.url, now: clock.now })
  token = (await register(auth.url)).accessToken
})
afterAll(async () => {
  await auth.close()
  await drop()
})

const verifier = randomBytes(32).toString('base64url')
const asked = {
  clientId: 'goalixa-cli',
  redirectUri: 'http://127.0.0.1:4711/callback',
  codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
  codeChallengeMethod: 'S256',
  state: 'a-state-of-sixteen',
  device: 'laptop',
  decision: 'approve',
}
const authorize = (changed: object = {}) =>
  post(`${auth.url}/auth/authorize`, { token, body: { ...asked, ...changed } })
const codeOf = async () => new URL((await authorize()).body.redirectTo).searchParams.get('code')!
const exchange = (code: string, changed: object = {}) =>
  post(`${auth.url}/auth/authorize/token`, {
    body: {
      clientId: 'goalixa-cli',
      code,
      redirectUri: asked.redirectUri,
      codeVerifier: verifier,
      ...changed,
    },
  })

test.each([1, 4711, 65_535])('SEC-088: port %i of 127.0.0.1 gets the code and the state', async (port) => {
  const redirectUri = `http://127.0.0.1:${port}/callback`
  const { status, body } = await authorize({ redirectUri })
  const url = new URL(body.redirectTo)
  expect([status, url.origin + url.pathname, url.searchParams.get('state')]).toEqual([
    200,
    redirectUri.replace(':80/', '/'),
    asked.state,
  ])
  const signedIn = await exchange(url.searchParams.get('code')!, { redirectUri })
  expect([signedIn.status, typeof signedIn.body.refreshToken]).toEqual([200, 'string'])
})

test.each([
  'http://localhost:4711/callback',
  'http://[::1]:4711/callback',
  'https://127.0.0.1:4711/callback',
  'http://127.0.0.1:4711/other',
  'http://127.0.0.1:4711/callback/',
  'http://127.0.0.1:4711/callback?next=x',
  'http://127.0.0.1:4711/callback#x',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:0/callback',
  'http://127.0.0.1:65536/callback',
  'http://127.0.0.1:4711@evil.test/callback',
  'http://127.0.0.1.evil.test:4711/callback',
  'http://127.1:4711/callback',
  'http://evil.test:4711/callback',
  'javascript:alert(1)',
  '',
])('SEC-088: %j is refused, and nothing is sent there', async (redirectUri) => {
  const { status, body } = await authorize({ redirectUri })
  expect([status, body.code, body.redirectTo]).toEqual([400, 'request.invalid', undefined])
})

test.each([
  ['a wrong verifier', { codeVerifier: 'A'.repeat(43) }],
  ['a short one', { codeVerifier: verifier.slice(0, 42) }],
  ['a long one', { codeVerifier: 'A'.repeat(129) }],
  ['none', { codeVerifier: undefined }],
  ['the challenge itself', { codeVerifier: asked.codeChallenge }],
  ['another port', { redirectUri: 'http://127.0.0.1:4712/callback' }],
  ['another client', { clientId: 'goalixa-web' }],
])('SEC-089: %s: invalid_grant, and the code is used up', async (_, changed) => {
  const code = await codeOf()
  const refused = await exchange(code, changed)
  expect([refused.status, refused.body.code]).toEqual([400, 'invalid_grant'])
  expect((await exchange(code)).body.code).toBe('invalid_grant')
})

test.each([
  ['plain', { codeChallengeMethod: 'plain', codeChallenge: verifier }],
  ['no challenge', { codeChallenge: undefined }],
  ['no method', { codeChallengeMethod: undefined }],
])('SEC-089: %s: no code is given', async (_, changed) => {
  const { status, body } = await authorize(changed)
  expect([status, body.code]).toEqual([400, 'invalid_grant'])
})

test('SEC-075: a code is good once, and for a minute', async () => {
  const code = await codeOf()
  const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const late = await codeOf()
  clock.forward(60)
  expect((await exchange(late)).body.code).toBe('invalid_grant')
})

test('a denial goes back without a code', async () => {
  const { body } = await authorize({ decision: 'deny' })
  const { searchParams } = new URL(body.redirectTo)
  expect([...searchParams]).toEqual([
    ['error', 'access_denied'],
    ['state', asked.state],
  ])
})
