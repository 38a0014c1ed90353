import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromInstantText, toInstantText } from './calendar.ts'
import { parseDue, parseMoment } from './dates.ts'

/** Wednesday 4 March 2026, 11:00 in Berlin. */
const wednesday = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
const at = (instant: string, zone: string, weekStart = 1) => ({
  now: fromInstantText(instant),
  zone,
  weekStart,
})
const anyDate = 'write 2026-03-02, 9:00, yesterday, monday or 2026-03-02T09:00:00Z'

describe('parseMoment', () => {
  it.each([
    ['now', '2026-03-04T10:00:00Z'],
    ['9:00', '2026-03-04T08:00:00Z'],
    ['09:00:30', '2026-03-04T08:00:30Z'],
    ['at 9:00', '2026-03-04T08:00:00Z'],
    ['11:00', '2026-03-04T10:00:00Z'],
    ['9am', '2026-03-04T08:00:00Z'],
    ['9:30 AM', '2026-03-04T08:30:00Z'],
    ['12am', '2026-03-03T23:00:00Z'],
    ['yesterday noon', '2026-03-03T11:00:00Z'],
    ['yesterday 12pm', '2026-03-03T11:00:00Z'],
    ['yesterday 17:30', '2026-03-03T16:30:00Z'],
    ['yesterday at 5:30pm', '2026-03-03T16:30:00Z'],
    ['5pm yesterday', '2026-03-03T16:00:00Z'],
    ['9:00 on monday', '2026-03-02T08:00:00Z'],
    ['monday 9:00', '2026-03-02T08:00:00Z'],
    ['17 aug 9:00', '2025-08-17T07:00:00Z'],
    ['2d ago 9:00', '2026-03-02T08:00:00Z'],
    ['today 23:00', '2026-03-04T22:00:00Z'],
    ['2026-03-02 9:00', '2026-03-02T08:00:00Z'],
    ['2026-03-02T09:00', '2026-03-02T08:00:00Z'],
    ['2026-03-02T09:00:00.750', '2026-03-02T08:00:00Z'],
    ['2026-061T09:00', '2026-03-02T08:00:00Z'],
    ['2026-W10-1T09:00', '2026-03-02T08:00:00Z'],
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z'],
    ['2026-03-02T09:00:00.750Z', '2026-03-02T09:00:00Z'],
    ['2026-03-02T09:00+02:00', '2026-03-02T07:00:00Z'],
    ['2026-03-02 09:00-0500', '2026-03-02T14:00:00Z'],
    ['9:00z', '2026-03-04T09:00:00Z'],
    ['yesterday 9:00+05:30', '2026-03-03T03:30:00Z'],
    ['10m ago', '2026-03-04T09:50:00Z'],
    ['-10m', '2026-03-04T09:50:00Z'],
    ['−1h30m', '2026-03-04T08:30:00Z'],
    ['1.5h ago', '2026-03-04T08:30:00Z'],
    ['in 2h', '2026-03-04T12:00:00Z'],
    ['+15m', '2026-03-04T10:15:00Z'],
    ['2d ago', '2026-03-02T10:00:00Z'],
    ['in 4w', '2026-04-01T09:00:00Z'],
  ])('%s is %s for a past verb', (text, instant) => {
    const { instant: seconds, note } = parseMoment(text, wednesday, 'past')
    expect([toInstantText(seconds), note]).toEqual([instant, undefined])
  })

  it.each([
    ['9:00', '2026-03-05T08:00:00Z', '9:00 is taken as tomorrow, 2026-03-05'],
    ['11:30', '2026-03-04T10:30:00Z', undefined],
    ['11:00', '2026-03-05T10:00:00Z', '11:00 is taken as tomorrow, 2026-03-05'],
    ['monday 9:00', '2026-03-09T08:00:00Z', undefined],
    ['wed 17:00', '2026-03-11T16:00:00Z', undefined],
  ])('%s is %s for a future verb', (text, instant, note) => {
    const moment = parseMoment(text, wednesday, 'future')
    expect([toInstantText(moment.instant), moment.note]).toEqual([instant, note])
  })

  it('counts days in the offset that a time is written with', () => {
    // Tuesday 21:00 in New York, Wednesday in UTC.
    const evening = at('2026-03-04T02:00:00Z', 'America/New_York')
    for (const text of ['1:00Z', 'today 1:00Z', 'yesterday 21:00-04:00']) {
      const expected = text.startsWith('yesterday') ? '2026-03-03T01:00:00Z' : '2026-03-04T01:00:00Z'
      expect([text, toInstantText(parseMoment(text, evening, 'past').instant)]).toEqual([text, expected])
    }
  })

  it('takes a bare time that is still to come as yesterday within 12 hours', () => {
    const night = at('2026-03-04T00:30:00Z', 'UTC')
    const { instant, note } = parseMoment('23:00', night, 'past')
    expect(toInstantText(instant)).toBe('2026-03-03T23:00:00Z')
    expect(note).toBe('23:00 is taken as yesterday, 2026-03-03')
    expect(toInstantText(parseMoment('12:30', night, 'past').instant)).toBe('2026-03-03T12:30:00Z')
    expect(() => parseMoment('12:29', night, 'past')).toThrow(
      expect.objectContaining({
        code: 'input.date',
        message: '"12:29" is still to come today, and yesterday\'s is more than 12 hours ago',
        try: 'write yesterday 12:29, or today 12:29',
      }),
    )
  })

  it.each([
    ['9', '"9" ends in a bare number, which may be an hour or a day', 'write 9:00 or 9am'],
    ['17', '"17" ends in a bare number, which may be an hour or a day', 'write 17:00'],
    ['at 9', '"at 9" ends in a bare number, which may be an hour or a day', 'write 9:00 or 9am'],
    [
      'yesterday 17',
      '"yesterday 17" ends in a bare number, which may be an hour or a day',
      'write yesterday 17:00',
    ],
    [
      'monday at 9',
      '"monday at 9" ends in a bare number, which may be an hour or a day',
      'write monday 9:00 or monday 9am',
    ],
    [
      '2026-03-02T09',
      '"2026-03-02t09" ends in a bare number, which may be an hour or a day',
      'write 2026-03-02 9:00 or 2026-03-02 9am',
    ],
    ['yesterday', '"yesterday" is a whole day; a time of day is needed here', 'write yesterday 9:00'],
    ['24:00', '"24:00" is past the end of the day', 'write 0:00 with the next day'],
    ['25:00', '"25:00" is not a time of day', 'write a time from 0:00 to 23:59'],
    ['9:75', '"9:75" is not a time of day', 'write a time from 0:00 to 23:59'],
    ['13pm', '"13pm" is not a time of day', 'write 9am, or 9:00'],
    ['midnight', 'Midnight may begin or end the day', 'write 0:00 with the day it begins'],
    ['9:00+25:00', '"+25:00" is not an offset from UTC', 'write an offset such as +02:00'],
    ['2026-02-30 9:00', '"2026-02-30" does not exist: 2026-02 has 28 days', 'write 2026-02-28 or 2026-03-01'],
    ['3/2 9:00', '"3/2" may be day/month or month/day', 'write YYYY-02-03 or YYYY-03-02'],
    ['foo 9:00', '"foo" is not a date or time', anyDate],
    [
      '2026-03-02T09:00:00+02:00[Europe/Berlin]',
      '"2026-03-02t09:00:00+02:00[europe/berlin]" is not a date or time',
      anyDate,
    ],
    ['', 'The date is empty', anyDate],
  ])('refuses %j', (text, detail, hint) => {
    expect(() => parseMoment(text, wednesday, 'past')).toThrow(
      expect.objectContaining({ code: 'input.date', message: detail, try: hint }),
    )
  })

  it.each([
    ['in 5', '"5" has no unit', 'write 5m or 5h'],
    ['5 ago', '"5" has no unit', 'write 5m or 5h'],
    ['1:30 ago', '"1:30" may be a time of day', 'write 1h30m'],
  ])('refuses the duration in %j', (text, detail, hint) => {
    expect(() => parseMoment(text, wednesday, 'past')).toThrow(
      expect.objectContaining({ code: 'input.duration', message: detail, try: hint }),
    )
  })

  it.each([
    ['Europe/Berlin', '2026-03-29 2:30', '2026-03-29 1:30 or 2026-03-29 3:30'],
    ['America/New_York', '2026-03-08 2:15', '2026-03-08 1:15 or 2026-03-08 3:15'],
    ['Australia/Lord_Howe', '2026-10-04 2:10', '2026-10-04 1:40 or 2026-10-04 2:40'],
    ['America/Sao_Paulo', '2018-11-04 0:30', '2018-11-03 23:30 or 2018-11-04 1:30'],
    ['Pacific/Apia', '2011-12-30 9:00', '2011-12-29 9:00 or 2011-12-31 9:00'],
  ])('refuses a time in a gap of %s and offers its neighbours (D8)', (zone, text, offer) => {
    const refusal = {
      code: 'input.date',
      message: `${text} does not exist in ${zone}: the clock is set forward over it`,
      try: `write ${offer}`,
    }
    expect(() => parseMoment(text, at('2026-11-20T12:00:00Z', zone), 'past')).toThrow(
      expect.objectContaining(refusal),
    )
    for (const neighbour of offer.split(' or ')) {
      expect(parseMoment(neighbour, at('2026-11-20T12:00:00Z', zone), 'past').note).toBeUndefined()
    }
  })

  it.each([
    ['Europe/Berlin', '2026-10-25 2:30', '2026-10-25T00:30:00Z', '+02:00'],
    ['America/New_York', '2026-11-01 1:30', '2026-11-01T05:30:00Z', '-04:00'],
    ['Australia/Lord_Howe', '2026-04-05 1:45', '2026-04-04T14:45:00Z', '+11:00'],
  ])('takes the first of two in a fold of %s and tells the offset (D8)', (zone, text, instant, offset) => {
    const moment = parseMoment(text, at('2026-11-20T12:00:00Z', zone), 'past')
    expect(toInstantText(moment.instant)).toBe(instant)
    expect(moment.note).toBe(`${text} occurs twice in ${zone}; this is the first, at ${offset}`)
    // With the offset written, the second can be named too.
    expect(
      parseMoment(`${text.replace(' ', ' 0')}${offset}`, at('2026-11-20T12:00:00Z', zone), 'past'),
    ).toEqual({ instant: moment.instant })
  })

  it('reads what it would write, in any zone', () => {
    const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), anyZone, (instant, zone) => {
        const context = { now: 1_772_618_400, zone, weekStart: 1 }
        expect(parseMoment(toInstantText(instant), context, 'past')).toEqual({ instant })
        const local = Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(zone)
        const moment = parseMoment(
          local.toPlainDateTime().toString({ smallestUnit: 'second' }),
          context,
          'past',
        )
        const shown = Temporal.Instant.fromEpochMilliseconds(moment.instant * 1000).toZonedDateTimeISO(zone)
        expect(shown.toPlainDateTime().equals(local.toPlainDateTime())).toBe(true)
        if (moment.note === undefined) expect(moment.instant).toBe(instant)
        else expect(moment.instant).toBeLessThanOrEqual(instant)
      }),
    )
  })

  it('answers a whole second or a known refusal for any text', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z:+. -]{0,16}$/))
    fc.assert(
      fc.property(texts, fc.constantFrom('past' as const, 'future' as const), (text, direction) => {
        try {
          expect(parseMoment(text, wednesday, direction).instant).toSatisfy(Number.isSafeInteger)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(['input.date', 'input.duration']).toContain(error.code)
        }
      }),
    )
  })
})

