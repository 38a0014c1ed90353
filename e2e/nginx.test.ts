/** HD-05, SW-03: what nginx serves carries every header, at every address, and is kept only as long as it may be. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../tools/features.ts'
import { hasNginx, startNginx } from './nginx.ts'
import type { RunningNginx } from './nginx.ts'

const dist = join(root, 'packages', 'pwa', 'dist')
const everywhere = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), idle-detection=(self)',
}
const forever = 'public, max-age=31536000, immutable'

async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { redirect: 'manual', ...init })
  await response.arrayBuffer()
  return { status: response.status, headers: Object.fromEntries(response.headers) }
}

/** Every header there is, and who may frame the answer. */
function expectStrict(headers: Record<string, string>, framedBy = "'none'"): void {
  expect(headers).toMatchObject({
    ...everywhere,
    'x-frame-options': framedBy === "'none'" ? 'DENY' : 'SAMEORIGIN',
  })
  const policy = headers['content-security-policy']!.split('; ')
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      `frame-ancestors ${framedBy}`,
    ]),
  )
  expect(policy.join()).not.toMatch(/unsafe|\*|https?:/)
  // Nothing is said twice, and which version answers is nobody's business.
  expect(headers['x-frame-options']).not.toContain(',')
  expect(headers['server']).toBe('nginx')
}

test.skipIf(!hasNginx || process.getuid?.() !== 0)('a pod says of which revision it is', async () => {
  const pod = await startNginx('pwa', { app: dist }, 'pwa-7d9f8c5b46-x2k4z')
  expect((await ask(`${pod.url}/app/`)).headers['goalixa-revision']).toBe('7d9f8c5b46')
  await pod.stop()
  const machine = await startNginx('landing', { '.': join(root, 'packages', 'landing', 'public') })
  expect((await ask(`${machine.url}/`)).headers).not.toHaveProperty('goalixa-revision')
  await machine.stop()
})

describe.skipIf(!hasNginx)('the app behind nginx', () => {
  let nginx: RunningNginx
  beforeAll(async () => void (nginx = await startNginx('pwa', { app: dist })))
  afterAll(() => nginx?.stop())
  const asset = () => `/app/assets/${readdirSync(join(dist, 'assets')).find((name) => name.endsWith('.js'))!}`

  test.each([
    ['/app/', 200, 'text/html; charset=utf-8'],
    ['/app/manifest.webmanifest', 200, 'application/manifest+json; charset=utf-8'],
    ['/app/version.json', 200, 'application/json; charset=utf-8'],
    ['/app/sw.js', 200, 'text/javascript; charset=utf-8'],
    ['/app/icon-192.png', 200, 'image/png'],
    ['/app/nothing', 404, 'text/html; charset=utf-8'],
    ['/app/assets/nothing-12345678.js', 404, 'text/html; charset=utf-8'],
    ['/nothing', 404, 'text/html; charset=utf-8'],
    ['/app/.env', 404, 'text/html; charset=utf-8'],
  ])('HD-05 SW-03: %s is asked for again each time', async (path, status, type) => {
    const answer = await ask(nginx.url + path)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
    expect(answer.headers['cache-control']).toBe('no-cache')
    expectStrict(answer.headers)
  })

  test('HD-05 SW-03: only what has the hash of its content in its name is kept for good', async () => {
    const first = await ask(nginx.url + asset())
    expect([first.status, first.headers['cache-control']]).toEqual([200, forever])
    expect(first.headers['content-encoding']).toBe('gzip')
    expectStrict(first.headers)
    // Not by fetch's own cache: the header is ours.
    const again = await ask(nginx.url + asset(), { headers: { 'If-None-Match': first.headers['etag']! } })
    expect([again.status, again.headers['cache-control']]).toEqual([304, forever])
  })

  test.each(['/app/auth.html', '/app/app.html'])('HD-01: %s may be framed by this origin', async (path) => {
    const answer = await ask(nginx.url + path)
    expect(answer.status).toBe(200)
    expectStrict(answer.headers, "'self'")
  })

  test('the worker may answer for the whole origin, and nothing else may', async () => {
    expect((await ask(`${nginx.url}/app/sw.js`)).headers['service-worker-allowed']).toBe('/')
    expect((await ask(`${nginx.url}/app/`)).headers).not.toHaveProperty('service-worker-allowed')
  })

  test('/app leads to /app/, and files are only read', async () => {
    const moved = await ask(`${nginx.url}/app`)
    expect([moved.status, moved.headers['location']]).toEqual([308, '/app/'])
    expectStrict(moved.headers)
    const written = await ask(`${nginx.url}/app/`, { method: 'POST', body: 'x' })
    expect(written.status).toBe(405)
    expectStrict(written.headers)
  })
})

describe.skipIf(!hasNginx)('the landing page behind nginx', () => {
  let nginx: RunningNginx
  beforeAll(async () => {
    nginx = await startNginx('landing', { '.': join(root, 'packages', 'landing', 'public') })
  })
  afterAll(() => nginx?.stop())

  test.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/fa/', 200, 'text/html; charset=utf-8'],
    ['/landing.css', 200, 'text/css; charset=utf-8'],
    ['/icon.svg', 200, 'image/svg+xml'],
    ['/favicon.ico', 200, 'image/svg+xml'],
    ['/fa', 308, 'text/html; charset=utf-8'],
    ['/nothing', 404, 'text/html; charset=utf-8'],
    ['/../nginx.conf', 404, 'text/html; charset=utf-8'],
  ])('HD-05: %s', async (path, status, type) => {
    const answer = await ask(nginx.url + path)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
    expect(answer.headers['cache-control']).toBe('no-cache')
    expectStrict(answer.headers)
  })
})

describe.skipIf(!hasNginx)('the front page in its languages', () => {
  let nginx: RunningNginx
  beforeAll(async () => {
    nginx = await startNginx('landing', { '.': join(root, 'packages', 'landing', 'public') })
  })
  afterAll(() => nginx?.stop())

  test.each(['http', 'https'])('is told in whole addresses, where people came by %s', async (scheme) => {
    const origin = nginx.url.replace('http', scheme)
    for (const path of ['/', '/fa/'])
      expect(
        (await ask(nginx.url + path, { headers: { 'x-forwarded-proto': scheme } })).headers['link'],
      ).toBe(
        `<${origin}/>; rel="alternate"; hreflang="en", <${origin}/fa/>; rel="alternate"; hreflang="fa", <${origin}/>; rel="alternate"; hreflang="x-default"`,
      )
    expect((await ask(`${nginx.url}/landing.css`)).headers).not.toHaveProperty('link')
  })
})

test('HD-05: no location says a header of its own, which would cancel all others', () => {
  for (const image of ['landing', 'pwa']) {
    const text = readFileSync(join(root, 'packages', image, 'nginx.conf'), 'utf8')
    expect(text).toContain('include nginx-headers.conf;')
    expect(text).not.toMatch(/add_header|expires/)
  }
})
