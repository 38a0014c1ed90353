import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromInstantText } from './calendar.ts'
import { parseDays } from './report-days.ts'

/** Wednesday 4 March 2026, 11:00 in Berlin. */
const wednesday = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
const dayHint = 'write :week, last month, 2026-W10 or 2026-03-02 - 2026-03-08'

describe('parseDays', () => {
  it.each([
    [':today', '2026-03-04', '2026-03-05'],
    [':yesterday', '2026-03-03', '2026-03-04'],
    [':week', '2026-03-02', '2026-03-09'],
    [':lastweek', '2026-02-23', '2026-03-02'],
    [':month', '2026-03-01', '2026-04-01'],
    [':lastmonth', '2026-02-01', '2026-03-01'],
    [':quarter', '2026-01-01', '2026-04-01'],
    [':year', '2026-01-01', '2027-01-01'],
    [':all', '1900-01-01', '2126-01-01'],
    ['today', '2026-03-04', '2026-03-05'],
    ['yesterday', '2026-03-03', '2026-03-04'],
    ['week', '2026-03-02', '2026-03-09'],
    ['This Week', '2026-03-02', '2026-03-09'],
    ['last week', '2026-02-23', '2026-03-02'],
    ['lastweek', '2026-02-23', '2026-03-02'],
    ['next week', '2026-03-09', '2026-03-16'],
    ['this month', '2026-03-01', '2026-04-01'],
    ['last month', '2026-02-01', '2026-03-01'],
    ['last quarter', '2025-10-01', '2026-01-01'],
    ['last year', '2025-01-01', '2026-01-01'],
    ['all', '1900-01-01', '2126-01-01'],
    ['last 7 days', '2026-02-26', '2026-03-05'],
    ['last 1 day', '2026-03-04', '2026-03-05'],
    ['last 2 weeks', '2026-02-19', '2026-03-05'],
    ['last 3 months', '2025-12-05', '2026-03-05'],
    ['2026-W10', '2026-03-02', '2026-03-09'],
    ['2026-w01', '2025-12-29', '2026-01-05'],
    ['2026-02', '2026-02-01', '2026-03-01'],
    ['2024', '2024-01-01', '2025-01-01'],
    ['monday', '2026-03-02', '2026-03-03'],
    ['wednesday', '2026-03-04', '2026-03-05'],
    ['last wednesday', '2026-02-25', '2026-02-26'],
    ['17 aug', '2025-08-17', '2025-08-18'],
    ['2026-03-02', '2026-03-02', '2026-03-03'],
    ['2 days ago', '2026-03-02', '2026-03-03'],
    // The last day counts too.
    ['2026-03-02 - 2026-03-08', '2026-03-02', '2026-03-09'],
    ['2026-03-02 - 2026-03-02', '2026-03-02', '2026-03-03'],
    ['2026-03-02 to today', '2026-03-02', '2026-03-05'],
    ['from 1 jan 2026 to 31 jan 2026', '2026-01-01', '2026-02-01'],
    ['2025-11 - 2026-01', '2025-11-01', '2026-02-01'],
    ['2026-W09 - 2026-W10', '2026-02-23', '2026-03-09'],
    ['last month - today', '2026-02-01', '2026-03-05'],
    ['monday - friday', '2026-03-02', '2026-03-07'],
    ['last monday - sun', '2026-03-02', '2026-03-09'],
    ['saturday - friday', '2026-02-28', '2026-03-07'],
  ])('%s is %s up to %s', (text, from, to) => {
    expect(parseDays(text, wednesday)).toEqual({ from, to })
  })

  it('starts weeks on the day of the setting, but written weeks on Monday (D7)', () => {
    const sunday = { ...wednesday, weekStart: 7 }
    expect(parseDays(':week', sunday)).toEqual({ from: '2026-03-01', to: '2026-03-08' })
    expect(parseDays('last week', sunday)).toEqual({ from: '2026-02-22', to: '2026-03-01' })
    expect(parseDays('last week', { ...wednesday, weekStart: 3 })).toEqual({
      from: '2026-02-25',
      to: '2026-03-04',
    })
    expect(parseDays('2026-W10', sunday)).toEqual({ from: '2026-03-02', to: '2026-03-09' })
  })

  it('takes today from the zone (D7)', () => {
    const newYear = { now: fromInstantText('2025-12-31T23:30:00Z'), weekStart: 1 }
    expect(parseDays(':today', { ...newYear, zone: 'America/New_York' })).toEqual({
      from: '2025-12-31',
      to: '2026-01-01',
    })
    expect(parseDays(':year', { ...newYear, zone: 'America/New_York' })).toEqual({
      from: '2025-01-01',
      to: '2026-01-01',
    })
    expect(parseDays(':year', { ...newYear, zone: 'Asia/Tehran' })).toEqual({
      from: '2026-01-01',
      to: '2027-01-01',
    })
  })

  it.each([
    ['', 'input.range', 'The range is empty', 'write 9:00 - 10:30, :week, or 1h ago'],
    ['7', 'input.range', '"7" is not a range of days', dayHint],
    [
      '9999',
      'input.date',
      '"9999" is outside the years 1900 to 9999',
      'write 2026-03-02, 9:00, yesterday, monday or 2026-03-02T09:00:00Z',
    ],
    [':fortnight', 'input.range', '":fortnight" is not a range of days', dayHint],
    ['last 0 days', 'input.range', '"last 0 days" is no day at all', 'write last 7 days'],
    ['last 999 years', 'input.range', '"last 999 years" reaches back beyond 1900', 'write :all'],
    [
      '2026-03-08 - 2026-03-02',
      'input.range',
      '"2026-03-08 - 2026-03-02" ends before it starts',
      'write 2026-03-02 - 2026-03-08',
    ],
    [
      '9:00 - 10:30',
      'input.date',
      '"9:00" has a time of day; a report counts whole days',
      'write the day alone, such as 2026-03-02',
    ],
    [
      '2026-02-30',
      'input.date',
      '"2026-02-30" does not exist: 2026-02 has 28 days',
      'write 2026-02-28 or 2026-03-01',
    ],
    [
      '2025-W53',
      'input.date',
      '"2025-w53" does not exist: 2025 has 52 weeks',
      'write 2026-03-02, 9:00, yesterday, monday or 2026-03-02T09:00:00Z',
    ],
    [
      '2026-13',
      'input.date',
      '"2026-13-01" does not exist: a year has 12 months',
      'write year-month-day, such as 2026-03-02',
    ],
    [
      '3/2/2026 - 3/8/2026',
      'input.date',
      '"3/2/2026" may be day/month or month/day',
      'write 2026-02-03 or 2026-03-02',
    ],
  ])('refuses %j', (text, code, detail, hint) => {
    expect(() => parseDays(text, wednesday)).toThrow(
      expect.objectContaining({ code, message: detail, try: hint }),
    )
  })

  it('answers at least one day or a known refusal for any text', () => {
    const point = fc.constantFrom(
      'monday',
      'today',
      '2026-02',
      '2026-w10',
      ':week',
      'last 3 days',
      'eom',
      '24th',
      '9:00',
      'x',
    )
    const made = fc.tuple(point, fc.constantFrom(' - ', ' to ', ''), point).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(made, point, fc.string()), fc.integer({ min: 1, max: 7 }), (text, weekStart) => {
        try {
          const { from, to } = parseDays(text, { ...wednesday, weekStart })
          expect(from).toMatch(/^\d{4}-\d\d-\d\d$/)
          expect(from < to).toBe(true)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(['input.date', 'input.range']).toContain(error.code)
        }
      }),
    )
  })
})