describe('parseDue', () => {
  it.each([
    ['friday', '2026-03-06'],
    ['2026-03-02', '2026-03-02'],
    ['in 2w', '2026-03-18'],
    ['eom', '2026-03-31'],
    ['friday 17:00', '2026-03-06T16:00:00Z'],
    ['2026-03-06T17:00+02:00', '2026-03-06T15:00:00Z'],
    ['in 2h', '2026-03-04T12:00:00Z'],
    ['in 2m', '2026-03-04T10:02:00Z'],
  ])('%s is %s', (text, due) => {
    expect(parseDue(text, wednesday)).toEqual({ due })
  })

  it('tells what it chose', () => {
    expect(parseDue('9:00', wednesday)).toEqual({
      due: '2026-03-05T08:00:00Z',
      note: '9:00 is taken as tomorrow, 2026-03-05',
    })
  })

  it('keeps a date where it is in another zone (D10)', () => {
    expect(parseDue('2026-03-29', at('2026-03-01T12:00:00Z', 'Pacific/Kiritimati')).due).toBe('2026-03-29')
  })

  it('refuses what is neither', () => {
    expect(() => parseDue('soon', wednesday)).toThrow(
      expect.objectContaining({ code: 'input.date', message: '"soon" is not a date or time' }),
    )
  })
})
