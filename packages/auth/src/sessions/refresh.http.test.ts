import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import { startAuthWithDatabase } from '../testing-database.ts'
import type { AuthWithDatabase } from '../testing-database.ts'
import {
  aClock,
  aPerson,
  claimsOf,
  cookiesOf,
  fromOurPage,
  get,
  post,
  register,
  send,
  sidOf,
} from '../testing-requests.ts'

const clock = aClock()
let auth: AuthWithDatabase['auth']
let database: AuthWithDatabase['database']
let close: AuthWithDatabase['close']
beforeAll(async () => {
  ;({ auth, database, close } = await startAuthWithDatabase(clock.now))
})
afterAll(() => close())

const refresh = (refreshToken: string) => post(`${auth.url}/auth/refresh`, { body: { refreshToken } })
const me = (token: string) => get(`${auth.url}/auth/me`, { token })
const tokensOf = (sid: string) =>
  database.rows<{ parentId: string | null; consumed: boolean }>(sql`
    select parent_id as "parentId", consumed_at is not null as consumed from refresh_tokens where session_id = ${sid}`)
const eventsOf = async (sid: string) =>
  (
    await database.rows<{ event: string }>(
      sql`select event from audit_events where session_id = ${sid} order by id`,
    )
  ).map(({ event }) => event)

test('SEC-027: a refresh gives a new pair of the same session; the old access token lives on', async () => {
  const first = await register(auth.url)
  const { status, headers, body } = await refresh(first.refreshToken)
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatchObject({ account: { id: first.id }, expiresIn: 600 })
  expect(body.refreshToken).not.toBe(first.refreshToken)
  expect(sidOf(body.accessToken)).toBe(sidOf(first.accessToken))
  expect(claimsOf(body.accessToken)['jti']).not.toBe(claimsOf(first.accessToken)['jti'])
  expect([(await me(first.accessToken)).status, (await me(body.accessToken)).status]).toEqual([200, 200])
})

test('SEC-019 REG-A5: a hundred refreshes of one token at once all get the same one child', async () => {
  const { accessToken, refreshToken } = await register(auth.url)
  const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refreshToken)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const children = new Set<string>(answers.map(({ body }) => body.refreshToken))
  expect(children.size).toBe(1)
  expect((await tokensOf(sidOf(accessToken))).filter(({ parentId }) => parentId !== null)).toHaveLength(1)
  expect((await eventsOf(sidOf(accessToken))).filter((event) => event === 'refresh_replay')).toHaveLength(99)
  const [child = ''] = children
  expect((await refresh(child)).status).toBe(200)
})

test('SEC-019 REG-A7: cookies of racing answers are equal, so their order does not matter; no token is in the JSON', async () => {
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  const cookie = cookiesOf(await post(`${auth.url}/auth/register`, page))
  const refreshCookie = () => post(`${auth.url}/auth/refresh`, { cookie, headers: fromOurPage })
  const [one, other] = await Promise.all([refreshCookie(), refreshCookie()])
  clock.forward(5)
  const late = await refreshCookie()
  for (const answer of [one, other, late]) {
    expect(answer?.status).toBe(200)
    expect(Object.keys(answer?.body).toSorted()).toEqual(['account', 'expiresIn'])
    expect(answer?.headers.getSetCookie()[1]).toBe(one?.headers.getSetCookie()[1])
  }
})

test('SEC-020 REG-A4: a spent token after the grace ends the family', async () => {
  const first = await register(auth.url)
  const second = (await refresh(first.refreshToken)).body
  clock.forward(29)
  expect((await refresh(first.refreshToken)).body.refreshToken).toBe(second.refreshToken)
  clock.forward(1)
  const reuse = await refresh(first.refreshToken)
  expect([reuse.status, reuse.body.code, reuse.headers.getSetCookie()]).toEqual([
    401,
    'auth.session_ended',
    [],
  ])
  expect((await refresh(second.refreshToken)).status).toBe(401)
  expect((await me(second.accessToken)).status).toBe(401)
  const sid = sidOf(first.accessToken)
  expect(await eventsOf(sid)).toEqual(['login', 'refresh_replay', 'refresh_reuse'])
  const { items } = (await get(`${auth.internalUrl}/internal/revocations`)).body
  expect(items).toContainEqual(expect.objectContaining({ sid }))
})

