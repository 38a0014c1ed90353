import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { aClock, claimsOf, post, register, send } from '../testing-requests.ts'
import { codeAt } from '../totp/otp.ts'

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

/** A session whose sign-in is `seconds` ago, and an access token of it that is still good. */
async function anOldSession(seconds: number, prepare?: (token: string) => Promise<void>) {
  const { person, accessToken, refreshToken } = await register(url)
  await prepare?.(accessToken)
  clock.forward(seconds)
  const { body } = await post(`${url}/auth/refresh`, { body: { refreshToken } })
  return { person, token: body.accessToken as string, refreshToken: body.refreshToken as string }
}

const makeToken = (token: string) => post(`${url}/auth/tokens`, { token, body: { name: 'for a script' } })

test('SEC-058: after ten minutes factors and tokens need a proof of who is there', async () => {
  const { token } = await anOldSession(601)
  const answers = await Promise.all([
    makeToken(token),
    post(`${url}/auth/totp`, { token }),
    post(`${url}/auth/totp/confirm`, { token, body: { code: '123456' } }),
    send('DELETE', `${url}/auth/totp`, { token }),
    post(`${url}/auth/totp/recovery-codes`, { token }),
    post(`${url}/auth/passkeys/options`, { token }),
    send('DELETE', `${url}/auth/passkeys/01900000-0000-7000-8000-000000000000`, { token }),
  ])
  for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'auth.step_up_required'])
})

test('a sign-in is fresh for ten minutes', async () => {
  const { token } = await anOldSession(600)
  expect((await makeToken(token)).status).toBe(201)
})

test('the password makes a session fresh at once; the next access token says when', async () => {
  const { person, token, refreshToken } = await anOldSession(3600)
  expect((await makeToken(token)).status).toBe(403)
  const proved = await post(`${url}/auth/step-up`, { token, body: { password: person.password } })
  expect(proved.status).toBe(200)
  expect(Date.parse(proved.body.freshUntil) - Date.parse(proved.body.authenticatedAt)).toBe(600_000)
  expect((await makeToken(token)).status).toBe(201)
  const refreshed = await post(`${url}/auth/refresh`, { body: { refreshToken } })
  expect(claimsOf(refreshed.body.accessToken)).toMatchObject({
    auth_time: Math.floor(clock.now().getTime() / 1000),
    amr: ['pwd'],
  })
})

test('a wrong password proves nothing, and guesses are limited', async () => {
  const { person, token } = await anOldSession(601)
  for (let guess = 0; guess < 5; guess += 1) {
    const wrong = await post(`${url}/auth/step-up`, { token, body: { password: `guess ${guess}` } })
    expect([wrong.status, wrong.body.code]).toEqual([401, 'auth.invalid_credentials'])
  }
  const limited = await post(`${url}/auth/step-up`, { token, body: { password: person.password } })
  expect([limited.status, limited.body.code]).toEqual([429, 'rate.limited'])
  expect((await makeToken(token)).status).toBe(403)
})

test('with one-time codes the password is not enough, a code is', async () => {
  let secret = ''
  const { person, token, refreshToken } = await anOldSession(3600, async (first) => {
    secret = (await post(`${url}/auth/totp`, { token: first })).body.secret
    const body = { code: codeAt(secret, clock.now()) }
    expect((await post(`${url}/auth/totp/confirm`, { token: first, body })).status).toBe(200)
  })
  const byPassword = await post(`${url}/auth/step-up`, { token, body: { password: person.password } })
  expect([byPassword.status, byPassword.body.code]).toEqual([403, 'auth.second_factor_required'])
  expect((await send('DELETE', `${url}/auth/totp`, { token })).status).toBe(403)
  const code = codeAt(secret, clock.now())
  expect((await post(`${url}/auth/step-up`, { token, body: { code } })).status).toBe(200)
  const { body } = await post(`${url}/auth/refresh`, { body: { refreshToken } })
  expect(claimsOf(body.accessToken)['amr']).toEqual(['pwd', 'otp'])
  expect((await send('DELETE', `${url}/auth/totp`, { token })).status).toBe(204)
})

test('SEC-058: with one-time codes a password alone changes nothing, before and after a new password', async () => {
  let secret = ''
  const { person, token } = await anOldSession(3600, async (first) => {
    secret = (await post(`${url}/auth/totp`, { token: first })).body.secret
    const body = { code: codeAt(secret, clock.now()) }
    expect((await post(`${url}/auth/totp/confirm`, { token: first, body })).status).toBe(200)
  })
  const password = 'another long enough passphrase'
  const currentPassword = person.password
  const asked = () =>
    Promise.all([
      send('PUT', `${url}/auth/password`, { token, body: { password, currentPassword } }),
      send('PUT', `${url}/auth/email`, { token, body: { email: 'moved@example.org', currentPassword } }),
      send('PUT', `${url}/auth/email`, { token, body: { email: 'moved@example.org' } }),
      post(`${url}/auth/me/delete`, { token, body: { currentPassword } }),
    ])
  for (const { status, body } of await asked())
    expect([status, body.code]).toEqual([403, 'auth.second_factor_required'])
  const code = codeAt(secret, clock.now())
  expect((await post(`${url}/auth/step-up`, { token, body: { code } })).status).toBe(200)
  // The code does not stand for the password either.
  const wrong = { password, currentPassword: 'not the passphrase' }
  expect((await send('PUT', `${url}/auth/password`, { token, body: wrong })).body.code).toBe(
    'auth.wrong_password',
  )
  const right = { password, currentPassword }
  expect((await send('PUT', `${url}/auth/password`, { token, body: right })).status).toBe(204)
  const again = await post(`${url}/auth/login`, { body: { ...person, password } })
  expect([again.status, Object.keys(again.body)]).toEqual([200, ['secondFactor']])
})

test('SEC-061: once there were too many wrong tries, no password is even hashed', async () => {
  const { token, person } = await anOldSession(601)
  const hashes = async () => {
    const text = await (await fetch(`${auth.internalUrl}/metrics`)).text()
    return Number(/goalixa_auth_password_hash_seconds_count\{[^}]*\} (\d+)/.exec(text)?.[1])
  }
  const change = (currentPassword: string) =>
    send('PUT', `${url}/auth/password`, { token, body: { password: 'a new passphrase', currentPassword } })
  for (let guess = 0; guess < 5; guess += 1) await change(`guess ${guess}`)
  const before = await hashes()
  expect((await change(person.password)).status).toBe(429)
  expect((await post(`${url}/auth/step-up`, { token, body: { password: person.password } })).status).toBe(429)
  expect(await hashes()).toBe(before)
})

test('a personal access token proves nothing and changes no factor', async () => {
  const { accessToken: token } = await register(url)
  const personal = (await makeToken(token)).body.token as string
  const exchanged = await post(`${auth.internalUrl}/internal/token-exchange`, { body: { token: personal } })
  const { accessToken } = exchanged.body
  const answers = await Promise.all([
    post(`${url}/auth/step-up`, { token: accessToken, body: { password: 'whatever it is' } }),
    post(`${url}/auth/totp`, { token: accessToken }),
    post(`${url}/auth/passkeys/options`, { token: accessToken }),
  ])
  for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'auth.session_required'])
})

test.each([[{}], [{ password: 'one', code: '123456' }], [{ password: 1 }], [{ code: '1' }]])(
  'the proof %j is refused with 400',
  async (body) => {
    const { accessToken: token } = await register(url)
    expect((await post(`${url}/auth/step-up`, { token, body })).status).toBe(400)
  },
)
