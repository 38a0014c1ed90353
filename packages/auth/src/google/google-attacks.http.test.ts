import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import {
  aGooglePerson,
  callbackPath,
  flowCookie,
  openBrowser,
  sessionCookie,
  startGoogleForTests,
} from './testing-browser.ts'
import type { Browser, GoogleForTests } from './testing-browser.ts'
import type { Attack } from './testing-provider.ts'

let google: GoogleForTests
beforeAll(async () => {
  google = await startGoogleForTests()
})
afterAll(() => google.close())
beforeEach(() => {
  google.provider.attack = {}
})

const newBrowser = () => openBrowser(google.auth.url)
const countOfSessions = async () => {
  const database = openDatabase({ url: google.databaseUrl, schema: 'auth', poolSize: 1 })
  const row = await database.row<{ count: number }>(sql`select count(*) from sessions`)
  await database.close()
  return row!.count
}

/** The answer is this problem, nobody is signed in, and no session was made. */
async function expectRefused(browser: Browser, path: string, status: number, code: string) {
  const before = await countOfSessions()
  const answer = await browser.go(path)
  expect([answer.status, answer.code]).toEqual([status, code])
  expect(browser.cookies.has(sessionCookie)).toBe(false)
  expect(await countOfSessions()).toBe(before)
  return answer
}

test('SEC-074: a state that is absent, made up, or of another browser is refused', async () => {
  const [mine, theirs] = [newBrowser(), newBrowser()]
  const { state, code } = google.provider.consent(await google.begin(mine), aGooglePerson())
  await google.begin(theirs)
  const refused = (browser: Browser, given: Record<string, string>) =>
    expectRefused(browser, callbackPath(given), 400, 'google.state_invalid')
  await refused(mine, { code })
  await refused(mine, { code, state: '' })
  await refused(mine, { code, state: `${state}x` })
  await refused(theirs, { code, state })
  await refused(newBrowser(), { code, state })
  const planted = newBrowser()
  planted.cookies.set(flowCookie, Buffer.from(JSON.stringify({ state })).toString('base64url'))
  await refused(planted, { code, state })
  expect(google.provider.tokenRequests).toHaveLength(0)
  expect((await mine.go(callbackPath({ state, code }))).status).toBe(200)
})

test('SEC-074: a state is good once', async () => {
  const browser = newBrowser()
  const back = google.provider.consent(await google.begin(browser), aGooglePerson())
  const cookie = browser.cookies.get(flowCookie)!
  expect((await browser.go(callbackPath(back), { method: 'HEAD' })).status).toBe(405)
  expect((await browser.go(callbackPath(back))).status).toBe(200)
  expect(browser.cookies.has(flowCookie)).toBe(false)
  const again = newBrowser()
  again.cookies.set(flowCookie, cookie)
  await expectRefused(again, callbackPath(back), 400, 'google.state_invalid')
})

test('SEC-074: a state is over after ten minutes', async () => {
  const { auth, provider, clock, begin, close } = await startGoogleForTests()
  const slow = openBrowser(auth.url)
  const late = provider.consent(await begin(slow), aGooglePerson())
  clock.forward(600)
  const answer = await slow.go(callbackPath(late))
  expect([answer.status, answer.code]).toEqual([400, 'google.state_invalid'])
  expect(slow.cookies.has(sessionCookie)).toBe(false)
  await close()
})

test('SEC-074: of many callbacks at once with one state, one signs in', async () => {
  const browser = newBrowser()
  const back = google.provider.consent(await google.begin(browser), aGooglePerson())
  const cookie = browser.cookies.get(flowCookie)!
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => {
      const tab = newBrowser()
      tab.cookies.set(flowCookie, cookie)
      return tab.go(callbackPath(back))
    }),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ code }) => code === 'google.state_invalid')).toHaveLength(7)
})

test('SEC-046: an attacker cannot sign somebody in as himself by a link to the callback', async () => {
  const attacker = newBrowser()
  const back = google.provider.consent(await google.begin(attacker), aGooglePerson())
  const victim = newBrowser()
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
  const answer = await victim.go(callbackPath(back), { headers })
  expect([answer.status, answer.code]).toEqual([403, 'request.cross_site'])
  expect(answer.headers.getSetCookie()).toEqual([])
  // Its owner comes from another site too, and brings the cookie.
  expect((await attacker.go(callbackPath(back), { headers })).status).toBe(200)
  const link = await victim.go('/auth/google/link', {
    method: 'POST',
    body: {},
    headers: {
      'sec-fetch-site': 'cross-site',
      cookie: [...attacker.cookies].map((pair) => pair.join('=')).join('; '),
    },
  })
  expect([link.status, link.code]).toEqual([403, 'request.cross_site'])
})

test('SEC-075: a code that was used, or was given to another session or client, is refused', async () => {
  const first = newBrowser()
  const used = google.provider.consent(await google.begin(first), aGooglePerson())
  await first.go(callbackPath(used))
  const second = newBrowser()
  const own = google.provider.consent(await google.begin(second), aGooglePerson())
  await expectRefused(second, callbackPath({ ...own, code: used.code }), 400, 'google.refused')

  // Stolen before its owner could use it, and put into the thief's own sign-in: the verifier does not fit.
  const thief = newBrowser()
  const stolen = google.provider.consent(await google.begin(newBrowser()), aGooglePerson())
  const thiefs = google.provider.consent(await google.begin(thief), aGooglePerson())
  await expectRefused(thief, callbackPath({ ...thiefs, code: stolen.code }), 400, 'google.refused')

  const third = newBrowser()
  const other = new URL(await google.begin(third))
  other.searchParams.set('redirect_uri', 'https://other.example/callback')
  const ofOther = google.provider.consent(other.href, aGooglePerson())
  await expectRefused(third, callbackPath(ofOther), 400, 'google.refused')
  for (const request of google.provider.tokenRequests)
    expect(request.get('code_verifier')).toMatch(/^[\w-]{43}$/)
})

