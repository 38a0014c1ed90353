import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { startAuthWithDatabase } from '../testing-database.ts'
import type { AuthWithDatabase } from '../testing-database.ts'
import { aClock, get, login, post, register, sidOf } from '../testing-requests.ts'

const clock = aClock()
let auth: AuthWithDatabase['auth']
let database: AuthWithDatabase['database']
let close: AuthWithDatabase['close']
beforeAll(async () => {
  ;({ auth, database, close } = await startAuthWithDatabase(clock.now))
})
afterAll(() => close())

/** What the gateway denies from its next look on. */
const denied = async (): Promise<string[]> =>
  (await get(`${auth.internalUrl}/internal/revocations?after=0`)).body.items.map(
    ({ sid }: { sid: string }) => sid,
  )
const gone = async (): Promise<string[]> =>
  (await get(`${auth.internalUrl}/internal/deleted-accounts`)).body.userIds

/** Somebody with two sessions and a personal access token. */
async function somebody() {
  const { person, id, accessToken, refreshToken } = await register(auth.url)
  const second = await login(auth.url, person)
  const made = await post(`${auth.url}/auth/tokens`, { token: accessToken, body: { name: 'a script' } })
  const sids = [sidOf(accessToken), sidOf(second.accessToken), made.body.id as string]
  return { person, id, accessToken, refreshToken, second, sids, personalToken: made.body.token as string }
}

async function expectAllDead({ person, accessToken, refreshToken, second, sids, personalToken }: Somebody) {
  expect(await denied()).toEqual(expect.arrayContaining(sids))
  const answers = await Promise.all([
    get(`${auth.url}/auth/me`, { token: accessToken }),
    get(`${auth.url}/auth/me`, { token: second.accessToken }),
    post(`${auth.url}/auth/refresh`, { body: { refreshToken } }),
    post(`${auth.url}/auth/refresh`, { body: { refreshToken: second.refreshToken } }),
    post(`${auth.internalUrl}/internal/token-exchange`, { body: { token: personalToken } }),
    post(`${auth.url}/auth/login`, { body: person }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401])
}
type Somebody = Awaited<ReturnType<typeof somebody>>

test('SEC-030: deleting the account ends every session and token at once, and leaves nothing of it', async () => {
  const user = await somebody()
  const answer = await post(`${auth.url}/auth/me/delete`, { token: user.accessToken, body: {} })
  expect([answer.status, answer.text]).toEqual([204, ''])
  await expectAllDead(user)
  const left = await database.rows(sql`
    select id from accounts where id = ${user.id} union all
    select id from sessions where user_id = ${user.id} union all
    select id from personal_tokens where user_id = ${user.id}`)
  expect(left).toEqual([])
  // The services hear of it as soon as nothing of it can be on its way any more.
  expect(await gone()).not.toContain(user.id)
  clock.forward(30)
  expect(await gone()).toContain(user.id)
  clock.forward(-30)
  expect((await post(`${auth.url}/auth/register`, { body: user.person })).status).toBe(201)
})

test('SEC-030 REG-A14: an account that an operator disables is out at once, sessions and tokens', async () => {
  const user = await somebody()
  await database.rows(sql`update accounts set disabled_at = now() where id = ${user.id}`)
  await expectAllDead(user)
})

test('an old sign-in deletes nothing without the password, and a personal access token never', async () => {
  const user = await somebody()
  const remove = (token: string, body: unknown) => post(`${auth.url}/auth/me/delete`, { token, body })
  clock.forward(601)
  expect((await remove(user.accessToken, {})).body.code).toBe('auth.step_up_required')
  const wrong = await remove(user.accessToken, { currentPassword: 'not the passphrase' })
  expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.wrong_password'])
  const exchanged = await post(`${auth.internalUrl}/internal/token-exchange`, {
    body: { token: user.personalToken },
  })
  expect((await remove(exchanged.body.accessToken, {})).body.code).toBe('auth.session_required')
  const right = await remove(user.accessToken, { currentPassword: user.person.password })
  expect(right.status).toBe(204)
  clock.forward(-601)
})

test('without a mail server an address changes at once, after a fresh sign-in', async () => {
  const user = await somebody()
  const other = await somebody()
  const change = (email: string) =>
    fetch(`${auth.url}/auth/email`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${user.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    })
  expect((await change(other.person.email)).status).toBe(409)
  expect(await (await change('moved@example.org')).json()).toEqual({ state: 'changed' })
  const moved = { ...user.person, email: 'moved@example.org' }
  expect((await post(`${auth.url}/auth/login`, { body: moved })).status).toBe(200)
  expect((await post(`${auth.url}/auth/login`, { body: user.person })).status).toBe(401)
})
