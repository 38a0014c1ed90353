import { fromInstantText } from '@goalixa/domain/calendar'
import { describe, expect, it } from 'vitest'
import { splitCuts } from './split-cuts.ts'

const dates = { now: fromInstantText('2026-03-04T10:00:00Z'), zone: 'Europe/Berlin', weekStart: 1 }
/** Yesterday, from 22:00 in Berlin. */
const night = { start: fromInstantText('2026-03-03T21:00:00Z') }
const read = (times: readonly string[], flags: { ratio?: string; break?: string } = {}) =>
  splitCuts(times, flags, night, dates)

describe('where an entry is split (E6)', () => {
  it('times are the first after its start, and others as they are written', () => {
    expect(read(['23:00', '0:30', '2026-03-03T23:45Z'])).toEqual({
      at: ['2026-03-03T22:00:00Z', '2026-03-03T23:30:00Z', '2026-03-03T23:45:00Z'],
    })
  })

  it('a break is read in the same way', () => {
    const rest = { break: { start: '2026-03-03T22:30:00Z', end: '2026-03-03T23:15:00Z' } }
    expect(read([], { break: '23:30 - 0:15' })).toEqual(rest)
    expect(read([], { break: '23:30 for 45m' })).toEqual(rest)
  })

  it('a ratio is whole numbers', () => {
    expect(read([], { ratio: '1:2:1' })).toEqual({ ratio: [1, 2, 1] })
    for (const ratio of ['1', '1:0', '1:-2', '1:1.5', '1:1001', 'half', Array(51).fill('1').join(':')])
      expect(() => read([], { ratio }), ratio).toThrow(/is no ratio/)
  })

  it('one of them is needed, and not two', () => {
    expect(() => read([])).toThrow('Nothing to split at')
    expect(() => read(['23:00'], { ratio: '1:1' })).toThrow('not several')
  })
})
