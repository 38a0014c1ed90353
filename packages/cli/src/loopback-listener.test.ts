import { request } from 'node:http'
import { expect, test } from 'vitest'
import { listenOnLoopback } from './loopback-listener.ts'

const state = 'the-state-of-this-sign-in'
const listen = (timeoutMs = 60_000) => listenOnLoopback({ state, timeoutMs })
const statusOf = async (url: string) => (await fetch(url)).status
/** With headers that fetch does not let anybody set. */
const sendAs = (url: string, host: string, method = 'GET') =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { method, headers: { host }, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

test('SEC-090: it takes the code with the right state, once, and closes', async () => {
  const { redirectUri, code } = await listen()
  expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  const answer = await fetch(`${redirectUri}?code=abc&state=${state}`)
  expect([answer.status, answer.headers.get('referrer-policy')]).toEqual([200, 'no-referrer'])
  expect(await code).toBe('abc')
  await expect(fetch(`${redirectUri}?code=abc&state=${state}`)).rejects.toThrow('fetch failed')
})

test.each([
  ['a wrong state', '?code=abc&state=other'],
  ['no state', '?code=abc'],
  ['two states', `?code=abc&state=${state}&state=${state}`],
  ['two codes', `?code=abc&code=abd&state=${state}`],
  ['a denial', `?error=access_denied&state=${state}`],
])('SEC-090: %s is refused, and it closes', async (_, query) => {
  const { redirectUri, code } = await listen()
  expect(await statusOf(redirectUri + query)).toBe(400)
  await expect(code).rejects.toMatchObject({ code: 'access_denied' })
  await expect(fetch(redirectUri)).rejects.toThrow('fetch failed')
})

test('SEC-090: another path is refused', async () => {
  const { redirectUri, code } = await listen()
  expect(await statusOf(redirectUri.replace('/callback', `/other?code=abc&state=${state}`))).toBe(400)
  await expect(code).rejects.toMatchObject({ code: 'access_denied' })
})

test.each([
  ['evil.test', 'GET'],
  ['localhost', 'GET'],
  ['127.0.0.1', 'POST'],
])('SEC-090: a foreign Host or method is refused: %s %s', async (host, method) => {
  const { redirectUri, code } = await listen()
  const { port } = new URL(redirectUri)
  expect(await sendAs(`${redirectUri}?code=abc&state=${state}`, `${host}:${port}`, method)).toBe(400)
  await expect(code).rejects.toMatchObject({ code: 'access_denied' })
})

test('SEC-090: it closes when nobody comes', async () => {
  const { redirectUri, code } = await listen(1)
  await expect(code).rejects.toMatchObject({ code: 'expired_token' })
  await expect(fetch(redirectUri)).rejects.toThrow('fetch failed')
})
