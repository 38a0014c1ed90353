import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import { startMailServer } from '../testing-mail.ts'
import { aPerson, get, post, register } from '../testing-requests.ts'
import { retryDelaySeconds } from './mail-worker.ts'

async function aMailServer() {
  const mailServer = await startMailServer()
  onTestFinished(() => mailServer.close())
  return mailServer
}
async function untilEmpty(databaseUrl: string): Promise<void> {
  const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 1 })
  while ((await database.row(sql`select from mail_outbox`)) !== undefined) await new Promise(setImmediate)
  await database.close()
}

test('a mail that the server refuses for now is sent later, once', async () => {
  const databaseUrl = await testDatabase()
  const mailServer = await aMailServer()
  mailServer.refuse(2)
  // Each look at the clock is a second later: nothing has to wait.
  let at = Date.now()
  const now = () => new Date((at += 1000))
  const auth = await startAuthForTests({ databaseUrl, now, settings: { SMTP_URL: mailServer.url } })
  onTestFinished(() => auth.close())
  const person = aPerson()
  expect((await post(`${auth.url}/auth/register`, { body: person })).status).toBe(202)
  await mailServer.waitFor(person.email, 'Confirm your e-mail')
  await untilEmpty(databaseUrl)
  expect(mailServer.mails).toHaveLength(1)
  const { text } = await readMetrics(auth.internalUrl)
  expect(text).toMatch(/goalixa_auth_mail_total\{kind="register",outcome="retried",[^}]*\} 2/)
  expect(text).toMatch(/goalixa_auth_mail_total\{kind="register",outcome="sent",[^}]*\} 1/)
})

test('when nobody learns whether a mail left, it comes again under the same Message-ID', async () => {
  const databaseUrl = await testDatabase()
  const mailServer = await aMailServer()
  mailServer.breakAfterNext()
  let at = Date.now()
  const now = () => new Date((at += 1000))
  const auth = await startAuthForTests({ databaseUrl, now, settings: { SMTP_URL: mailServer.url } })
  onTestFinished(() => auth.close())
  const person = aPerson()
  await post(`${auth.url}/auth/register`, { body: person })
  await mailServer.waitFor(person.email, 'Confirm your e-mail', 1)
  await untilEmpty(databaseUrl)
  const ids = mailServer.mails.map(({ messageId }) => messageId)
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
  // Either of the two does what it says.
  const token = mailServer.mails[0]!.token
  expect((await post(`${auth.url}/auth/email/verify`, { body: { token } })).status).toBe(204)
})

test('what waits when the service ends is sent by the next one, by two of them once', async () => {
  const databaseUrl = await testDatabase()
  const mailServer = await aMailServer()
  const AUTH_SECRET = randomBytes(48).toString('base64')
  const dead = await startAuthForTests({
    databaseUrl,
    settings: { AUTH_SECRET, SMTP_URL: 'smtp://127.0.0.1:1' },
  })
  const people = Array.from({ length: 3 }, () => aPerson())
  const answers = await Promise.all(people.map((body) => post(`${dead.url}/auth/register`, { body })))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
  await dead.close()
  const later = () => new Date(Date.now() + 3_600_000)
  const settings = { AUTH_SECRET, SMTP_URL: mailServer.url }
  const both = await Promise.all([1, 2].map(() => startAuthForTests({ databaseUrl, now: later, settings })))
  onTestFinished(async () => {
    await Promise.all(both.map((one) => one.close()))
  })
  await Promise.all(people.map(({ email }) => mailServer.waitFor(email, 'Confirm your e-mail')))
  await untilEmpty(databaseUrl)
  expect(mailServer.mails.map(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted())
})

test('REG-A20: without a mail server mails are private files, and nobody has to confirm anything', async () => {
  const databaseUrl = await testDatabase()
  const folder = join(await mkdtemp(join(tmpdir(), 'goalixa-mails-')), 'mails')
  const auth = await startAuthForTests({ databaseUrl, settings: { MAIL_FOLDER: folder } })
  onTestFinished(async () => {
    await auth.close()
    await rm(folder, { recursive: true })
  })
  const { person, accessToken } = await register(auth.url)
  expect((await get(`${auth.url}/auth/me`, { token: accessToken })).body.emailVerified).toBe(false)
  expect((await post(`${auth.url}/auth/login`, { body: person })).status).toBe(200)
  await post(`${auth.url}/auth/password/forgot`, { body: { email: person.email } })
  await post(`${auth.url}/auth/password/forgot`, { body: { email: 'nobody@example.org' } })
  await untilEmpty(databaseUrl)
  const files = await readdir(folder)
  expect(files).toEqual([expect.stringMatching(/^[\dTZ-]+-reset-[\da-f-]{36}\.eml$/)])
  const file = join(folder, files[0]!)
  expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700])
  const text = (await readFile(file, 'utf8')).replaceAll(/=\n/g, '')
  expect(text).toContain(`To: ${person.email}`)
  const token = /glx_mail_[\w-]{43}/.exec(text)?.[0]
  const reset = await post(`${auth.url}/auth/password/reset`, {
    body: { token, password: 'a new passphrase' },
  })
  expect(reset.status).toBe(204)
})

test.each([
  ['https://goalixa.test', { MAIL_FOLDER: '/srv/mails' }, { delivers: false, folder: null }],
  ['http://127.0.0.1:8080', { MAIL_FOLDER: '/srv/mails' }, { delivers: false, folder: '/srv/mails' }],
  ['http://127.0.0.1:8080', {}, { delivers: false, folder: null }],
  [
    'http://127.0.0.1:8080',
    { MAIL_FOLDER: '/srv/mails', SMTP_URL: 'smtp://127.0.0.1:1' },
    { delivers: true, folder: null },
  ],
])('at %s with %j it says of its mails %j', async (PUBLIC_URL, settings, told) => {
  const databaseUrl = await testDatabase()
  const auth = await startAuthForTests({
    databaseUrl,
    settings: { PUBLIC_URL, COOKIE_SECURE: 'false', ...settings },
  })
  onTestFinished(() => auth.close())
  expect((await get(`${auth.url}/auth/mail`)).body).toEqual(told)
})

test('the pauses between two attempts grow from 5 seconds to half an hour, each by chance up to half longer', () => {
  const pauses = (chance: number) =>
    [1, 2, 3, 10, 1000].map((attempts) => retryDelaySeconds(attempts, chance))
  expect(pauses(0)).toEqual([5, 10, 20, 1800, 1800])
  expect(pauses(0.5)).toEqual([6.25, 12.5, 25, 2250, 2250])
})

const readMetrics = async (internalUrl: string) => ({
  text: await (await fetch(`${internalUrl}/metrics`)).text(),
})
