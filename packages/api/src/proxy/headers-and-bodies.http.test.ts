/** What the gateway does to requests and answers on their way through, over real sockets. */
import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw } from '../testing/raw-http.ts'

/** Short budgets, so that the tests need not wait for the real ones. */
const table: readonly NamedRoute[] = routeTable.map((route) => ({
  ...route,
  spec: { ...route.spec, timeoutMs: 300 },
}))

let gateway: TestGateway
beforeEach(async () => void (gateway = await startGateway({ table })))
afterEach(() => gateway.close())

const token = accessToken()
const authorization = `Bearer ${token}`
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(gateway.url + path, { headers: { authorization, ...headers }, redirect: 'manual' })
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
const seenBy = () => gateway.app.seen[0]!

describe('headers to a service', () => {
  it('SEC-099 REG-B7: are those it needs, and our own word on who calls', async () => {
    await get('/v1/timer', {
      'X-User-Id': '7',
      x_user_id: '7',
      'X-Roles': 'admin',
      'X-Internal-Call': '1',
      'X-Real-IP': '1.2.3.4',
      'X-Forwarded-For': '1.2.3.4',
      'X-Forwarded-Host': 'evil.test',
      Forwarded: 'for=1.2.3.4',
      Cookie: 'theme=dark',
      Origin: 'http://a.test',
      'X-HTTP-Method-Override': 'DELETE',
      'Proxy-Authorization': 'Basic YTpi',
      'Accept-Language': 'fa',
      'If-None-Match': '"a"',
      'User-Agent': 'a test',
      'Last-Event-ID': '7',
      'X-Request-Id': 'mine-1',
      Via: '1.1 before',
    })
    const { host, connection: _ours, traceparent, ...rest } = seenBy().headers
    expect(host).toBe(new URL(gateway.app.url).host)
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(rest).toEqual({
      accept: '*/*',
      'accept-language': 'fa',
      'accept-encoding': expect.any(String),
      'if-none-match': '"a"',
      'user-agent': 'a test',
      'last-event-id': '7',
      'x-request-timeout-ms': expect.stringMatching(/^\d{2,3}$/),
      authorization,
      'x-forwarded-for': '127.0.0.1',
      via: '1.1 before, 1.1 goalixa',
      'x-request-id': 'mine-1',
    })
  })

  it('SEC-098: lose what Connection names, but never the identity', async () => {
    const lines = [
      `Authorization: ${authorization}`,
      'Connection: user-agent, Authorization, X-Forwarded-For',
      'User-Agent: a test',
    ]
    await sendRaw(gateway.port, rawRequest('/v1/timer', { headers: lines }))
    expect(seenBy().headers).toMatchObject({ authorization, 'x-forwarded-for': '127.0.0.1' })
    expect(seenBy().headers['user-agent']).toBeUndefined()
  })

  it('SEC-108: continue a trace with a span of our own, and begin anew where it is malformed', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`
    await get('/v1/timer', { traceparent, tracestate: 'a=1' })
    await get('/v1/timer', { traceparent, tracestate: `a=${'x'.repeat(600)}` })
    await get('/v1/timer', { traceparent: `${traceparent}, ${traceparent}`, tracestate: 'a=1' })
    const [kept, tooLong, malformed] = gateway.app.seen.map(({ headers }) => headers)
    expect(kept!['traceparent']).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
    expect([kept!['tracestate'], tooLong!['tracestate'], malformed!['tracestate']]).toEqual([
      'a=1',
      undefined,
      undefined,
    ])
    expect(malformed!['traceparent']).not.toContain(trace)
  })

  it.each(['a b', 'x'.repeat(65), '<script>', ''])('SEC-109: replace the request id %j', async (id) => {
    const response = await get('/v1/timer', { 'X-Request-Id': id })
    expect(seenBy().headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-request-id')).toBe(seenBy().headers['x-request-id'])
  })
})

describe('headers of an answer', () => {
  it('SEC-103 SEC-104 REG-B12: pass byte by byte, but for those of one connection', async () => {
    gateway.app.answer((_, response) => {
      response.sendDate = false
      response.writeHead(201, [
        'Set-Cookie',
        'a=1; Path=/',
        'Set-Cookie',
        'b="2, 3"; HttpOnly',
        'ETag',
        'W/"x,y"',
        'Location',
        '/v1/tasks/%7Ea?b=%2F',
        'Retry-After',
        '7',
        'X-Odd',
        'caf\u00e9',
        'Content-Type',
        'application/json',
        'Connection',
        'close, X-Hop',
        'X-Hop',
        '1',
        'Keep-Alive',
        'timeout=1',
        'Server',
        'secret/1.2',
        'X-Powered-By',
        'us',
        'X-Request-Id',
        'theirs',
        'Content-Length',
        '9',
      ])
      // As text, Node would write the headers in another encoding together with the body.
      response.end(Buffer.from('{"a":1.0}'))
    })
    const headers = [`Authorization: ${authorization}`, 'X-Request-Id: mine']
    const answer = await sendRaw(gateway.port, rawRequest('/v1/timer', { headers }))
    const [head = '', body] = answer.split('\r\n\r\n')
    const lines = head.split('\r\n')
    expect(lines[0]).toBe('HTTP/1.1 201 Created')
    expect(lines).toEqual(
      expect.arrayContaining([
        'Set-Cookie: a=1; Path=/',
        'Set-Cookie: b="2, 3"; HttpOnly',
        'ETag: W/"x,y"',
        'Location: /v1/tasks/%7Ea?b=%2F',
        'Retry-After: 7',
        'X-Odd: caf\u00e9',
        'X-Request-Id: mine',
        'Content-Length: 9',
        'Via: 1.1 goalixa',
        'Vary: Origin',
      ]),
    )
    expect(head).not.toMatch(/x-hop|server|powered|theirs|keep-alive/i)
    expect(body).toBe('{"a":1.0}')
  })

  it.each([204, 304])('SEC-104: %i has no body', async (status) => {
    gateway.app.answer((_, response) => response.writeHead(status, { etag: '"a"' }).end())
    const response = await get('/v1/timer')
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
      status,
      '"a"',
      '',
    ])
  })

  it('SEC-104: HEAD answers the headers of GET', async () => {
    gateway.app.answer((request, response) =>
      response.writeHead(200, { 'content-length': '5', 'x-method': request.method! }).end(),
    )
    const response = await fetch(`${gateway.url}/v1/timer`, { method: 'HEAD', headers: { authorization } })
    expect([
      response.status,
      response.headers.get('content-length'),
      response.headers.get('x-method'),
    ]).toEqual([200, '5', 'HEAD'])
  })

  it('SEC-104: carry the problem of a service untouched', async () => {
    gateway.app.answer((_, response) => {
      response
        .writeHead(409, { 'content-type': 'application/problem+json' })
        .end('{"code": "timer.not_running"}')
    })
    const response = await get('/v1/timer')
    expect([response.status, await response.text()]).toEqual([409, '{"code": "timer.not_running"}'])
  })

  it('REG-B3: never bring the cookies of one caller to another', async () => {
    gateway.auth.answer((_, response) =>
      response.writeHead(200, { 'set-cookie': 'goalixa_rt=one' }).end('{}'),
    )
    await get('/auth/me')
    await get('/auth/me')
    const asked = gateway.auth.seen.filter(({ url }) => url === '/auth/me')
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
  })
})

describe('bodies', () => {
  const big = Buffer.alloc(10 * 1024 * 1024, 'a')
  const post = (body: string | Buffer | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/v1/tasks`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body,
      duplex: 'half',
    })

  it('REG-B12: arrive as they were sent', async () => {
    const text = '{"title": "a\u2028b",  "n":1.0}'
    gateway.app.answer((request, response) => void request.pipe(response))
    const response = await post(text, { 'idempotency-key': 'k1' })
    expect(await response.text()).toBe(text)
    expect(seenBy().headers).toMatchObject({
      'content-length': String(Buffer.byteLength(text)),
      'idempotency-key': 'k1',
    })
  })

  it('SEC-125: of a length over the limit never reach the service', async () => {
    expect(await codeOf(await post(big))).toEqual([413, 'request.too_large'])
    expect(gateway.app.seen).toEqual([])
  })

  it('REG-B12: without a length are cut off at the limit, and the connection serves on', async () => {
    let received = 0
    gateway.app.answer((request) => request.on('data', (chunk: Buffer) => (received += chunk.length)))
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(big.subarray(0, 64 * 1024))
        if ((sent += 1) === 160) controller.close()
      },
    })
    let sent = 0
    expect(await codeOf(await post(chunks))).toEqual([413, 'request.too_large'])
    expect(received).toBeLessThanOrEqual(1024 * 1024)
    gateway.app.answer((_, response) => response.end('{}'))
    expect((await get('/v1/timer')).status).toBe(200)
  })

  it('that a service does not read get its answer all the same', async () => {
    gateway.app.answer((_, response) =>
      response.writeHead(415, { 'content-type': 'application/json' }).end('{"code":"x"}'),
    )
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: { authorization }, agent: false }
      httpRequest(`${gateway.url}/v1/tasks`, options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end(big.subarray(0, 900_000))
    })
    expect(status).toBe(415)
  })

  it('of a slow caller are waited for', async () => {
    gateway.app.answer((request, response) => void request.pipe(response))
    const answered = new Promise<string>((resolve, reject) => {
      const request = httpRequest(
        `${gateway.url}/v1/tasks`,
        { method: 'POST', headers: { authorization } },
        (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => (text += String(chunk))).on('end', () => resolve(text))
        },
      )
      request.on('error', reject)
      request.write('a')
      // Longer than the service has, without a byte.
      setTimeout(() => request.end('b'), 700)
    })
    expect(await answered).toBe('ab')
  })
})

test.each([
  ['0', 'https', undefined],
  ['1', 'http', undefined],
  ['1', 'https', 'https'],
])(
  'SEC-041: behind %s proxies, %s is told to auth as %s, and to nobody else',
  async (proxies, said, told) => {
    const behind = await startGateway({ settings: { TRUSTED_PROXIES: proxies } })
    const headers = { 'X-Forwarded-Proto': said, 'Sec-Fetch-Site': 'same-origin' }
    await fetch(`${behind.url}/auth/refresh`, { method: 'POST', headers })
    await fetch(`${behind.url}/v1/timer`, {
      headers: { ...headers, Authorization: `Bearer ${accessToken()}` },
    })
    const seen = (request: { headers: Record<string, unknown> } | undefined) =>
      request?.headers['x-forwarded-proto']
    expect(seen(behind.auth.seen.find(({ url }) => url === '/auth/refresh'))).toBe(told)
    expect(behind.app.seen).toHaveLength(1)
    expect(seen(behind.app.seen[0])).toBeUndefined()
    await behind.close()
  },
)
