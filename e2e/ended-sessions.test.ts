/** What has ended is refused at the gateway within a second, and what has not ended is never refused. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { get, login, post, register, send, sidOf } from '@goalixa/auth/testing-requests'
import { startServices } from './services.ts'
import type { Services } from './services.ts'

const soak = process.env['SOAK'] === '1'

/** Services whose clocks the test moves; `offsets` in seconds. */
async function withClocks(offsets: Partial<Record<'auth' | 'app' | 'gateway', number>> = {}) {
  let moved = 0
  const clock = (service: keyof typeof offsets) => () => Date.now() + (moved + (offsets[service] ?? 0)) * 1000
  const services = await startServices({
    clocks: { auth: clock('auth'), app: clock('app'), gateway: clock('gateway') },
  })
  onTestFinished(services.close)
  return {
    ...services,
    async forward(seconds: number) {
      moved += seconds
      while (!(await fetch(`${services.gatewayUrl}/readyz`)).ok) await pause(20)
    },
  }
}

const timer = async (services: Services, token: string) =>
  (await get(`${services.gatewayUrl}/v1/timer`, { token })).status
const refresh = (services: Services, refreshToken: string) =>
  post(`${services.gatewayUrl}/auth/refresh`, { body: { refreshToken } })
const doorsOf = (services: Services) => [
  `${services.gatewayUrl}/v1/timer`,
  `${services.gatewayUrl}/auth/me`,
  `${services.appUrl}/v1/timer`,
  `${services.auth.url}/auth/me`,
]
const statusesOf = (services: Services, token: string) =>
  Promise.all(doorsOf(services).map(async (url) => (await get(url, { token })).status))

/** A second in which the gateway must have heard of it; on a machine that stands still, as long as that takes. */
async function refusedAtGateway(services: Services, tokens: readonly string[]) {
  const began = performance.now()
  for (const token of tokens) while ((await timer(services, token)) !== 401) await pause(10)
  if (soak) expect(performance.now() - began).toBeLessThan(1_000)
}

test('SEC-020 REG-A4 REG-A14: a replay after the grace ends family and access at the gateway', async () => {
  const services = await withClocks()
  const first = await register(services.auth.url)
  const { body: second } = await refresh(services, first.refreshToken)
  expect(await statusesOf(services, first.accessToken)).toEqual([200, 200, 200, 200])
  await services.forward(31)
  const replay = await refresh(services, first.refreshToken)
  expect([replay.status, replay.headers.getSetCookie()]).toEqual([401, []])
  await refusedAtGateway(services, [first.accessToken, second.accessToken])
  expect((await refresh(services, second.refreshToken)).status).toBe(401)
  const sid = sidOf(first.accessToken)
  expect(
    await services.database.row(sql`
      select event, outcome from audit_events where session_id = ${sid} and event = 'refresh_reuse'`),
  ).toEqual({ event: 'refresh_reuse', outcome: 'failure' })
})

test('SEC-021: a grandparent inside the grace ends the family at the gateway', async () => {
  const services = await withClocks()
  const first = await register(services.auth.url)
  const { body: second } = await refresh(services, first.refreshToken)
  const { body: third } = await refresh(services, second.refreshToken)
  expect((await refresh(services, first.refreshToken)).status).toBe(401)
  await refusedAtGateway(services, [third.accessToken, first.accessToken])
  expect((await refresh(services, third.refreshToken)).status).toBe(401)
})

test('SEC-023 REG-A3: the refresh cookie alone opens nothing else, and nothing is made from it', async () => {
  const services = await withClocks()
  const { accessToken, refreshToken } = await register(services.auth.url)
  const cookie = `__Host-goalixa_rt=${refreshToken}`
  const tokens = sql`select count(*) as tokens from refresh_tokens where session_id = ${sidOf(accessToken)}`
  for (const url of [
    ...doorsOf(services),
    `${services.gatewayUrl}/auth/sessions`,
    `${services.gatewayUrl}/auth/tokens`,
  ]) {
    const answer = await get(url, { cookie })
    expect([url, answer.status, answer.headers.getSetCookie()]).toEqual([url, 401, []])
  }
  expect(await services.database.row(tokens)).toEqual({ tokens: 1 })
})

test('SEC-024: GET gets 405, a request from another site 403, and neither spends the token', async () => {
  const services = await withClocks()
  const { refreshToken } = await register(services.auth.url)
  const cookie = `__Host-goalixa_rt=${refreshToken}`
  for (const base of [services.gatewayUrl, services.auth.url]) {
    const url = `${base}/auth/refresh`
    expect((await get(url, { cookie })).status).toBe(405)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
      {},
    ])
      expect((await post(url, { cookie, headers })).status).toBe(403)
  }
  expect((await refresh(services, refreshToken)).status).toBe(200)
})

