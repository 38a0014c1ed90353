/** What the gateway refuses, byte by byte: by itself, and what Node refuses before it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw, statusOf } from '../testing/raw-http.ts'

let gateway: TestGateway
const bearer = `Authorization: Bearer ${accessToken()}`
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())

const problemOf = (answer: string) => {
  expect(answer).toMatch(/^content-type: application\/problem\+json/im)
  expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im)
  expect(answer).toMatch(/^cache-control: .*no-store\r$/im)
  const id = /^x-request-id: (.*)\r$/im.exec(answer)?.[1]
  const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>
  expect(body['requestId']).toBe(id)
  expect(answer).not.toMatch(/HPE_|node:|\.ts\b|at \w+ \(|llhttp/)
  return [statusOf(answer), body['code']]
}
const ask = (target: string, options: Parameters<typeof rawRequest>[1] = {}) =>
  sendRaw(gateway.port, rawRequest(target, options))

describe('answers', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', [400, 'request.malformed']],
    [
      'TLS at the plain port',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n',
      [400, 'request.malformed'],
    ],
    [
      'a method that is none',
      'FOO /v1/timer HTTP/1.1\r\nHost: goalixa.test\r\n\r\n',
      [400, 'request.malformed'],
    ],
    ['HTTP/2 unasked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 'request.malformed']],
    ['another version', 'GET / HTTP/9.9\r\nHost: goalixa.test\r\n\r\n', [400, 'request.malformed']],
    [
      'headers of 64 kB',
      rawRequest('/v1/timer', { headers: [`X-A: ${'a'.repeat(65_536)}`] }),
      [431, 'request.headers_too_large'],
    ],
    ['a target of 64 kB', rawRequest(`/v1/${'a'.repeat(65_536)}`), [431, 'request.headers_too_large']],
    [
      'another Expect',
      rawRequest('/v1/timer', { headers: ['Expect: 200-ok'] }),
      [417, 'request.expectation_failed'],
    ],
  ])('SEC-125: %s', async (_, bytes, expected) =>
    expect(problemOf(await sendRaw(gateway.port, bytes))).toEqual(expected),
  )

  it.each([
    ['an unknown path', '/v1/nothing', 'GET', [404, 'request.not_found'], ''],
    ['an unknown method', '/v1/tasks', 'PUT', [405, 'request.method_not_allowed'], 'GET, HEAD, POST'],
    ['an unknown method of a page', '/', 'POST', [405, 'request.method_not_allowed'], 'GET, HEAD'],
    ['TRACE', '/v1/tasks', 'TRACE', [405, 'request.method_not_allowed'], 'GET, HEAD, POST'],
    ['too long a body', '/v1/tasks', 'POST', [413, 'request.too_large'], ''],
  ])('SEC-125: %s', async (_, target, method, expected, allow) => {
    const headers = [bearer, ...(expected[0] === 413 ? ['Content-Length: 99999999'] : [])]
    const answer = await ask(target, { method, headers })
    expect(problemOf(answer)).toEqual(expected)
    if (allow !== '') expect(answer).toMatch(new RegExp(`^allow: ${allow}\\r$`, 'im'))
  })

  it('SEC-125: CONNECT gets no tunnel', async () => {
    const answer = await sendRaw(
      gateway.port,
      'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n',
    ).catch(() => '')
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/)
  })

  it.each(['\n', '\r\n', ' HTTP/1.1\r\nX-A: b'])(
    'SEC-109: a request id with %j never splits an answer',
    async (inside) => {
      const answer = await ask('/v1/nothing', { headers: [`X-Request-Id: a${inside}Set-Cookie: a=b`] })
      expect(answer).not.toMatch(/set-cookie/i)
    },
  )

  it.each([
    ['1 MB', 'x'.repeat(1024 * 1024), 431],
    ['markup', '<script>alert(1)</script>', 404],
    ['a quote', '"}{"level":"fatal', 404],
    ['an escape', '\u001b[31m', 400],
  ])('SEC-109: a request id of %s is not repeated', async (_, id, status) => {
    const answer = await ask('/v1/nothing', { headers: [`X-Request-Id: ${id}`] })
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toContain(id)
  })
})

describe('what is told elsewhere', () => {
  it('SEC-126: metrics are not on the public port, and a thousand paths make no label', async () => {
    const answer = await fetch(`${gateway.url}/metrics`)
    expect(answer.status).toBe(404)
    const seriesNow = async () =>
      (await (await fetch(gateway.metricsUrl)).text()).split('\n').filter((line) => line.includes('route='))
        .length
    const wander = async (from: number, to: number) => {
      for (let n = from; n < to; n += 50) {
        await Promise.all(
          Array.from({ length: 50 }, (_, m) =>
            fetch(`${gateway.url}/v1/nothing-${n + m}`).then((response) => response.arrayBuffer()),
          ),
        )
      }
    }
    await wander(0, 100)
    const before = await seriesNow()
    expect(before).toBeGreaterThan(0)
    await wander(100, process.env['SOAK'] === '1' ? 100_000 : 1_000)
    expect(await seriesNow()).toBe(before)
    expect(await (await fetch(gateway.metricsUrl)).text()).not.toContain('nothing-')
  })
})
