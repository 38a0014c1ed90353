/** A service whose socket is held open while it has no process: connections are taken, and nobody answers. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'

let gateway: TestGateway
beforeEach(async () => void (gateway = await startGateway()))
afterEach(() => gateway.close())

const headers = { authorization: `Bearer ${accessToken()}`, 'content-type': 'application/json' }
const get = () => fetch(`${gateway.url}/v1/timer`, { headers })
const post = () => fetch(`${gateway.url}/v1/tasks`, { method: 'POST', headers, body: '{"title":"a"}' })
const shown = async (answer: Promise<Response>) => {
  const response = await answer
  const { code } = (await response.json()) as { code?: string }
  return [response.status, code, response.headers.get('retry-after')]
}
const unavailable = [503, 'upstream.unavailable', '1']

test('SEC-110: nothing is sent to a service that is gone, and whoever asks hears it at once', async () => {
  // Never answers, as it is with a socket that nobody serves.
  gateway.app.answer(() => undefined)
  gateway.setGone(['app'])
  expect(await shown(get())).toEqual(unavailable)
  expect(await shown(post())).toEqual(unavailable)
  expect(gateway.app.seen).toEqual([])
  // The other one is there.
  expect((await fetch(`${gateway.url}/auth/.well-known/jwks.json`)).status).toBe(200)
})

test('SEC-110: who waits for a service when it goes is told, and asked no patience', async () => {
  gateway.app.answer(() => undefined)
  const waiting = [shown(get()), shown(post())]
  await expect.poll(() => gateway.app.seen.length).toBe(2)
  gateway.setGone(['app'])
  // What was read is asked again, and refused; a change may have arrived, so nobody says that it has not.
  expect(await Promise.all(waiting)).toEqual([unavailable, [502, 'upstream.broken', null]])
})

test('SEC-110: a service that is back serves at once, however many it had failed', async () => {
  gateway.setGone(['app'])
  for (let asked = 0; asked < 6; asked += 1) expect((await get()).status).toBe(503)
  gateway.app.answer(json({ running: null }))
  gateway.setGone([])
  expect((await get()).status).toBe(200)
})

test('SEC-110: without auth, the list of ended sessions is not waited for', async () => {
  const internal = gateway.internal.seen.length
  gateway.setGone(['auth'])
  const exchange = await fetch(`${gateway.url}/v1/timer`, {
    headers: { authorization: `Bearer glx_pat_${'a'.repeat(49)}` },
  })
  expect(exchange.status).toBe(503)
  expect(gateway.internal.seen.filter(({ url }) => url.includes('exchange'))).toEqual([])
  expect(internal).toBeGreaterThan(0)
})
