import type { Report } from '@goalixa/contracts/reports'
import { describe, expect, it } from 'vitest'
import { bar, reportWords } from './reports.ts'

const piped = { width: undefined, paint: (_: string, text: string) => text }
const aReport = (over: Partial<Report> = {}): Report => ({
  from: '2026-03-02',
  to: '2026-03-09',
  zone: 'Europe/Berlin',
  weekStart: 1,
  days: 7,
  by: 'project',
  asOf: '2026-03-08T12:00:00Z',
  totals: {
    wallClockSeconds: 23400,
    attributedSeconds: 27000,
    overlapSeconds: 1800,
    untimedSeconds: 1800,
    untaggedSeconds: 3600,
    multiLabelSeconds: 5400,
    billableSeconds: 0,
  },
  groups: [
    { key: 'a', name: 'Thesis', seconds: 16200, share: 0.6 },
    { key: null, name: '(none)', seconds: 10800, share: 0.4 },
  ],
  ...over,
})

describe('reportWords', () => {
  it('prints groups, both totals and what lies between them', () => {
    expect(reportWords(aReport(), piped)).toBe(
      [
        'Mon 2026-03-02 – Sun 2026-03-08 · 7 days · Europe/Berlin · weeks start on Monday',
        'PROJECT    TIME  SHARE',
        'Thesis   4h 30m   60 %',
        '(none)       3h   40 %',
        '',
        'all entries                        7h 30m',
        '- overlap, counted more than once     30m',
        '- untimed, without start and end      30m',
        '= by the clock                     6h 30m',
        'without a label                        1h',
      ].join('\n'),
    )
  })

  it('reconciles labels, which may count an entry several times', () => {
    expect(
      reportWords(aReport({ by: 'label' }), piped)
        .split('\n')
        .slice(5),
    ).toEqual([
      'sum by label                           9h',
      '- counted under several labels     1h 30m',
      'all entries                        7h 30m',
      '- overlap, counted more than once     30m',
      '- untimed, without start and end      30m',
      '= by the clock                     6h 30m',
      'without a label                        1h',
    ])
  })

  it('draws bars on a terminal only', () => {
    expect(reportWords(aReport(), { ...piped, width: 80 })).toContain(`60 %  ${'█'.repeat(24)}`)
    expect(reportWords(aReport(), piped)).not.toContain('█')
  })

  it('says one day and no entries in words', () => {
    const words = reportWords(aReport({ to: '2026-03-03', days: 1, weekStart: 7, groups: [] }), piped)
    expect(words).toMatch(
      /^Mon 2026-03-02 · 1 day · Europe\/Berlin · weeks start on Sunday\nNothing was tracked\./,
    )
  })
})

it.each([
  [1, 4, '████'],
  [0.5, 4, '██'],
  [0, 4, ''],
  [0.0001, 4, '▏'],
  [0.53125, 4, '██▏'],
  [0.21875, 4, '▉'],
])('draws %f of %i as %s', (part, width, drawn) => {
  expect(bar(part, width)).toBe(drawn)
})
