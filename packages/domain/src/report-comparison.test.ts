import type { Report } from '@goalixa/contracts/reports'
import { describe, expect, test } from 'vitest'
import { comparedReport, daysBefore } from './report-comparison.ts'

describe('the days to compare with', () => {
  test.each([
    ['a week', '2026-03-09', '2026-03-16', '2026-03-02'],
    ['a day', '2026-03-01', '2026-03-02', '2026-02-28'],
    ['a month, whatever its length', '2026-03-01', '2026-04-01', '2026-02-01'],
    ['a quarter', '2026-01-01', '2026-04-01', '2025-10-01'],
    ['a year', '2025-01-01', '2026-01-01', '2024-01-01'],
    ['ten days', '2026-03-05', '2026-03-15', '2026-02-23'],
  ])('%s', (_, from, to, before) => {
    expect(daysBefore({ from, to })).toEqual({ from: before, to: from })
  })
})

const totals = (attributedSeconds: number): Report['totals'] => ({
  wallClockSeconds: attributedSeconds,
  attributedSeconds,
  overlapSeconds: 0,
  untimedSeconds: 0,
  untaggedSeconds: 0,
  multiLabelSeconds: 0,
  billableSeconds: 0,
})
const reportOf = (by: Report['by'], groups: readonly (readonly [string | null, number])[]): Report => ({
  from: '2026-03-09',
  to: '2026-03-16',
  zone: 'UTC',
  weekStart: 1,
  days: 7,
  by,
  asOf: '2026-03-10T09:00:00Z',
  totals: totals(groups.reduce((all, [, seconds]) => all + seconds, 0)),
  groups: groups.map(([key, seconds]) => ({ key, name: `name of ${key}`, seconds, share: 0 })),
})
const changes = (report: Report) =>
  report.comparison!.groups.map(({ key, seconds, previousSeconds, differenceSeconds }) => [
    key,
    seconds,
    previousSeconds,
    differenceSeconds,
  ])

describe('a compared report', () => {
  test('groups meet by key; what was there before only comes last, so that the changes add up', () => {
    const report = comparedReport(
      reportOf('project', [
        ['a', 50],
        [null, 10],
      ]),
      reportOf('project', [
        ['b', 30],
        ['a', 20],
      ]),
    )
    expect(changes(report)).toEqual([
      ['a', 50, 20, 30],
      [null, 10, 0, 10],
      ['b', 0, 30, -30],
    ])
    expect(report.comparison).toMatchObject({ differenceSeconds: 10, totals: { attributedSeconds: 50 } })
  })

  test('days meet in their order, also when the month before was longer', () => {
    const now = reportOf('day', [
      ['2026-03-01', 5],
      ['2026-03-02', 6],
    ])
    const before = reportOf('day', [
      ['2026-02-01', 1],
      ['2026-02-02', 2],
      ['2026-02-03', 3],
    ])
    expect(changes(comparedReport(now, before))).toEqual([
      ['2026-03-01', 5, 1, 4],
      ['2026-03-02', 6, 2, 4],
      ['2026-02-03', 0, 3, -3],
    ])
    expect(changes(comparedReport(before, now))[2]).toEqual(['2026-02-03', 3, 0, 3])
  })
})
