import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import type { Report } from '@goalixa/contracts/reports'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import { startOfDay, toInstantText } from '@goalixa/domain/calendar'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-02T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const reportOf = async ({ call }: Person, query: Record<string, string>): Promise<Report> => {
  const { status, body } = await call('GET', `/v1/reports/summary?${String(new URLSearchParams(query))}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const total = (groups: Report['groups']) => groups.reduce((all, group) => all + group.seconds, 0)
const march = { from: '2026-03-02', to: '2026-03-03' }

/** Zones, each with a date on which its clocks changed, or that it skipped. */
const changes = [
  ['Europe/Berlin', '2026-03-29'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Tehran', '2022-09-22'],
  ['Pacific/Apia', '2011-12-30'],
] as const

interface History {
  start: number
  end: number | null
  project: string | null
  labels: string[]
}

/** Entries around a range, in hours from its start: also over midnight, over days, without length, and overlapping. */
const histories = fc.array(
  fc.record({
    start: fc.integer({ min: -60, max: 9 * 24 }),
    length: fc.oneof(fc.constantFrom(0, 1, 30, 200), fc.integer({ min: 0, max: 20 })),
    // Off the full hour, so that no edge falls on another by chance.
    offset: fc.integer({ min: -1800, max: 1800 }),
    project: fc.constantFrom(null, 'a', 'b'),
    labels: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
  }),
  { minLength: 4, maxLength: 9 },
)

/** Attributed and wall-clock seconds of `[from, to)`, by edges: between two of them nothing changes. */
function slowly(entries: readonly History[], from: number, to: number, asOf: number) {
  const spans = entries
    .map(({ start, end }) => [Math.max(start, from), Math.min(end ?? asOf, to)] as const)
    .filter(([a, b]) => b > a)
  const edges = [...new Set(spans.flat())].toSorted((a, b) => a - b)
  let [attributedSeconds, wallClockSeconds] = [0, 0]
  for (const [index, edge] of edges.slice(0, -1).entries()) {
    const length = edges[index + 1]! - edge
    const open = spans.filter(([a, b]) => a <= edge && b > edge).length
    attributedSeconds += open * length
    wallClockSeconds += open > 0 ? length : 0
  }
  return { attributedSeconds, wallClockSeconds, overlapSeconds: attributedSeconds - wallClockSeconds }
}

describe('totals of what is stored', () => {
  test.each(changes)(
    '%s around %s: they reconcile, whatever they are grouped by (D3 to D9)',
    async (zone, date) => {
      const from = Temporal.PlainDate.from(date).subtract({ days: 4 })
      const to = from.add({ days: 8 })
      const [start, end] = [startOfDay(String(from), zone), startOfDay(String(to), zone)]
      const range = { from: String(from), to: String(to), zone, weekStart: '3' }
      await fc.assert(
        fc.asyncProperty(histories, fc.integer({ min: 0, max: 8 * 24 }), async (drawn, running) => {
          const me = app.person()
          const stored: History[] = drawn.map(({ start: hour, length, offset, project, labels }) => {
            const began = start + hour * 3600 + offset
            return { start: began, end: began + length * 3600, project, labels }
          })
          // One runs: it counts up to now, which lies in the middle of the range.
          now = (start + running * 3600) * 1000
          const asOf = now / 1000
          stored.push({ start: asOf - 50_000, end: null, project: 'a', labels: ['x', 'y'] })
          const answers = await Promise.all(
            stored.map((entry) =>
              me.call('POST', '/v1/time-entries', {
                ...entry,
                zone,
                start: toInstantText(entry.start),
                end: entry.end === null ? null : toInstantText(entry.end),
              }),
            ),
          )
          expect(answers.every(({ status }) => status === 201)).toBe(true)

          const expected = slowly(stored, start, end, asOf)
          const labelled = stored.map((entry) => ({
            count: entry.labels.length,
            ...slowly([entry], start, end, asOf),
          }))
          const sum = (weight: (count: number) => number) =>
            labelled.reduce((all, { count, attributedSeconds }) => all + weight(count) * attributedSeconds, 0)
          const totals = {
            ...expected,
            untaggedSeconds: sum((count) => Number(count === 0)),
            multiLabelSeconds: sum((count) => Math.max(0, count - 1)),
          }
          const reports = new Map(
            await Promise.all(
              reportGroupings.map(async (by) => [by, await reportOf(me, { ...range, by })] as const),
            ),
          )
          for (const [by, report] of reports) {
            expect(report).toMatchObject({
              from: range.from,
              to: range.to,
              zone,
              weekStart: 3,
              by,
              days: 8,
              asOf: toInstantText(asOf),
              totals,
            })
            expect(total(report.groups)).toBe(
              totals.attributedSeconds + (by === 'label' ? totals.multiLabelSeconds : 0),
            )
          }
          const untagged = reports.get('label')!.groups.find(({ key }) => key === null)
          expect(untagged ?? { name: '(none)', seconds: 0 }).toMatchObject({
            name: '(none)',
            seconds: totals.untaggedSeconds,
          })

          // A range of days adds up to its days, in both sums.
          const days = await Promise.all(
            reports.get('day')!.groups.map(async ({ key, seconds }) => {
              const day = await reportOf(me, {
                from: key!,
                to: String(Temporal.PlainDate.from(key!).add({ days: 1 })),
                zone,
              })
              expect(day.totals.attributedSeconds).toBe(seconds)
              return day.totals
            }),
          )
          expect(days).toHaveLength(8)
          expect(days.reduce((all, day) => all + day.wallClockSeconds, 0)).toBe(totals.wallClockSeconds)

          // A filter leaves what it says.
          const filtered = (query: Record<string, string>) => reportOf(me, { ...range, ...query })
          const only = (keep: (entry: History) => boolean) => slowly(stored.filter(keep), start, end, asOf)
          expect((await filtered({ project: 'a' })).totals).toMatchObject(
            only(({ project }) => project === 'a'),
          )
          expect((await filtered({ label: 'x' })).totals).toMatchObject(
            only(({ labels }) => labels.includes('x')),
          )
        }),
        { numRuns: 4 },
      )
    },
  )

  test.each([3599, 3600, 3601, 86_399, 86_400, 86_401, 90_000, 172_800, 172_801, 40_000_000])(
    'an entry of %d seconds counts in the last hour that it reaches, in the report and in the list',
    async (length) => {
      const me = app.person()
      const end = Date.parse('2026-03-02T01:00:00Z') / 1000
      const { body } = await me.call('POST', '/v1/time-entries', {
        start: toInstantText(end - length),
        end: toInstantText(end),
      })
      expect((await reportOf(me, march)).totals.attributedSeconds).toBe(Math.min(length, 3600))
      const { items } = (
        await me.call('GET', '/v1/time-entries?from=2026-03-02T00:59:59Z&to=2026-03-03T00:00:00Z')
      ).body
      expect(items.map(({ id }: { id: string }) => id)).toEqual([body.id])
      const after = await me.call('GET', '/v1/time-entries?from=2026-03-02T01:00:00Z')
      expect(after.body.items).toEqual([])
    },
  )

  test('a day that the zone skipped is there, with nothing in it', async () => {
    const me = app.person()
    await me.call('POST', '/v1/time-entries', { start: '2011-12-30T08:00:00Z', end: '2011-12-30T12:00:00Z' })
    const { groups, totals } = await reportOf(me, {
      from: '2011-12-29',
      to: '2012-01-01',
      by: 'day',
      zone: 'Pacific/Apia',
    })
    expect(groups.map(({ key, seconds }) => [key, seconds])).toEqual([
      ['2011-12-29', 7200],
      ['2011-12-30', 0],
      ['2011-12-31', 7200],
    ])
    expect(totals.attributedSeconds).toBe(14_400)
  })

  test('labels of the task and of the project count, each once (D6); the filter too', async () => {
    const me = app.person()
    await me.call('POST', '/v1/projects', { name: 'p', labels: ['of project', 'both'] })
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 't', labels: ['of task', 'both'] })
    const log = (given: object) =>
      me.call('POST', '/v1/time-entries', {
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T10:00:00Z',
        ...given,
      })
    await log({ project: 'p', taskId: task.id, labels: ['own', 'both'] })
    await log({ project: 'p' })
    await log({})
    const { groups, totals } = await reportOf(me, { ...march, by: 'label' })
    expect(Object.fromEntries(groups.map(({ name, seconds }) => [name, seconds]))).toEqual({
      both: 7200,
      'of project': 7200,
      'of task': 3600,
      own: 3600,
      '(none)': 3600,
    })
    expect(totals).toEqual({
      attributedSeconds: 10_800,
      wallClockSeconds: 3600,
      overlapSeconds: 7200,
      untimedSeconds: 0,
      untaggedSeconds: 3600,
      multiLabelSeconds: 14_400,
      billableSeconds: 0,
    })
    const seconds = async (query: Record<string, string>) =>
      (await reportOf(me, { ...march, ...query })).totals.attributedSeconds
    expect(await seconds({ label: 'both' })).toBe(7200)
    expect(await seconds({ label: 'of task' })).toBe(3600)
    expect(await seconds({ task: task.id })).toBe(3600)
    expect(await seconds({ project: 'p', task: task.id, label: 'own' })).toBe(3600)
    const { body: both } = await me.call(
      'GET',
      `/v1/reports/summary?${String(new URLSearchParams(march))}&label=own&label=of%20project`,
    )
    expect(both.totals.attributedSeconds).toBe(3600)
  })

  test('a running entry counts up to now, one from the future not at all', async () => {
    const me = app.person()
    now = Date.parse('2026-03-02T12:00:00.900Z')
    await me.call('POST', '/v1/timer/start', { at: '2026-03-02T11:00:00Z' })
    expect(await reportOf(me, march)).toMatchObject({
      asOf: '2026-03-02T12:00:00Z',
      totals: { attributedSeconds: 3600 },
    })
    now += 60_000
    expect((await reportOf(me, march)).totals.attributedSeconds).toBe(3660)
    await me.call('POST', '/v1/timer/cancel')
    await me.call('POST', '/v1/timer/start', { at: '2026-03-02T20:00:00Z' })
    expect((await reportOf(me, march)).totals.attributedSeconds).toBe(0)
  })

  test.each(reportGroupings)(
    'nothing tracked by %s: zeros, and a line for every day, week and month',
    async (by) => {
      const { totals, groups } = await reportOf(app.person(), { from: '2026-02-28', to: '2026-03-03', by })
      expect(Object.values(totals)).toEqual([0, 0, 0, 0, 0, 0, 0])
      expect(groups).toHaveLength({ client: 0, project: 0, task: 0, label: 0, day: 3, week: 2, month: 2 }[by])
      expect(groups.every(({ seconds, share }) => seconds === 0 && share === 0)).toBe(true)
    },
  )

  test('groups of the same length and name come in a stable order', async () => {
    const me = app.person()
    for (let index = 0; index < 6; index++) {
      const { body } = await me.call('POST', '/v1/tasks', { title: 'same' })
      await me.call('POST', '/v1/time-entries', {
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T10:00:00Z',
        taskId: body.id,
      })
    }
    const keys = (await reportOf(me, { ...march, by: 'task' })).groups.map(({ key }) => String(key))
    expect(keys).toEqual(keys.toSorted())
  })
})

describe('what is refused', () => {
  const invalid = (path: string) => ({ status: 400, body: { code: 'request.invalid', fields: [{ path }] } })
  test.each([
    [{ from: '2026-03-02', to: '2026-03-02' }, invalid('query.to')],
    [{ from: '2026-03-03', to: '2026-03-02' }, invalid('query.to')],
    [{ from: '2026-02-30', to: '2026-03-02' }, invalid('query.from')],
    [{ from: '2026-03-02' }, invalid('query.to')],
    [{ from: '1000-01-01', to: '2026-03-02' }, invalid('query.from')],
    [{ from: '1900-01-01', to: '9999-03-02' }, invalid('query.to')],
    [{ from: '2010-01-01', to: '2026-03-02', by: 'day' }, invalid('query.by')],
    [{ ...march, by: 'customer' }, invalid('query.by')],
    [{ ...march, zone: 'Mars/Olympus' }, invalid('query.zone')],
    [{ ...march, zone: '+02:00' }, invalid('query.zone')],
    [{ ...march, zone: 'BST' }, invalid('query.zone')],
    [{ ...march, weekStart: '8' }, invalid('query.weekStart')],
    [{ ...march, task: 'x' }, invalid('query.task')],
    [
      { ...march, project: 'nowhere' },
      { status: 404, body: { code: 'projects.not_found' } },
    ],
    [
      { ...march, label: 'nothing' },
      { status: 404, body: { code: 'labels.not_found' } },
    ],
    [
      { ...march, task: newId() },
      { status: 404, body: { code: 'tasks.not_found' } },
    ],
  ])('%j', async (query, refused) => {
    const { call } = app.person()
    expect(await call('GET', `/v1/reports/summary?${String(new URLSearchParams(query))}`)).toMatchObject(
      refused,
    )
  })

  test('the widest range that people can ask for is answered', async () => {
    const me = app.person()
    for (const by of ['project', 'week', 'month'])
      expect((await reportOf(me, { from: '1900-01-01', to: '2127-01-01', by })).days).toBe(82_910)
    expect((await reportOf(me, { from: '2015-04-01', to: '2026-03-02', by: 'day' })).groups).toHaveLength(
      3988,
    )
  })
})
