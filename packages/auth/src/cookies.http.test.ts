import { expect, test } from 'vitest'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from './testing.ts'
import { aPerson, cookiesOf, fromOurPage, post } from './testing-requests.ts'

test.each(['true', 'false'])(
  'REG-A19: with COOKIE_SECURE=%s every cookie says SameSite, HttpOnly and Path, and none a Domain',
  async (COOKIE_SECURE) => {
    const auth = await startAuthForTests({ databaseUrl: await testDatabase(), settings: { COOKIE_SECURE } })
    const person = aPerson()
    const page = { headers: fromOurPage }
    const body = { ...person, delivery: 'cookie' }
    const registered = await post(`${auth.url}/auth/register`, { ...page, body })
    const loggedIn = await post(`${auth.url}/auth/login`, { ...page, body })
    const cookie = cookiesOf(loggedIn)
    const refreshed = await post(`${auth.url}/auth/refresh`, { ...page, cookie })
    const out = await post(`${auth.url}/auth/logout`, { ...page, cookie: cookiesOf(refreshed) })
    expect([registered.status, loggedIn.status, refreshed.status, out.status]).toEqual([201, 200, 200, 204])
    for (const answer of [registered, loggedIn, refreshed, out]) {
      const lines = answer.headers.getSetCookie()
      expect(lines.length).toBeGreaterThanOrEqual(2)
      for (const line of lines) {
        expect(line).toMatch(/; SameSite=(Strict|Lax)(;|$)/)
        expect(line).toMatch(/; HttpOnly(;|$)/)
        expect(line).toMatch(/; Path=\/(;|$)/)
        expect(line).not.toMatch(/Domain/i)
        expect(/; Secure(;|$)/.test(line)).toBe(COOKIE_SECURE === 'true')
      }
    }
    await auth.close()
  },
)
