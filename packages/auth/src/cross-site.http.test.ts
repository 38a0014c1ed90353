import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests, testOrigin } from './testing.ts'
import type { AuthForTests } from './testing.ts'
import { aPerson, cookiesOf, fromOurPage, get, post, register, send } from './testing-requests.ts'

let auth: AuthForTests
let drop: () => Promise<void>
let cookie: string
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  auth = await startAuthForTests({ databaseUrl: created.url })
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  cookie = cookiesOf(await post(`${auth.url}/auth/register`, page))
})
afterAll(async () => {
  await auth.close()
  await drop()
})

// Node's fetch takes these headers from us although a browser would not let a page set them.
const others: [string, Record<string, string>][] = [
  ['no sign of where from', {}],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site', origin: testOrigin }],
  ['an address typed in', { 'sec-fetch-site': 'none' }],
  ['origin null', { origin: 'null' }],
  ['an origin that ends like ours', { origin: 'https://evil-goalixa.test' }],
  ['an origin that begins like ours', { origin: `${testOrigin}.evil.tld` }],
  ['our host by plain HTTP', { origin: 'http://goalixa.test' }],
]

test.each(others)('SEC-043 SEC-046: from %s nothing changes with our cookies', async (_what, headers) => {
  const answers = await Promise.all([
    post(`${auth.url}/auth/refresh`, { cookie, headers }),
    post(`${auth.url}/auth/logout`, { cookie, headers }),
    post(`${auth.url}/auth/tokens`, { cookie, headers, body: { name: 'theirs' } }),
    // Without cookies: nobody may be signed in as somebody else either.
    post(`${auth.url}/auth/login`, { headers, body: { ...aPerson(), delivery: 'cookie' } }),
    post(`${auth.url}/auth/register`, { headers, body: { ...aPerson(), delivery: 'cookie' } }),
  ])
  for (const answer of answers) {
    expect([answer.status, answer.body.code, answer.headers.getSetCookie()]).toEqual([
      403,
      'request.cross_site',
      [],
    ])
  }
  expect((await get(`${auth.url}/auth/me`, { cookie, headers })).status).toBe(200)
})

test.each([
  ['by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
  ['by Origin, from a browser that says no more', { origin: testOrigin }],
])('our own page may change things %s', async (_what, headers) => {
  const made = await post(`${auth.url}/auth/tokens`, { cookie, headers, body: { name: 'ours' } })
  expect(made.status).toBe(201)
  expect((await send('DELETE', `${auth.url}/auth/tokens/${made.body.id}`, { cookie, headers })).status).toBe(
    204,
  )
})

test('the gateway may repeat the cookie as a bearer token, but the two must agree', async () => {
  const access = /_at=([^;]+)/.exec(cookie)?.[1] ?? ''
  expect((await get(`${auth.url}/auth/me`, { cookie, token: access })).status).toBe(200)
  const { accessToken } = await register(auth.url)
  const differing = await get(`${auth.url}/auth/me`, { cookie, token: accessToken })
  expect([differing.status, differing.body.code]).toEqual([400, 'request.ambiguous_credentials'])
  const withoutPage = await post(`${auth.url}/auth/tokens`, { cookie, token: access, body: { name: 'x' } })
  expect(withoutPage.body.code).toBe('request.cross_site')
})

test('SEC-044: only JSON is read', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await post(`${auth.url}/auth/login`, {
      body: aPerson(),
      headers: { 'content-type': type },
    })
    expect(answer.status).toBe(415)
  }
})

test('SEC-041: plain HTTP is an opt-in with names of its own', async () => {
  const created = await createTestDatabase()
  const plain = await startAuthForTests({ databaseUrl: created.url, settings: { COOKIE_SECURE: 'false' } })
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  const answer = await post(`${plain.url}/auth/register`, page)
  const lines = answer.headers.getSetCookie()
  expect(lines.map((line) => line.split('=')[0])).toEqual(['goalixa_at', 'goalixa_rt', 'goalixa_device'])
  for (const line of lines) expect(line).toMatch(/; HttpOnly; SameSite=Strict(; Max-Age=\d+)?$/)
  expect((await get(`${plain.url}/auth/me`, { cookie: cookiesOf(answer) })).status).toBe(200)
  // Where HTTPS is expected such cookies count for nothing: a neighbour could have planted them.
  expect((await get(`${auth.url}/auth/me`, { cookie: cookiesOf(answer) })).body.code).toBe('auth.required')
  await plain.close()
  await created.drop()
})

test('SEC-041: by plain HTTP, cookies are for HTTPS alone where a trusted proxy says that the browser came so', async () => {
  const databaseUrl = await testDatabase()
  const AUTH_SECRET = randomBytes(48).toString('base64')
  const linesOf = async (proxies: string, said: Record<string, string>) => {
    const settings = { AUTH_SECRET, COOKIE_SECURE: 'false', TRUSTED_PROXIES: proxies }
    const plain = await startAuthForTests({ databaseUrl, settings })
    const headers = { ...fromOurPage, ...said }
    const answer = await post(`${plain.url}/auth/register`, {
      body: { ...aPerson(), delivery: 'cookie' },
      headers,
    })
    expect((await get(`${plain.url}/auth/me`, { cookie: cookiesOf(answer), headers: said })).status).toBe(200)
    const out = await post(`${plain.url}/auth/logout`, { cookie: cookiesOf(answer), headers })
    await plain.close()
    const lines = [...answer.headers.getSetCookie(), ...out.headers.getSetCookie()]
    expect(lines.map((line) => line.split('=')[0]).slice(0, 3)).toEqual([
      'goalixa_at',
      'goalixa_rt',
      'goalixa_device',
    ])
    return lines.map((line) => /; Secure(;|$)/.test(line))
  }
  expect(await linesOf('1', { 'x-forwarded-proto': 'https' })).toEqual(Array.from({ length: 5 }, () => true))
  for (const [proxies, said] of [
    ['1', { 'x-forwarded-proto': 'http' }],
    ['1', {}],
    // Nobody in front is ours: the client says it itself.
    ['0', { 'x-forwarded-proto': 'https' }],
  ] as const)
    expect(await linesOf(proxies, said)).toEqual(Array.from({ length: 5 }, () => false))
})
