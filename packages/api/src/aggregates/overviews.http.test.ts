import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlannerOverview } from '@goalixa/contracts/planner-overview'
import { ReportsOverview } from '@goalixa/contracts/reports-overview'
import { accessToken, startGateway, tokenFor } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'
import { dayAt, plusDays, weekRange } from './days.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startGateway()
  gateway.app.answer(app)
})
afterEach(() => gateway.close())

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
  const { from, to, by, zone, weekStart } = Object.fromEntries(url.searchParams)
  const days = { from, to, by, zone, weekStart: Number(weekStart), days: 1, asOf: '2026-03-02T09:00:00Z' }
  const isReport = url.pathname === '/v1/reports/summary'
  const plan = {
    date: url.searchParams.get('date'),
    zone,
    todos: [],
    undoneBefore: 0,
    target: null,
    trackedSeconds: 0,
    due: [],
    overdue: [],
  }
  const other = url.pathname === '/v1/planner' ? plan : { items: [], nextCursor: null }
  json(isReport ? { ...days, totals, groups: [] } : other)(request, response)
}
/** The app, but for questions whose address holds the text. */
const appExcept =
  (text: string, otherwise: RequestListener): RequestListener =>
  (request, response) =>
    (request.url!.includes(text) ? otherwise : app)(request, response)

const read = async (path: string, token = accessToken()) => {
  const response = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${token}` } })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const partsCounted = async (route: string) =>
  [
    ...(await (await fetch(gateway.metricsUrl)).text()).matchAll(
      /^goalixa_gateway_aggregate_parts_total\{(.*)\}/gm,
    ),
  ]
    .map(([, labels]) => labels!)
    .filter((labels) => labels.includes(`route="${route}"`))

const zone = 'Pacific/Kiritimati'

describe('the overview of reports', () => {
  it('has three ranges by project and by label, in the zone and the weeks that are asked for', async () => {
    const { status, body } = await read(`/v1/reports/overview?zone=${zone}&weekStart=7`)
    const { complete, parts } = ReportsOverview.parse(body)
    expect([status, complete]).toEqual([200, true])
    const day = dayAt(Date.now(), zone)
    const week = weekRange(day, 7)
    expect(Temporal.PlainDate.from(week.from).dayOfWeek).toBe(7)
    expect(parts.today.data).toMatchObject({ from: day, to: plusDays(day, 1), by: 'project', zone })
    expect(parts.week.data).toMatchObject({ ...week, by: 'project', weekStart: 7 })
    expect(parts.previousWeek.data).toMatchObject({ from: plusDays(week.from, -7), to: week.from })
    expect(parts.weekByLabel.data).toMatchObject({ ...week, by: 'label' })
    expect(Object.keys(parts)).toHaveLength(6)
    expect(await partsCounted('reportsOverview.get')).toHaveLength(6)
  })

  it('SEC-111 REG-B5: says which part failed, and the others still come', async () => {
    gateway.app.answer(appExcept('by=label', (request) => request.socket.destroy()))
    const { status, body } = await read('/v1/reports/overview')
    const { complete, parts } = ReportsOverview.parse(body)
    expect([status, complete]).toEqual([200, false])
    expect(parts.week).toMatchObject({ status: 200, data: { totals } })
    expect(parts.weekByLabel).toMatchObject({ status: 502, problem: { code: 'upstream.broken' } })
    expect(parts.weekByLabel.data).toBeUndefined()
  })

  it('wants the scope of reports', async () => {
    const { status, body } = await read('/v1/reports/overview', tokenFor('tasks:read'))
    expect([status, body['code']]).toEqual([403, 'auth.forbidden_scope'])
    expect(gateway.app.seen).toEqual([])
  })

  it.each(['zone=Mars/Base', 'weekStart=8', 'day=2026-03-02'])('refuses %s', async (query) => {
    const { status, body } = await read(`/v1/reports/overview?${query}`)
    expect([status, body['code']]).toEqual([400, 'request.invalid'])
  })
})

describe('the overview of a day', () => {
  it('asks for the day in its zone, also one with 23 hours', async () => {
    const { status, body } = await read('/v1/planner/overview?day=2026-03-29&zone=Europe/Berlin')
    expect([status, PlannerOverview.parse(body).complete]).toEqual([200, true])
    const asked = gateway.app.seen.map(({ url }) => decodeURIComponent(url)).toSorted()
    expect(asked).toEqual([
      '/v1/planner?date=2026-03-29&zone=Europe/Berlin',
      '/v1/tasks?status=open&plannedBy=2026-03-29&zone=Europe/Berlin&limit=500',
      '/v1/time-entries?from=2026-03-28T23:00:00Z&to=2026-03-29T22:00:00Z&limit=500',
      '/v1/weekly-goals?week=2026-03-29&zone=Europe/Berlin&limit=500',
    ])
  })

  it('is today without a day', async () => {
    await read(`/v1/planner/overview?zone=${zone}`)
    expect(gateway.app.seen.some(({ url }) => url.includes(`plannedBy=${dayAt(Date.now(), zone)}`))).toBe(
      true,
    )
  })

  it('SEC-111: says which part failed', async () => {
    gateway.app.answer(appExcept('/v1/weekly-goals', json({}, 500)))
    const { body } = await read('/v1/planner/overview')
    const { complete, parts } = PlannerOverview.parse(body)
    expect([complete, parts.tasks.status, parts.weeklyGoals.status]).toEqual([false, 200, 500])
  })
})

it.each(['/v1/reports/overview', '/v1/planner/overview'])(
  'SEC-111 REG-B5: %s is no answer when every part fails, never an empty one',
  async (path) => {
    gateway.app.answer(json({}, 500))
    expect(await read(path)).toMatchObject({ status: 503, body: { code: 'service.unavailable' } })
  },
)