test('SEC-021: a grandparent ends the family, even within the grace', async () => {
  const first = await register(auth.url)
  const second = (await refresh(first.refreshToken)).body
  const third = (await refresh(second.refreshToken)).body
  expect((await refresh(first.refreshToken)).status).toBe(401)
  expect((await refresh(third.refreshToken)).status).toBe(401)
  expect(await eventsOf(sidOf(first.accessToken))).toContain('refresh_reuse')
})

test('SEC-020: without a grace the second use ends the family', async () => {
  const created = await createTestDatabase()
  const strict = await startAuthForTests({
    databaseUrl: created.url,
    settings: { REFRESH_GRACE_SECONDS: '0' },
  })
  const { refreshToken } = await register(strict.url)
  const url = `${strict.url}/auth/refresh`
  const { body } = await post(url, { body: { refreshToken } })
  expect((await post(url, { body: { refreshToken } })).status).toBe(401)
  expect((await post(url, { body: { refreshToken: body.refreshToken } })).status).toBe(401)
  await strict.close()
  await created.drop()
})

test('SEC-028: idle time ends a session; a refresh moves it, but never past the absolute end', async () => {
  const idle = await register(auth.url)
  const busy = await register(auth.url)
  const day = 86_400
  let token = busy.refreshToken
  for (let days = 0; days < 90; days += 9) {
    const answer = await refresh(token)
    expect(answer.status).toBe(200)
    token = answer.body.refreshToken
    clock.forward(9 * day)
  }
  expect((await refresh(token)).status).toBe(401)
  expect((await refresh(idle.refreshToken)).status).toBe(401)
  const {
    rows: [row],
  } = {
    rows: await database.rows<{ over: boolean }>(sql`
    select bool_or(expires_at > absolute_expires_at) as over from refresh_tokens join sessions on sessions.id = session_id`),
  }
  expect(row?.over).toBe(false)
})

test('an access token does not outlive its session', async () => {
  const { accessToken, refreshToken } = await register(auth.url)
  await database.rows(sql`
    update sessions set idle_expires_at = ${new Date(clock.now().getTime() + 100_500)},
      absolute_expires_at = ${new Date(clock.now().getTime() + 100_500)} where id = ${sidOf(accessToken)}`)
  const { body } = await refresh(refreshToken)
  expect(body.expiresIn).toBeLessThanOrEqual(101)
})

test.each([
  ['no token', ''],
  ['an unknown token', `glx_rt_${'A'.repeat(43)}`],
  ['a personal token', `glx_pat_${'A'.repeat(49)}`],
  ['SQL', "' or 1=1 --"],
])('SEC-022 REG-A6: %s is refused and clears no cookies', async (_what, refreshToken) => {
  const inBody = await refresh(refreshToken)
  const page = { cookie: `__Host-goalixa_rt=${refreshToken}`, headers: fromOurPage }
  const inCookie = await post(`${auth.url}/auth/refresh`, page)
  for (const answer of [inBody, inCookie]) {
    expect([answer.status, answer.body.code, answer.headers.getSetCookie()]).toEqual([
      401,
      'auth.session_ended',
      [],
    ])
  }
})

test('SEC-009 SEC-010 SEC-023: an access token is no refresh token, nor the other way round', async () => {
  const { accessToken, refreshToken } = await register(auth.url)
  expect((await refresh(accessToken)).status).toBe(400)
  expect((await refresh(accessToken.slice(0, 200))).status).toBe(401)
  expect((await me(refreshToken)).status).toBe(401)
  const elsewhere = await get(`${auth.url}/auth/me`, { cookie: `__Host-goalixa_rt=${refreshToken}` })
  expect([elsewhere.status, elsewhere.body.code]).toEqual([401, 'auth.required'])
})

