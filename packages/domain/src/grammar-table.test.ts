/** The grammar of dates, ranges and days as a table: (input, now, zone, verb) → what it means (5.3). */
import { readFileSync } from 'node:fs'
import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateContext } from './calendar.ts'
import { fromInstantText, startOfDay, zoned } from './calendar.ts'
import { parseDue, parseMoment } from './dates.ts'
import { formatRange } from './range-text.ts'
import { parseRange } from './ranges.ts'
import { parseDays } from './report-days.ts'

const present = (now: string, zone: string, weekStart: number): DateContext => ({
  now: fromInstantText(now),
  zone,
  weekStart,
})
const presents: Readonly<Record<string, DateContext>> = {
  /** Wednesday, 11:00. */
  wednesday: present('2026-03-04T10:00:00Z', 'Europe/Berlin', 1),
  /** Half an hour past midnight. */
  night: present('2026-03-03T23:30:00Z', 'Europe/Berlin', 1),
  /** The Tuesday after the clock was set back; weeks begin on Sunday. */
  newYork: present('2026-11-03T20:00:00Z', 'America/New_York', 7),
  /** Thursday noon; weeks begin on Saturday. */
  tehran: present('2026-03-05T08:30:00Z', 'Asia/Tehran', 6),
  /** The Monday after the clock was set forward. */
  spring: present('2026-03-30T10:00:00Z', 'Europe/Berlin', 1),
  /** The Monday after the clock was set back. */
  autumn: present('2026-10-26T11:00:00Z', 'Europe/Berlin', 1),
  leapDay: present('2028-02-29T12:00:00Z', 'UTC', 1),
  /** Five minutes into the year. */
  newYear: present('2026-01-01T00:05:00Z', 'UTC', 1),
  kathmandu: present('2026-03-04T06:00:00Z', 'Asia/Kathmandu', 7),
  /** The Monday after the clock was set back by half an hour. */
  lordHowe: present('2026-04-06T02:00:00Z', 'Australia/Lord_Howe', 1),
}
/** `split` and `break` are about an entry that began on Tuesday at 22:00 in Berlin. */
const from = fromInstantText('2026-03-03T21:00:00Z')

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
function momentText(instant: number, zone: string): string {
  const moment = zoned(instant, zone)
  const time = moment.toPlainTime().toString({ smallestUnit: moment.second === 0 ? 'minute' : 'second' })
  return `${weekdays[moment.dayOfWeek]} ${moment.toPlainDate().toString()} ${time}${moment.offset}`
}

const verbs: Readonly<Record<string, (input: string, dates: DateContext) => string | readonly number[]>> = {
  log: (input, dates) => spanOf(parseRange(input, dates)),
  break: (input, dates) => spanOf(parseRange(input, { ...dates, from })),
  start: (input, dates) => [parseMoment(input, dates, 'past').instant],
  split: (input, dates) => [parseMoment(input, { ...dates, from }, 'past').instant],
  remind: (input, dates) => [parseMoment(input, dates, 'future').instant],
  due: (input, dates) => {
    const { due } = parseDue(input, dates)
    return due.includes('T') ? [fromInstantText(due)] : due
  },
  report: (input, dates) => {
    const days = parseDays(input, dates)
    return [startOfDay(days.from, dates.zone), startOfDay(days.to, dates.zone)]
  },
}
const spanOf = ({ start, end }: { start: number; end: number }) => [start, end]

function meaning(verb: string, input: string, dates: DateContext): string {
  try {
    const read = verbs[verb]!(input, dates)
    return typeof read === 'string'
      ? read
      : read.map((instant) => momentText(instant, dates.zone)).join(' – ')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `! ${error.code}: ${error.try}`
  }
}

type Row = readonly [verb: string, present: string, input: string, meaning: string]
const rows = readFileSync(new URL('grammar-table.txt', import.meta.url), 'utf8')
  .split(/^# /m)
  .slice(1)
  .flatMap((group): Row[] => {
    const [head = '', ...lines] = group.trim().split('\n')
    const [present = '', verb = ''] = head.split(' ')
    return lines.map((line) => {
      const [input = '', result = ''] = line.split(' | ')
      return [verb, present, input.trim(), result]
    })
  })

describe('the table of the grammar (5.3)', () => {
  it('has at least 300 rows, each once', () => {
    expect(new Set(rows.map(([verb, when, input]) => `${verb} ${when} ${input}`)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(300)
  })

  it.each(rows)('%s, %s: %s', (verb, when, input, expected) => {
    expect(meaning(verb, input, presents[when]!)).toBe(expected)
  })
})

describe('a span that is printed', () => {
  const anyZone = fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone'))
  const anyDates = fc.record({
    now: fc.integer({ min: 0, max: 4_000_000_000 }),
    zone: anyZone,
    weekStart: fc.integer({ min: 1, max: 7 }),
  })

  it.each([
    ['2026-03-02T08:00:00Z', '2026-03-02T09:30:00Z', '2026-03-02 9:00 - 10:30'],
    ['2026-03-02T21:00:00Z', '2026-03-03T01:00:30Z', '2026-03-02 22:00 - 2026-03-03 2:00:30'],
    ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00Z', '2026-03-02 9:00 - 9:00'],
    ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-24T22:00:00Z - 2026-10-25T00:30:00Z'],
  ])('%s to %s is %s', (start, end, text) => {
    expect(formatRange({ start: fromInstantText(start), end: fromInstantText(end) }, 'Europe/Berlin')).toBe(
      text,
    )
  })

  it('is read back as the same span, in any zone and at any time', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 0, max: 1_000_000 }))
    fc.assert(
      fc.property(
        fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }),
        length,
        anyDates,
        (start, seconds, dates) => {
          const span = { start, end: start + seconds }
          expect(parseRange(formatRange(span, dates.zone), dates)).toEqual({ ...span, notes: [] })
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is read back as the same span where the clock is set back or forward (D8)', () => {
    const changes = [
      ['Europe/Berlin', '2026-10-25T00:00:00Z'],
      ['Europe/Berlin', '2026-03-29T00:00:00Z'],
      ['America/New_York', '2026-11-01T05:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T14:30:00Z'],
      ['America/Sao_Paulo', '2018-02-18T01:00:00Z'],
      ['Pacific/Apia', '2011-12-30T09:00:00Z'],
    ] as const
    const around = fc.integer({ min: -9000, max: 9000 })
    fc.assert(
      fc.property(fc.constantFrom(...changes), around, around, ([zone, at], a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)].map((offset) => fromInstantText(at) + offset)
        const span = { start: start!, end: end! }
        expect(parseRange(formatRange(span, zone), { ...presents['wednesday']!, zone })).toMatchObject(span)
      }),
      { numRuns: 500 },
    )
  })

  it('says the same as what was typed: parse, print, parse again is the identity', () => {
    for (const [verb, when, input, result] of rows) {
      if (verb !== 'log' || result.startsWith('!')) continue
      const dates = presents[when]!
      const { start, end } = parseRange(input, dates)
      const printed = formatRange({ start, end }, dates.zone)
      expect(parseRange(printed, dates), input).toMatchObject({ start, end })
      expect(formatRange(parseRange(printed, dates), dates.zone), input).toBe(printed)
    }
  })
})
