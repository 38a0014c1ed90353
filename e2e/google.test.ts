import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  const settings = {
    GOOGLE_CLIENT_ID: 'e2e.apps.example',
    GOOGLE_CLIENT_SECRET: 'a secret that is only sent to Google',
  }
  stack = await startTestStack({ settings })
}, 120_000)
afterAll(() => stack.stop())

const go = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack.url}${path}`, { redirect: 'manual', headers: { accept: 'text/html', ...headers } })

test('SEC-075 REG-B11: through the gateway the browser is sent to Google, with its cookie and all parameters', async () => {
  const available = await go('/auth/google/availability', { accept: 'application/json' })
  expect(await available.json()).toEqual({ available: true })
  const answer = await go('/auth/google?return_to=/app/')
  const url = new URL(answer.headers.get('location')!)
  expect([answer.status, url.origin]).toEqual([303, 'https://accounts.google.com'])
  expect(url.searchParams.get('redirect_uri')).toBe(`${stack.url}/auth/google/callback`)
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^goalixa_google=.*HttpOnly; SameSite=Lax$/),
  ])
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('SEC-074 SEC-046: through the gateway a callback without its browser is an error page', async () => {
  const { headers } = await go('/auth/google')
  const state = new URL(headers.get('location')!).searchParams.get('state')
  const stray = await go(`/auth/google/callback?state=${state}&code=x&scope=openid`)
  expect([stray.status, stray.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
  const opened = await go(`/auth/google/callback?state=${state}&code=x`, { 'sec-fetch-site': 'cross-site' })
  expect([opened.status, opened.headers.getSetCookie()]).toEqual([403, []])
  // Its own browser, and Google says no: the state is known, and nobody is signed in.
  const cookie = headers.getSetCookie()[0]!.split(';')[0]!
  const declined = await go(`/auth/google/callback?state=${state}&error=access_denied`, { cookie })
  expect([declined.status, await declined.text()]).toEqual([
    400,
    expect.stringContaining('Google did not confirm'),
  ])
})
