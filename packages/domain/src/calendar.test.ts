import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilDate,
  dayBuckets,
  fromInstantText,
  monthBuckets,
  startOfDay,
  toInstantText,
  weekBuckets,
} from './calendar.ts'

const zones = Intl.supportedValuesOf('timeZone')
const anyZone = fc.constantFrom(...zones)
const anyWeekStart = fc.integer({ min: 1, max: 7 })
const anyDay = fc.integer({ min: -10_000, max: 25_000 }).map(dateOfNumber)
const anyRange = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 450 }))
  .map(([from, days]) => [from, plus(from, days)] as const)

describe('startOfDay', () => {
  it.each([
    ['2026-03-02', 'UTC', '2026-03-02T00:00:00Z'],
    ['2026-03-02', 'Europe/Berlin', '2026-03-01T23:00:00Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
    ['2026-03-02', 'Asia/Kathmandu', '2026-03-01T18:15:00Z'],
    // The clock goes from 0:00 to 1:00, so the day starts at 1:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['2022-03-22', 'Asia/Tehran', '2022-03-21T20:30:00Z'],
    // The clock went from 23:30 to 0:30, so 0:30 began the day.
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00Z'],
    // 0:00 occurs twice; the day starts with the first.
    ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00Z'],
    // Samoa left out 30 December 2011.
    ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00Z'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('%s in %s is %s (D8)', (date, zone, instant) => {
    expect(toInstantText(startOfDay(date, zone))).toBe(instant)
  })

  it('is the first instant that Intl shows on that date or later, in every zone (D8)', () => {
    // Intl is another reader of the same rules than Temporal, so this does not test a thing by itself.
    for (const zone of zones) {
      const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
      for (const date of [
        '1975-06-15',
        '2011-12-30',
        '2018-11-04',
        '2025-11-02',
        '2026-03-29',
        '2026-10-25',
      ]) {
        const start = startOfDay(date, zone)
        expect([zone, date, shown.format(start * 1000) >= date]).toEqual([zone, date, true])
        expect([zone, date, shown.format(start * 1000 - 1000) < date]).toEqual([zone, date, true])
      }
    }
  })

  it('comes no earlier than the start of the day before', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (date, zone) => {
        const hours = (startOfDay(plus(date, 1), zone) - startOfDay(date, zone)) / 3600
        expect(hours).toBeGreaterThanOrEqual(0)
        expect(hours).toBeLessThanOrEqual(48)
      }),
    )
  })
})

describe('civilDate', () => {
  it.each([
    ['2026-03-01T23:00:00Z', 'Europe/Berlin', '2026-03-02'],
    ['2026-03-01T22:59:59Z', 'Europe/Berlin', '2026-03-01'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['1969-12-31T23:59:59Z', 'UTC', '1969-12-31'],
  ])('%s in %s is %s', (instant, zone, date) => {
    expect(civilDate(fromInstantText(instant), zone)).toBe(date)
  })

  it('is the date whose day has begun', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000_000, max: 3_000_000_000 }), anyZone, (instant, zone) => {
        expect(startOfDay(civilDate(instant, zone), zone)).toBeLessThanOrEqual(instant)
      }),
    )
  })
})

