import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import {
  aClock,
  claimsOf,
  cookiesOf,
  fromOurPage,
  get,
  login,
  post,
  register,
  send,
} from '../testing-requests.ts'
import { deriveSecrets } from '../secrets.ts'
import { codeAt } from './otp.ts'
import { resealTotpSecrets } from './sealed-secret.ts'

const clock = aClock()
let auth: AuthForTests
let database: Database
let url: string
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 2 })
  auth = await startAuthForTests({ databaseUrl: created.url, now: clock.now })
  url = auth.url
})
afterAll(async () => {
  await auth.close()
  await database.close()
  await drop()
})

/** Somebody whose sign-ins need a code. */
async function somebodyWithCodes() {
  const { person, id, accessToken } = await register(url)
  const begun = await post(`${url}/auth/totp`, { token: accessToken })
  expect(begun.status).toBe(201)
  const secret: string = begun.body.secret
  const code = () => codeAt(secret, clock.now())
  const confirmed = await post(`${url}/auth/totp/confirm`, { token: accessToken, body: { code: code() } })
  expect(confirmed.status).toBe(200)
  clock.forward(60)
  const recoveryCodes: string[] = confirmed.body.recoveryCodes
  return { person, id, accessToken, secret, code, recoveryCodes }
}

type Somebody = Awaited<ReturnType<typeof somebodyWithCodes>>

const firstStep = async ({ person }: Pick<Somebody, 'person'>): Promise<string> =>
  (await post(`${url}/auth/login`, { body: person })).body.secondFactor.challenge
const secondStep = (challenge: string, code: string) =>
  post(`${url}/auth/login/totp`, { body: { challenge, code } })

test('SEC-071: the password alone gives a challenge that opens nothing but the second step, once', async () => {
  const somebody = await somebodyWithCodes()
  const first = await post(`${url}/auth/login`, { body: somebody.person })
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(first.body).toEqual({
    secondFactor: { challenge: expect.any(String) as string, methods: ['totp'], expiresIn: 300 },
  })
  const { challenge } = first.body.secondFactor
  const misused = await Promise.all([
    get(`${url}/auth/me`, { token: challenge }),
    post(`${url}/auth/refresh`, { body: { refreshToken: challenge } }),
  ])
  expect(misused.map(({ status }) => status)).toEqual([401, 401])
  const second = await secondStep(challenge, somebody.code())
  expect(second.status).toBe(200)
  expect(claimsOf(second.body.accessToken)['amr']).toEqual(['pwd', 'otp'])
  clock.forward(30)
  const again = await secondStep(challenge, somebody.code())
  expect([again.status, again.body.code]).toEqual([401, 'auth.challenge_ended'])
})

test('SEC-071: a code is good once, also for two sign-ins at the same moment', async () => {
  const somebody = await somebodyWithCodes()
  const challenges = [await firstStep(somebody), await firstStep(somebody), await firstStep(somebody)]
  const code = somebody.code()
  const both = await Promise.all(challenges.slice(0, 2).map((challenge) => secondStep(challenge, code)))
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401])
  const later = await secondStep(challenges[2]!, code)
  expect([later.status, later.body.code]).toEqual([401, 'auth.invalid_code'])
})

test('SEC-071: the code before and the one after are good, but none before one that was used', async () => {
  const somebody = await somebodyWithCodes()
  const codeIn = (seconds: number) =>
    codeAt(somebody.secret, new Date(clock.now().getTime() + seconds * 1000))
  const status = async (code: string) => (await secondStep(await firstStep(somebody), code)).status
  expect(await status(codeIn(60))).toBe(401)
  expect(await status(codeIn(-30))).toBe(200)
  expect(await status(codeIn(30))).toBe(200)
  expect(await status(codeIn(0))).toBe(401)
})

test('SEC-071: five wrong codes in five minutes, over any number of challenges, and the account waits', async () => {
  const somebody = await somebodyWithCodes()
  const other = await somebodyWithCodes()
  const challenges = await Promise.all(Array.from({ length: 12 }, () => firstStep(somebody)))
  const answers = await Promise.all(challenges.map((challenge) => secondStep(challenge, 'ABCD-EFGH')))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  const limited = answers.filter(({ status }) => status === 429)
  expect(limited).toHaveLength(7)
  for (const { body, headers } of limited) {
    expect(body.code).toBe('rate.limited')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await secondStep(await firstStep(somebody), somebody.code())).status).toBe(429)
  expect((await secondStep(await firstStep(other), other.code())).status).toBe(200)
  clock.forward(301)
  expect((await secondStep(await firstStep(somebody), somebody.code())).status).toBe(200)
})

test('a challenge ends after five minutes, with a change of the password, and fits no other client', async () => {
  const somebody = await somebodyWithCodes()
  const late = await firstStep(somebody)
  clock.forward(301)
  expect((await secondStep(late, somebody.code())).body.code).toBe('auth.challenge_ended')
  const elsewhere = await post(`${url}/auth/login/totp`, {
    body: { challenge: await firstStep(somebody), code: somebody.code(), delivery: 'cookie' },
    headers: fromOurPage,
  })
  expect(elsewhere.body.code).toBe('auth.challenge_ended')
  const stale = await firstStep(somebody)
  await database.rows(
    sql`update accounts set password_version = password_version + 1 where id = ${somebody.id}`,
  )
  expect((await secondStep(stale, somebody.code())).body.code).toBe('auth.invalid_credentials')
})

