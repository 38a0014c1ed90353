import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDate, fromInstantText } from './calendar.ts'
import { parseDate } from './dates.ts'

/** Wednesday 4 March 2026, 11:00 in Berlin. */
const wednesday = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
const at = (instant: string, zone: string, weekStart = 1) => ({
  now: fromInstantText(instant),
  zone,
  weekStart,
})
const anyDate = 'write 2026-03-02, 9:00, yesterday, monday or 2026-03-02T09:00:00Z'

describe('parseDate', () => {
  it.each([
    ['2026-03-02', '2026-03-02', '2026-03-02'],
    ['2024-02-29', '2024-02-29', '2024-02-29'],
    ['2026-W10', '2026-03-02', '2026-03-02'],
    ['2026-W10-7', '2026-03-08', '2026-03-08'],
    ['2020-W53-5', '2021-01-01', '2021-01-01'],
    ['2026-061', '2026-03-02', '2026-03-02'],
    ['2024-366', '2024-12-31', '2024-12-31'],
    ['today', '2026-03-04', '2026-03-04'],
    ['Yesterday', '2026-03-03', '2026-03-03'],
    ['tomorrow', '2026-03-05', '2026-03-05'],
    // Weekdays: past takes the latest, today included; future the next, today excluded.
    ['wednesday', '2026-03-04', '2026-03-11'],
    ['mon', '2026-03-02', '2026-03-09'],
    ['Thurs', '2026-02-26', '2026-03-05'],
    ['last wednesday', '2026-02-25', '2026-02-25'],
    ['next wed', '2026-03-11', '2026-03-11'],
    ['last tuesday', '2026-03-03', '2026-03-03'],
    ['next thursday', '2026-03-05', '2026-03-05'],
    ['17 aug', '2025-08-17', '2026-08-17'],
    ['17th August', '2025-08-17', '2026-08-17'],
    ['sept 17', '2025-09-17', '2026-09-17'],
    ['4 march', '2026-03-04', '2026-03-04'],
    ['17 aug 2027', '2027-08-17', '2027-08-17'],
    ['Aug 17, 2024', '2024-08-17', '2024-08-17'],
    ['29 feb', '2024-02-29', '2028-02-29'],
    ['24th', '2026-02-24', '2026-03-24'],
    ['4th', '2026-03-04', '2026-03-04'],
    ['3rd', '2026-03-03', '2026-04-03'],
    ['31st', '2026-01-31', '2026-03-31'],
    ['in 2w', '2026-03-18', '2026-03-18'],
    ['in 3 days', '2026-03-07', '2026-03-07'],
    ['+2d', '2026-03-06', '2026-03-06'],
    ['2 weeks ago', '2026-02-18', '2026-02-18'],
    ['-1d', '2026-03-03', '2026-03-03'],
    ['in 1mo', '2026-04-04', '2026-04-04'],
    ['1y ago', '2025-03-04', '2025-03-04'],
    ['sod', '2026-03-04', '2026-03-04'],
    ['sow', '2026-03-02', '2026-03-02'],
    ['eow', '2026-03-08', '2026-03-08'],
    ['eonw', '2026-03-15', '2026-03-15'],
    ['eopm', '2026-02-28', '2026-02-28'],
    ['som', '2026-03-01', '2026-03-01'],
    ['sonq', '2026-04-01', '2026-04-01'],
    ['eoq', '2026-03-31', '2026-03-31'],
    ['sopy', '2025-01-01', '2025-01-01'],
    ['eopd', '2026-03-03', '2026-03-03'],
    ['next week', '2026-03-09', '2026-03-09'],
    ['next month', '2026-04-01', '2026-04-01'],
  ])('%s is %s for a past verb and %s for a future one', (text, past, future) => {
    expect([parseDate(text, wednesday, 'past'), parseDate(text, wednesday, 'future')]).toEqual([past, future])
  })

  it.each([
    ['2026-02-30', '"2026-02-30" does not exist: 2026-02 has 28 days', 'write 2026-02-28 or 2026-03-01'],
    ['31 apr 2026', '"31 apr 2026" does not exist: 2026-04 has 30 days', 'write 2026-04-30 or 2026-05-01'],
    [
      '2026-13-01',
      '"2026-13-01" does not exist: a year has 12 months',
      'write year-month-day, such as 2026-03-02',
    ],
    ['2026-03-00', '"2026-03-00" does not exist: 2026-03 has 31 days', 'write 2026-03-01'],
    ['31 apr', '"31 apr" does not exist: no such month has a day 31', anyDate],
    ['32nd', '"32nd" does not exist: no such month has a day 32', anyDate],
    ['2026-366', '"2026-366" does not exist: 2026 has 365 days', anyDate],
    ['2025-W53', '"2025-w53" does not exist: 2025 has 52 weeks', anyDate],
    ['2026-W10-8', '"2026-w10-8" does not exist: a week has the days 1 (Monday) to 7', anyDate],
    ['3/2/2026', '"3/2/2026" may be day/month or month/day', 'write 2026-02-03 or 2026-03-02'],
    ['3/3/2026', '"3/3/2026" may be day/month or month/day', 'write 2026-03-03'],
    ['13/2/2026', '"13/2/2026" may be day/month or month/day', 'write 2026-02-13'],
    ['3/2', '"3/2" may be day/month or month/day', 'write YYYY-02-03 or YYYY-03-02'],
    ['2026/03/02', '"2026/03/02" is written with slashes', 'write 2026-03-02'],
    ['2026-3-2', '"2026-3-2" lacks a leading zero', 'write 2026-03-02'],
    ['2026-03', '"2026-03" is a month, not a day', 'write 2026-03-01'],
    ['2w', '"2w" has no direction', 'write in 2w, or 2w ago'],
    ['in 2m', '"in 2m" is a time: m means minutes', 'write in 2mo for months'],
    ['9:00', '"9:00" has a time of day; a day is needed here', 'write the day alone, such as 2026-03-02'],
    [
      '2026-03-02T09:00',
      '"2026-03-02t09:00" has a time of day; a day is needed here',
      'write the day alone, such as 2026-03-02',
    ],
    ['1899-12-31', '"1899-12-31" is outside the years 1900 to 9999', anyDate],
    ['in 9999y', '"in 9999y" is outside the years 1900 to 9999', anyDate],
    ['someday', '"someday" is not a date or time', anyDate],
    ['', 'The date is empty', anyDate],
  ])('refuses %j', (text, detail, hint) => {
    expect(() => parseDate(text, wednesday, 'past')).toThrow(
      expect.objectContaining({ code: 'input.date', message: detail, try: hint }),
    )
  })

  it('clamps months to their last day (D16)', () => {
    expect(parseDate('in 1mo', at('2026-01-31T12:00:00Z', 'UTC'), 'future')).toBe('2026-02-28')
    expect(parseDate('in 1y', at('2024-02-29T12:00:00Z', 'UTC'), 'future')).toBe('2025-02-28')
  })

  it('takes today and the week from the zone and the setting (D7)', () => {
    const now = '2026-03-01T23:30:00Z'
    expect(parseDate('today', at(now, 'America/New_York'), 'past')).toBe('2026-03-01')
    expect(parseDate('today', at(now, 'Europe/Berlin'), 'past')).toBe('2026-03-02')
    expect(parseDate('tomorrow', at(now, 'Pacific/Kiritimati'), 'past')).toBe('2026-03-03')
    expect(parseDate('sow', at(now, 'America/New_York', 1), 'past')).toBe('2026-02-23')
    expect(parseDate('sow', at(now, 'America/New_York', 7), 'past')).toBe('2026-03-01')
    expect(parseDate('eow', at(now, 'America/New_York', 6), 'past')).toBe('2026-03-06')
    // A written week is the ISO week, whatever the setting.
    expect(parseDate('2026-W10', at(now, 'America/New_York', 7), 'past')).toBe('2026-03-02')
  })

  it('keeps weekdays on their side of today, in any zone and on any day', () => {
    const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        anyZone,
        fc.integer({ min: 0, max: 6 }),
        (now, zone, index) => {
          const context = { now, zone, weekStart: 1 }
          const today = Temporal.PlainDate.from(civilDate(now, zone))
          const days = (text: string, direction: 'past' | 'future') =>
            today.until(Temporal.PlainDate.from(parseDate(text, context, direction))).days
          const name = names[index] ?? ''
          expect(Temporal.PlainDate.from(parseDate(name, context, 'past')).dayOfWeek).toBe(index + 1)
          expect(days(name, 'future') - days(name, 'past')).toBe(7)
          expect(-days(name, 'past')).toBeLessThan(7)
          expect(days(`next ${name}`, 'past')).toBeGreaterThan(0)
          expect(days(`last ${name}`, 'future')).toBeLessThan(0)
        },
      ),
    )
  })
})