describe('buckets', () => {
  it('give a day of 23, 24 and 25 hours around daylight saving time (D8)', () => {
    const hours = (from: string, to: string) =>
      dayBuckets(from, to, 'Europe/Berlin', 1).map(({ start, end }) => (end - start) / 3600)
    expect(hours('2026-03-28', '2026-03-31')).toEqual([24, 23, 24])
    expect(hours('2026-10-24', '2026-10-27')).toEqual([24, 25, 24])
  })

  it('give a skipped date no length (D8)', () => {
    const days = dayBuckets('2011-12-29', '2012-01-01', 'Pacific/Apia', 1)
    expect(days.map(({ key, start, end }) => [key, end - start])).toEqual([
      ['2011-12-29', 86_400],
      ['2011-12-30', 0],
      ['2011-12-31', 86_400],
    ])
  })

  it('clip weeks and months to the range and name them whole', () => {
    const shape = ({ key, name, start, end }: { key: string; name: string; start: number; end: number }) => [
      key,
      name,
      toInstantText(start).slice(0, 10),
      toInstantText(end).slice(0, 10),
    ]
    expect(weekBuckets('2025-12-31', '2026-01-07', 'UTC', 1).map(shape)).toEqual([
      ['2025-12-29', '2026-W01', '2025-12-31', '2026-01-05'],
      ['2026-01-05', '2026-W02', '2026-01-05', '2026-01-07'],
    ])
    expect(weekBuckets('2026-03-04', '2026-03-10', 'UTC', 7).map(shape)).toEqual([
      ['2026-03-01', 'week of 2026-03-01', '2026-03-04', '2026-03-08'],
      ['2026-03-08', 'week of 2026-03-08', '2026-03-08', '2026-03-10'],
    ])
    expect(monthBuckets('2026-02-15', '2026-04-01', 'UTC', 1).map(shape)).toEqual([
      ['2026-02-01', '2026-02', '2026-02-15', '2026-03-01'],
      ['2026-03-01', '2026-03', '2026-03-01', '2026-04-01'],
    ])
  })

  it('are none for an empty range', () => {
    expect(dayBuckets('2026-03-02', '2026-03-02', 'UTC', 1)).toEqual([])
    expect(monthBuckets('2026-03-02', '2026-03-01', 'UTC', 1)).toEqual([])
  })

  it.each([
    ['day', dayBuckets],
    ['week', weekBuckets],
    ['month', monthBuckets],
  ] as const)('of a %s touch one another and add up to the range in any zone (D9)', (_, bucketsOf) => {
    fc.assert(
      fc.property(anyRange, anyZone, anyWeekStart, ([from, to], zone, weekStart) => {
        expectToCover(bucketsOf(from, to, zone, weekStart), from, to, zone)
      }),
      { numRuns: 60 },
    )
  })

  it('of a day start at the start of that day in any zone (D8)', () => {
    fc.assert(
      fc.property(anyRange, anyZone, ([from, to], zone) => {
        for (const { key, start } of dayBuckets(from, to, zone, 1)) expect(start).toBe(startOfDay(key, zone))
      }),
      { numRuns: 30 },
    )
  })

  it('cover a range around a change of the clock in every zone (D8)', () => {
    for (const zone of zones) {
      for (const [from, to] of [
        ['2011-12-28', '2012-01-02'],
        ['2026-03-27', '2026-03-31'],
        ['2026-10-30', '2026-11-03'],
      ] as const) {
        expectToCover(dayBuckets(from, to, zone, 1), from, to, zone)
      }
    }
  })

  it('of weeks and months are the days, put together', () => {
    fc.assert(
      fc.property(anyRange, anyZone, anyWeekStart, ([from, to], zone, weekStart) => {
        const edges = new Set(dayBuckets(from, to, zone, weekStart).map(({ start }) => start))
        for (const bucketsOf of [weekBuckets, monthBuckets]) {
          for (const { start } of bucketsOf(from, to, zone, weekStart)) expect(edges.has(start)).toBe(true)
        }
        const weekdays = weekBuckets(from, to, zone, weekStart).map(
          ({ key }) => Temporal.PlainDate.from(key).dayOfWeek,
        )
        expect(weekdays.every((weekday) => weekday === weekStart)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('instant texts', () => {
  it('read any offset and drop parts of a second', () => {
    expect(fromInstantText('2026-03-02T10:00:00+01:00')).toBe(Date.UTC(2026, 2, 2, 9) / 1000)
    expect(fromInstantText('2026-03-02T09:00:00.999Z')).toBe(Date.UTC(2026, 2, 2, 9) / 1000)
    expect(fromInstantText('1969-12-31T23:59:59.500Z')).toBe(-1)
  })

  it('are read back as the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 200_000_000_000 }), (instant) => {
        expect(toInstantText(instant)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
        expect(fromInstantText(toInstantText(instant))).toBe(instant)
      }),
    )
  })

  it.each(['', 'now', '2026-03-02', '2026-03-02T09:00:00', '2026-02-30T09:00:00Z'])('refuse %j', (text) => {
    expect(() => fromInstantText(text)).toThrow(AppError)
    expect(() => fromInstantText(text)).toThrow(/is not an instant/)
  })
})

function expectToCover(
  buckets: readonly { start: number; end: number }[],
  from: string,
  to: string,
  zone: string,
): void {
  let reached = startOfDay(from, zone)
  for (const { start, end } of buckets) {
    if (start !== reached || end < start)
      throw new Error(`${zone}: a bucket of ${from} to ${to} does not join on at ${reached}`)
    reached = end
  }
  expect([zone, reached]).toEqual([zone, startOfDay(to, zone)])
}

function dateOfNumber(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

function plus(date: string, days: number): string {
  return dateOfNumber(Date.parse(date) / 86_400_000 + days)
}
