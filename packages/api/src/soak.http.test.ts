/**
 * SEC-120: hours of mixed load leave neither memory nor open files behind. `npm run soak -- packages/api/src/soak`, for
 * SOAK_MINUTES (5 unless said); a few seconds without.
 */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessToken } from './testing/gateway.ts'
import type { GatewayProcess } from './testing/gateway-process.ts'
import { startGatewayProcess } from './testing/gateway-process.ts'

const soak = process.env['SOAK'] === '1'
const minutes = soak ? Number(process.env['SOAK_MINUTES'] ?? 5) : 0.06
const sampleMs = soak ? 2_000 : 200
/** Caches fill and code is compiled first: that is no leak. */
const warmUpShare = 0.4

let gateway: GatewayProcess
beforeAll(async () => {
  // Logs and spans are written as in daily use.
  gateway = await startGatewayProcess({ LOG_LEVEL: 'info' })
  let seen = 0
  gateway.app.answer((request, response) => {
    seen += 1
    // What was seen would itself fill this process.
    gateway.app.seen.length = 0
    request.resume()
    if (seen % 50 === 0) return void response.writeHead(500).end()
    if (seen % 97 === 0) return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(request.url === '/v1/tasks' ? JSON.stringify({ items: 'x'.repeat(20_000) }) : '{}')
  })
})
afterAll(() => gateway.stop())

/** People come back; strangers are the business of the habits below. */
const people = Array.from({ length: 200 }, () => ({ authorization: `Bearer ${accessToken({}, 86_400)}` }))
const as = () => people[Math.floor(Math.random() * people.length)]!
const read = async (path: string, init: RequestInit = {}) =>
  (await fetch(gateway.url + path, { headers: as(), ...init })).arrayBuffer()

/** What people, scripts and strangers do, each in turn. */
const habits: (() => Promise<unknown>)[] = [
  () => read('/v1/timer'),
  () => read('/v1/tasks'),
  () => read(`/v1/none-${Math.random()}`),
  () => read('/v1/timer', { headers: {} }),
  () => read('/v1/timer', { headers: { authorization: 'Bearer a.b.c' } }),
  () =>
    read('/v1/tasks', {
      method: 'POST',
      headers: { ...as(), 'content-type': 'application/json', 'idempotency-key': String(Math.random()) },
      body: JSON.stringify({ title: 'x'.repeat(500) }),
    }),
  // Somebody who leaves before the answer.
  async () => {
    const leaving = new AbortController()
    const asked = read('/v1/tasks', { signal: leaving.signal })
    leaving.abort()
    await asked
  },
  // Somebody who hangs up in the middle of a head.
  () =>
    new Promise<void>((resolve) => {
      const socket = connect({ port: gateway.port, host: '127.0.0.1' }, () => {
        socket.write('GET /v1/timer HTTP/1.1\r\nHost: a')
        socket.destroy()
      })
      socket.once('close', () => resolve())
    }),
]

interface Sample {
  readonly atMs: number
  /** Bytes: of the process, and of what it has in use. */
  readonly memory: number
  readonly heap: number
  readonly files: number
}

/** What is garbage says nothing: of each of so many parts of the time, the least counts. */
const parts = 8

/** Bytes per millisecond, by the middle of all slopes between two parts: a single leap does not decide. */
function slopeOf(samples: readonly Sample[], read: (sample: Sample) => number): number {
  const size = Math.ceil(samples.length / parts)
  const least = Array.from({ length: parts }, (_, part) =>
    samples.slice(part * size, (part + 1) * size).toSorted((a, b) => read(a) - read(b)),
  ).flatMap(([first]) => (first === undefined ? [] : [first]))
  const slopes = least.flatMap((one, index) =>
    least.slice(index + 1).map((other) => (read(other) - read(one)) / (other.atMs - one.atMs)),
  )
  return slopes.toSorted((a, b) => a - b)[slopes.length >> 1] ?? 0
}
const perHour = (bytesPerMs: number) => Math.round((bytesPerMs * 3_600_000) / 1024 / 1024)
const rounded = (bytes: number) => Math.round(bytes / 1024 / 1024)

test(
  'SEC-120: mixed load leaves no file open, and memory does not grow',
  { timeout: minutes * 60_000 + 60_000 },
  async () => {
    const load = { isOn: true, done: 0 }
    const someone = async (first: number) => {
      for (let turn = first; load.isOn; turn++) {
        await habits[turn % habits.length]!().catch(() => undefined)
        load.done += 1
      }
    }
    const base = gateway.usage().files
    const began = performance.now()
    const everyone = Array.from({ length: 8 }, (_, index) => someone(index))
    const samples: Sample[] = []
    while (performance.now() - began < minutes * 60_000) {
      await pause(sampleMs)
      const heap = (await gateway.metric('nodejs_heap_size_used_bytes'))!
      samples.push({ atMs: performance.now() - began, heap, ...gateway.usage() })
    }
    load.isOn = false
    await Promise.all(everyone)
    const settled = samples.filter(({ atMs }) => atMs > minutes * 60_000 * warmUpShare)
    const megabytesPerHour = perHour(slopeOf(settled, ({ memory }) => memory))
    if (soak) {
      const found = {
        requests: load.done,
        megabytesPerHour,
        heapMegabytesPerHour: perHour(slopeOf(settled, ({ heap }) => heap)),
        memory: samples.map(({ memory }) => rounded(memory)),
        heap: samples.map(({ heap }) => rounded(heap)),
        files: samples.map(({ files }) => files),
      }
      process.stdout.write(`${JSON.stringify(found)}\n`)
    }
    expect(load.done).toBeGreaterThan(50)
    // Connections come and go with the load; what is left of it is closed.
    await expect.poll(() => gateway.usage().files, { timeout: 30_000 }).toBeLessThanOrEqual(base + 20)
    // Half an hour is the least that says something about hours: garbage is collected in its own time.
    if (minutes >= 30) expect(megabytesPerHour).toBeLessThan(1)
    expect(Math.max(...settled.map(({ memory }) => memory))).toBeLessThan(400 * 1024 * 1024)
  },
)
