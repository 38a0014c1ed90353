/** Many who sign in at once: the rest of the service goes on. 500 and the exact bound with SOAK=1. */
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthProcess } from '../testing-process.ts'
import { aPerson, get, post, register } from '../testing-requests.ts'

const soak = process.env['SOAK'] === '1'
const logins = soak ? 500 : 150

test(
  'SEC-070: a flood of sign-ins leaves the event loop free, and beyond the cap they get 503',
  { timeout: 120_000 },
  async () => {
    const auth = await startAuthProcess(await testDatabase(), {
      RATE_LIMIT_LOGIN_ADDRESS: '100000/300',
      UV_THREADPOOL_SIZE: '2',
    })
    onTestFinished(auth.close)
    const { accessToken: token } = await register(auth.url)
    /** Of the time since it was asked last. */
    const lagP99Ms = async () => {
      const text = await (await fetch(`${auth.internalUrl}/metrics`)).text()
      return Number(/^nodejs_eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]) * 1000
    }
    await lagP99Ms()
    for (let look = 0; look < 200; look += 1) await get(`${auth.url}/auth/me`, { token })
    const quiet = await lagP99Ms()
    const flooding = { now: true }
    const flood = Promise.all(
      Array.from({ length: logins }, () => post(`${auth.url}/auth/login`, { body: aPerson() })),
    ).finally(() => (flooding.now = false))
    let looks = 0
    while (flooding.now) {
      expect((await get(`${auth.url}/auth/me`, { token })).status).toBe(200)
      looks += 1
    }
    const answers = await flood
    const lag = await lagP99Ms()
    expect(looks).toBeGreaterThan(0)
    // One core hashes and 60 wait; one place comes free with each hash that is done meanwhile.
    const busy = answers.filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(answers.length - busy.length).toBeGreaterThanOrEqual(60)
    for (const { status, body, headers } of busy)
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'auth.busy', '2'])
    expect(answers.filter(({ status }) => status !== 503 && status !== 401)).toEqual([])
    expect(lag).toBeGreaterThan(0)
    if (soak) {
      process.stdout.write(`${JSON.stringify({ logins, lag, quiet, looks, busy: busy.length })}\n`)
      // What the machine is late by anyway is not of the flood.
      expect(lag - quiet).toBeLessThan(50)
    }
  },
)
