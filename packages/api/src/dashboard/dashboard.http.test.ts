import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Dashboard } from '@goalixa/contracts/dashboard'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'
import { dayAt, dayRange, weekRange } from '../aggregates/days.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startGateway()
  gateway.auth.answer(json(account))
  gateway.app.answer(app)
})
afterEach(() => gateway.close())

const account = {
  id: '019a0000-0000-7000-8000-000000000001',
  email: 'a@goalixa.test',
  emailVerified: true,
  createdAt: '2026-03-02T09:00:00Z',
}
const totals = {
  wallClockSeconds: 60,
  attributedSeconds: 60,
  overlapSeconds: 0,
  untimedSeconds: 0,
  untaggedSeconds: 60,
  multiLabelSeconds: 0,
  billableSeconds: 0,
}
const app: RequestListener = (request, response) => {
  const url = new URL(request.url!, 'http://app')
  const { from, to, by, zone } = Object.fromEntries(url.searchParams)
  const answers: Record<string, unknown> = {
    '/v1/timer': { running: null },
    '/v1/reports/summary': {
      from,
      to,
      zone,
      weekStart: 1,
      days: 1,
      by,
      asOf: '2026-03-02T09:00:00Z',
      totals,
      groups: [],
    },
    '/v1/tasks': { items: [], nextCursor: null },
    '/v1/time-entries': { items: [], nextCursor: null },
  }
  json(answers[url.pathname])(request, response)
}
/** The app, but for one path. */
const appExcept =
  (path: string, otherwise: RequestListener): RequestListener =>
  (request, response) =>
    (request.url!.startsWith(path) ? otherwise : app)(request, response)

const token = accessToken()
const read = async (query = '') => {
  const response = await fetch(`${gateway.url}/v1/dashboard${query}`, {
    headers: { authorization: `Bearer ${token}`, 'x-request-id': 'mine' },
  })
  return { status: response.status, body: await response.json() }
}

describe('the dashboard', () => {
  it('puts every part together, in the zone that is asked for', async () => {
    const { status, body } = await read('?zone=Pacific/Kiritimati')
    const dashboard = Dashboard.parse(body)
    expect(status).toBe(200)
    expect(dashboard.complete).toBe(true)
    expect(dashboard.parts.account.data).toEqual(account)
    const day = dayAt(Date.now(), 'Pacific/Kiritimati')
    const [today, week] = [dayRange(day), weekRange(day)]
    expect(dashboard.parts.today.data).toMatchObject({ ...today, zone: 'Pacific/Kiritimati' })
    expect(dashboard.parts.week.data).toMatchObject({ ...week, by: 'day' })
    expect(Object.values(dashboard.parts).every(({ status: one, ms }) => one === 200 && ms >= 0)).toBe(true)
    expect(gateway.app.seen).toHaveLength(5)
    for (const { headers } of gateway.app.seen) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${token}`,
        'x-request-id': 'mine',
        'x-forwarded-for': '127.0.0.1',
      })
    }
  })

  it.each<[string, RequestListener, number, string]>([
    [
      'refused',
      json({ type: 'x', title: 'x', status: 409, detail: 'no', code: 'timer.not_running' }, 409),
      409,
      'timer.not_running',
    ],
    ['broken', (request) => request.socket.destroy(), 502, 'upstream.broken'],
    [
      'in error without a document',
      (_, response) => response.writeHead(500).end('<html>'),
      500,
      'upstream.broken',
    ],
    ['no document', (_, response) => response.end('<html>'), 502, 'upstream.broken'],
    ['nothing', (_, response) => response.writeHead(204).end(), 502, 'upstream.broken'],
  ])(
    'SEC-111 REG-B5: says so when one part is %s, and the others still come',
    async (_, listener, partStatus, code) => {
      gateway.app.answer(appExcept('/v1/timer', listener))
      const { status, body } = await read()
      const { complete, parts } = Dashboard.parse(body)
      expect([status, complete]).toEqual([200, false])
      expect(parts.timer.status).toBe(partStatus)
      expect(parts.timer.problem?.code).toBe(code)
      expect(parts.timer.data).toBeUndefined()
      expect(Object.values(parts).filter(({ data }) => data !== undefined)).toHaveLength(5)
    },
  )

  it('SEC-111 REG-B5: is no answer when every part fails', async () => {
    gateway.app.answer(json({}, 500))
    gateway.auth.answer(json({}, 500))
    expect(await read()).toMatchObject({
      status: 503,
      body: { code: 'service.unavailable', requestId: 'mine' },
    })
  })

  it('refuses a zone that is none', async () => {
    const { status, body } = await read('?zone=Mars/Base')
    expect([status, body]).toMatchObject([400, { code: 'request.invalid', fields: [{ path: 'query.zone' }] }])
    expect(gateway.app.seen).toEqual([])
  })
})

describe('days', () => {
  const at = (instant: string) => Date.parse(instant)
  it.each([
    // Still Sunday in New York, Monday in Berlin.
    ['2026-03-02T02:00:00Z', 'America/New_York', '2026-03-01', '2026-02-23'],
    ['2026-03-02T02:00:00Z', 'Europe/Berlin', '2026-03-02', '2026-03-02'],
    // The night the clocks go forward.
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29', '2026-03-23'],
    ['2027-01-01T12:00:00Z', 'UTC', '2027-01-01', '2026-12-28'],
  ])('at %s in %s today is %s and the week began on %s', (instant, zone, today, monday) => {
    const now = dayAt(at(instant), zone)
    const [day, week] = [dayRange(now), weekRange(now)]
    expect([day.from, week.from]).toEqual([today, monday])
    expect(Temporal.PlainDate.from(day.from).until(day.to).days).toBe(1)
    expect(Temporal.PlainDate.from(week.from).until(week.to).days).toBe(7)
  })
})
