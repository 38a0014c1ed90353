/** Every document there is, also one that somebody adds tomorrow, over plain HTTP and behind HTTPS. */
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiSettings } from '../config.ts'
import { startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw, statusOf } from '../testing/raw-http.ts'

const elsewhere = 'http://127.0.0.1:1'
const { LANDING_DIR, PWA_DIR } = apiSettings.parse({
  AUTH_URL: elsewhere,
  AUTH_INTERNAL_URL: elsewhere,
  APP_URL: elsewhere,
  PUBLIC_URL: 'http://goalixa.test',
  TOKEN_ISSUER: 'goalixa-auth',
})
const approve = fileURLToPath(new URL('../../public/approve', import.meta.url))
/** Files below a folder, at the address that they have. */
const filesOf = (folder: string, prefix: string) =>
  globSync('**/*.*', { cwd: folder }).map((file) => `${prefix}${file}`)
const files = [
  ...filesOf(LANDING_DIR, '/'),
  ...filesOf(PWA_DIR, '/app/'),
  ...filesOf(approve, '/approve/'),
  '/openapi.json',
]
const documents = [
  '/',
  '/fa/',
  '/app/',
  '/docs',
  '/device',
  '/authorize',
  ...files.filter((file) => file.endsWith('.html')),
]

describe.each([
  ['plain HTTP', 'http://goalixa.test'],
  ['HTTPS', 'https://goalixa.test'],
])('%s', (_, publicUrl) => {
  let gateway: TestGateway
  const isSecure = publicUrl.startsWith('https:')
  beforeAll(async () => {
    gateway = await startGateway({
      settings: { PUBLIC_URL: publicUrl, COOKIE_SECURE: String(isSecure) },
    })
  })
  afterAll(() => gateway.close())
  /** Read to its end: the gateway waits for whoever still reads. */
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(gateway.url + path, { method })
    await response.arrayBuffer()
    return response
  }
  const expectTransport = (response: Response) => {
    const said = response.headers.get('strict-transport-security')
    // Over plain HTTP it would lock people out.
    if (isSecure) expect(Number(/^max-age=(\d+)/.exec(said ?? '')?.[1])).toBeGreaterThanOrEqual(31_536_000)
    else expect(said).toBeNull()
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }

  it('SEC-048: there are documents to look at', () => expect(documents.length).toBeGreaterThan(7))

  it.each(documents.flatMap((path) => ['GET', 'HEAD'].map((method) => [method, path] as const)))(
    'SEC-048: %s %s',
    async (method, path) => {
      const response = await ask(path, method)
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ])
      const policy = (response.headers.get('content-security-policy') ?? '').split('; ')
      const isOfApp = path.startsWith('/app/')
      // What `default-src 'none'` forbids need not be forbidden again.
      const sources = isOfApp
        ? ["default-src 'none'", "script-src 'self'"]
        : ["default-src 'self'", "object-src 'none'"]
      const isFramed = /^\/app\/(auth|app)\.html$/.test(path)
      expect(policy).toEqual(
        expect.arrayContaining([
          ...sources,
          "base-uri 'none'",
          "form-action 'self'",
          `frame-ancestors ${isFramed ? "'self'" : "'none'"}`,
        ]),
      )
      // Scripts come as files of this origin and in no other way.
      expect(policy.filter((one) => one.startsWith('script-src')).join()).toBe(
        isOfApp ? "script-src 'self'" : '',
      )
      expect(policy.join()).not.toMatch(/unsafe-(inline|eval).*script|\*|https?:|data:[^,]*script/)
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(response.headers.get('referrer-policy')).toMatch(
        /^(no-referrer|strict-origin-when-cross-origin)$/,
      )
      expectTransport(response)
    },
  )

  it.each(files)('SEC-048: %s is what it says it is', async (path) => {
    const response = await ask(path)
    expect(response.status).toBe(200)
    const types: Record<string, RegExp> = {
      css: /css/,
      js: /javascript/,
      svg: /svg/,
      html: /html/,
      json: /json/,
      webmanifest: /manifest/,
    }
    expect(response.headers.get('content-type')).toMatch(types[path.split('.').at(-1)!] ?? /image|font|text/)
    expectTransport(response)
  })

  it.each(['/nothing', '/v1/timer', '/app/../', '/docs/nothing'])(
    'SEC-048: an error, too: %s',
    async (path) => expectTransport(await ask(path)),
  )

  it.each(['/healthz', '/readyz'])('SEC-048: health, too: %s', async (path) => {
    const response = await ask(path)
    expect(response.status).toBe(200)
    expectTransport(response)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'Origin',
    })
  })

  it.each([
    ['what is no HTTP', 'nonsense\r\n\r\n'],
    ['a request without a host', 'GET / HTTP/1.1\r\n\r\n'],
    ['an expectation', rawRequest('/', { headers: ['Expect: more'] })],
  ])('SEC-048: the answer to %s, too', async (_what, bytes) => {
    const answer = await sendRaw(gateway.port, bytes)
    expect([400, 417]).toContain(statusOf(answer))
    expect(/^strict-transport-security: max-age=31536000\r$/im.test(answer)).toBe(isSecure)
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im)
    expect(answer).toMatch(/^content-security-policy: default-src 'none'/im)
  })
})
