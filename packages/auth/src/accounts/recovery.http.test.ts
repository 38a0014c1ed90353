import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests, testOrigin } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { startMailServer } from '../testing-mail.ts'
import type { TestMailServer } from '../testing-mail.ts'
import { aClock, aPerson, get, login, post, send } from '../testing-requests.ts'

const clock = aClock()
let auth: AuthForTests
let database: Database
let mailServer: TestMailServer
let dropDatabase: () => Promise<void>
beforeAll(async () => {
  const { url: databaseUrl, drop } = await createTestDatabase()
  dropDatabase = drop
  mailServer = await startMailServer()
  database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 2 })
  auth = await startAuthForTests({ databaseUrl, now: clock.now, settings: { SMTP_URL: mailServer.url } })
})
afterAll(async () => {
  await auth.close()
  await mailServer.close()
  await database.close()
  await dropDatabase()
})

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(`${auth.url}/auth/${path}`, { body, headers })
const tokenOf = async (to: string, words: string) => (await mailServer.waitFor(to, words)).token!

/** Somebody who registered and confirmed, and is signed in. */
async function confirmed() {
  const person = aPerson()
  await call('register', person)
  await call('email/verify', { token: await tokenOf(person.email, 'Confirm your e-mail') })
  return { person, ...(await login(auth.url, person)) }
}
async function resetTokenOf(email: string): Promise<string> {
  const since = mailServer.mails.length
  await call('password/forgot', { email })
  return (await mailServer.waitFor(email, 'Set a new password', since)).token!
}
const statusOf = async (token: string) => (await get(`${auth.url}/auth/me`, { token })).status

test('SEC-068 REG-A1: nobody is signed in before the address is confirmed, and no answer holds a token', async () => {
  const person = aPerson()
  const registered = await call('register', person)
  expect([registered.status, registered.body]).toEqual([202, { mail: 'sent' }])
  expect(registered.headers.getSetCookie()).toEqual([])
  const early = await call('login', person)
  expect([early.status, early.body.code]).toEqual([403, 'auth.email_unverified'])
  const token = await tokenOf(person.email, 'Confirm your e-mail')
  for (const answer of [registered, early]) expect(answer.text).not.toContain(token)
  const verified = await call('email/verify', { token })
  expect([verified.status, verified.text]).toEqual([204, ''])
  expect((await call('email/verify', { token })).body.code).toBe('auth.link_invalid')
  expect((await login(auth.url, person)).account).toMatchObject({ emailVerified: true })
})

test('SEC-060 REG-A12: register, forgot and resend answer the same bytes for every address', async () => {
  const { person } = await confirmed()
  const gone = await confirmed()
  await database.rows(sql`update accounts set disabled_at = now() where id = ${gone.account.id}`)
  const googleOnly = await confirmed()
  await database.rows(sql`update accounts set password_hash = null where id = ${googleOnly.account.id}`)
  const emails = [person.email, gone.person.email, googleOnly.person.email, aPerson().email]
  const headers = { 'x-request-id': 'the-same-for-all' }
  const nobody = aPerson().email
  await call('password/forgot', { email: nobody })
  for (const [path, more] of [
    ['register', { password: 'another good passphrase' }],
    ['password/forgot', {}],
    ['email/resend', {}],
  ] as const) {
    const answers = []
    for (const email of emails) answers.push(await call(path, { email, ...more }, headers))
    const shown = answers.map(({ status, text, headers }) => [
      status,
      text,
      [...headers].filter(([name]) => name !== 'date'),
    ])
    expect(shown[0]?.[0]).toBe(202)
    for (const one of shown) expect(one).toEqual(shown[0])
  }
  const mail = await mailServer.waitFor(person.email, 'You have an account already')
  expect(mail.token).toBeUndefined()
  expect((await call('login', person)).status).toBe(200)
  expect(mailServer.mails.filter(({ to }) => to === nobody)).toEqual([])
  const refused = await Promise.all(
    emails.map((email) => call('login', { email, password: 'not the passphrase' }, headers)),
  )
  for (const { status, text } of refused) expect([status, text]).toEqual([401, refused[0]?.text])
})

test('SEC-066 SEC-031 REG-A8: a reset link works once, of two at a time one, and ends all sessions and links', async () => {
  const { person, accessToken, refreshToken } = await confirmed()
  const sibling = await resetTokenOf(person.email)
  const token = await resetTokenOf(person.email)
  const passwords = ['the first new passphrase', 'the second new passphrase']
  const answers = await Promise.all(passwords.map((password) => call('password/reset', { token, password })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 400]))
  const winner = passwords[answers.findIndex(({ status }) => status === 204)]!
  for (const used of [token, sibling]) {
    const again = await call('password/reset', { token: used, password: 'a third new passphrase' })
    expect([again.status, again.body.code]).toEqual([400, 'auth.link_invalid'])
  }
  expect(await statusOf(accessToken)).toBe(401)
  expect((await call('refresh', { refreshToken })).status).toBe(401)
  expect((await call('login', person)).status).toBe(401)
  expect((await call('login', { ...person, password: winner })).status).toBe(200)
  await mailServer.waitFor(person.email, 'Your password was changed')
})

