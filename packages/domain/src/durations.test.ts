import { AppError } from '@goalixa/contracts/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './durations.ts'

describe('parseDuration', () => {
  it.each([
    ['90m', 5400],
    ['90min', 5400],
    ['90 minutes', 5400],
    ['1h30m', 5400],
    ['1h 30m', 5400],
    ['1 hour 30 minutes', 5400],
    ['1H30M', 5400],
    ['  1h   30m ', 5400],
    ['1.5h', 5400],
    ['1,5h', 5400],
    ['1,5 hrs', 5400],
    ['45s', 45],
    ['1h30s', 3630],
    ['2h5m9s', 7509],
    ['PT1H30M', 5400],
    ['pt90m', 5400],
    ['PT1.5H', 5400],
    ['PT45S', 45],
    ['1m30.4s', 90],
    ['0.1h', 360],
    ['1.25h', 4500],
    ['0.3333h', 1200],
    ['1.1h', 3960],
    ['0m', 0],
    ['100h', 360_000],
  ])('%s is %d s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each([
    ['1:30', 5400],
    ['0:05', 300],
    ['1:30:00', 5400],
    ['1:30:15', 5415],
    ['120:00', 432_000],
    ['1h30m', 5400],
  ])('%s is %d s where a clock form is welcome', (text, seconds) => {
    expect(parseDuration(text, { clock: true })).toBe(seconds)
  })

  it.each([
    ['30', '"30" has no unit', 'write 30m or 30h'],
    ['1.5', '"1.5" has no unit', 'write 1.5m or 1.5h'],
    ['1:30', '"1:30" may be a time of day', 'write 1h30m'],
    ['0:05:10', '"0:05:10" may be a time of day', 'write 0h05m10s'],
    ['1h30', '"1h30" lacks its last unit', 'write 1h30m'],
    ['1.5h30m', '"1.5h30m" has a fraction before a smaller unit', 'write 1h30m or 1.5h'],
    ['2d', '"2d" counts days or more, whose length varies', 'write hours and minutes, such as 24h or 1h30m'],
    ['1w', '"1w" counts days or more, whose length varies', 'write hours and minutes, such as 24h or 1h30m'],
    [
      '2mo',
      '"2mo" counts days or more, whose length varies',
      'write hours and minutes, such as 24h or 1h30m',
    ],
    [
      'P1D',
      '"p1d" counts days or more, whose length varies',
      'write hours and minutes, such as 24h or 1h30m',
    ],
    ['-10m', '"-10m" is negative', undefined],
    ['−10m', '"-10m" is negative', undefined],
    ['', 'The duration is empty', undefined],
    ['PT', '"pt" is not a duration', undefined],
    ['soon', '"soon" is not a duration', undefined],
    ['30m1h', '"30m1h" is not a duration', undefined],
    ['1h 30x', '"1h 30x" is not a duration', undefined],
    ['١h', '"١h" is not a duration', undefined],
    ['999999999h', '"999999999h" is more than 31 years', 'write a shorter duration, such as 1h30m'],
    ['\u001b[2Jm', String.raw`"\u001b[2jm" is not a duration`, undefined],
  ])('refuses %j', (text, detail, hint) => {
    const refusal = {
      code: 'input.duration',
      message: detail,
      try: hint ?? 'write 30m, 1h30m, 1.5h or PT1H30M',
    }
    expect(() => parseDuration(text)).toThrow(expect.objectContaining(refusal))
  })

  it('refuses minutes beyond 59 in the clock form', () => {
    expect(() => parseDuration('1:60', { clock: true })).toThrow(
      expect.objectContaining({ code: 'input.duration' }),
    )
  })

  it('answers whole seconds or an input.duration error for any text', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9hmspt:., -]{0,12}$/))
    fc.assert(
      fc.property(texts, fc.boolean(), (text, clock) => {
        try {
          expect(parseDuration(text, { clock })).toSatisfy(
            (value: number) => Number.isSafeInteger(value) && value >= 0,
          )
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toBe('input.duration')
        }
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0m'],
    [45, '45s'],
    [60, '1m'],
    [3600, '1h'],
    [5400, '1h 30m'],
    [3661, '1h 1m 1s'],
    [90_000, '25h'],
    [-90, '-1m 30s'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  it('is read back as the same length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds)
      }),
    )
  })
})
