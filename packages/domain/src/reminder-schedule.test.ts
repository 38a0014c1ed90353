import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toInstantText, zoned } from './calendar.ts'
import type { ReminderSchedule } from './reminder-schedule.ts'
import { occurrenceAfter, occurrenceUpTo } from './reminder-schedule.ts'

const schedule = (given: Partial<ReminderSchedule>): ReminderSchedule => ({
  date: '2026-01-31',
  time: '09:00',
  zone: 'Europe/Berlin',
  repeat: 'none',
  days: [],
  ...given,
})
const seconds = (text: string) => Date.parse(text) / 1000

/** The next occurrences as the clock of the zone shows them. */
function next(given: Partial<ReminderSchedule>, after: string, count: number): string[] {
  const one = schedule(given)
  const found: string[] = []
  let at = seconds(after)
  for (; found.length < count;) {
    const instant = occurrenceAfter(one, at)
    if (instant === undefined) break
    found.push(zoned(instant, one.zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' }))
    at = instant
  }
  return found
}

describe('occurrences', () => {
  test('once', () => {
    expect(next({}, '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-31T09:00+01:00'])
    expect(next({}, '2026-01-31T08:00:00Z', 3)).toEqual([])
  })

  test('monthly on the 31st: the last day, and back to the 31st (D16)', () => {
    expect(next({ repeat: 'monthly' }, '2026-01-31T08:00:00Z', 4)).toEqual([
      '2026-02-28T09:00+01:00',
      '2026-03-31T09:00+02:00',
      '2026-04-30T09:00+02:00',
      '2026-05-31T09:00+02:00',
    ])
    expect(next({ repeat: 'monthly', date: '2024-02-29' }, '2026-01-30T00:00:00Z', 2)).toEqual([
      '2026-02-28T09:00+01:00',
      '2026-03-29T09:00+02:00',
    ])
  })

  test('on days of the week, from the first day on', () => {
    expect(next({ repeat: 'weekly', days: [1, 4] }, '2020-01-01T00:00:00Z', 3)).toEqual([
      '2026-02-02T09:00+01:00',
      '2026-02-05T09:00+01:00',
      '2026-02-09T09:00+01:00',
    ])
  })

  test('a time that the clock skips comes at the first instant after, one that comes twice at the first (D8)', () => {
    expect(next({ repeat: 'daily', time: '02:30' }, '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T03:00+02:00',
      '2026-03-30T02:30+02:00',
    ])
    expect(next({ repeat: 'daily', time: '02:30' }, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T02:30+02:00',
      '2026-10-26T02:30+01:00',
    ])
    // The 30th was skipped in Samoa: it comes when the 31st begins.
    const samoa = { repeat: 'daily', zone: 'Pacific/Apia', date: '2011-12-29' } as const
    expect(next(samoa, '2011-12-29T20:00:00Z', 3)).toEqual([
      '2011-12-31T00:00+14:00',
      '2011-12-31T09:00+14:00',
      '2012-01-01T09:00+14:00',
    ])
  })

  const schedules = fc.record({
    date: fc
      .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    time: fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
    zone: fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'UTC',
    ),
    repeat: fc.constantFrom('none', 'daily', 'weekly', 'monthly'),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  } as const)
  const moments = fc.integer({ min: seconds('1999-01-01T00:00:00Z'), max: seconds('2042-01-01T00:00:00Z') })

  test('the one after and the one up to a moment are next to each other', () => {
    fc.assert(
      fc.property(schedules, moments, (one, at) => {
        const after = occurrenceAfter(one, at)
        const before = occurrenceUpTo(one, at)
        if (after !== undefined) {
          expect(after).toBeGreaterThan(at)
          expect(occurrenceUpTo(one, after)).toBe(after)
          expect(occurrenceUpTo(one, after - 1)).toBe(before)
        }
        if (before !== undefined) {
          expect(before).toBeLessThanOrEqual(at)
          expect(occurrenceAfter(one, before)).toBe(after)
          expect(occurrenceAfter(one, before - 1)).toBe(before)
        }
        if (one.repeat !== 'none') expect(after, toInstantText(at)).toBeDefined()
      }),
      { numRuns: 150 },
    )
  })
})