test('SEC-066: a reset link lives 30 minutes, and the database holds only its hash', async () => {
  const { person } = await confirmed()
  const token = await resetTokenOf(person.email)
  const stored = await database.rows<{ hash: Buffer; line: string }>(sql`
    select hash, mail_links::text as line from mail_links where purpose = 'reset'`)
  expect(stored.map(({ hash }) => hash.toString('hex'))).toContain(
    createHash('sha256').update(token).digest('hex'),
  )
  for (const { line } of stored) expect(line).not.toContain(token.slice('glx_mail_'.length))
  clock.forward(1801)
  const late = await call('password/reset', { token, password: 'a good new passphrase' })
  expect(late.body.code).toBe('auth.link_invalid')
})

test('SEC-067: links lead to the address of the settings, whatever Host the request names', async () => {
  const { person } = await confirmed()
  await call(
    'password/forgot',
    { email: person.email },
    {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      origin: 'https://evil.example',
    },
  )
  const { text } = await mailServer.waitFor(person.email, 'Set a new password')
  expect(text).toContain(`${testOrigin}/app/mail-link.html#reset=glx_mail_`)
  expect(text).not.toContain('evil.example')
})

test('SEC-058 SEC-031: a password changes only with the current one; other sessions and links end, this one stays', async () => {
  const { person, accessToken: token, refreshToken } = await confirmed()
  const other = await login(auth.url, person)
  const link = await resetTokenOf(person.email)
  const change = (body: unknown) => send('PUT', `${auth.url}/auth/password`, { token, body })
  const password = 'a better passphrase than before'
  expect((await change({ password })).body.code).toBe('auth.step_up_required')
  const wrong = await change({ password, currentPassword: 'not the passphrase' })
  expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.wrong_password'])
  expect((await change({ password, currentPassword: person.password })).status).toBe(204)
  expect(await statusOf(other.accessToken)).toBe(401)
  expect((await call('password/reset', { token: link, password })).body.code).toBe('auth.link_invalid')
  expect(await statusOf(token)).toBe(200)
  expect((await call('refresh', { refreshToken })).status).toBe(200)
  expect((await call('login', person)).status).toBe(401)
})

test('SEC-061: a current password cannot be guessed, however often a stolen session asks', async () => {
  const { person, accessToken: token } = await confirmed()
  const change = (currentPassword: string) =>
    send('PUT', `${auth.url}/auth/password`, {
      token,
      body: { password: 'a better passphrase than before', currentPassword },
    })
  for (let guess = 0; guess < 5; guess++)
    expect((await change(`guess number ${guess}`)).body.code).toBe('auth.wrong_password')
  const refused = await change(person.password)
  expect([refused.status, refused.body.code]).toEqual([429, 'rate.limited'])
})

test('SEC-069: an address changes after a fresh proof, when the new one confirms; the old one is told, old links die', async () => {
  const { person, accessToken: token } = await confirmed()
  const oldLink = await resetTokenOf(person.email)
  const email = aPerson().email
  const change = (body: unknown) => send('PUT', `${auth.url}/auth/email`, { token, body })
  clock.forward(601)
  expect((await change({ email })).body.code).toBe('auth.step_up_required')
  expect((await change({ email, currentPassword: 'not the passphrase' })).body.code).toBe(
    'auth.wrong_password',
  )
  expect((await change({ email, currentPassword: person.password })).body).toEqual({ state: 'asked' })
  await mailServer.waitFor(person.email, 'is to be changed')
  expect((await call('login', person)).status).toBe(200)
  const confirmation = await tokenOf(email, 'Confirm your new e-mail')
  expect((await call('email/verify', { token: confirmation })).status).toBe(204)
  await mailServer.waitFor(person.email, 'was changed')
  expect((await call('password/reset', { token: oldLink, password: 'a good passphrase' })).status).toBe(400)
  expect((await call('login', person)).status).toBe(401)
  expect((await call('login', { ...person, email })).status).toBe(200)
})

test('SEC-080: who registers an address first gets nothing by it when its owner confirms', async () => {
  const attacker = aPerson()
  const owner = { ...attacker, password: 'what only the owner knows' }
  await call('register', attacker)
  await tokenOf(attacker.email, 'Confirm your e-mail')
  const before = mailServer.mails.length
  await call('register', owner)
  const mail = await mailServer.waitFor(owner.email, 'Confirm', before)
  expect((await call('email/verify', { token: mail.token })).status).toBe(204)
  expect((await call('login', attacker)).status).toBe(401)
  expect((await call('login', owner)).status).toBe(200)
})

test.each([
  ['password/forgot', { email: 1 }],
  ['password/reset', { token: {}, password: [] }],
  ['password/reset', { token: 'glx_mail_x', password: 'a good passphrase' }],
  ['email/verify', { token: null }],
  ['email/verify', { token: `glx_mail_${randomBytes(32).toString('base64url')}` }],
  ['email/resend', []],
])('REG-A11: %s answers wrong input with 400: %j', async (path, body) => {
  expect((await call(path, body)).status).toBe(400)
})
