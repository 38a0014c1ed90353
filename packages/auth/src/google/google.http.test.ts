import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import { claimsOf, get, register } from '../testing-requests.ts'
import {
  aGooglePerson,
  callbackPath,
  flowCookie,
  openBrowser,
  sessionCookie,
  startGoogleForTests,
} from './testing-browser.ts'
import type { GoogleForTests } from './testing-browser.ts'

let google: GoogleForTests
beforeAll(async () => {
  google = await startGoogleForTests()
})
afterAll(() => google.close())
beforeEach(() => {
  google.provider.attack = {}
})

const newBrowser = () => openBrowser(google.auth.url)

test('somebody new gets an account without a password, and cookies of a session', async () => {
  const person = aGooglePerson({ email: 'New.Person@Gmail.Example' })
  const browser = newBrowser()
  const page = await google.signIn(browser, person, '?return_to=/app/report')
  expect(page.status).toBe(200)
  expect(page.text).toContain('url=/app/report"')
  for (const line of page.headers.getSetCookie().filter((one) => one.includes('goalixa_at')))
    expect(line).toMatch(/^__Host-goalixa_at=.*; Path=\/;.*HttpOnly; Secure; SameSite=Strict$/)
  const me = await browser.go('/auth/me')
  expect(me.body).toMatchObject({ email: 'new.person@gmail.example', emailVerified: true })
  expect(claimsOf(browser.cookies.get(sessionCookie)!)).toMatchObject({
    client_id: 'goalixa-web',
    amr: ['fed'],
  })
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('SEC-075 REG-A18: PKCE S256, a random state and a nonce go along; the cookie is Lax and HttpOnly', async () => {
  const browser = newBrowser()
  const answer = await browser.go('/auth/google')
  expect(answer.status).toBe(303)
  const asked = Object.fromEntries(new URL(answer.headers.get('location')!).searchParams)
  expect(asked).toMatchObject({
    response_type: 'code',
    client_id: google.provider.clientId,
    redirect_uri: 'https://goalixa.test/auth/google/callback',
    scope: 'openid email',
    code_challenge_method: 'S256',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/)
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(
    /^__Host-goalixa_google=[\w-]+; Max-Age=600; Path=\/;.*HttpOnly; Secure; SameSite=Lax$/,
  )
  // What is in it is sealed: the page, or who reads the jar, learns neither verifier nor nonce.
  expect(Buffer.from(browser.cookies.get(flowCookie)!, 'base64url').toString('latin1')).not.toContain(
    asked['nonce'],
  )
  const again = new URL(await google.begin(newBrowser())).searchParams
  for (const name of ['state', 'nonce', 'code_challenge']) expect(again.get(name)).not.toBe(asked[name])
})

test('SEC-081: the e-mail at Google changes, the account stays: the subject says who it is', async () => {
  const person = aGooglePerson()
  const first = newBrowser()
  await google.signIn(first, person)
  const second = newBrowser()
  await google.signIn(second, { ...person, email: 'renamed@gmail.example' })
  const [before, after] = [await first.go('/auth/me'), await second.go('/auth/me')]
  expect(after.body).toEqual(before.body)
  expect(after.body.email).toBe(person.email)
  // The address is somebody else's now: they get an account of their own.
  const third = newBrowser()
  await google.signIn(third, aGooglePerson({ email: 'renamed@gmail.example' }))
  expect((await third.go('/auth/me')).body.id).not.toBe(before.body.id)
})

test('SEC-080 REG-A17: who registered the e-mail before gets nothing of its owner, and she nothing of theirs', async () => {
  const attacker = await register(google.auth.url)
  const victim = aGooglePerson({ email: attacker.person.email.toUpperCase() })
  const browser = newBrowser()
  const answer = await google.signIn(browser, victim)
  expect([answer.status, answer.code]).toEqual([409, 'google.link_first'])
  expect(browser.cookies.has(sessionCookie)).toBe(false)
  const sessions = await get(`${google.auth.url}/auth/sessions`, { token: attacker.accessToken })
  expect(sessions.body.items).toHaveLength(1)
  const attackers = await google.withPassword(attacker.person)
  expect((await attackers.go('/auth/google/link', { method: 'DELETE' })).code).toBe('google.not_linked')
})

test('SEC-079: an e-mail that Google has not verified opens no account and is linked to none', async () => {
  const { person } = await register(google.auth.url)
  for (const email of [person.email, 'nobody-yet@gmail.example']) {
    const browser = newBrowser()
    const answer = await google.signIn(browser, aGooglePerson({ email, email_verified: false }))
    expect([answer.status, answer.code]).toEqual([403, 'google.email_unverified'])
    expect(browser.cookies.has(sessionCookie)).toBe(false)
  }
})

test('a signed-in session links Google, and both ways lead to the same account', async () => {
  const { person, id } = await register(google.auth.url)
  const browser = await google.withPassword(person)
  const asked = await browser.go('/auth/google/link', { method: 'POST', body: { returnTo: '/app/settings' } })
  expect(asked.status).toBe(200)
  const who = aGooglePerson({ email_verified: false })
  // Nothing is linked unless the session that asked is alive and fresh when its owner comes back.
  const page = await browser.go(callbackPath(google.provider.consent(asked.body.url, who)))
  expect([page.status, page.text.includes('url=/app/settings"')]).toEqual([200, true])
  await google.mailed('google_linked', person.email)
  const byGoogle = newBrowser()
  await google.signIn(byGoogle, who)
  expect((await byGoogle.go('/auth/me')).body.id).toBe(id)

  const other = await register(google.auth.url)
  const stranger = await google.withPassword(other.person)
  const again = await stranger.go('/auth/google/link', { method: 'POST', body: {} })
  const taken = await stranger.go(callbackPath(google.provider.consent(again.body.url, who)))
  expect([taken.status, taken.code]).toEqual([409, 'google.linked_elsewhere'])

  expect((await browser.go('/auth/google/link', { method: 'DELETE' })).status).toBe(204)
  await google.mailed('google_unlinked', person.email)
  expect((await browser.go('/auth/google/link', { method: 'DELETE' })).code).toBe('google.not_linked')
})

test('SEC-080: linking needs a proof of the existing credential that is at most ten minutes old', async () => {
  const own = await startGoogleForTests()
  const { person } = await register(own.auth.url)
  const browser = await own.withPassword(person)
  own.clock.forward(290)
  // Begun in time, but the proof is too old when its owner comes back.
  const asked = await browser.go('/auth/google/link', { method: 'POST', body: {} })
  own.clock.forward(311)
  // The library reads the machine's clock.
  const real = Math.floor(Date.now() / 1000)
  own.provider.attack = { claims: { iat: real + 290, exp: real + 3600 } }
  const late = await browser.go(callbackPath(own.provider.consent(asked.body.url, aGooglePerson())))
  expect([late.status, late.code]).toEqual([403, 'auth.step_up_required'])
  const post = await browser.go('/auth/google/link', { method: 'POST', body: {} })
  const remove = await browser.go('/auth/google/link', { method: 'DELETE' })
  expect([post.code, remove.code]).toEqual(['auth.step_up_required', 'auth.step_up_required'])
  await own.close()
})

test('a session that ends while its owner is at Google links nothing', async () => {
  const { person } = await register(google.auth.url)
  const browser = await google.withPassword(person)
  const asked = await browser.go('/auth/google/link', { method: 'POST', body: {} })
  await browser.go('/auth/sessions', { method: 'DELETE' })
  const who = aGooglePerson()
  const ended = await browser.go(callbackPath(google.provider.consent(asked.body.url, who)))
  expect([ended.status, ended.code]).toEqual([401, 'auth.session_ended'])
  const stranger = newBrowser()
  await google.signIn(stranger, who)
  expect((await stranger.go('/auth/me')).body.email).toBe(who.email)
})

test('Google cannot be unlinked where it is the only way in', async () => {
  const browser = newBrowser()
  await google.signIn(browser, aGooglePerson())
  const answer = await browser.go('/auth/google/link', { method: 'DELETE' })
  expect([answer.status, answer.code]).toEqual([409, 'google.only_way_in'])
})

test('where Google is not set up, the routes say so and nothing is offered', async () => {
  const auth = await startAuthForTests({ databaseUrl: await testDatabase() })
  const browser = openBrowser(auth.url)
  expect((await browser.go('/auth/google/availability')).body).toEqual({ available: false })
  for (const path of ['/auth/google', callbackPath({ state: 'x', code: 'y' })])
    expect((await browser.go(path)).code).toBe('google.not_configured')
  const page = await browser.go('/auth/google', { headers: { accept: 'text/html' } })
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  await auth.close()
  expect((await newBrowser().go('/auth/google/availability')).body).toEqual({ available: true })
})
