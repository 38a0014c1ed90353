import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import {
  aClock,
  aPerson,
  cookiesOf,
  fromOurPage,
  get,
  login,
  post,
  register,
  send,
  sidOf,
} from '../testing-requests.ts'

const clock = aClock()
let auth: AuthForTests
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  auth = await startAuthForTests({
    databaseUrl: created.url,
    now: clock.now,
    settings: { SESSIONS_PER_USER: '3' },
  })
})
afterAll(async () => {
  await auth.close()
  await drop()
})

const me = (token: string) => get(`${auth.url}/auth/me`, { token })
const refresh = (refreshToken: string) => post(`${auth.url}/auth/refresh`, { body: { refreshToken } })
const list = (token: string) => get(`${auth.url}/auth/sessions`, { token })

test('SEC-032 REG-A2: the list says which device, since when, until when, and marks exactly one as current', async () => {
  const { person } = await register(auth.url)
  const laptop = await login(auth.url, person, 'laptop')
  clock.forward(60)
  const { body: refreshed } = await refresh(laptop.refreshToken)
  const { body } = await list(refreshed.accessToken)
  expect(body.items).toHaveLength(2)
  expect(body.items.filter((item: { current: boolean }) => item.current)).toHaveLength(1)
  expect(body.items[0]).toMatchObject({ id: sidOf(laptop.accessToken), device: 'laptop', current: true })
  expect(Date.parse(body.items[0].lastSeenAt) - Date.parse(body.items[0].createdAt)).toBe(60_000)
  expect(Date.parse(body.items[0].expiresAt) - Date.parse(body.items[0].lastSeenAt)).toBe(14 * 86_400_000)
  expect(body.items[1].device).toBe('node')
})

test('ending a session ends its tokens, and no other', async () => {
  const { person, accessToken } = await register(auth.url)
  const phone = await login(auth.url, person, 'phone')
  const url = `${auth.url}/auth/sessions/${sidOf(phone.accessToken)}`
  expect((await send('DELETE', url, { token: accessToken })).status).toBe(204)
  expect((await me(phone.accessToken)).body.code).toBe('auth.session_ended')
  expect((await refresh(phone.refreshToken)).status).toBe(401)
  expect((await me(accessToken)).status).toBe(200)
  expect((await send('DELETE', url, { token: accessToken })).body.code).toBe('sessions.not_found')
  const { items } = (await get(`${auth.internalUrl}/internal/revocations`)).body
  const revoked = items.find(({ sid }: { sid: string }) => sid === sidOf(phone.accessToken))
  expect(Date.parse(revoked.until) - clock.now().getTime()).toBeGreaterThanOrEqual(960_000)
})

test("SEC-033: another person's session is not found and goes on", async () => {
  const victim = await register(auth.url)
  const attacker = await register(auth.url)
  for (const id of [sidOf(victim.accessToken), '00000000-0000-7000-8000-000000000000', 'not-an-id', '%00']) {
    const answer = await send('DELETE', `${auth.url}/auth/sessions/${id}`, { token: attacker.accessToken })
    expect([answer.status, answer.body.code]).toEqual([404, 'sessions.not_found'])
  }
  expect((await me(victim.accessToken)).status).toBe(200)
})

test('SEC-035 REG-A16: beyond the cap the oldest session gives way, also under a race', async () => {
  const { person, accessToken, refreshToken } = await register(auth.url)
  const second = await login(auth.url, person)
  await Promise.all([login(auth.url, person), login(auth.url, person), login(auth.url, person)])
  expect((await me(accessToken)).status).toBe(401)
  expect((await refresh(refreshToken)).status).toBe(401)
  expect((await me(second.accessToken)).status).toBe(401)
  const last = await login(auth.url, person)
  await refresh(last.refreshToken)
  expect((await list(last.accessToken)).body.items).toHaveLength(3)
})

test('SEC-035 REG-A16: exactly as many sessions as may be, and no refresh brings one back', async () => {
  const { person, refreshToken } = await register(auth.url)
  const tokens = [refreshToken]
  for (let count = 0; count < 5; count += 1) {
    clock.forward(1)
    tokens.push((await login(auth.url, person, `device ${count}`)).refreshToken)
  }
  const statuses = async () => {
    const answers = []
    for (const [index, token] of tokens.entries()) {
      const { status, body } = await refresh(token)
      if (status === 200) tokens[index] = body.refreshToken
      answers.push({ status, accessToken: body.accessToken })
    }
    return answers
  }
  for (let round = 0; round < 3; round += 1) {
    const answers = await statuses()
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 200, 200, 200])
    const { items } = (await list(answers[5]?.accessToken)).body
    expect(items.map(({ device }: { device: string }) => device)).toEqual([
      'device 4',
      'device 3',
      'device 2',
    ])
  }
})

