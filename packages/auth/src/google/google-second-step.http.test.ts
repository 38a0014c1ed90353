import { expect, test } from 'vitest'
import { codeAt } from '../totp/otp.ts'
import { claimsOf, post } from '../testing-requests.ts'
import {
  aGooglePerson,
  callbackPath,
  openBrowser,
  sessionCookie,
  startGoogleForTests,
} from './testing-browser.ts'

test('Google stands for the password and not for the second factor', async () => {
  const { auth, provider, clock, signIn, withPassword, close } = await startGoogleForTests()
  const person = { email: 'careful@example.org', password: 'a long enough passphrase' }
  await post(`${auth.url}/auth/register`, { body: person })
  const browser = await withPassword(person)
  const who = aGooglePerson()
  const { body } = await browser.go('/auth/google/link', { method: 'POST', body: {} })
  expect((await browser.go(callbackPath(provider.consent(body.url, who)))).status).toBe(200)
  const { secret } = (await browser.go('/auth/totp', { method: 'POST' })).body
  const code = codeAt(secret, clock.now())
  expect((await browser.go('/auth/totp/confirm', { method: 'POST', body: { code } })).status).toBe(200)

  clock.forward(60)
  const another = openBrowser(auth.url)
  const page = await signIn(another, who, '?return_to=/app/%23top')
  expect(another.cookies.has(sessionCookie)).toBe(false)
  const [, fragment = ''] = /url=\/[^#"]*#([^"]*)"/.exec(page.text) ?? []
  const challenge = new URLSearchParams(fragment.replaceAll('&#38;', '&')).get('second_factor')
  const second = { challenge, code: codeAt(secret, clock.now()), delivery: 'cookie' }
  expect((await another.go('/auth/login/totp', { method: 'POST', body: second })).status).toBe(200)
  expect(claimsOf(another.cookies.get(sessionCookie)!)['amr']).toEqual(['fed', 'otp'])
  await close()
})
