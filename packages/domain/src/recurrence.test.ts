import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstOccurrence, nextOccurrence } from './next-occurrence.ts'
import type { Recurrence } from './recurrence.ts'
import { readRule, ruleText } from './recurrence.ts'
import { formatRecurrence, parseRecurrence } from './recurrence-words.ts'

const ruleOf = (text: string): Recurrence => {
  const rule = readRule(text)
  if ('problem' in rule) throw new Error(rule.problem)
  return rule
}
/** So many occurrences that follow one. */
function following(text: string, at: string, times: number, zone = 'Europe/Berlin'): string[] {
  const found: string[] = []
  let [rule, day]: [Recurrence, string] = [ruleOf(text), at]
  for (let turn = 0; turn < times; turn++) {
    const next = nextOccurrence(rule, day, { zone })
    if (next === undefined) break
    // As it is stored: the rule goes through its text.
    ;[rule, day] = [ruleOf(ruleText(next.rule)), next.at]
    found.push(day)
  }
  return found
}

describe('what follows', () => {
  test.each<[string, string, string[]]>([
    ['FREQ=DAILY', '2026-02-28', ['2026-03-01', '2026-03-02']],
    ['FREQ=DAILY;INTERVAL=3', '2026-03-02', ['2026-03-05', '2026-03-08']],
    ['FREQ=WEEKLY', '2026-03-02', ['2026-03-09', '2026-03-16']],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-03-02', ['2026-03-05', '2026-03-09', '2026-03-12']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-03-05', ['2026-03-16', '2026-03-19', '2026-03-30']],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-03-04', ['2026-03-09']],
    ['FREQ=DAILY;BYDAY=SA,SU', '2026-03-02', ['2026-03-07', '2026-03-08', '2026-03-14']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', '2026-01-10', ['2026-01-15', '2026-02-01']],
    ['FREQ=MONTHLY;BYDAY=2TU', '2026-03-02', ['2026-03-10', '2026-04-14']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-03-27', ['2026-04-24', '2026-05-29']],
    ['FREQ=MONTHLY;BYDAY=5FR', '2026-01-30', ['2026-05-29', '2026-07-31']],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24', '2026-03-02', ['2026-12-24', '2027-12-24']],
  ])('%s from %s', (rule, at, days) => {
    expect(following(rule, at, days.length)).toEqual(days)
  })

  test('D16: the 31st is the last day of a shorter month and comes back; 29 February is the 28th', () => {
    const ends = ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']
    expect(following('FREQ=MONTHLY', '2026-01-31', 4)).toEqual(ends)
    expect(following('FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31', 4)).toEqual(ends)
    expect(following('FREQ=MONTHLY;INTERVAL=3', '2026-01-30', 4).at(-1)).toBe('2027-01-30')
    expect(following('FREQ=YEARLY', '2024-02-29', 4)).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  test('D8: a time stays on the clock over its changes, and one that is skipped once comes back', () => {
    const nine = ['2026-03-29T07:00:00Z', '2026-03-30T07:00:00Z']
    expect(following('FREQ=DAILY', '2026-03-28T08:00:00Z', 2)).toEqual(nine)
    const gap = ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']
    expect(following('FREQ=DAILY', '2026-03-28T01:30:00Z', 2)).toEqual(gap)
    expect(following('FREQ=DAILY', '2026-10-24T00:30:00Z', 2)).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ])
    expect(following('FREQ=DAILY;BYHOUR=9', '2026-03-28', 1)).toEqual(['2026-03-29T07:00:00Z'])
  })

  test('ends with its count, on its last day, or with the year 9999', () => {
    expect(following('FREQ=DAILY;COUNT=3', '2026-03-02', 9)).toEqual(['2026-03-03', '2026-03-04'])
    expect(following('FREQ=WEEKLY;UNTIL=20260316', '2026-03-02', 9)).toEqual(['2026-03-09', '2026-03-16'])
    expect(following('FREQ=DAILY;UNTIL=20260304T080000Z', '2026-03-03T08:00:00Z', 9)).toHaveLength(1)
    expect(following('FREQ=YEARLY;INTERVAL=100', '9950-03-02', 9)).toEqual([])
    expect(following('FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-03-03', 9)).toEqual([])
  })

  test('after completion is counted from that day', () => {
    const options = { zone: 'UTC', from: '2026-03-10' }
    expect(nextOccurrence(ruleOf('FREQ=DAILY;INTERVAL=3'), '2026-03-02', options)?.at).toBe('2026-03-13')
    expect(nextOccurrence(ruleOf('FREQ=MONTHLY'), '2026-01-31T09:00:00Z', options)?.at).toBe(
      '2026-04-10T09:00:00Z',
    )
  })

  test.each([
    ['FREQ=WEEKLY', '2026-03-04', '2026-03-04'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-03-04', '2026-03-05'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-02-28', '2026-02-28'],
    ['FREQ=DAILY;BYHOUR=9', '2026-03-04', '2026-03-04T08:00:00Z'],
  ])('%s without a date begins from %s on %s', (rule, from, first) => {
    expect(firstOccurrence(ruleOf(rule), from, 'Europe/Berlin')).toBe(first)
  })

  test('is later than what it follows, and on a day of the rule', () => {
    const rules = [
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=TU,SA',
      'FREQ=MONTHLY;BYMONTHDAY=30',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    ]
    const instants = fc.integer({ min: 0, max: 4_000_000_000 })
    const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(fc.constantFrom(...rules), instants, zones, (text, instant, zone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(instant * 1000).toString()
        const next = nextOccurrence(ruleOf(text), at, { zone })!
        expect(next.at > at).toBe(true)
        const days = Temporal.Instant.from(at).until(next.at).total('days')
        expect(days).toBeLessThan({ DAILY: 3, WEEKLY: 9, MONTHLY: 33, YEARLY: 368 }[ruleOf(text).frequency])
      }),
    )
  })
})