const now = () => Math.floor(google.clock.now().getTime() / 1000)
const badTokens: readonly [string, () => Attack][] = [
  ['SEC-076: another nonce', () => ({ claims: { nonce: 'of another sign-in' } })],
  ['SEC-076: no nonce', () => ({ claims: { nonce: undefined } })],
  ['SEC-077: for another audience', () => ({ claims: { aud: 'other.apps.example' } })],
  ['SEC-077: for several audiences', () => ({ claims: { aud: [google.provider.clientId, 'other'] } })],
  ['SEC-077: of another issuer', () => ({ claims: { iss: 'https://accounts.evil.example' } })],
  ['SEC-077: given to another client', () => ({ claims: { azp: 'other.apps.example' } })],
  ['SEC-077: expired', () => ({ claims: { iat: now() - 3700, exp: now() - 100 } })],
  ['SEC-077: from the future', () => ({ claims: { iat: now() + 200, exp: now() + 3800 } })],
  ['SEC-077: for a day', () => ({ claims: { exp: now() + 80_000 } })],
  ['SEC-077: without an end', () => ({ claims: { exp: undefined } })],
  ['SEC-077: its end is text', () => ({ claims: { exp: String(now() + 3600) } })],
  ['SEC-077: no subject', () => ({ claims: { sub: undefined } })],
  ['SEC-077: the subject is a number', () => ({ claims: { sub: 100 } })],
  ['SEC-077: verified is text', () => ({ claims: { email_verified: 'true' } })],
  ['SEC-077: alg none', () => ({ signature: 'none' })],
  ['SEC-077: HS256 with the public key', () => ({ signature: 'hs256' })],
  ['SEC-077: HS256 that says RS256', () => ({ signature: 'hs256', header: { alg: 'RS256' } })],
  ['SEC-077: ES256, though its key is published', () => ({ signature: 'es256' })],
  ['SEC-077: a key that is not published', () => ({ signature: 'unpublished' })],
  ['SEC-077: unknown kid', () => ({ header: { kid: 'nobody' } })],
  ['SEC-077: kid of the prototype', () => ({ header: { kid: '__proto__' } })],
  ['SEC-077: a critical extension', () => ({ header: { crit: ['b64'], b64: false } })],
  ['SEC-077: a broken signature', () => ({ signature: 'broken' })],
]

test.each(badTokens)('%s: the ID token is refused', async (_name, attack) => {
  const browser = newBrowser()
  const back = google.provider.consent(await google.begin(browser), aGooglePerson())
  google.provider.attack = attack()
  const answer = await expectRefused(browser, callbackPath(back), 400, 'google.refused')
  expect(answer.text).not.toMatch(/eyJ|nonce|gmail/)
})

test('SEC-078: an answer that names another issuer is refused before its code is sent anywhere', async () => {
  const sent = google.provider.tokenRequests.length
  for (const iss of [
    'https://accounts.evil.example',
    'accounts.google.com',
    'https://accounts.google.com/',
    '',
  ]) {
    const browser = newBrowser()
    const back = google.provider.consent(await google.begin(browser), aGooglePerson())
    await expectRefused(browser, callbackPath({ ...back, iss }), 400, 'google.refused')
  }
  expect(google.provider.tokenRequests).toHaveLength(sent)
  const browser = newBrowser()
  const back = google.provider.consent(await google.begin(browser), aGooglePerson())
  expect((await browser.go(callbackPath({ ...back, iss: 'https://accounts.google.com' }))).status).toBe(200)
})

test('SEC-082: a sign-in never leads away from this installation', async () => {
  const hostile = [
    '//evil',
    '/\\evil',
    'https:evil',
    '%2f%2fevil',
    'javascript:alert(1)',
    '/..//evil',
    '/a\r\nb',
    '/@evil',
  ]
  for (const text of hostile) {
    const query = `?${new URLSearchParams({ return_to: text }).toString()}`
    const page = await google.signIn(newBrowser(), aGooglePerson(), query)
    expect([page.status, page.headers.get('location')]).toEqual([200, null])
    expect([...page.text.matchAll(/(?:url=|href=")([^"]*)"/g)].map(([, to]) => to)).toEqual(['/', '/'])
  }
})

test('people get a page that says what to do, without script and without what was sent', async () => {
  const browser = newBrowser()
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
  const page = await browser.go(callbackPath({ state: '<script>alert(1)</script>', code: 'the-code' }), {
    headers,
  })
  expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
  expect(page.text).toContain('begin it again')
  expect(page.text).not.toMatch(/<script|the-code/)
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  const declined = newBrowser()
  const { state } = google.provider.consent(await google.begin(declined), aGooglePerson())
  await expectRefused(declined, callbackPath({ state, error: 'access_denied' }), 400, 'google.refused')
})
