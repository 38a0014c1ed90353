/** Every entry, the grid of a week, the hours of the week, and what a report is compared with. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DetailedReport, HoursReport, Report, WeeklyReport } from '@goalixa/contracts/reports'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => Date.parse('2026-03-05T12:00:00Z'))
})
afterAll(() => app.close())

const week = { from: '2026-03-02', to: '2026-03-09' }
const ask = async <Document>(
  { call }: Person,
  kind: string,
  query: Record<string, string>,
): Promise<Document> => {
  const { status, body } = await call('GET', `/v1/reports/${kind}?${String(new URLSearchParams(query))}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
async function somebody(): Promise<Person> {
  const me = app.person()
  const log = (start: string, end: string, more: object) =>
    me.call('POST', '/v1/time-entries', { start, end, ...more })
  await log('2026-03-02T23:30:00Z', '2026-03-03T01:00:00Z', { project: 'a', billable: true, labels: ['x'] })
  await log('2026-03-03T00:30:00Z', '2026-03-03T01:30:00Z', { description: 'late', labels: ['x', 'y'] })
  await log('2026-02-24T09:00:00Z', '2026-02-24T10:00:00Z', { project: 'a' })
  return me
}

test('every entry, cut at midnight of the zone (D9)', async () => {
  const me = await somebody()
  const report = await ask<DetailedReport>(me, 'detailed', week)
  expect(
    report.entries.map(({ project, parts }) => [project, parts.map(({ date, seconds }) => [date, seconds])]),
  ).toEqual([
    [
      'a',
      [
        ['2026-03-02', 1800],
        ['2026-03-03', 3600],
      ],
    ],
    [null, [['2026-03-03', 3600]]],
  ])
  expect(report.totals).toMatchObject({
    attributedSeconds: 9000,
    overlapSeconds: 1800,
    billableSeconds: 5400,
  })
  const berlin = await ask<DetailedReport>(me, 'detailed', { ...week, zone: 'Europe/Berlin' })
  expect(berlin.entries[0]!.parts).toMatchObject([{ date: '2026-03-03', seconds: 5400 }])
  const billable = await ask<DetailedReport>(me, 'detailed', { ...week, billable: 'true' })
  expect(billable.entries).toHaveLength(1)
  expect(billable.totals.attributedSeconds).toBe(5400)
})

test('a week as a grid adds up both ways, by label with what counts twice (D5)', async () => {
  const me = await somebody()
  const report = await ask<WeeklyReport>(me, 'weekly', { ...week, by: 'label' })
  expect(
    report.groups.map(({ name, daySeconds, seconds }) => [name, daySeconds.slice(0, 3), seconds]),
  ).toEqual([
    ['x', [1800, 7200, 0], 9000],
    ['y', [0, 3600, 0], 3600],
  ])
  expect(
    report.byDay.map(({ totals }) => [totals.attributedSeconds, totals.multiLabelSeconds]).slice(0, 2),
  ).toEqual([
    [1800, 0],
    [7200, 3600],
  ])
  expect(await me.call('GET', '/v1/reports/weekly?from=2026-03-01&to=2026-03-09')).toMatchObject({
    status: 400,
    body: { code: 'request.invalid', fields: [{ path: 'query.to' }] },
  })
})

test('hours of the week, and the week before beside this one', async () => {
  const me = await somebody()
  const { hours, totals } = await ask<HoursReport>(me, 'hours', week)
  expect([hours[0]![23], hours[1]![0], hours[1]![1]]).toEqual([1800, 5400, 1800])
  expect(hours.flat().reduce((all, one) => all + one, 0)).toBe(totals.attributedSeconds)
  const { comparison } = await ask<Report>(me, 'summary', { ...week, compare: 'true' })
  expect(comparison).toMatchObject({ from: '2026-02-23', to: '2026-03-02', differenceSeconds: 5400 })
  expect(comparison!.groups.map(({ name, differenceSeconds }) => [name, differenceSeconds])).toEqual([
    ['a', 1800],
    ['(none)', 3600],
  ])
})