test('SEC-034: signing in makes a session of its own, whatever cookies came along', async () => {
  const page = { headers: fromOurPage }
  const planted = cookiesOf(
    await post(`${auth.url}/auth/register`, { ...page, body: { ...aPerson(), delivery: 'cookie' } }),
  )
  const { person } = await register(auth.url)
  const answer = await post(`${auth.url}/auth/login`, {
    ...page,
    cookie: planted,
    body: { ...person, delivery: 'cookie' },
  })
  expect(answer.status).toBe(200)
  const own = cookiesOf(answer)
  const valuesOf = (cookies: string) => cookies.split('; ').map((pair) => pair.split('=')[1] ?? '')
  const [plantedAccess = '', plantedRefresh] = valuesOf(planted)
  const [access = '', refreshValue] = valuesOf(own)
  expect(sidOf(access)).not.toBe(sidOf(plantedAccess))
  expect(refreshValue).not.toBe(plantedRefresh)
  expect((await get(`${auth.url}/auth/me`, { cookie: own })).body.email).toBe(person.email)
})

test('SEC-031: all other sessions end, or all', async () => {
  const { person, accessToken, refreshToken } = await register(auth.url)
  const others = [await login(auth.url, person), await login(auth.url, person)]
  const url = `${auth.url}/auth/sessions`
  expect((await send('DELETE', `${url}?except=current`, { token: accessToken })).status).toBe(204)
  for (const other of others) {
    expect((await me(other.accessToken)).status).toBe(401)
    expect((await refresh(other.refreshToken)).status).toBe(401)
  }
  expect((await list(accessToken)).body.items).toHaveLength(1)
  expect((await send('DELETE', `${url}?except=all`, { token: accessToken })).status).toBe(400)
  expect((await send('DELETE', url, { token: accessToken })).status).toBe(204)
  expect((await me(accessToken)).status).toBe(401)
  expect((await refresh(refreshToken)).status).toBe(401)
})

test('SEC-029: signing out ends the session of the refresh token, also of a spent one', async () => {
  const first = await register(auth.url)
  const { body: second } = await refresh(first.refreshToken)
  const logout = () => post(`${auth.url}/auth/logout`, { body: { refreshToken: first.refreshToken } })
  const answer = await logout()
  expect([answer.status, answer.text, answer.headers.getSetCookie()]).toEqual([204, '', []])
  for (const token of [first.refreshToken, second.refreshToken])
    expect((await refresh(token)).status).toBe(401)
  expect((await me(second.accessToken)).status).toBe(401)
  expect((await logout()).status).toBe(204)
})

test('signing out by bearer token ends its session', async () => {
  const { accessToken, refreshToken } = await register(auth.url)
  const logout = () => post(`${auth.url}/auth/logout`, { token: accessToken })
  expect((await logout()).status).toBe(204)
  expect((await refresh(refreshToken)).status).toBe(401)
  expect((await logout()).status).toBe(204)
  expect((await post(`${auth.url}/auth/logout`, { token: 'garbage' })).status).toBe(401)
  expect((await post(`${auth.url}/auth/logout`)).status).toBe(204)
})

test('signing out of the browser clears both cookies, also when the session has ended', async () => {
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  const cookie = cookiesOf(await post(`${auth.url}/auth/register`, page))
  for (let time = 0; time < 2; time += 1) {
    const answer = await post(`${auth.url}/auth/logout`, { cookie, headers: fromOurPage })
    expect(answer.status).toBe(204)
    const cleared = answer.headers.getSetCookie()
    expect(cleared.map((line) => line.split(';')[0])).toEqual(['__Host-goalixa_at=', '__Host-goalixa_rt='])
    for (const line of cleared) expect(line).toContain('Expires=Thu, 01 Jan 1970')
  }
  expect((await get(`${auth.url}/auth/me`, { cookie })).status).toBe(401)
  const dead = await post(`${auth.url}/auth/logout`, {
    cookie: '__Host-goalixa_at=dead',
    headers: fromOurPage,
  })
  expect([dead.status, dead.headers.getSetCookie().length]).toEqual([204, 2])
})

test('paths are compared exactly', async () => {
  const { accessToken } = await register(auth.url)
  for (const path of ['/AUTH/me', '/auth/me/', '/auth//me']) {
    expect((await get(auth.url + path, { token: accessToken })).status).toBe(404)
  }
})
