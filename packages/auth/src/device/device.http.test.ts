import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { startAuthWithDatabase } from '../testing-database.ts'
import type { AuthWithDatabase } from '../testing-database.ts'
import { aClock, cookiesOf, fromOurPage, get, post, register } from '../testing-requests.ts'

const clock = aClock()
let auth: AuthWithDatabase['auth']
let database: AuthWithDatabase['database']
let close: AuthWithDatabase['close']
beforeAll(async () => {
  ;({ auth, database, close } = await startAuthWithDatabase(clock.now))
})
afterAll(() => close())

const begin = async (device = 'a terminal') =>
  (await post(`${auth.url}/auth/device`, { body: { clientId: 'goalixa-cli', device } })).body
const poll = (deviceCode: string, clientId = 'goalixa-cli') =>
  post(`${auth.url}/auth/device/token`, { body: { clientId, deviceCode } })
const find = (token: string, userCode: string) =>
  post(`${auth.url}/auth/device/find`, { token, body: { userCode } })
const decide = (token: string, userCode: string, decision = 'approve') =>
  post(`${auth.url}/auth/device/decision`, { token, body: { userCode, decision } })
const result = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code]
/** Long enough for the next question. */
const later = () => clock.forward(30)

test('SEC-084: pending, then the tokens, once', async () => {
  const { accessToken, person } = await register(auth.url)
  const begun = await begin('laptop of Ada')
  expect(begun).toMatchObject({ expiresIn: 600, interval: 5 })
  expect(begun.verificationUriComplete).toBe(`${begun.verificationUri}?user_code=${begun.userCode}`)
  expect(result(await poll(begun.deviceCode))).toEqual([400, 'authorization_pending'])
  expect((await decide(accessToken, begun.userCode)).status).toBe(204)
  later()
  const signedIn = await poll(begun.deviceCode)
  expect([signedIn.status, signedIn.body.account.email]).toEqual([200, person.email])
  expect(signedIn.headers.get('cache-control')).toBe('no-store')
  const { body } = await get(`${auth.url}/auth/sessions`, { token: signedIn.body.accessToken })
  expect(body.items).toContainEqual(expect.objectContaining({ device: 'laptop of Ada', current: true }))
  later()
  expect(result(await poll(begun.deviceCode))).toEqual([400, 'invalid_grant'])
})

