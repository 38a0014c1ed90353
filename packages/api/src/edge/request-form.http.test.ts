/** Requests whose end or target two readers could understand differently. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw, statusOf } from '../testing/raw-http.ts'

let gateway: TestGateway
const bearer = `Authorization: Bearer ${accessToken()}`
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())
beforeEach(() => void (gateway.app.seen.length = 0))

const head = (...lines: string[]) => [...lines, '', ''].join('\r\n')
const timer = 'GET /v1/timer HTTP/1.1'
const write = 'POST /v1/timer/stop HTTP/1.1'
const smuggled = 'GET /v1/settings HTTP/1.1\r\nHost: goalixa.test\r\n\r\n'

describe('framing and target', () => {
  it.each([
    ['two Hosts', head(timer, 'Host: goalixa.test', 'Host: evil.test', bearer)],
    ['no Host', head(timer, bearer)],
    ['HTTP/1.0 without Host', head('GET /v1/timer HTTP/1.0', bearer)],
    ['a bad Host', head(timer, 'Host: goalixa.test/evil', bearer)],
    ['a Host with a user', head(timer, 'Host: me@goalixa.test', bearer)],
    ['an absolute target', head('GET http://evil.test/v1/timer HTTP/1.1', 'Host: goalixa.test', bearer)],
    [
      'an absolute target of our own',
      head('GET http://goalixa.test/v1/timer HTTP/1.1', 'Host: goalixa.test', bearer),
    ],
    ['OPTIONS *', head('OPTIONS * HTTP/1.1', 'Host: goalixa.test')],
    [
      'transfer-encoding xchunked',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: xchunked') + smuggled,
    ],
    [
      'transfer-encoding identity',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: identity') + smuggled,
    ],
    [
      'transfer-encoding gzip, chunked',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: gzip, chunked') + '0\r\n\r\n' + smuggled,
    ],
    [
      'transfer-encoding twice',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: identity', 'Transfer-Encoding: chunked') +
        '0\r\n\r\n' +
        smuggled,
    ],
    [
      'chunked and a length',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: chunked', 'Content-Length: 5') +
        '0\r\n\r\n' +
        smuggled,
    ],
    [
      'two lengths',
      head(write, 'Host: goalixa.test', bearer, 'Content-Length: 0', 'Content-Length: 5') + smuggled,
    ],
    [
      'transfer-encoding chunked, identity',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: chunked, identity') +
        '0\r\n\r\n' +
        smuggled,
    ],
    [
      'transfer-encoding chunked twice',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked') +
        '0\r\n\r\n' +
        smuggled,
    ],
    [
      'transfer-encoding after a tab',
      head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding:\tx\tchunked') + smuggled,
    ],
    ['a negative length', head(write, 'Host: goalixa.test', bearer, 'Content-Length: -5') + smuggled],
    ['a length in another base', head(write, 'Host: goalixa.test', bearer, 'Content-Length: 0x5') + smuggled],
    ['a carriage return alone', head(timer, 'Host: goalixa.test', bearer, 'X-A: b\rX-B: c')],
    ['a NUL in a header', head(timer, 'Host: goalixa.test', bearer, 'X-A: b\u0000c')],
    ['a length with a sign', head(write, 'Host: goalixa.test', bearer, 'Content-Length: +5') + smuggled],
    ['a length that is a list', head(write, 'Host: goalixa.test', bearer, 'Content-Length: 5, 5') + smuggled],
    ['a folded header', head(timer, 'Host: goalixa.test', 'X-A: b', ' c', bearer)],
    ['a space before the colon', head(timer, 'Host: goalixa.test', 'Content-Length : 0', bearer)],
    ['a bare line feed', `${timer}\nHost: goalixa.test\n${bearer}\n\n`],
    ['a GET with a body', `${head(timer, 'Host: goalixa.test', bearer, 'Content-Length: 2')}{}`],
    [
      'two content types',
      head(
        write,
        'Host: goalixa.test',
        bearer,
        'Content-Type: application/json',
        'Content-Type: text/plain',
        'Content-Length: 0',
      ),
    ],
    ['two Authorization headers', head(timer, 'Host: goalixa.test', bearer, 'Authorization: Bearer x.y.z')],
  ])('SEC-095 SEC-096 SEC-125: %s: 400, closed, and nothing reaches a service', async (_, bytes) => {
    const answer = await sendRaw(gateway.port, bytes)
    expect(statusOf(answer)).toBe(400)
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(answer).toMatch(/^connection: close\r$/im)
    expect(answer).toMatch(/^content-type: application\/problem\+json/im)
    expect(gateway.app.seen).toEqual([])
  })

  it('SEC-096: names two Authorization headers for what they are', async () => {
    const answer = await sendRaw(gateway.port, head(timer, 'Host: goalixa.test', bearer, bearer))
    expect(answer).toContain('request.ambiguous_credentials')
  })

  it('SEC-095: a chunk size that is no number ends the connection', async () => {
    const body = '0x5\r\nhello\r\n0\r\n\r\n'
    const bytes = head(write, 'Host: goalixa.test', bearer, 'Transfer-Encoding: chunked') + body + smuggled
    const answer = await sendRaw(gateway.port, bytes)
    expect(answer.match(/HTTP\/1\.1 [^1]/g)?.length ?? 0).toBeLessThanOrEqual(1)
    expect(answer).not.toContain('HTTP/1.1 200')
    expect(gateway.app.seen.map(({ url }) => url)).not.toContain('/v1/settings')
  })

  it.each([
    ['an unknown Expect', 'Expect: 200-ok', 417],
    ['Expect that it may go on', 'Expect: 100-continue', 100],
    ['Upgrade', 'Upgrade: websocket', 200],
    [
      'Upgrade that is nominated',
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk',
      200,
    ],
    ['a value like a line break', 'X-A: %0d%0aSet-Cookie: a=b', 200],
    ['a value that only looks like a line break', 'User-Agent: a\u008d\u008ab', 200],
    ['no value', 'Accept:', 200],
    ['Keep-Alive', 'Keep-Alive: timeout=100000', 200],
    ['Trailer and TE', 'Trailer: X-A\r\nTE: trailers', 200],
  ])('SEC-097: %s never breaks the gateway', async (_, line, status) => {
    const answer = await sendRaw(
      gateway.port,
      head(timer, 'Host: goalixa.test', 'Connection: close', bearer, line),
    )
    expect(statusOf(answer)).toBe(status)
  })
})

describe('paths', () => {
  it.each([
    '/v1/tasks/..%2fsettings',
    '/v1/tasks/%2e%2e/settings',
    '/v1/tasks/../settings',
    '/v1//tasks',
    '//v1/tasks',
    '/v1/tasks//',
    '/v1/tasks/a;b=c',
    '/v1/tasks;a=b',
    '/v1/tasks/a%3fb',
    '/v1/tasks/a%23b',
    '/v1/tasks/%00',
    '/v1/tasks/a%5cb',
    '/v1/tasks/a\\b',
    '/v1/tasks/%c0%af',
    '/v1/tasks/%zz',
    '/v1/tasks/a%252fb',
    '/V1/tasks',
    '/v1/Tasks',
    '/v1/tasks/',
    '/v1/tasks#x',
    '/v1/tasks/\u00e9',
    '/internal/revocations',
    '/v1/tasks/%0d%0aX-A:b',
    '/v1/tasks/.',
    '/v1/tasks/%c1%9c',
    '/v1/tasks/%e0%80%af',
    '/v1/tasks/%f0%80%80%af',
    '/v1/tasks/%ed%a0%80',
    '/v1/tasks/%ff',
    '/v1/tasks/%2E%2E%2Fsettings',
    '/%76%31//tasks',
  ])('SEC-101 REG-B8: %s: 400 or 404, and nothing reaches a service', async (target) => {
    const answer = await sendRaw(gateway.port, rawRequest(target, { headers: [bearer] }))
    expect([400, 404]).toContain(statusOf(answer))
    expect([
      ...gateway.app.seen,
      ...gateway.auth.seen.filter(({ url }) => !url.endsWith('jwks.json')),
    ]).toEqual([])
  })

  it.each([
    ['/v1/%74asks', '/v1/tasks'],
    ['/v1/tasks/a%20b', '/v1/tasks/a%20b'],
    ['/v1/tasks/%7Ea', '/v1/tasks/~a'],
    ['/v1/tasks?title=a%2Fb&status=open&status=done', '/v1/tasks?title=a%2Fb&status=open&status=done'],
    ['/v1/tasks?', '/v1/tasks?'],
  ])('SEC-101 REG-B8: %s arrives as %s', async (target, url) => {
    const answer = await sendRaw(gateway.port, rawRequest(target, { headers: [bearer] }))
    expect(statusOf(answer)).toBe(200)
    expect(gateway.app.seen.map((one) => one.url)).toEqual([url])
  })

  it('SEC-102: refuses a query of a thousand parameters', async () => {
    const answer = await sendRaw(
      gateway.port,
      rawRequest(`/v1/tasks?${'a&'.repeat(1000)}`, { headers: [bearer] }),
    )
    expect(statusOf(answer)).toBe(400)
  })

  it('SEC-125: answers 404 for an unknown path and 405 with Allow for an unknown method', async () => {
    const unknown = await fetch(`${gateway.url}/v1/nothing`)
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({
      code: 'request.not_found',
      requestId: unknown.headers.get('x-request-id'),
    })
    const wrong = await fetch(`${gateway.url}/v1/tasks`, { method: 'PUT' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect(await wrong.json()).toMatchObject({ code: 'request.method_not_allowed' })
  })
})
