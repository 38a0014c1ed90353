/** Pages elsewhere read nothing, and nothing but the method itself says what a request does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routeTable } from '@goalixa/contracts/routes'
import { accessToken, publicUrl, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

let gateway: TestGateway
const token = accessToken()
const authorization = `Bearer ${token}`
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.app.seen.length = 0
  gateway.auth.seen.length = 0
})

const foreign = [
  ['another site', 'http://evil.test'],
  ['null', 'null'],
  ['a suffix', `${publicUrl}.evil.test`],
  ['a prefix', 'http://evil-goalixa.test'],
  ['a sibling', 'http://a.goalixa.test'],
  ['another scheme', publicUrl.replace('http:', 'https:')],
  ['another port', `${publicUrl}:8443`],
] as const

describe.each([
  ['data', '/v1/timer', 200],
  ['an error', '/v1/nothing', 404],
  ['a document', '/', 200],
  ['a refusal', '/v1/tasks?__proto__', 200],
])('%s', (_, path, status) => {
  it.each(foreign)('SEC-049: from %s no page may read it', async (_origin, origin) => {
    gateway.app.answer((_request, response) =>
      response
        .writeHead(200, {
          'access-control-allow-origin': '*',
          'access-control-allow-credentials': 'true',
          vary: 'Accept',
        })
        .end('{}'),
    )
    const response = await fetch(gateway.url + path, { headers: { authorization, origin } })
    expect(response.status).toBe(status)
    const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))
    expect(names).toEqual([])
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it('SEC-049 REG-B10: our own page may, errors too', async () => {
    const response = await fetch(gateway.url + path, { headers: { authorization, origin: publicUrl } })
    expect(response.headers.get('access-control-allow-origin')).toBe(publicUrl)
    expect(response.headers.get('vary')).toContain('Origin')
  })
})

it.each(['/v1/tasks', '/auth/login', '/v1/nothing', '/'])(
  'SEC-049: nobody is allowed to ask more of %s from elsewhere',
  async (path) => {
    const response = await fetch(gateway.url + path, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://evil.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    })
    expect([404, 405]).toContain(response.status)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  },
)

describe('methods', () => {
  const overrides = {
    'x-http-method-override': 'DELETE',
    'x-http-method': 'DELETE',
    'x-method-override': 'DELETE',
  }

  it('SEC-045: no header and no parameter stands for another method', async () => {
    const path = '/v1/tasks?_method=DELETE&method=DELETE'
    const asked = { authorization, 'content-type': 'application/json', ...overrides }
    await fetch(gateway.url + path, { method: 'POST', headers: asked, body: '{"_method":"DELETE"}' })
    const [seen] = gateway.app.seen
    expect([seen?.method, seen?.url]).toEqual(['POST', path])
    for (const name of Object.keys(overrides)) expect(seen?.headers).not.toHaveProperty(name)
  })

  const onlyWrites = routeTable.filter(
    ({ spec, upstream }) =>
      upstream !== 'gateway' &&
      spec.method !== 'GET' &&
      !routeTable.some((other) => other.spec.path === spec.path && other.spec.method === 'GET'),
  )
  const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'x')
  it.each(onlyWrites.map((route) => [route.id, route] as const))(
    'SEC-047: %s is not reached by reading, whatever the request says',
    async (_, { spec }) => {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const url = `${gateway.url}${pathOf(spec.path)}?_method=${spec.method}`
        const response = await fetch(url, {
          method,
          headers: { authorization, ...overrides, 'x-http-method-override': spec.method },
        })
        expect(response.status).toBe(405)
        expect(response.headers.get('allow')).toContain(spec.method)
      }
      expect([
        ...gateway.app.seen,
        ...gateway.auth.seen.filter(({ url }) => !url.endsWith('jwks.json')),
      ]).toEqual([])
    },
  )
})
