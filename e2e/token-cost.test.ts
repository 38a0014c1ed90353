/** What hostile tokens cost the processes of the product, as the system counts it. Many more with SOAK=1. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack } from './stack.ts'
import type { TestStack } from './stack.ts'

const soak = process.env['SOAK'] === '1'
const count = soak ? 2_000 : 200
const timeout = soak ? 600_000 : 120_000

let stack: TestStack
let kid: string
beforeAll(async () => {
  stack = await startTestStack({
    settings: { SMTP_URL: 'smtp://user:of-the-mail-server@127.0.0.1:1', GOOGLE_CLIENT_SECRET: 'of-google' },
  })
  const jwks = await (await fetch(`${stack.url}/auth/.well-known/jwks.json`)).json()
  kid = (jwks as { keys: { kid: string }[] }).keys[0]!.kid
})
afterAll(() => stack.stop())

const doors = { api: '/v1/timer', auth: '/auth/me', app: '/v1/timer' } as const
type Door = keyof typeof doors
const pidOf = (door: Door) => stack.services.find(({ name }) => name === door)!.pid()!
/** Where it listens, as the gateway was told. */
function portOf(door: Door): number {
  if (door === 'api') return Number(new URL(stack.url).port)
  const environment = readFileSync(`/proc/${pidOf('api')}/environ`, 'latin1')
  return Number(new RegExp(`\\0${door.toUpperCase()}_URL=[^\\0]*:(\\d+)`).exec(environment)?.[1])
}

/** User and system time, in milliseconds; ticks of 10 ms. */
function cpuMs(door: Door): number {
  const fields = readFileSync(`/proc/${pidOf(door)}/stat`, 'latin1')
    .split(') ')[1]!
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
const residentMb = (door: Door) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pidOf(door)}/status`, 'latin1'))?.[1]) / 1000

/** As bytes: an ordinary client would refuse to send some of these. */
async function statusOf(door: Door, token: string): Promise<number> {
  const socket = connect(portOf(door), '127.0.0.1')
  // A server that refuses the header closes before everything was written.
  socket.on('error', () => undefined)
  const lines = [`GET ${doors[door]} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close']
  socket.write([...lines, `Authorization: Bearer ${token}`, '', ''].join('\r\n'))
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  await once(socket, 'close')
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const costly = () => ({
  'of 64 kB': `${encoded({ alg: 'ES256', typ: 'at+jwt', kid })}.${'A'.repeat(65_536)}.${'A'.repeat(86)}`,
  'of 14 kB, just below what a header may hold': `${encoded({ alg: 'ES256', typ: 'at+jwt', kid })}.${'A'.repeat(14_000)}.${'A'.repeat(86)}`,
  'of 10,000 dots': '.'.repeat(10_000),
})

describe.each(Object.keys(doors) as Door[])('%s', (door) => {
  test('SEC-014: refusing a huge token takes less than 5 ms of the processor', { timeout }, async () => {
    for (const [what, token] of Object.entries(costly())) {
      for (let time = 0; time < 20; time += 1) await statusOf(door, token)
      const before = cpuMs(door)
      for (let time = 0; time < count; time += 1) {
        const status = await statusOf(door, token)
        // A closed door may come before the answer: nothing was served either way.
        if (!Number.isNaN(status)) expect([401, 431]).toContain(status)
      }
      const each = (cpuMs(door) - before) / count
      if (soak) process.stdout.write(`${JSON.stringify({ door, what, each })}\n`)
      expect([what, each < 5]).toEqual([what, true])
    }
  })

  test('SEC-013: bombs do not grow the process by 10 MB', { timeout }, async () => {
    const header = encoded({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt', kid, zip: 'DEF' })
    const bomb = `${header}..AAAA.${'A'.repeat(9_000)}.AAAA`
    const round = async () => {
      for (let time = 0; time < count; time += 1) expect(await statusOf(door, bomb)).toBe(401)
      return residentMb(door)
    }
    // The first rounds make room for what every request needs; one of those after must stay within the bound.
    let before = await round()
    let growth = Infinity
    for (let time = 0; time < 8 && growth >= 10; time += 1) {
      const after = await round()
      growth = after - before
      before = after
    }
    if (soak) process.stdout.write(`${JSON.stringify({ door, growth })}\n`)
    expect(growth).toBeLessThan(10)
  })
})

test('what only auth needs is told to auth alone', () => {
  for (const door of Object.keys(doors) as Door[]) {
    const environment = readFileSync(`/proc/${pidOf(door)}/environ`, 'latin1')
    for (const secret of ['of-the-mail-server', 'of-google', 'AUTH_SECRET'])
      expect([door, secret, environment.includes(secret)]).toEqual([door, secret, door === 'auth'])
  }
})
