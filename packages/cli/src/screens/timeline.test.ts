import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hourMarks, timelineOf } from './timeline.ts'
import type { Cell, Timeline } from './timeline.ts'

const midnight = Date.parse('2026-03-01T23:00:00Z') / 1000
const day = { start: midnight, end: midnight + 86_400 }
const at = (hours: number) => midnight + hours * 3600
const letters: Readonly<Record<Cell, string>> = {
  gap: '.',
  part: '-',
  tracked: '=',
  overlap: '#',
  ahead: ' ',
}
const drawn = (line: Timeline | undefined) => line?.cells.map((cell) => letters[cell]).join('')
const stretch = (start: number, end: number) => ({ start: at(start), end: at(end) })

describe('the bar of a day', () => {
  test.each([
    ['a morning with a gap', [stretch(9, 10), stretch(11, 13)], 13, '====....========'],
    ['an overlap', [stretch(9, 12), stretch(11, 13)], 13, '========####===='],
    ['what only touches does not overlap', [stretch(9, 11), stretch(11, 13)], 13, '================'],
    ['a few minutes are seen', [stretch(9, 9.05), stretch(12, 13)], 13, '-...........===='],
    ['what lies ahead is no gap', [stretch(9, 10)], 11, '====....        '],
  ])('%s', (_, stretches, now, bar) => {
    expect(drawn(timelineOf(stretches, { day, now: at(now), width: 16 }))).toBe(bar)
  })

  test('nothing tracked draws nothing', () => {
    expect(timelineOf([], { day, now: at(9), width: 16 })).toBeUndefined()
  })

  test('what reaches over midnight ends with the day', () => {
    const line = timelineOf([stretch(-2, 1), stretch(23, 27)], { day, now: at(24), width: 24 })
    expect(line).toMatchObject({ from: day.start, to: day.end })
    expect(drawn(line)).toBe('=......................=')
  })

  test('hours stand below their place', () => {
    const line = timelineOf([stretch(8, 16)], { day, now: at(16), width: 32 })!
    expect(hourMarks(line, 'Europe/Berlin')).toBe('08      10      12      14      ')
  })

  test('is as wide as asked for, and lies in the day', () => {
    const one = fc
      .tuple(fc.integer({ min: -10, max: 40 }), fc.integer({ min: -10, max: 40 }))
      .map(([a, b]) => stretch(Math.min(a, b), Math.max(a, b)))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 1, max: 90 }), (stretches, width) => {
        const line = timelineOf(stretches, { day, now: at(12), width })
        if (line === undefined) return
        expect(line.cells).toHaveLength(width)
        expect(hourMarks(line, 'Europe/Berlin')).toHaveLength(width)
        expect(line.from).toBeGreaterThanOrEqual(day.start)
        expect(line.to).toBeLessThanOrEqual(day.end)
      }),
    )
  })
})
