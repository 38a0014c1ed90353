import { describe, expect, test } from 'vitest'
import { dayBuckets, startOfDay } from './calendar.ts'
import { hoursOf } from './report-hours.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
const hoursIn = (zone: string, from: string, to: string, spans: readonly number[]) =>
  hoursOf([{ taskId: null, projectId: null, labelIds: [], spans }], dayBuckets(from, to, zone, 1), zone)
const allOf = (zone: string, date: string) => {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  const hours = hoursIn(zone, date, next, [startOfDay(date, zone) - 9999, startOfDay(next, zone) + 9999])
  return hours[Temporal.PlainDate.from(date).dayOfWeek - 1]!
}

describe('hours of the week (D8, D9)', () => {
  test('an entry over midnight counts in the hours of both days, cut at the full hours', () => {
    const start = startOfDay('2026-03-02', 'Europe/Berlin') + 22 * 3600 + 1800
    const hours = hoursIn('Europe/Berlin', '2026-03-02', '2026-03-04', [start, start + 2 * 3600 + 10])
    expect([hours[0]![22], hours[0]![23], hours[1]![0]]).toEqual([1800, 3600, 1810])
    expect(sum(hours.flat())).toBe(2 * 3600 + 10)
  })

  test.each([
    // Two o'clock is skipped, comes twice, or lasts half an hour longer.
    ['Europe/Berlin', '2026-03-29', { 1: 3600, 2: 0, 3: 3600 }, 23 * 3600],
    ['Europe/Berlin', '2026-10-25', { 1: 3600, 2: 7200, 3: 3600 }, 25 * 3600],
    ['Australia/Lord_Howe', '2026-04-05', { 0: 3600, 1: 5400, 2: 3600 }, 24.5 * 3600],
    ['Asia/Kathmandu', '2026-04-05', { 0: 3600, 23: 3600 }, 24 * 3600],
    ['America/Sao_Paulo', '2018-11-04', { 0: 0, 1: 3600 }, 23 * 3600],
    ['Pacific/Apia', '2011-12-30', { 0: 0, 12: 0 }, 0],
  ])('%s on %s', (zone, date, some, all) => {
    const hours = allOf(zone, date)
    for (const [hour, seconds] of Object.entries(some)) expect(hours[Number(hour)], hour).toBe(seconds)
    expect(sum(hours)).toBe(all)
  })

  test('nothing outside of the days counts, and no days are no hours', () => {
    const end = startOfDay('2026-03-03', 'UTC')
    expect(sum(hoursIn('UTC', '2026-03-02', '2026-03-03', [end, end + 5000]).flat())).toBe(0)
    expect(hoursOf([], [], 'UTC')).toHaveLength(7)
  })
})
