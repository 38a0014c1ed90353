import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayBuckets, fromInstantText, toInstantText } from './calendar.ts'
import type { WorkingHours } from './gaps.ts'
import { gapsOf } from './gaps.ts'

const at = (text: string) => fromInstantText(`2026-03-0${text.replace(' ', 'T')}:00Z`)
const entry = (from: string, to: string | null) => ({ start: at(from), end: to === null ? null : at(to) })
const asOf = at('3 17:00')

interface Options {
  readonly hours?: WorkingHours
  readonly minSeconds?: number
  readonly zone?: string
  readonly to?: string
}
function gaps(
  entries: readonly { start: number; end: number | null }[],
  { hours, minSeconds = 60, zone = 'UTC', to = '2026-03-03' }: Options = {},
) {
  const days = dayBuckets('2026-03-02', to, zone, 1)
  return gapsOf(days, entries, { zone, hours, minSeconds, asOf }).map(
    ({ date, start, end }) =>
      `${date.slice(9)} ${toInstantText(start).slice(11, 16)}–${toInstantText(end).slice(11, 16)}`,
  )
}
const day = [entry('2 09:00', '2 10:00'), entry('2 10:30', '2 12:00'), entry('2 13:00', '2 15:00')]

describe('gaps of a day (E6)', () => {
  it('lie between its first and its last entry', () => {
    expect(gaps(day)).toEqual(['2 10:00–10:30', '2 12:00–13:00'])
    expect(gaps([])).toEqual([])
    expect(gaps([day[0]!])).toEqual([])
  })

  it('are not where entries overlap or lie within another', () => {
    expect(gaps([...day, entry('2 09:30', '2 12:30')])).toEqual(['2 12:30–13:00'])
    expect(gaps([...day, entry('2 08:00', '2 16:00')])).toEqual([])
  })

  it('reach to the working hours when these are given', () => {
    expect(gaps(day, { hours: { from: '08:00', to: '17:00' } })).toEqual([
      '2 08:00–09:00',
      '2 10:00–10:30',
      '2 12:00–13:00',
      '2 15:00–17:00',
    ])
    expect(gaps(day, { hours: { from: '09:30', to: '12:30' } })).toEqual(['2 10:00–10:30', '2 12:00–12:30'])
    expect(gaps([], { hours: { from: '22:00', to: '24:00' } })).toEqual(['2 22:00–00:00'])
  })

  it('are at least as long as is asked for', () => {
    expect(gaps(day, { minSeconds: 3600 })).toEqual(['2 12:00–13:00'])
    expect(gaps(day, { minSeconds: 3601 })).toEqual([])
  })

  it('belong to their day, and an entry over midnight to both (D9)', () => {
    const night = [...day, entry('2 22:00', '3 02:00'), entry('3 03:00', '3 04:00')]
    expect(gaps(night, { to: '2026-03-04' })).toEqual([
      '2 10:00–10:30',
      '2 12:00–13:00',
      '2 15:00–22:00',
      '3 02:00–03:00',
    ])
  })

  it('end at this moment, up to which a running entry reaches (D3)', () => {
    const hours = { from: '15:00', to: '18:00' }
    expect(gaps([], { hours, to: '2026-03-04' })).toEqual(['2 15:00–18:00', '3 15:00–17:00'])
    expect(gaps([entry('3 16:00', null)], { hours, to: '2026-03-04' }).at(-1)).toBe('3 15:00–16:00')
  })

  it('follow the days and the clock of the zone (D7, D8)', () => {
    expect(
      gaps([entry('1 23:30', '1 23:40'), entry('2 00:10', '2 00:20')], { zone: 'Europe/Berlin' }),
    ).toEqual(['2 23:40–00:10'])
    const changed = dayBuckets('2025-03-30', '2025-03-31', 'Europe/Berlin', 1)
    const hours = { from: '02:30', to: '04:00' }
    const [gap] = gapsOf(changed, [], { zone: 'Europe/Berlin', hours, minSeconds: 1, asOf })
    // 2:30 is jumped over, and is 3:30.
    expect([toInstantText(gap!.start), toInstantText(gap!.end)]).toEqual([
      '2025-03-30T01:30:00Z',
      '2025-03-30T02:00:00Z',
    ])
  })

  it('and entries fill the hours without overlap: each second is in one or the other (D4)', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 200 })), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(some, (spans) => {
        const from = at('2 08:00')
        const entries = spans.map(([start, length]) => ({ start: from + start, end: from + start + length }))
        const found = gapsOf(dayBuckets('2026-03-02', '2026-03-03', 'UTC', 1), entries, {
          zone: 'UTC',
          hours: { from: '08:00', to: '08:10' },
          minSeconds: 1,
          asOf,
        })
        for (let second = from; second < from + 600; second += 1) {
          const held = entries.some(({ start, end }) => start <= second && second < end)
          const free = found.filter(({ start, end }) => start <= second && second < end).length
          expect(free).toBe(held ? 0 : 1)
        }
      }),
      { numRuns: 30 },
    )
  })
})
