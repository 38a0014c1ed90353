import { describe, expect, it } from 'vitest'
import { fromInstantText, toInstantText } from './calendar.ts'
import { parseRange } from './ranges.ts'

/** Wednesday 4 March 2026, 11:00 in Berlin. */
const wednesday = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
const at = (instant: string, zone: string) => ({ now: fromInstantText(instant), zone, weekStart: 1 })

function read(text: string, context = wednesday) {
  const { start, end, notes } = parseRange(text, context)
  return [toInstantText(start), toInstantText(end), ...notes]
}

describe('parseRange where the clock changes', () => {
  it('follows the zone and its changes of the clock (D8)', () => {
    expect(read('9:00 - 10:30', at('2026-03-04T20:00:00Z', 'America/New_York'))).toEqual([
      '2026-03-04T14:00:00Z',
      '2026-03-04T15:30:00Z',
    ])
    // One hour on the wall clock, two hours later and none: what counts is the instant.
    expect(read('2026-03-29 1:30 - 3:30')).toEqual(['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'])
    expect(read('2026-10-25 1:30 - 3:30')).toEqual(['2026-10-24T23:30:00Z', '2026-10-25T02:30:00Z'])
    expect(read('2026-03-29 - 2026-03-29')).toEqual(['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'])
    expect(read('2011-12-30 - 2011-12-30', at('2026-03-04T10:00:00Z', 'Pacific/Apia'))).toEqual([
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
    ])
  })

  it('takes the second of two in a fold for an end that must follow the start (D8)', () => {
    expect(read('2026-10-25 2:30 - 2:45')).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:45:00Z',
      '2026-10-25 2:30 occurs twice in Europe/Berlin; this is the first, at +02:00',
      '2026-10-25 2:45 occurs twice in Europe/Berlin; this is the first, at +02:00',
    ])
    expect(read('2026-10-25 2:45 - 2:30')).toEqual([
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25 2:45 occurs twice in Europe/Berlin; this is the first, at +02:00',
      '2:30 occurs twice; this is the second, after the start',
    ])
  })

  it('puts a bare end with an offset on the day that this offset has at the start', () => {
    // Already 3 March on Kiritimati.
    const kiritimati = at('2026-03-04T10:00:00Z', 'Pacific/Kiritimati')
    expect(read('2026-03-02T20:00Z - 21:00Z', kiritimati)).toEqual([
      '2026-03-02T20:00:00Z',
      '2026-03-02T21:00:00Z',
    ])
  })
})
