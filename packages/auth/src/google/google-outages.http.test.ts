import { createServer } from 'node:http'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  aGooglePerson,
  callbackPath,
  openBrowser,
  sessionCookie,
  startGoogleForTests,
} from './testing-browser.ts'
import type { GoogleForTests } from './testing-browser.ts'
import type { Attack } from './testing-provider.ts'

let google: GoogleForTests
/** Something inside, which a redirect would like to reach. */
const inside = createServer((_request, response) => response.end('secret'))
let visits = 0
inside.on('connection', () => (visits += 1))
beforeAll(async () => {
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  google = await startGoogleForTests(1_000)
})
afterAll(async () => {
  await google.close()
  inside.close()
})
beforeEach(() => {
  google.provider.attack = {}
})

type Answer = NonNullable<Attack['token']>
const status =
  (code: number): Answer =>
  (_request, response) =>
    void response.writeHead(code, { 'content-type': 'application/json' }).end('{"error":"backend"}')
const say =
  (body: string, type = 'application/json'): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=20000' }).end(body)
const redirect =
  (code: number): Answer =>
  (_request, response) => {
    const { port } = inside.address() as AddressInfo
    response.writeHead(code, { location: `http://127.0.0.1:${port}/` }).end()
  }
/** Goes on for as long as it is listened to. */
let written = 0
const endless: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = (to: ServerResponse) => {
    while (!to.destroyed && to.write('x'.repeat(65_536))) written += 65_536
    if (!to.destroyed) to.once('drain', () => more(to))
  }
  more(response)
}
const drip: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 50)
  response.once('close', () => clearInterval(timer))
}

const troubles: readonly [string, Answer][] = [
  ['500', status(500)],
  ['503', status(503)],
  ['429', status(429)],
  ['never answers', () => undefined],
  ['drips', drip],
  ['closes', (request) => void request.socket.destroy()],
  ['garbage', say('<html>sorry</html>', 'text/html')],
  ['garbage that says JSON', say('{"id_token":')],
  ['null', say('null')],
  ['other JSON', say('{"id_token":{"a":1},"rsa":5}')],
  ['endless', endless],
  ['redirects inside, 302', redirect(302)],
  ['redirects inside, 307 with secret and code', redirect(307)],
]

test.each(troubles)(
  'SEC-083: token endpoint: %s: asked once, bounded, an error page',
  async (_name, token) => {
    google.provider.attack = { token }
    const browser = openBrowser(google.auth.url)
    const back = google.provider.consent(await google.begin(browser), aGooglePerson())
    const before = google.provider.tokenRequests.length
    const page = await browser.go(callbackPath(back), { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([424, 'text/html; charset=utf-8'])
    expect(page.text).toContain('Google does not answer as it should')
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    expect(google.provider.tokenRequests).toHaveLength(before + 1)
    expect(visits).toBe(0)
    expect(written).toBeLessThan(32 * 1024 * 1024)
  },
)

test.each(troubles)(
  'SEC-083: key set: %s: asked once, bounded, and well again afterwards',
  async (_name, certificates) => {
    const trouble = await startGoogleForTests(1_000)
    try {
      trouble.provider.attack = { certificates }
      const browser = openBrowser(trouble.auth.url)
      const answer = await trouble.signIn(browser, aGooglePerson())
      expect([answer.status, answer.code]).toEqual([424, 'google.unavailable'])
      expect(browser.cookies.has(sessionCookie)).toBe(false)
      expect(trouble.provider.keyRequests()).toBe(1)
      expect(visits).toBe(0)
      trouble.provider.attack = {}
      expect((await trouble.signIn(browser, aGooglePerson())).status).toBe(200)
      expect((await trouble.signIn(browser, aGooglePerson())).status).toBe(200)
      expect(trouble.provider.keyRequests()).toBe(2)
    } finally {
      await trouble.close()
    }
  },
)
