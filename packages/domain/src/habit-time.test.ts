import { expect, test } from 'vitest'
import { startOfDay } from './calendar.ts'
import { dateOf } from './habit-days.ts'
import { secondsByDay } from './habit-time.ts'

const instant = (text: string) => Date.parse(text) / 1000

function tracked(zone: string, spans: readonly (readonly [start: string, end: string])[]) {
  const [from, to] = ['2026-10-20', '2026-11-01']
  const range = {
    from,
    to,
    zone,
    by: 'label' as const,
    weekStart: 1,
    days: 12,
    start: startOfDay(from, zone),
    end: startOfDay(to, zone),
    asOf: 0,
  }
  const group = (labelIds: string[], all: readonly (readonly [string, string])[]) => ({
    taskId: null,
    projectId: null,
    labelIds,
    spans: all.flat().map(instant),
  })
  const own = [
    ...spans.map((span) => group(['deep'], [span])),
    group(['other'], [['2026-10-21T00:00:00Z', '2026-10-30T00:00:00Z']]),
  ]
  const labelNames = new Map([
    ['deep', 'deep'],
    ['other', 'other'],
  ])
  const days = secondsByDay('deep', range, { own, inherited: new Map(), labelNames })
  return Object.fromEntries([...days].map(([day, seconds]) => [dateOf(day), seconds]))
}

test('each moment counts once, in the day of the zone', () => {
  expect(
    tracked('UTC', [
      ['2026-10-22T09:00:00Z', '2026-10-22T10:00:00Z'],
      ['2026-10-22T09:30:00Z', '2026-10-22T10:30:00Z'],
      ['2026-10-22T09:10:00Z', '2026-10-22T09:20:00Z'],
      ['2026-10-22T23:00:00Z', '2026-10-23T01:00:00Z'],
    ]),
  ).toEqual({ '2026-10-22': 9000, '2026-10-23': 3600 })
  expect(tracked('Europe/Berlin', [['2026-10-22T21:00:00Z', '2026-10-22T23:00:00Z']])).toEqual({
    '2026-10-22': 3600,
    '2026-10-23': 3600,
  })
})

test('a day of 25 hours holds 25, and what lies outside of the range is left out (D8)', () => {
  expect(tracked('Europe/Berlin', [['2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z']])).toMatchObject({
    '2026-10-20': 24 * 3600,
    '2026-10-25': 25 * 3600,
    '2026-10-31': 24 * 3600,
  })
  expect(Object.keys(tracked('UTC', [['2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z']]))).toHaveLength(12)
})
