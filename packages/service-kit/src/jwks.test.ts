import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createJwksKeyFinder } from './jwks.ts'

const jwk = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'ES256',
})

/** A server that answers what the test says and counts how often it is asked. */
async function aKeyServer() {
  const state = {
    status: 200,
    body: JSON.stringify({ keys: [jwk('one')] }),
    asked: 0,
    location: undefined as string | undefined,
  }
  const server = createServer((_request, response) => {
    state.asked += 1
    response
      .writeHead(state.status, state.location === undefined ? {} : { location: state.location })
      .end(state.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  let time = 1_000_000
  const find = createJwksKeyFinder({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    now: () => time,
  })
  return { state, find, forward: (ms: number) => (time += ms) }
}

test('finds a key, and asks once for many at the same moment', async () => {
  const { state, find } = await aKeyServer()
  const found = await Promise.all(Array.from({ length: 20 }, () => find('one')))
  for (const key of found) expect(key?.asymmetricKeyType).toBe('ec')
  expect(state.asked).toBe(1)
  await find('one')
  expect(state.asked).toBe(1)
})

test('SEC-003: an unknown key asks again, but at most every ten seconds', async () => {
  const { state, find, forward } = await aKeyServer()
  await find('one')
  for (let round = 0; round < 50; round += 1) expect(await find(`garbage${round}`)).toBeUndefined()
  expect(state.asked).toBe(1)
  state.body = JSON.stringify({ keys: [jwk('one'), jwk('two')] })
  forward(10_001)
  expect(await find('two')).toBeDefined()
  expect(state.asked).toBe(2)
})

test('a removed key ends when the set is read anew', async () => {
  const { state, find, forward } = await aKeyServer()
  await find('one')
  state.body = JSON.stringify({ keys: [jwk('two')] })
  forward(300_001)
  expect(await find('one')).toBeUndefined()
  expect(await find('two')).toBeDefined()
})

test('known keys stay good while the service is away; unknown ones are 503, not 401', async () => {
  const { state, find, forward } = await aKeyServer()
  await find('one')
  state.status = 500
  forward(300_001)
  expect(await find('one')).toBeDefined()
  await expect(find('two')).rejects.toMatchObject({ code: 'service.unavailable' })
})

test('while the service is away it is asked at most once a second, and who has a known key does not wait', async () => {
  const { state, find, forward } = await aKeyServer()
  await find('one')
  state.status = 500
  forward(300_001)
  expect(await find('one')).toBeDefined()
  const asked = state.asked
  for (let round = 0; round < 20; round += 1) {
    expect(await find('one')).toBeDefined()
    await expect(find(`garbage${round}`)).rejects.toMatchObject({ code: 'service.unavailable' })
  }
  expect(state.asked).toBe(asked)
  state.status = 200
  state.body = JSON.stringify({ keys: [jwk('two')] })
  forward(1_001)
  expect(await find('two')).toBeDefined()
  expect(await find('one')).toBeUndefined()
})

test.each([
  ['an error', { status: 503 }],
  ['no JSON', { body: 'oops' }],
  ['another shape', { body: '{"keys":"none"}' }],
  ['a symmetric key', { body: '{"keys":[{"kid":"one","kty":"oct","k":"AAAA"}]}' }],
  ['a redirect', { status: 302, location: 'http://127.0.0.1:1/' }],
])('an answer with %s gives no keys', async (_what, change) => {
  const { state, find } = await aKeyServer()
  Object.assign(state, change)
  await expect(find('one')).rejects.toMatchObject({ code: 'service.unavailable' })
})