test('a browser gets cookies after the second step, and only its own page may take it', async () => {
  const somebody = await somebodyWithCodes()
  const first = await post(`${url}/auth/login`, {
    body: { ...somebody.person, delivery: 'cookie' },
    headers: fromOurPage,
  })
  expect(cookiesOf(first)).toBe('')
  const body = {
    ...first.body.secondFactor,
    methods: undefined,
    expiresIn: undefined,
    code: somebody.code(),
    delivery: 'cookie',
  }
  const foreign = await post(`${url}/auth/login/totp`, { body, headers: { 'sec-fetch-site': 'cross-site' } })
  expect([foreign.status, foreign.body.code]).toEqual([403, 'request.cross_site'])
  const ours = await post(`${url}/auth/login/totp`, { body, headers: fromOurPage })
  expect(ours.status).toBe(200)
  expect((await get(`${url}/auth/me`, { cookie: cookiesOf(ours) })).body.email).toBe(somebody.person.email)
})

test('a recovery code is good once, and new ones end the old ones', async () => {
  const somebody = await somebodyWithCodes()
  expect(somebody.recoveryCodes).toHaveLength(10)
  const [one = '', two = ''] = somebody.recoveryCodes
  const signedIn = await secondStep(await firstStep(somebody), one.toLowerCase())
  expect(signedIn.status).toBe(200)
  expect((await secondStep(await firstStep(somebody), one)).body.code).toBe('auth.invalid_code')
  const { accessToken: token } = signedIn.body
  expect((await get(`${url}/auth/totp`, { token })).body).toMatchObject({
    enabled: true,
    recoveryCodesLeft: 9,
  })
  const renewed = await post(`${url}/auth/totp/recovery-codes`, { token })
  expect(renewed.body.recoveryCodes).toHaveLength(10)
  expect((await secondStep(await firstStep(somebody), two)).status).toBe(401)
  expect((await secondStep(await firstStep(somebody), renewed.body.recoveryCodes[0])).status).toBe(200)
})

test('codes are off until the first one was shown, and off again when they are turned off', async () => {
  const { person, accessToken: token } = await register(url)
  const off = await send('DELETE', `${url}/auth/totp`, { token })
  expect([off.status, off.body.code]).toEqual([409, 'totp.not_enabled'])
  const begun = await post(`${url}/auth/totp`, { token })
  expect((await login(url, person)).accessToken).toBeDefined()
  const wrong = await post(`${url}/auth/totp/confirm`, { token, body: { code: '00000x' } })
  expect([wrong.status, wrong.body.code]).toEqual([401, 'auth.invalid_code'])
  const code = codeAt(begun.body.secret, clock.now())
  await post(`${url}/auth/totp/confirm`, { token, body: { code } })
  expect((await post(`${url}/auth/totp`, { token })).body.code).toBe('totp.already_enabled')
  expect((await post(`${url}/auth/login`, { body: person })).body.secondFactor).toBeDefined()
  expect((await send('DELETE', `${url}/auth/totp`, { token })).status).toBe(204)
  expect((await login(url, person)).accessToken).toBeDefined()
})

test('codes go on after AUTH_SECRET was changed and their secrets were sealed anew', async () => {
  const created = await createTestDatabase()
  const [old, recent] = [randomBytes(48).toString('base64'), randomBytes(48).toString('base64')]
  const start = (settings: Record<string, string>) =>
    startAuthForTests({ databaseUrl: created.url, now: clock.now, settings })
  const before = await start({ AUTH_SECRET: old })
  const { person, accessToken: token } = await register(before.url)
  const { secret } = (await post(`${before.url}/auth/totp`, { token })).body
  const code = () => codeAt(secret, clock.now())
  await post(`${before.url}/auth/totp/confirm`, { token, body: { code: code() } })
  await before.close()

  const db = openDatabase({ url: created.url, schema: 'auth', poolSize: 1 })
  const both = deriveSecrets(recent, old)
  expect([await resealTotpSecrets(db, both), await resealTotpSecrets(db, both)]).toEqual([1, 0])
  // As after a rotation: no signing key of the old secret is left.
  await db.rows(sql`delete from signing_keys`)
  await db.close()

  const after = await start({ AUTH_SECRET: recent })
  clock.forward(60)
  const { challenge } = (await post(`${after.url}/auth/login`, { body: person })).body.secondFactor
  const answer = await post(`${after.url}/auth/login/totp`, { body: { challenge, code: code() } })
  expect(answer.status).toBe(200)
  await after.close()
  await created.drop()
})

test('secrets and recovery codes are not readable in the database', async () => {
  const { id, secret, recoveryCodes } = await somebodyWithCodes()
  const rows = await database.rows(sql`
    select sealed_secret as kept from totp_secrets where user_id = ${id}
    union all select hash from totp_recovery_codes where user_id = ${id}`)
  expect(rows).toHaveLength(11)
  const dump = rows.map((row) => (row as { kept: Buffer }).kept.toString('latin1')).join('\n')
  for (const text of [secret, ...recoveryCodes]) expect(dump).not.toContain(text)
})
