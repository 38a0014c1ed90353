import { TransportError } from '@goalixa/client/transport'
import type { HttpResponse, Transport } from '@goalixa/client/transport'
import { AppError } from '@goalixa/contracts/errors'
import { describe, expect, it } from 'vitest'
import { checkClock, checkConfig, checkHealth, checkSignIn } from './doctor.ts'
import { readEnvironment } from './environment.ts'
import type { Wiring } from './wiring.ts'

const answer = (status: number, text = ''): HttpResponse => ({
  status,
  headers: { date: 'Mon, 02 Mar 2026 09:00:00 GMT' },
  text: async () => text,
  chunks: async function* () {},
})
const through = (send: Transport) => ({ http: { send, close: async () => {} } })

describe('doctor', () => {
  it('tells how the server answers', async () => {
    const good = await checkHealth(
      'server',
      '/healthz',
      through(async () => answer(200)),
    )
    expect(good).toMatchObject({
      check: { name: 'server', state: 'ok' },
      date: 'Mon, 02 Mar 2026 09:00:00 GMT',
    })
    const bad = await checkHealth(
      'readiness',
      '/readyz',
      through(async () => answer(503, '{"database":"down"}')),
    )
    expect(bad.check).toMatchObject({ state: 'fail', detail: '/readyz answers 503: {"database":"down"}' })
    const hidden = await checkHealth(
      'readiness',
      '/readyz',
      through(async () => answer(404, 'no such page')),
    )
    expect(hidden.check).toMatchObject({ state: 'ok', detail: '/readyz is not for the outside here' })
    const away = await checkHealth(
      'server',
      '/healthz',
      through(() => Promise.reject(new TransportError('unreachable', 'nothing listens there'))),
    )
    expect(away).toEqual({
      check: expect.objectContaining({
        state: 'fail',
        detail: '/healthz gives no answer: nothing listens there',
      }) as object,
    })
  })

  it.each([
    ['https://goalixa.example', 'ok'],
    ['http://127.0.0.1:8080', 'ok'],
    ['http://localhost', 'ok'],
    ['http://[::1]:1', 'ok'],
    ['http://goalixa.example', 'warn'],
  ])('finds %s %s', (apiUrl, state) => {
    const wiring = {
      apiUrl,
      environment: { configDir: '/c', debug: false },
      config: {},
      dates: { zone: 'UTC', now: 0, weekStart: 1 },
    } as unknown as Wiring
    expect(checkConfig(wiring).state).toBe(state)
  })

  it.each([
    ['auth.required', 'warn'],
    ['auth.session_ended', 'fail'],
    ['service.unreachable', 'fail'],
  ] as const)('takes %s as %s', async (code, state) => {
    const store = { accounts: { me: () => Promise.reject(new AppError(code)) } } as unknown as Wiring['store']
    const environment = { ...readEnvironment({}, '/nowhere'), syncDeadlineMs: 0 }
    expect(await checkSignIn({ store, environment })).toMatchObject({ state })
  })

  it('compares the clocks', () => {
    const server = Date.parse('2026-03-02T09:00:00Z') / 1000
    const date = 'Mon, 02 Mar 2026 09:00:00 GMT'
    expect(checkClock(date, server + 5)).toMatchObject([{ state: 'ok' }])
    expect(checkClock(date, server + 60)).toMatchObject([
      { state: 'warn', detail: "this clock is 60 s ahead of the server's" },
    ])
    expect(checkClock(date, server - 60)).toMatchObject([
      { detail: "this clock is 60 s behind the server's" },
    ])
    expect(checkClock(undefined, server)).toEqual([])
  })
})