test('SEC-084: of twenty that ask at once, one gets the tokens', async () => {
  const { accessToken } = await register(auth.url)
  const { deviceCode, userCode } = await begin()
  await decide(accessToken, userCode)
  const answers = await Promise.all(Array.from({ length: 20 }, () => poll(deviceCode)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
})

test('SEC-084: who asks too early has to wait five seconds longer each time', async () => {
  const { deviceCode } = await begin()
  expect(result(await poll(deviceCode))).toEqual([400, 'authorization_pending'])
  clock.forward(4)
  expect(result(await poll(deviceCode))).toEqual([400, 'slow_down'])
  clock.forward(9)
  expect(result(await poll(deviceCode))).toEqual([400, 'slow_down'])
  clock.forward(14)
  expect(result(await poll(deviceCode))).toEqual([400, 'slow_down'])
  clock.forward(21)
  expect(result(await poll(deviceCode))).toEqual([400, 'authorization_pending'])
})

test('SEC-084: denied, and expired after ten minutes', async () => {
  const { accessToken } = await register(auth.url)
  const denied = await begin()
  expect((await decide(accessToken, denied.userCode, 'deny')).status).toBe(204)
  expect(result(await poll(denied.deviceCode))).toEqual([400, 'access_denied'])
  expect(result(await decide(accessToken, denied.userCode))).toEqual([404, 'device.not_found'])
  const late = await begin()
  clock.forward(600)
  expect(result(await poll(late.deviceCode))).toEqual([400, 'expired_token'])
})

test('SEC-085: after five codes that nobody had asked for, a right one does not help', async () => {
  const { accessToken } = await register(auth.url)
  const { userCode, deviceCode } = await begin()
  for (let guess = 0; guess < 5; guess += 1)
    expect(result(await find(accessToken, 'BBBB-BBBB'))).toEqual([404, 'device.not_found'])
  for (const answer of [await find(accessToken, userCode), await decide(accessToken, userCode)]) {
    expect(result(answer)).toEqual([429, 'rate.limited'])
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(600)
  }
  expect(result(await poll(deviceCode))).toEqual([400, 'authorization_pending'])
  const guesses = await register(auth.url)
  const at = await Promise.all(Array.from({ length: 20 }, () => find(guesses.accessToken, 'CCCCCCCC')))
  expect(at.filter(({ status }) => status === 404)).toHaveLength(5)
})

test('SEC-085: user codes are 8 of 20 letters: five guesses find one of them less often than once in 2^32', async () => {
  expect(5 / 20 ** 8).toBeLessThanOrEqual(2 ** -32)
  const codes = await Promise.all(Array.from({ length: 50 }, () => begin()))
  for (const { userCode } of codes)
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  expect(new Set(codes.map(({ userCode }) => userCode)).size).toBe(50)
})

test('SEC-086: who approves sees code, client, device and address, has signed in lately and on our page', async () => {
  const { accessToken, person } = await register(auth.url)
  const { userCode } = await begin('tty of Ada')
  const shown = await find(accessToken, userCode.toLowerCase().replace('-', ' '))
  expect(shown.body).toMatchObject({
    userCode,
    clientId: 'goalixa-cli',
    device: 'tty of Ada',
    address: expect.stringMatching(/127\.0\.0\.1|::1/),
  })
  expect((await post(`${auth.url}/auth/device/find`, { body: { userCode } })).status).toBe(401)
  clock.forward(590)
  const inBrowser = await post(`${auth.url}/auth/login`, {
    body: { ...person, delivery: 'cookie' },
    headers: fromOurPage,
  })
  const cookie = cookiesOf(inBrowser)
  const body = { userCode, decision: 'approve' }
  const foreign = await post(`${auth.url}/auth/device/decision`, {
    cookie,
    body,
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  expect(result(foreign)).toEqual([403, 'request.cross_site'])
  const ours = await post(`${auth.url}/auth/device/decision`, { cookie, body, headers: fromOurPage })
  expect(ours.status).toBe(204)
})

test('SEC-086: an old sign-in does not approve', async () => {
  const { accessToken, id } = await register(auth.url)
  const { userCode, deviceCode } = await begin()
  await database.rows(
    sql`update sessions set authenticated_at = authenticated_at - interval '11 minutes' where user_id = ${id}`,
  )
  expect(result(await decide(accessToken, userCode))).toEqual([403, 'auth.step_up_required'])
  expect(result(await poll(deviceCode))).toEqual([400, 'authorization_pending'])
})

test('SEC-087: a device code is of its client alone, hashed, and opens nothing before it is approved', async () => {
  const { deviceCode } = await begin()
  expect(deviceCode).toMatch(/^[\w-]{43}$/)
  expect(result(await poll(deviceCode, 'goalixa-web'))).toEqual([400, 'invalid_grant'])
  expect(result(await poll('A'.repeat(43)))).toEqual([400, 'invalid_grant'])
  expect((await get(`${auth.url}/auth/me`, { token: deviceCode })).status).toBe(401)
  const rows = await database.rows(sql`select * from device_authorizations`)
  expect(JSON.stringify(rows)).not.toContain(deviceCode)
})

test('a password that was changed, or an account that was disabled, since the approval ends it', async () => {
  const { accessToken, id } = await register(auth.url)
  const { deviceCode, userCode } = await begin()
  await decide(accessToken, userCode)
  await database.rows(sql`update accounts set password_version = password_version + 1 where id = ${id}`)
  expect(result(await poll(deviceCode))).toEqual([400, 'access_denied'])
})
