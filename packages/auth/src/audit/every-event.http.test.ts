/** SEC-126: what happens to an account leaves a row, success or failure, and no row holds a secret. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { aClock, login, post, register, send } from '../testing-requests.ts'
import { codeAt } from '../totp/otp.ts'

const clock = aClock()
let auth: AuthForTests
let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 2 })
  auth = await startAuthForTests({ databaseUrl: created.url, now: clock.now })
})
afterAll(async () => {
  await auth.close()
  await database.close()
  await drop()
})

interface Row {
  readonly id: number
  readonly event: string
  readonly outcome: string
  readonly everything: string
}
let read = 0
/** Rows that came since the last look. */
async function news(): Promise<string[]> {
  const rows = await database.rows<Row>(sql`
    select id, event, outcome, a::text as everything from audit_events a where id > ${read} order by id`)
  read = rows.at(-1)?.id ?? read
  for (const { everything } of rows) for (const secret of secrets) expect(everything).not.toContain(secret)
  return rows.map(({ event, outcome }) => `${event} ${outcome}`)
}
const secrets: string[] = []

test('SEC-126: an audit row per event of an account, without a secret', async () => {
  const { url } = auth
  const { person, accessToken: token, refreshToken } = await register(url)
  secrets.push(person.email, person.password, token, refreshToken)
  expect(await news()).toEqual(['register success', 'login success'])

  await post(`${url}/auth/login`, { body: { ...person, password: 'not the passphrase' } })
  await post(`${url}/auth/login`, { body: { ...person, email: 'nobody@example.org' } })
  expect(await news()).toEqual(['login failure', 'login failure'])

  const second = await login(url, person)
  secrets.push(second.accessToken, second.refreshToken)
  expect(await news()).toEqual(['login success'])

  const spend = () => post(`${url}/auth/refresh`, { body: { refreshToken: second.refreshToken } })
  await spend()
  expect(await news()).toEqual([])
  await spend()
  expect(await news()).toEqual(['refresh_replay success'])
  clock.forward(60)
  expect((await spend()).status).toBe(401)
  expect(await news()).toEqual(['refresh_reuse failure'])

  const made = await post(`${url}/auth/tokens`, { token, body: { name: 'of a script' } })
  secrets.push(made.body.token)
  await send('DELETE', `${url}/auth/tokens/${made.body.id}`, { token })
  expect(await news()).toEqual(['token_create success', 'token_revoke success'])

  const begun = await post(`${url}/auth/totp`, { token })
  const code = () => codeAt(begun.body.secret, clock.now())
  const confirmed = await post(`${url}/auth/totp/confirm`, { token, body: { code: code() } })
  secrets.push(begun.body.secret, ...confirmed.body.recoveryCodes)
  expect(await news()).toEqual(['totp_enable success', 'recovery_codes_create success'])

  clock.forward(60)
  const { challenge } = (await post(`${url}/auth/login`, { body: person })).body.secondFactor
  secrets.push(challenge)
  const step = (given: string) => post(`${url}/auth/login/totp`, { body: { challenge, code: given } })
  expect((await step(code() === '000000' ? '000001' : '000000')).status).toBe(401)
  expect(await news()).toEqual(['second_factor failure'])
  expect((await step(code())).status).toBe(200)
  expect(await news()).toEqual(['login success'])

  await post(`${url}/auth/password/forgot`, { body: { email: person.email } })
  expect(await news()).toEqual(['password_forgot success'])

  const change = { password: 'a better passphrase than before', currentPassword: person.password }
  secrets.push(change.password)
  await send('PUT', `${url}/auth/password`, { token, body: change })
  expect(await news()).toEqual(['password_change success', 'session_revoke success'])
  await post(`${url}/auth/logout`, { token, body: {} })
  expect(await news()).toEqual(['logout success'])
})