test('a token serves only the client that it was given to', async () => {
  const bearer = await register(auth.url)
  const asCookie = await post(`${auth.url}/auth/refresh`, {
    cookie: `__Host-goalixa_rt=${bearer.refreshToken}`,
    headers: fromOurPage,
  })
  expect(asCookie.status).toBe(401)
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  const cookie = cookiesOf(await post(`${auth.url}/auth/register`, page))
  expect((await refresh(/_rt=([^;]+)/.exec(cookie)?.[1] ?? '')).status).toBe(401)
  // Neither attempt spent the token.
  expect((await refresh(bearer.refreshToken)).status).toBe(200)
  expect((await post(`${auth.url}/auth/refresh`, { cookie, headers: fromOurPage })).status).toBe(200)
})

test('SEC-024 REG-A3: body and cookie at once, two cookies of one name, GET and nothing are refused', async () => {
  const { refreshToken } = await register(auth.url)
  const cookie = `__Host-goalixa_rt=${refreshToken}`
  const both = await post(`${auth.url}/auth/refresh`, {
    body: { refreshToken },
    cookie,
    headers: fromOurPage,
  })
  const twice = await post(`${auth.url}/auth/refresh`, {
    cookie: `${cookie}; ${cookie}`,
    headers: fromOurPage,
  })
  for (const answer of [both, twice]) {
    expect([answer.status, answer.body.code]).toEqual([400, 'request.ambiguous_credentials'])
  }
  const read = await send('GET', `${auth.url}/auth/refresh`, { cookie })
  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await post(`${auth.url}/auth/refresh`)).body.code).toBe('auth.required')
  expect((await refresh(refreshToken)).status).toBe(200)
})

test('SEC-025: a failure before the commit spends nothing', async () => {
  const { refreshToken, accessToken } = await register(auth.url)
  await database.rows(sql`
    create function break_connection() returns trigger language plpgsql as
    $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`)
  await database.rows(sql`
    create trigger break_connection before insert on refresh_tokens
    for each row when (new.parent_id is not null) execute function break_connection()`)
  const broken = await refresh(refreshToken)
  await database.rows(sql`drop trigger break_connection on refresh_tokens`)
  expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await tokensOf(sidOf(accessToken))).toEqual([{ parentId: null, consumed: false }])
  expect((await refresh(refreshToken)).status).toBe(200)
})

test('SEC-026: a refresh that races the end of its session leaves nothing alive', async () => {
  const { person } = await register(auth.url)
  for (let round = 0; round < 15; round += 1) {
    const { body: first } = await post(`${auth.url}/auth/login`, { body: person })
    const sid = sidOf(first.accessToken)
    const [refreshed, ended] = await Promise.all([
      refresh(first.refreshToken),
      send('DELETE', `${auth.url}/auth/sessions/${sid}`, { token: first.accessToken }),
    ])
    expect([200, 401]).toContain(refreshed.status)
    expect(ended.status).toBe(204)
    const newest = refreshed.body.refreshToken ?? first.refreshToken
    expect((await refresh(newest)).status).toBe(401)
    expect((await me(refreshed.body.accessToken ?? first.accessToken)).status).toBe(401)
  }
})

test('the previous AUTH_SECRET still replays and opens the keys; without it the service does not start', async () => {
  const created = await createTestDatabase()
  const old = { AUTH_SECRET: 'kY7vQ2mX9rT4wB8nL5hJ3dF6gC1zP0sAe-old' }
  const before = await startAuthForTests({ databaseUrl: created.url, settings: old })
  const { refreshToken } = await register(before.url)
  const first = (await post(`${before.url}/auth/refresh`, { body: { refreshToken } })).body
  await before.close()
  const settings = {
    AUTH_SECRET: 'kY7vQ2mX9rT4wB8nL5hJ3dF6gC1zP0sAe-new',
    AUTH_SECRET_PREVIOUS: old.AUTH_SECRET,
  }
  const after = await startAuthForTests({ databaseUrl: created.url, settings })
  const again = await post(`${after.url}/auth/refresh`, { body: { refreshToken } })
  expect(again.body.refreshToken).toBe(first.refreshToken)
  await after.close()
  await expect(startAuthForTests({ databaseUrl: created.url })).rejects.toThrow('AUTH_SECRET_PREVIOUS')
  await created.drop()
})
