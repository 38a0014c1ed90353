/** Readiness of the gateway: what it needs, asked of parts that are there, broken, slow or gone. */
import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startGateway } from './testing/gateway.ts'
import type { TestGateway } from './testing/gateway.ts'
import { json } from './testing/upstream.ts'

let gateway: TestGateway
beforeEach(async () => void (gateway = await startGateway()))
afterEach(() => gateway.close())

const read = async (path = '/readyz') => {
  const response = await fetch(gateway.url + path)
  return { status: response.status, body: await response.json() }
}
const missing = (...names: string[]) => {
  const all = ['auth', 'app', 'keys', 'revocations']
  const checks = Object.fromEntries(all.map((name) => [name, names.includes(name) ? 'missing' : 'ok']))
  return { status: 503, body: { status: 'not ready', checks } }
}
const broken: RequestListener = (request) => request.socket.destroy()

describe('readiness', () => {
  it('is there when everything is', async () => {
    expect(await read()).toMatchObject({ status: 200, body: { status: 'ready' } })
  })

  it.each<[string, RequestListener]>([
    ['is not ready itself', json({}, 503)],
    ['breaks off', broken],
    ['says nothing', () => undefined],
  ])('names a service that %s', async (_, listener) => {
    gateway.app.answer(listener)
    expect(await read()).toEqual(missing('app'))
    expect((await read('/healthz')).status).toBe(200)
  })

  it('names a list of ended sessions that is too old', async () => {
    expect((await read()).status).toBe(200)
    gateway.internal.answer(broken)
    await expect.poll(() => read(), { timeout: 30_000 }).toEqual(missing('revocations'))
  })

  it('asks each service once in a second, however many ask', async () => {
    let asked = 0
    gateway.app.answer((request, response) => {
      if (request.url === '/readyz') asked += 1
      json({})(request, response)
    })
    const began = performance.now()
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 10 }, () => read()))
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / 1000))
  })
})
