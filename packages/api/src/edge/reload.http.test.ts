/** SEC-118: routes are changed in a running process, under load. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessToken } from '../testing/gateway.ts'
import type { GatewayProcess } from '../testing/gateway-process.ts'
import { startGatewayProcess } from '../testing/gateway-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'goalixa-routes-'))
const file = join(folder, 'routes.json')
const say = (overrides: unknown) => writeFileSync(file, JSON.stringify(overrides))
const reloads = 30

let gateway: GatewayProcess
beforeAll(async () => {
  say({ 'projects.list': { off: true } })
  gateway = await startGatewayProcess({ ROUTE_OVERRIDES: file })
})
afterAll(async () => {
  await gateway.stop()
  rmSync(folder, { recursive: true })
})

const get = (path: string) =>
  fetch(gateway.url + path, { headers: { authorization: `Bearer ${accessToken()}` } })
const count = async (outcome: string) =>
  (await gateway.metric('goalixa_gateway_config_reloads_total', `outcome="${outcome}"`)) ?? 0

/** Sends the signal and waits until it was heard. */
async function reload(outcome: 'reloaded' | 'refused'): Promise<void> {
  const before = await count(outcome)
  gateway.signal('SIGHUP')
  await expect.poll(() => count(outcome), { interval: 10, timeout: 30_000 }).toBe(before + 1)
}

test('SEC-118: the file holds from the start, and an answer that is off says when to come back', async () => {
  const off = await get('/v1/projects')
  expect([off.status, off.headers.get('retry-after')]).toEqual([503, '60'])
  expect((await get('/v1/timer')).status).toBe(200)
})

test('SEC-118: a file that is not usable changes nothing', async () => {
  for (const bad of [
    '{',
    '{"no.such.route":{}}',
    '{"timer.get":{"timeoutMs":"1"}}',
    '{"timer.get":{"scope":"write"}}',
  ]) {
    writeFileSync(file, bad)
    await reload('refused')
    expect((await get('/v1/projects')).status).toBe(503)
    expect((await get('/v1/timer')).status).toBe(200)
  }
})

test('SEC-118: a route is counted by the class that the file gives it', async () => {
  const policy = async () => (await get('/v1/timer')).headers.get('ratelimit-policy')
  say({})
  await reload('reloaded')
  expect(await policy()).toMatch(/^"default";/)
  say({ 'timer.get': { rateClass: 'heavy' } })
  await reload('reloaded')
  expect(await policy()).toBe('"heavy";q=600;w=60')
})

test('SEC-118: routes change under load without a failed request', { timeout: 60_000 }, async () => {
  const load = { isOn: true }
  const statuses = new Map<number, number>()
  const ask = async (path: string) => {
    while (load.isOn) {
      const response = await get(path)
      await response.text()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    }
  }
  const loops = ['/v1/timer', '/v1/tasks', '/v1/timer', '/v1/labels'].map(ask)
  for (let round = 0; round < reloads; round++) {
    say({ 'projects.list': { off: round % 2 === 0 }, 'timer.get': { timeoutMs: 1_000 + round } })
    await reload('reloaded')
    // The very next request is served by the new table.
    expect((await get('/v1/projects')).status).toBe(round % 2 === 0 ? 503 : 200)
  }
  load.isOn = false
  await Promise.all(loops)
  expect([...statuses.keys()]).toEqual([200])
  expect(statuses.get(200)).toBeGreaterThan(reloads)
  const told = gateway.app.seen.findLast(({ url }) => url === '/v1/timer')!
  expect(Number(told.headers['x-request-timeout-ms'])).toBeLessThanOrEqual(1_000 + reloads)
})
