import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sleepGapOf, sleptSeconds } from './sleep-gaps.ts'

const at = (time: string) => Date.parse(`2026-03-02T${time}Z`) / 1000
/** A machine that was started at midnight and has slept for so many minutes since. */
const clocks = (time: string, sleptMinutes = 0, startedAt = '00:00:00') => {
  const boot = at(time) - at(startedAt)
  return { wall: at(time), boot, awake: boot - sleptMinutes * 60 }
}
const threshold = 300
const running = (start: string) => ({ start: at(start), end: null })

describe('E16: how long the machine slept between two commands', () => {
  test.each([
    ['not at all', clocks('12:00:00'), clocks('13:00:00'), 0],
    ['for 55 minutes', clocks('12:00:00'), clocks('13:00:00', 55), 3300],
    ['on top of what it slept before', clocks('12:00:00', 30), clocks('13:00:00', 85), 3300],
    ['unknown after another start', clocks('12:00:00'), clocks('13:00:00', 0, '12:30:00'), 0],
    [
      'unknown when the clock was set',
      clocks('12:00:00'),
      { ...clocks('13:00:00', 55), wall: at('15:00:00') },
      0,
    ],
    [
      'although the clock was set right by some seconds',
      clocks('12:00:00'),
      { ...clocks('13:00:00', 55), wall: at('13:00:20') },
      3300,
    ],
    ['never less than nothing', clocks('12:00:00', 1), clocks('13:00:00'), 0],
  ])('%s', (_, before, now, seconds) => expect(sleptSeconds(before, now)).toBe(seconds))
})

describe('E16: what to leave out of an entry', () => {
  test.each([
    ['nothing where it did not sleep', running('09:00:00'), 0, null],
    ['nothing below the threshold', running('09:00:00'), 4, null],
    [
      'the minutes before the later command',
      running('09:00:00'),
      55,
      ['12:25:00', '13:20:00', '12:05:00', '13:20:00'],
    ],
    [
      'of a timer that was started after the earlier one',
      running('12:10:00'),
      55,
      ['12:30:00', '13:20:00', '12:10:00', '13:20:00'],
    ],
    ['nothing where it may have slept before the timer', running('13:10:00'), 55, null],
    [
      'up to the end of an entry',
      { start: at('09:00:00'), end: at('13:15:00') },
      55,
      ['12:25:00', '13:15:00', '12:05:00', '13:15:00'],
    ],
    ['nothing of an entry that ended before', { start: at('09:00:00'), end: at('12:05:00') }, 55, null],
    ['less than all of it', running('12:05:00'), 75, ['12:06:00', '13:20:00', '12:05:00', '13:20:00']],
  ])('%s', (_, entry, minutes, expected) => {
    const gap = sleepGapOf(clocks('12:05:00'), clocks('13:20:00', minutes), entry, threshold)
    expect(gap && [gap.start, gap.end, gap.from, gap.to]).toEqual(expected && expected.map(at))
  })

  test('it lies within the entry and is never longer than the machine slept', () => {
    const day = fc.integer({ min: 0, max: 86_400 })
    fc.assert(
      fc.property(day, day, day, day, fc.option(day), (first, awake, asleep, start, length) => {
        const before = { wall: 1e9 + first, boot: first, awake: first }
        const now = { wall: before.wall + awake + asleep, boot: first + awake + asleep, awake: first + awake }
        const entry = { start: 1e9 + start, end: length === null ? null : 1e9 + start + length }
        const gap = sleepGapOf(before, now, entry, 60)
        if (gap === null) return
        expect(gap.end - gap.start).toBeLessThanOrEqual(asleep)
        expect(gap.start).toBeGreaterThan(entry.start)
        expect(gap.end).toBeLessThanOrEqual(Math.min(now.wall, entry.end ?? Infinity))
      }),
    )
  })
})
