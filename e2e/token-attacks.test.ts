/** What RFC 8725 warns of, against the gateway and against each service alone. */
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, register } from '@goalixa/auth/testing-requests'
import { startServices } from './services.ts'
import type { Services } from './services.ts'
import { forge } from './token-attacks.ts'

let services: Services
let forged: ReturnType<typeof forge>
let accessToken: string
let connections = 0
const attacker = createServer((socket) => {
  connections += 1
  socket.destroy()
})
beforeAll(async () => {
  attacker.listen(0, '127.0.0.1')
  await once(attacker, 'listening')
  services = await startServices()
  const [somebody, other] = [await register(services.auth.url), await register(services.auth.url)]
  accessToken = somebody.accessToken
  forged = forge({
    key: await services.activeKey(),
    token: accessToken,
    refreshToken: somebody.refreshToken,
    otherUserId: other.id,
    listener: `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`,
  })
})
afterAll(async () => {
  await services.close()
  attacker.close()
})

const doors = {
  gateway: () => `${services.gatewayUrl}/v1/timer`,
  app: () => `${services.appUrl}/v1/timer`,
  auth: () => `${services.auth.url}/auth/me`,
}
type Door = keyof typeof doors
const all = Object.keys(doors) as Door[]

/** As bytes: an ordinary client would refuse to send some of these. */
async function statusOf(door: Door, headers: readonly string[]): Promise<number> {
  const url = new URL(doors[door]())
  const socket = connect(Number(url.port), url.hostname)
  // A server that refuses the header closes before everything was written.
  socket.on('error', () => undefined)
  socket.write(
    [`GET ${url.pathname} HTTP/1.1`, `Host: ${url.host}`, 'Connection: close', ...headers, '', ''].join(
      '\r\n',
    ),
  )
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
}
const bearer = (token: string) => [`Authorization: Bearer ${token}`]

const numbers = [
  'SEC-001',
  'SEC-002',
  'SEC-003',
  'SEC-004',
  'SEC-005',
  'SEC-006 REG-B13 REG-A15',
  'SEC-007',
  'SEC-008 REG-A15',
  'SEC-009',
  'SEC-011 REG-A15',
  'SEC-012',
  'SEC-013',
  'SEC-015',
]

test('the table below is complete, and what it changes is all that is wrong', async () => {
  expect(Object.keys(forged.tokens)).toEqual(numbers)
  for (const door of all) expect([door, await statusOf(door, bearer(forged.good))]).toEqual([door, 200])
})

describe.each(all)('at %s', (door) => {
  test.each(numbers)('%s: refused with 401', async (number) => {
    const seen = []
    for (const [what, token] of Object.entries(forged.tokens[number] ?? {})) {
      seen.push([what, await statusOf(door, bearer(token))])
    }
    expect(seen.length).toBeGreaterThan(1)
    expect(seen).toEqual(Object.keys(forged.tokens[number] ?? {}).map((what) => [what, 401]))
  })

  test('SEC-003 SEC-014: a kid of 100 kB, a token of 64 kB and 10,000 dots get 401 or 431', async () => {
    const huge = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 'k'.repeat(100_000) }))
    for (const token of [
      `${huge.toString('base64url')}.e30.${'A'.repeat(86)}`,
      `${'A'.repeat(65_536)}.e30.AAAA`,
      '.'.repeat(10_000),
      `${accessToken.split('.')[0]}.${'A'.repeat(15_000)}.AAAA`,
    ]) {
      expect([401, 431]).toContain(await statusOf(door, bearer(token)))
    }
  })

  test('SEC-014: a token that is refused costs less than 5 ms of the processor', async () => {
    const tokens = ['.'.repeat(10_000), `${'A'.repeat(7_000)}.${'A'.repeat(7_000)}.AAAA`]
    const round = async () => {
      for (const token of tokens) expect([401, 431]).toContain(await statusOf(door, bearer(token)))
    }
    for (let time = 0; time < 20; time += 1) await round()
    const before = process.cpuUsage()
    for (let time = 0; time < 50; time += 1) await round()
    const { user, system } = process.cpuUsage(before)
    // The client is in this process, too: the figure is above what the service spends.
    expect((user + system) / 1000 / 100).toBeLessThan(5)
  })

  test('SEC-013: bombs do not grow the memory by 10 MB', async () => {
    const bomb = bearer(forged.tokens['SEC-013']!['JWE with zip']!)
    const round = async () => {
      for (let time = 0; time < 200; time += 1) await statusOf(door, bomb)
      return process.memoryUsage.rss()
    }
    // The first rounds make room for what every request needs; one of those after must stay within the bound.
    let before = await round()
    let growth = Infinity
    for (let time = 0; time < 8 && growth >= 10e6; time += 1) {
      const after = await round()
      growth = after - before
      before = after
    }
    expect(growth).toBeLessThan(10e6)
  })

  test('SEC-015: two Authorization headers are refused, whichever is good', async () => {
    for (const pair of [
      ['garbage', accessToken],
      [accessToken, 'garbage'],
      [accessToken, accessToken],
    ]) {
      expect(await statusOf(door, pair.flatMap(bearer))).toBe(400)
    }
  })
})

test('SEC-004: the attacker was never asked for keys', () => {
  expect(connections).toBe(0)
})

test('SEC-010: an access token is no refresh token', async () => {
  for (const token of [accessToken, accessToken.slice(0, 200), `glx_rt_${accessToken.slice(0, 43)}`]) {
    const url = `${services.gatewayUrl}/auth/refresh`
    const inBody = await post(url, { body: { refreshToken: token } })
    const inCookie = await post(url, {
      cookie: `__Host-goalixa_rt=${token}`,
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    const inHeader = await post(url, { token })
    // Beyond 200 characters the body is not even of the right shape.
    expect([inBody.status, inCookie.status, inHeader.status]).toEqual([
      token.length > 200 ? 400 : 401,
      401,
      401,
    ])
    for (const answer of [inBody, inCookie, inHeader]) {
      expect([answer.headers.getSetCookie(), answer.text.includes('oken":')]).toEqual([[], false])
    }
  }
})
