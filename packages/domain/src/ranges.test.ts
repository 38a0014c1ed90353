import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromInstantText, toInstantText } from './calendar.ts'
import { parseRange } from './ranges.ts'

/** Wednesday 4 March 2026, 11:00 in Berlin. */
const wednesday = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
const at = (instant: string, zone: string) => ({ now: fromInstantText(instant), zone, weekStart: 1 })
const anyRange = 'write 9:00 - 10:30, :week, or 1h ago'

function read(text: string, context = wednesday) {
  const { start, end, notes } = parseRange(text, context)
  return [toInstantText(start), toInstantText(end), ...notes]
}

describe('parseRange', () => {
  it.each([
    ['9:00 - 10:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9:00-10:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9:00 – 10:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9am-10:30am', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['from 9:00 to 10:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9:00 to 10:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9:00 until now', '2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z'],
    ['-10m - now', '2026-03-04T09:50:00Z', '2026-03-04T10:00:00Z'],
    ['1h ago - 10m ago', '2026-03-04T09:00:00Z', '2026-03-04T09:50:00Z'],
    ['9:00 - 9:00', '2026-03-04T08:00:00Z', '2026-03-04T08:00:00Z'],
    ['yesterday 9:00 - 10:30', '2026-03-03T08:00:00Z', '2026-03-03T09:30:00Z'],
    ['yesterday 9:00-10:30', '2026-03-03T08:00:00Z', '2026-03-03T09:30:00Z'],
    ['9:00 - 10:30 yesterday', '2026-03-03T08:00:00Z', '2026-03-03T09:30:00Z'],
    ['9:00 - yesterday 10:30', '2026-03-03T08:00:00Z', '2026-03-03T09:30:00Z'],
    ['10:30 - yesterday 10:30', '2026-03-03T09:30:00Z', '2026-03-03T09:30:00Z'],
    ['monday 22:00 - tuesday 6:00', '2026-03-02T21:00:00Z', '2026-03-03T05:00:00Z'],
    ['2026-03-02T09:00:00Z - 2026-03-02T10:00:00Z', '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'],
    ['2026-03-02T09:00-05:00 - 2026-03-02T10:00-05:00', '2026-03-02T14:00:00Z', '2026-03-02T15:00:00Z'],
    ['2026-03-02T09:00Z - 11:30', '2026-03-02T09:00:00Z', '2026-03-02T10:30:00Z'],
    ['2 days ago 9:00 - 10:30', '2026-03-02T08:00:00Z', '2026-03-02T09:30:00Z'],
    ['9:00 for 1h30m', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['9:00 for 1:30', '2026-03-04T08:00:00Z', '2026-03-04T09:30:00Z'],
    ['from yesterday 9:00 for 45m', '2026-03-03T08:00:00Z', '2026-03-03T08:45:00Z'],
    ['30m before 10:00', '2026-03-04T08:30:00Z', '2026-03-04T09:00:00Z'],
    ['30m after 10:00', '2026-03-04T09:00:00Z', '2026-03-04T09:30:00Z'],
    ['1h 30m after yesterday 17:00', '2026-03-03T16:00:00Z', '2026-03-03T17:30:00Z'],
    ['30m before now', '2026-03-04T09:30:00Z', '2026-03-04T10:00:00Z'],
    ['1h30m ago', '2026-03-04T08:30:00Z', '2026-03-04T10:00:00Z'],
    // Whole days: the last one counts too.
    ['2026-03-02 - 2026-03-02', '2026-03-01T23:00:00Z', '2026-03-02T23:00:00Z'],
    ['from 2026-03-28 to 2026-03-29', '2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['monday 9:00 - monday', '2026-03-02T08:00:00Z', '2026-03-02T23:00:00Z'],
  ])('%s is %s to %s', (text, start, end) => {
    expect(read(text)).toEqual([start, end])
  })

  it('ends on the next day when the end is earlier than the start', () => {
    for (const text of ['yesterday 23:00 - 01:00', 'yesterday 23:00-01:00']) {
      expect(read(text)).toEqual([
        '2026-03-03T22:00:00Z',
        '2026-03-04T00:00:00Z',
        'it ends the next day, 2026-03-04',
      ])
    }
    expect(read('23:00 - 1:00', at('2026-03-04T07:00:00Z', 'Europe/Berlin'))).toEqual([
      '2026-03-03T22:00:00Z',
      '2026-03-04T00:00:00Z',
      '23:00 is taken as yesterday, 2026-03-03',
      'it ends the next day, 2026-03-04',
    ])
    expect(read('23:00 - 1:00 today')).toEqual([
      '2026-03-03T22:00:00Z',
      '2026-03-04T00:00:00Z',
      'it starts the day before, 2026-03-03',
    ])
  })

  it.each([
    [
      '22:00 - 23:30',
      'input.date',
      '"22:00" is still to come today, and yesterday\'s is more than 12 hours ago',
      'write yesterday 22:00, or today 22:00',
    ],
    [
      '2026-03-02T09:00-05:00',
      'input.range',
      '"2026-03-02t09:00-05:00" has a start but no end',
      'write 9:00 - now, or 9:00 for 30m',
    ],
    ['9:00', 'input.range', '"9:00" has a start but no end', 'write 9:00 - now, or 9:00 for 30m'],
    [
      'yesterday',
      'input.range',
      '"yesterday" is whole days; a span has times of day',
      'write yesterday 9:00 - 10:30',
    ],
    [
      ':week',
      'input.range',
      '":week" is whole days; a span has times of day',
      'write yesterday 9:00 - 10:30',
    ],
    [
      'yesterday - 10:30',
      'input.range',
      '"yesterday - 10:30" has a time at one end only',
      'write yesterday 9:00 - 10:30',
    ],
    [
      '9:00 - yesterday',
      'input.range',
      '"9:00 - yesterday" has a time at one end only',
      'write yesterday 9:00 - 10:30',
    ],
    ['for 1h', 'input.range', '"for 1h" has no start', 'write 1h ago, or 9:00 for 1h'],
    ['all morning', 'input.range', '"all morning" is not a range', anyRange],
    ['', 'input.range', 'The range is empty', anyRange],
    [
      '2026-03-02 10:00 - 2026-03-02 9:00',
      'time_entries.end_before_start',
      'The end, 2026-03-02 9:00, is 1h before the start, 2026-03-02 10:00',
      'give an end at or after the start',
    ],
    [
      '2026-03-03 - 2026-03-01',
      'time_entries.end_before_start',
      'The end, 2026-03-02 0:00, is 24h before the start, 2026-03-03 0:00',
      'give an end at or after the start',
    ],
    [
      '9:00 - 10',
      'input.date',
      '"10" ends in a bare number, which may be an hour or a day',
      'write 10:00 or 10am',
    ],
    [
      '9 - 10:00',
      'input.date',
      '"9" ends in a bare number, which may be an hour or a day',
      'write 9:00 or 9am',
    ],
    [
      'yesterday for 1h',
      'input.date',
      '"yesterday" is a whole day; a time of day is needed here',
      'write yesterday 9:00',
    ],
    [
      '3/2 9:00 - 10:00',
      'input.date',
      '"3/2" may be day/month or month/day',
      'write YYYY-02-03 or YYYY-03-02',
    ],
    [
      '2026-03-29 1:00 - 2:30',
      'input.date',
      '2026-03-29 2:30 does not exist in Europe/Berlin: the clock is set forward over it',
      'write 2026-03-29 1:30 or 2026-03-29 3:30',
    ],
    ['9:00 for 30', 'input.duration', '"30" has no unit', 'write 30m or 30h'],
    ['30 before 10:00', 'input.duration', '"30" has no unit', 'write 30m or 30h'],
    ['1:30 before 10:00', 'input.duration', '"1:30" may be a time of day', 'write 1h30m'],
    [
      '2 days ago',
      'input.duration',
      '"2 days" counts days or more, whose length varies',
      'write hours and minutes, such as 24h or 1h30m',
    ],
  ])('refuses %j', (text, code, detail, hint) => {
    expect(() => parseRange(text, wednesday)).toThrow(
      expect.objectContaining({ code, message: detail, try: hint }),
    )
  })

  it('gives the length that was asked for, in any zone', () => {
    const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        anyZone,
        (instant, seconds, zone) => {
          const point = toInstantText(instant)
          const context = { ...wednesday, zone }
          expect(parseRange(`${point} for ${seconds}s`, context)).toEqual({
            start: instant,
            end: instant + seconds,
            notes: [],
          })
          expect(parseRange(`${seconds}s before ${point}`, context)).toEqual({
            start: instant - seconds,
            end: instant,
            notes: [],
          })
          expect(parseRange(`${point} - ${toInstantText(instant + seconds)}`, context)).toEqual({
            start: instant,
            end: instant + seconds,
            notes: [],
          })
        },
      ),
    )
  })

  it('answers start <= end or a known refusal for any text', () => {
    const point = fc.constantFrom(
      '9:00',
      '23:00',
      'noon',
      'now',
      'yesterday',
      'monday 9am',
      '2026-03-29',
      '10m ago',
      '2026-03-02t09:00z',
      'x',
      '7',
    )
    const joint = fc.constantFrom(' - ', '-', ' to ', ' for ', ' before ', ' after ', ' ago', '')
    const made = fc.tuple(point, joint, point).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(made, fc.string()), (text) => {
        try {
          const { start, end } = parseRange(text, wednesday)
          expect(end).toBeGreaterThanOrEqual(start)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toMatch(/^(input\.(date|duration|range)|time_entries\.end_before_start)$/)
        }
      }),
    )
  })
})
