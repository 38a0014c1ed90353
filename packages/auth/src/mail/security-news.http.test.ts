/** Whoever changes how somebody signs in: its owner reads of it, at the address of the account. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { createAuthenticator } from '../passkeys/testing-authenticator.ts'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { startMailServer } from '../testing-mail.ts'
import type { TestMailServer } from '../testing-mail.ts'
import { aClock, aPerson, get, login, post, send } from '../testing-requests.ts'
import { codeAt } from '../totp/otp.ts'

const clock = aClock()
let auth: AuthForTests
let mailServer: TestMailServer
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  mailServer = await startMailServer()
  const settings = { SMTP_URL: mailServer.url }
  auth = await startAuthForTests({ databaseUrl: created.url, now: clock.now, settings })
})
afterAll(async () => {
  await auth.close()
  await mailServer.close()
  await drop()
})

async function somebody() {
  const person = aPerson()
  await post(`${auth.url}/auth/register`, { body: person })
  const { token } = await mailServer.waitFor(person.email, 'Confirm your e-mail')
  await post(`${auth.url}/auth/email/verify`, { body: { token } })
  const { accessToken } = await login(auth.url, person)
  const call = (method: string, path: string, body?: unknown) =>
    send(method, `${auth.url}/auth/${path}`, {
      token: accessToken,
      ...(body === undefined ? {} : { body }),
      headers: { 'user-agent': 'goalixa/1.0.0 test' },
    })
  return { person, token: accessToken, call }
}

test('factors, recovery codes, passkeys and tokens: each change is told by mail and kept with its client', async () => {
  const { person, token, call } = await somebody()
  const told = (words: string) => mailServer.waitFor(person.email, `Subject: ${words}`)
  const { secret } = (await call('POST', 'totp')).body
  expect((await call('POST', 'totp/confirm', { code: codeAt(secret, clock.now()) })).status).toBe(200)
  await told('One-time codes were turned on')
  const { recoveryCodes } = (await call('POST', 'totp/recovery-codes')).body
  await told('New recovery codes were made')

  const began = await post(`${auth.url}/auth/login`, { body: person })
  const { challenge } = began.body.secondFactor
  const body = { challenge, code: recoveryCodes[0] }
  expect((await post(`${auth.url}/auth/login/totp`, { body })).status).toBe(200)
  const used = await told('A recovery code was used')
  expect(used.text).not.toContain(recoveryCodes[0])

  const { options } = (await call('POST', 'passkeys/options')).body
  const credential = createAuthenticator().create(options)
  const { id } = (await call('POST', 'passkeys', { name: 'laptop', credential })).body
  await told('A passkey was added')
  expect((await call('DELETE', `passkeys/${id}`)).status).toBe(204)
  await told('A passkey was removed')

  const made = (await call('POST', 'tokens', { name: 'for a script' })).body
  expect((await told('A personal access token was made')).text).not.toContain(made.token)
  expect((await call('DELETE', 'totp')).status).toBe(204)
  await told('One-time codes were turned off')

  const { items } = (await get(`${auth.url}/auth/audit?limit=500`, { token })).body
  const clients = Object.fromEntries(
    items.map(({ event, client }: { event: string; client: string }) => [event, client]),
  )
  expect(clients).toMatchObject({
    totp_enable: 'cli',
    recovery_codes_create: 'cli',
    recovery_code_use: 'api',
    passkey_create: 'cli',
    passkey_delete: 'cli',
    token_create: 'cli',
    totp_disable: 'cli',
  })
})

test('what is refused is told to nobody', async () => {
  const { person, token, call } = await somebody()
  const before = mailServer.mails.length
  expect((await call('POST', 'totp/confirm', { code: '000000' })).status).toBe(409)
  expect((await call('DELETE', 'totp')).status).toBe(409)
  expect((await call('DELETE', 'passkeys/01900000-0000-7000-8000-000000000000')).status).toBe(404)
  // The mail after all of them is there: what they had queued would be there before it.
  await post(`${auth.url}/auth/tokens`, { token, body: { name: 'the last' } })
  await mailServer.waitFor(person.email, 'A personal access token was made', before)
  expect(mailServer.mails.slice(before)).toHaveLength(1)
})
