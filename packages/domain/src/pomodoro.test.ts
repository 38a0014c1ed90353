import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings } from './default-settings.ts'
import type { PomodoroState } from './pomodoro.ts'
import { pomodoroAt, pomodoroEnd } from './pomodoro.ts'

const settings = defaultSettings.pomodoro
const minutes = 60_000
const work: PomodoroState = { phase: 'work', startedAt: 0, done: 0 }

test('work goes on until it is over', () =>
  expect(pomodoroAt(work, settings, 25 * minutes - 1)).toEqual({ next: work, workEnds: null }))

test('a break follows from the moment at which work ended, also when it is noticed late', () =>
  expect(pomodoroAt(work, settings, 27 * minutes)).toEqual({
    next: { phase: 'short', startedAt: 25 * minutes, done: 1 },
    workEnds: 25 * minutes,
  }))

test('every fourth break is long', () =>
  expect(pomodoroAt({ ...work, done: 3 }, settings, 26 * minutes).next).toEqual({
    phase: 'long',
    startedAt: 25 * minutes,
    done: 4,
  }))

test('after a night of sleep nothing goes on, and work ended when it was over', () =>
  expect(pomodoroAt(work, settings, 600 * minutes)).toEqual({ next: null, workEnds: 25 * minutes }))

test('nothing begins by itself after a break', () =>
  expect(pomodoroAt({ phase: 'short', startedAt: 0, done: 1 }, settings, 5 * minutes)).toEqual({
    next: null,
    workEnds: null,
  }))

test('asked at any moments on the way it comes to the same', () =>
  fc.assert(
    fc.property(fc.array(fc.nat(40 * minutes), { maxLength: 8 }), fc.nat(40 * minutes), (asked, last) => {
      const moments = [...asked.filter((at) => at < last), last].toSorted((a, b) => a - b)
      let state: PomodoroState | null = work
      for (const at of moments) state = state && pomodoroAt(state, settings, at).next
      expect(state).toEqual(pomodoroAt(work, settings, last).next)
      if (state !== null) expect(pomodoroEnd(state, settings)).toBeGreaterThan(last)
    }),
  ))
