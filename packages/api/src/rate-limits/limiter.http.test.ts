import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'

/** Auth that has `units` for everybody together, one at a time. */
function leases(units: number, who: string[] = []): RequestListener {
  return (request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      who.push((JSON.parse(text) as { who: string }).who)
      const granted = Math.min(units, 1)
      units -= granted
      json({ granted, remaining: units, waitSeconds: units > 0 ? 0 : 20 })(request, response)
    })
  }
}

async function aGateway(options: Parameters<typeof startGateway>[0]): Promise<TestGateway> {
  const gateway = await startGateway({
    ...options,
    settings: { RATE_LIMIT_REQUESTS: '4/60', ...options?.settings },
  })
  onTestFinished(() => gateway.close())
  return gateway
}

const tasks = (gateway: TestGateway, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/v1/tasks`, { headers })
const asSomebody = () => ({ authorization: `Bearer ${accessToken()}` })

test('SEC-065 REG-A10: answers tell the limit, and 429 when to come again', async () => {
  const gateway = await aGateway({ lease: leases(4) })
  const headers = asSomebody()
  for (const remaining of [3, 2, 1, 0]) {
    const answer = await tasks(gateway, headers)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('ratelimit-policy')).toBe('"default";q=4;w=60')
    expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${remaining};t=\\d+$`))
  }
  const refused = await tasks(gateway, headers)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect(await refused.json()).toMatchObject({ code: 'rate.limited', status: 429 })
  expect(refused.headers.get('ratelimit-policy')).toBe('"default";q=4;w=60')
  const reset = /^"default";r=0;t=(\d+)$/.exec(refused.headers.get('ratelimit') ?? '')?.[1]
  expect(Number(reset)).toBeGreaterThan(0)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(reset))
  expect(await (await fetch(gateway.metricsUrl)).text()).toMatch(
    /goalixa_rate_limited_total\{class="default",service="api"\} 1/,
  )
})

test('REG-B9: what is beyond the limit reaches no service', async () => {
  const gateway = await aGateway({ lease: leases(4) })
  const headers = asSomebody()
  // Each is another one: those that are alike share one answer.
  const askOnce = async (_: unknown, index: number) =>
    (await fetch(`${gateway.url}/v1/tasks?limit=${index + 1}`, { headers })).status
  const statuses = await Promise.all(Array.from({ length: 20 }, askOnce))
  expect(statuses.filter((status) => status === 200)).toHaveLength(4)
  expect(statuses.filter((status) => status === 429)).toHaveLength(16)
  expect(gateway.app.seen).toHaveLength(4)
})

test('REG-B9: nor do personal access tokens that nobody knows', async () => {
  let exchanges = 0
  const gateway = await aGateway({
    lease: leases(4),
    exchange: (request, response) => {
      exchanges += 1
      json({}, 401)(request, response)
    },
  })
  for (let index = 0; index < 20; index += 1) {
    const token = `glx_pat_${String(index).padStart(49, 'x')}`
    expect([401, 429]).toContain((await tasks(gateway, { authorization: `Bearer ${token}` })).status)
  }
  expect(exchanges).toBeLessThanOrEqual(4)
})

test('SEC-063 REG-B9 REG-A10: headers do not make one client into many', async () => {
  const who: string[] = []
  const gateway = await aGateway({ lease: leases(4, who) })
  const statuses: number[] = []
  for (let index = 0; index < 8; index += 1) {
    const address = `198.51.100.${index}`
    const { status } = await fetch(`${gateway.url}/auth/.well-known/jwks.json`, {
      headers: {
        'x-forwarded-for': address,
        'x-real-ip': address,
        forwarded: `for=${address}`,
        'cf-connecting-ip': address,
        'true-client-ip': address,
      },
    })
    statuses.push(status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429, 429, 429])
  expect(new Set(who)).toEqual(new Set(['address 127.0.0.1']))
})

test('SEC-063: behind a proxy of ours the entry that it appended counts, and goes on to the service', async () => {
  const who: string[] = []
  const gateway = await aGateway({ lease: leases(100, who), settings: { TRUSTED_PROXIES: '1' } })
  for (const claimed of ['1.1.1.1', '2.2.2.2']) {
    await fetch(`${gateway.url}/auth/.well-known/jwks.json`, {
      headers: { 'x-forwarded-for': `${claimed}, 203.0.113.7` },
    })
  }
  await tasks(gateway, { ...asSomebody(), 'x-forwarded-for': '1.1.1.1, 203.0.113.7' })
  expect(who.filter((one) => one.startsWith('address'))).toEqual([
    'address 203.0.113.7',
    'address 203.0.113.7',
  ])
  expect(gateway.app.seen.map(({ headers }) => headers['x-forwarded-for'])).toEqual(['203.0.113.7'])
})

test('users do not share a limit, nor do they with who is not signed in', async () => {
  const who: string[] = []
  const gateway = await aGateway({ lease: leases(100, who) })
  await tasks(gateway, asSomebody())
  await tasks(gateway, asSomebody())
  await tasks(gateway)
  expect(new Set(who).size).toBe(3)
})

test('SEC-065: exports and imports count apart: whoever has used them up can still do everything else', async () => {
  const who: string[] = []
  const gateway = await aGateway({ lease: leases(2, who), settings: { RATE_LIMIT_HEAVY: '2/60' } })
  const headers = asSomebody()
  const exported = () => fetch(`${gateway.url}/v1/export/json`, { headers })
  const first = await exported()
  expect(first.status).toBe(200)
  expect(first.headers.get('ratelimit-policy')).toBe('"heavy";q=2;w=60')
  expect((await exported()).status).toBe(200)
  const refused = await exported()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('ratelimit')).toMatch(/^"heavy";r=0;t=\d+$/)
  expect(new Set(who)).toEqual(new Set([expect.stringMatching(/^heavy user /)]))
  // The quota of everything else, which this person has not touched.
  const other = await tasks(await aGateway({ lease: leases(4, who) }), headers)
  expect(other.headers.get('ratelimit-policy')).toBe('"default";q=4;w=60')
  expect(who.at(-1)).toMatch(/^user /)
  expect(await (await fetch(gateway.metricsUrl)).text()).toMatch(
    /goalixa_rate_limited_total\{class="heavy",service="api"\} 1/,
  )
})
