/** SEC-116: clients that are slow in every way there is, beside people who just use it. */
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessToken } from '../testing/gateway.ts'
import type { GatewayProcess } from '../testing/gateway-process.ts'
import { startGatewayProcess } from '../testing/gateway-process.ts'

const soak = process.env['SOAK'] === '1'
const idle = soak ? 10_000 : 150
const slow = soak ? 500 : 50
/** Of each of four people at once. */
const requests = soak ? 500 : 40
/** More than buffers of both sides hold. */
const largeAnswer = Buffer.alloc(8 * 1024 * 1024, ' ')

let gateway: GatewayProcess
const sockets = new Set<Socket>()
beforeAll(async () => {
  gateway = await startGatewayProcess()
  gateway.app.answer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(request.url === '/v1/settings' ? largeAnswer : '{"running":null}')
  })
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await gateway.stop()
})

/** A connection that says something and then one byte more at a time; what it is answered is read, or never. */
async function dawdle(first: string, { more = '', reads = true } = {}): Promise<Socket> {
  const socket = connect({ port: gateway.port, host: '127.0.0.1' })
  sockets.add(socket)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('error', () => undefined)
  if (reads) socket.resume()
  else socket.pause()
  socket.write(first)
  const drip = setInterval(() => more && socket.writable && socket.write(more), 1_000)
  socket.once('close', () => clearInterval(drip))
  return socket
}
/** Opens so many, a few at a time; `isHere` is asked after each few, so that no more come than are taken. */
async function many(count: number, open: () => Promise<Socket>, isHere = (_opened: number) => true) {
  for (let opened = 0; opened < count;) {
    const few = Math.min(50, count - opened)
    await Promise.all(Array.from({ length: few }, open))
    opened += few
    await expect.poll(() => isHere(opened), { timeout: 30_000, interval: 10 }).toBe(true)
  }
}
/** Those who do not read hold an answer that began. */
const unread = () => gateway.app.seen.filter(({ url }) => url === '/v1/settings').length
const head = (line: string) =>
  `${line} HTTP/1.1\r\nHost: goalixa.test\r\nAuthorization: Bearer ${accessToken()}\r\n`

/** Milliseconds of requests one after the other, over a few connections. @throws Error when one fails */
async function healthy(count: number): Promise<number[]> {
  const took: number[] = []
  const loop = async () => {
    for (let asked = 0; asked < count; asked++) {
      const began = performance.now()
      const response = await fetch(`${gateway.url}/v1/timer`, {
        headers: { authorization: `Bearer ${accessToken()}` },
      })
      expect([response.status, await response.text()]).toEqual([200, '{"running":null}'])
      took.push(performance.now() - began)
    }
  }
  await Promise.all([loop(), loop(), loop(), loop()])
  return took.toSorted((a, b) => a - b)
}

test(
  'SEC-116: slow heads, bodies and readers and idle connections harm nobody',
  { timeout: 240_000 },
  async () => {
    await healthy(100)
    const before = await healthy(200)
    const base = gateway.usage()
    await many(idle, () => dawdle(''))
    await many(slow, () => dawdle('GET /v1/timer HTTP/1.1\r\nHost: goalixa.test\r\nX-', { more: 'a' }))
    await many(slow, () =>
      dawdle(`${head('POST /v1/tasks')}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`, {
        more: ' ',
      }),
    )
    await many(
      slow,
      () => dawdle(`${head('GET /v1/settings')}\r\n`, { reads: false }),
      (opened) => unread() === opened,
    )
    expect(gateway.usage().files).toBeGreaterThan(base.files + idle + 3 * slow)

    const meanwhile = await healthy(requests)
    // Half a body is nobody's work yet.
    expect(gateway.app.seen.filter(({ method }) => method === 'POST')).toEqual([])
    // A connection costs some kilobytes, and what is not read some buffers, never the whole answer.
    const perConnection = (gateway.usage().memory - base.memory) / (idle + 3 * slow)
    expect(perConnection).toBeLessThan(512 * 1024)
    const p99 = (times: readonly number[]) => times[Math.floor(times.length * 0.99)]!
    if (soak) expect(p99(meanwhile)).toBeLessThan(2 * p99(before) + 10)

    for (const socket of sockets) socket.destroy()
    await expect.poll(() => gateway.usage().files, { timeout: 30_000 }).toBeLessThan(base.files + 20)
    await healthy(20)
  },
)

test.runIf(soak)('SEC-116: who never finishes a head is told, and let go', { timeout: 80_000 }, async () => {
  const socket = await dawdle('GET /v1/timer HTTP/1.1\r\nHost: goalixa.test\r\nX-', { more: 'a' })
  let answer = ''
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await Promise.race([closed, pause(50_000)])
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})