describe('words', () => {
  test.each([
    ['day', 'FREQ=DAILY', 'day'],
    ['every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2', '2 weeks'],
    ['3d', 'FREQ=DAILY;INTERVAL=3', '3 days'],
    ['mon,thu', 'FREQ=WEEKLY;BYDAY=MO,TH', 'mon,thu'],
    ['Thursday, Monday', 'FREQ=WEEKLY;BYDAY=MO,TH', 'mon,thu'],
    ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'mon,tue,wed,thu,fri'],
    ['2 weeks on mon,thu', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2 weeks on mon,thu'],
    ['month on 31', 'FREQ=MONTHLY;BYMONTHDAY=31', 'month on 31'],
    ['month on 1st,15th', 'FREQ=MONTHLY;BYMONTHDAY=1,15', 'month on 1,15'],
    ['month on last', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'month on last'],
    ['quarterly', 'FREQ=MONTHLY;INTERVAL=3', '3 months'],
    ['month on 2nd tue', 'FREQ=MONTHLY;BYDAY=2TU', 'month on 2nd tue'],
    ['month on last friday', 'FREQ=MONTHLY;BYDAY=-1FR', 'month on last fri'],
    ['year on 29 feb', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'year on 29 feb'],
    [
      'day at 9:30 until 2026-12-31',
      'FREQ=DAILY;BYHOUR=9;BYMINUTE=30;UNTIL=20261231',
      'day at 09:30 until 2026-12-31',
    ],
    ['week 10 times', 'FREQ=WEEKLY;COUNT=10', 'week 10 times'],
    ['freq=weekly;byday=mo', 'FREQ=WEEKLY;BYDAY=MO', 'mon'],
  ])('%s is %s', (text, recurrence, words) => {
    expect(parseRecurrence(text)).toEqual({ recurrence, recurrenceMode: 'schedule' })
    expect(formatRecurrence({ recurrence, recurrenceMode: 'schedule' })).toBe(words)
  })

  test.each(['!3 days', 'every! 3 days', 'every!: 3 days', '3 days after completion'])(
    '%s counts from completion',
    (text) => {
      const read = parseRecurrence(text)
      expect(read).toEqual({ recurrence: 'FREQ=DAILY;INTERVAL=3', recurrenceMode: 'after-completion' })
      expect(formatRecurrence(read)).toBe('3 days after completion')
    },
  )

  test.each([
    '',
    'sometimes',
    '0 days',
    '99999 days',
    'month on 32',
    'month on 0',
    'day on mon on tue',
    'week on 31',
    'year on 30 feb',
    'mon on tue',
    'day 0 times',
    'day until 2026-02-30',
    'day at 25:00',
    'FREQ=DAILY;COUNT=2;UNTIL=20261231',
    'FREQ=SECONDLY',
    'FREQ=DAILY;BYSETPOS=1',
    'FREQ=DAILY;INTERVAL=0',
    'x'.repeat(5000),
  ])('%j is refused', (text) => {
    expect(() => parseRecurrence(text)).toThrow(expect.objectContaining({ code: 'input.recurrence' }))
  })

  test('printed rules are read as the same', () => {
    const day = fc.integer({ min: 1, max: 7 })
    const lists = fc.oneof(
      fc.record({ frequency: fc.constant('DAILY'), byDay: fc.constant([]), byMonthDay: fc.constant([]) }),
      fc.record({
        frequency: fc.constant('WEEKLY'),
        byDay: fc
          .uniqueArray(day)
          .map((all) => all.toSorted((a, b) => a - b).map((one) => ({ nth: 0, day: one }))),
        byMonthDay: fc.constant([]),
      }),
      fc.record({
        frequency: fc.constant('MONTHLY'),
        byDay: fc.constant([]),
        byMonthDay: fc.uniqueArray(fc.integer({ min: 1, max: 31 })),
      }),
      fc.record({
        frequency: fc.constant('MONTHLY'),
        byDay: fc.record({ nth: fc.constantFrom(-1, 1, 2, 3, 4, 5), day }).map((one) => [one]),
        byMonthDay: fc.constant([]),
      }),
    )
    const rules = fc.record({
      lists,
      interval: fc.integer({ min: 1, max: 520 }),
      time: fc.constantFrom(null, '00:00', '09:30', '23:59'),
      end: fc.constantFrom(
        { until: null, count: null },
        { until: '2026-12-31', count: null },
        { until: null, count: 7 },
      ),
      recurrenceMode: fc.constantFrom('schedule' as const, 'after-completion' as const),
    })
    fc.assert(
      fc.property(
        rules,
        ({ lists: { frequency, byDay, byMonthDay }, interval, time, end, recurrenceMode }) => {
          const rule = {
            frequency,
            interval,
            byDay,
            byMonthDay,
            byMonth: [],
            time,
            ...end,
          } as unknown as Recurrence
          const recurrence = ruleText(ruleOf(ruleText(rule)))
          expect(parseRecurrence(formatRecurrence({ recurrence, recurrenceMode }))).toEqual({
            recurrence,
            recurrenceMode,
          })
        },
      ),
    )
  })
})