test('SEC-027: the access token before a rotation is good until its own end', async () => {
  const services = await withClocks()
  const first = await register(services.auth.url)
  let token = first.refreshToken
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([refresh(services, token), statusesOf(services, first.accessToken)])
    expect(answers[1]).toEqual([200, 200, 200, 200])
    token = answers[0].body.refreshToken
  }
  await services.forward(590)
  expect(await statusesOf(services, first.accessToken)).toEqual([200, 200, 200, 200])
  // The end, and the minute that clocks may differ.
  await services.forward(71)
  expect(await statusesOf(services, first.accessToken)).toEqual([401, 401, 401, 401])
  expect((await refresh(services, token)).status).toBe(200)
})

test('SEC-029: after signing out neither access token nor refresh token nor parent serves', async () => {
  const services = await withClocks()
  const first = await register(services.auth.url)
  const { body: second } = await refresh(services, first.refreshToken)
  expect(await timer(services, second.accessToken)).toBe(200)
  const out = await post(`${services.gatewayUrl}/auth/logout`, {
    body: { refreshToken: second.refreshToken },
  })
  expect(out.status).toBe(204)
  await refusedAtGateway(services, [first.accessToken, second.accessToken])
  for (const { refreshToken } of [first, second])
    expect((await refresh(services, refreshToken)).status).toBe(401)
})

test.each([
  ['deactivated', (id: string) => sql`update accounts set disabled_at = now() where id = ${id}`],
  ['deleted', (id: string) => sql`delete from accounts where id = ${id}`],
])(
  'SEC-030 REG-A14: an account that is %s is out: all sessions, personal tokens, everywhere',
  async (what, end) => {
    const services = await withClocks()
    const first = await register(services.auth.url)
    const second = await login(services.auth.url, first.person)
    const personal = (
      await post(`${services.auth.url}/auth/tokens`, { token: first.accessToken, body: { name: 'script' } })
    ).body
    const bystander = await register(services.auth.url)
    const tokens = [first.accessToken, second.accessToken, personal.token as string]
    for (const token of tokens) expect(await timer(services, token)).toBe(200)
    await services.database.rows(end(first.id))
    await refusedAtGateway(services, tokens)
    for (const { refreshToken } of [first, second])
      expect((await refresh(services, refreshToken)).status).toBe(401)
    expect((await get(`${services.auth.url}/auth/me`, { token: first.accessToken })).status).toBe(401)
    expect(await statusesOf(services, bystander.accessToken)).toEqual([200, 200, 200, 200])
    if (what === 'deleted') return
    // Whoever is let in again signs in again.
    await services.database.rows(sql`update accounts set disabled_at = null where id = ${first.id}`)
    expect((await refresh(services, second.refreshToken)).status).toBe(401)
    expect((await login(services.auth.url, first.person)).accessToken).toBeDefined()
  },
)

test('SEC-031: all other sessions end at the gateway; the one that asked goes on', async () => {
  const services = await withClocks()
  const first = await register(services.auth.url)
  const others = [await login(services.auth.url, first.person), await login(services.auth.url, first.person)]
  const url = `${services.gatewayUrl}/auth/sessions?except=current`
  expect((await send('DELETE', url, { token: first.accessToken })).status).toBe(204)
  await refusedAtGateway(
    services,
    others.map(({ accessToken }) => accessToken),
  )
  expect(await statusesOf(services, first.accessToken)).toEqual([200, 200, 200, 200])
})

describe('SEC-038: clocks that differ by a minute refuse nobody', () => {
  test.each([
    [{ auth: 60 }],
    [{ auth: -60 }],
    [{ gateway: 60 }],
    [{ gateway: -60 }],
    [{ app: 60 }],
    [{ app: -60 }],
  ])('%j', async (offsets) => {
    const services = await withClocks(offsets)
    const { accessToken, refreshToken } = await register(services.auth.url)
    const personal = (
      await post(`${services.auth.url}/auth/tokens`, { token: accessToken, body: { name: 'script' } })
    ).body.token as string
    expect(await statusesOf(services, accessToken)).toEqual([200, 200, 200, 200])
    expect(await timer(services, personal)).toBe(200)
    await services.forward(50)
    expect(await timer(services, personal)).toBe(200)
    await services.forward(540)
    expect(await statusesOf(services, accessToken)).toEqual([200, 200, 200, 200])
    const { status, body } = await refresh(services, refreshToken)
    expect([status, await statusesOf(services, body.accessToken)]).toEqual([200, [200, 200, 200, 200]])
  })
})
