import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rounding } from '@goalixa/contracts/settings'
import { formatRounding, parseRounding, roundSeconds } from './rounding.ts'

describe('parseRounding', () => {
  test.each([
    ['15m', { seconds: 900, mode: 'nearest' }],
    ['15m:up', { seconds: 900, mode: 'up' }],
    ['1h:DOWN', { seconds: 3600, mode: 'down' }],
    [' 6m:nearest ', { seconds: 360, mode: 'nearest' }],
  ])('%s', (text, rounding) => expect(parseRounding(text)).toEqual(rounding))

  test.each(['', '15', '15m:', '15m:sideways', '0m', '-5m', ':up', '1d'])('refuses %j', (text) => {
    expect(() => parseRounding(text)).toThrow(expect.objectContaining({ code: 'input.duration' }) as Error)
  })
})

test.each(['15m:up', '1h:down', '1h 30m:nearest', '45s:up'])(
  'what is shown can be read again: %s',
  (text) => {
    expect(formatRounding(parseRounding(text))).toBe(text)
  },
)

describe('roundSeconds', () => {
  test.each<[number, Rounding['mode'], number]>([
    [0, 'up', 0],
    [1, 'up', 900],
    [899, 'down', 0],
    [449, 'nearest', 0],
    [450, 'nearest', 900],
    [900, 'up', 900],
    [-450, 'nearest', -900],
    [-1, 'down', 0],
  ])('%d s %s', (exact, mode, rounded) => {
    expect(Object.is(roundSeconds(exact, { seconds: 900, mode }), rounded)).toBe(true)
  })

  test('never further away than one step, on the side that was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 86_400 }), (exact, seconds) => {
        const by = (mode: Rounding['mode']) => roundSeconds(exact, { seconds, mode })
        expect(by('up') - exact).toBeGreaterThanOrEqual(0)
        expect(by('up') - exact).toBeLessThan(seconds)
        expect(exact - by('down')).toBeGreaterThanOrEqual(0)
        expect(exact - by('down')).toBeLessThan(seconds)
        expect(Math.abs(by('nearest') - exact) * 2).toBeLessThanOrEqual(seconds)
      }),
    )
  })
})
