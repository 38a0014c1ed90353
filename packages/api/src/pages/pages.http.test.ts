/** Documents for browsers: they are there, strict, and load nothing from anywhere else. */
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicUrl, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw, statusOf } from '../testing/raw-http.ts'

let gateway: TestGateway
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())

const get = (path: string) => fetch(gateway.url + path, { redirect: 'manual' })
const linksOf = (html: string) => [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link!)

describe.each(['/', '/fa/', '/docs'])('%s', (path) => {
  it('SEC-048: is a page with strict headers', async () => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('script-src')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
    // Over plain HTTP it would lock people out.
    expect(response.headers.get('strict-transport-security')).toBeNull()
  })
})

it.each(['/', '/fa/'])('%s says where it is in each language, in whole addresses', async (path) => {
  expect((await get(path)).headers.get('link')).toBe(
    [
      ['/', 'en'],
      ['/fa/', 'fa'],
      ['/', 'x-default'],
    ]
      .map(([at, language]) => `<${publicUrl}${at}>; rel="alternate"; hreflang="${language}"`)
      .join(', '),
  )
})

describe('the app', () => {
  it.each([
    ['/app/', "'none'", 'DENY'],
    ['/app/mail-link.html', "'none'", 'DENY'],
    ['/app/auth.html', "'self'", 'SAMEORIGIN'],
    ['/app/app.html', "'self'", 'SAMEORIGIN'],
  ])('HD-01: %s may be framed by %s', async (path, by, options) => {
    const { headers } = await get(path)
    const policy = headers.get('content-security-policy')!.split('; ')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "require-trusted-types-for 'script'",
        'trusted-types gx lit-html',
        `frame-ancestors ${by}`,
      ]),
    )
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('x-frame-options')).toBe(options)
  })

  it('SW-03, W4: only hashed names are kept for ever', async () => {
    const control = async (path: string) => (await get(path)).headers.get('cache-control')
    for (const path of [
      '/app/',
      '/app/app.html',
      '/app/sw.js',
      '/app/version.json',
      '/app/manifest.webmanifest',
    ])
      expect(await control(path), path).toBe('no-cache')
    const hashed = linksOf(await (await get('/app/')).text()).filter((link) =>
      link.startsWith('/app/assets/'),
    )
    expect(hashed.length).toBeGreaterThan(2)
    for (const path of hashed) expect(await control(path)).toBe('public, max-age=31536000, immutable')
    expect((await get('/app/sw.js')).headers.get('service-worker-allowed')).toBe('/')
  })
})

describe.each(['/', '/fa/', '/app/', '/app/auth.html', '/app/app.html', '/docs'])('%s', (path) => {
  it('SEC-048: writes nothing inline, and links only to what this origin answers', async () => {
    const html = await (await get(path)).text()
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:/i)
    const links = linksOf(html).filter((link) => !link.startsWith('#'))
    expect(links.length).toBeGreaterThan(1)
    for (const link of links) {
      expect(link).toMatch(/^\/(?!\/)/)
      expect((await get(link)).status, link).toBe(200)
    }
  })

  it('has style sheets and scripts of its own that ask for nothing elsewhere', async () => {
    const own = linksOf(await (await get(path)).text()).filter(
      (link) => /\.(css|js)$/.test(link) && !link.includes('swagger-ui'),
    )
    for (const link of own)
      expect(await (await get(link)).text()).not.toMatch(
        /@import|https?:\/\/|url\(\s*["']?(?!data:|\/app\/assets\/)/,
      )
  })
})

describe('files', () => {
  it('answer a second visit with 304', async () => {
    const first = await get('/landing.css')
    // Not by fetch: it would ask past every cache.
    const again = await sendRaw(
      gateway.port,
      rawRequest('/landing.css', { headers: [`If-None-Match: ${first.headers.get('etag')}`] }),
    )
    expect([first.headers.get('cache-control'), statusOf(again)]).toEqual(['no-cache', 304])
  })

  it.each([
    ['/app', '/app/'],
    ['/fa', '/fa/'],
    ['/docs/', '/docs'],
  ])('%s leads to %s', async (path, to) => {
    const response = await get(path)
    expect([response.status, response.headers.get('location')]).toEqual([308, to])
  })

  it('have an icon', async () => {
    const response = await get('/favicon.ico')
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  })

  it.each([
    '/nothing',
    '/app/nothing.js',
    '/docs/swagger-ui.js',
    '/package.json',
    '/README.md',
    '/.env',
    '/app/index.html/',
  ])('%s is not there', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'request.not_found' })
  })

  it.each([
    '/app/..%2f..%2fREADME.md',
    '/..%2fREADME.md',
    '/app/../../README.md',
    '/docs/%2e%2e/package.json',
    '//evil.test/',
    '/app//evil.test',
  ])('%s leads nowhere', async (target) =>
    expect([400, 404]).toContain(statusOf(await sendRaw(gateway.port, rawRequest(target)))),
  )

  it('are only read', async () => {
    const status = await new Promise((resolve) => {
      httpRequest(`${gateway.url}/openapi.json`, { method: 'POST', agent: false }, (response) =>
        resolve([response.statusCode, response.headers.allow]),
      ).end()
    })
    expect(status).toEqual([405, 'GET, HEAD'])
  })
})

describe('health', () => {
  it('is ready when both services, the keys and the revocations are there', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    const response = await get('/readyz')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      checks: { auth: 'ok', app: 'ok', keys: 'ok', revocations: 'ok' },
    })
  })

  it('says what is missing', async () => {
    const cold = await startGateway({
      settings: { APP_URL: 'http://127.0.0.1:1', AUTH_INTERNAL_URL: 'http://127.0.0.1:1' },
    })
    const response = await fetch(`${cold.url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      checks: { auth: 'ok', app: 'missing', keys: 'ok', revocations: 'missing' },
    })
    expect((await fetch(`${cold.url}/healthz`)).status).toBe(200)
    await cold.close()
  })
})
