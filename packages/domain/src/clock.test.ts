import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClockState, Stamp } from './clock.ts'
import { clockStart, compareStamps, receive, tick } from './clock.ts'

const wall = fc.integer({ min: 0, max: 20 })
const stamps = fc.tuple(wall, wall, fc.constantFrom('!', 'a', 'b', 'ü', 'Z', '0')) as fc.Arbitrary<Stamp>
const states: fc.Arbitrary<ClockState> = fc.record({ wallMs: wall, counter: wall })
const stampOf = ({ wallMs, counter }: ClockState): Stamp => [wallMs, counter, 'me']

describe('stamps', () => {
  test.each<[Stamp, Stamp]>([
    [
      [1, 9, 'z'],
      [2, 0, 'a'],
    ],
    [
      [1, 0, 'z'],
      [1, 1, 'a'],
    ],
    [
      [1, 1, '!'],
      [1, 1, '0'],
    ],
    [
      [1, 1, 'Z'],
      [1, 1, 'a'],
    ],
    [
      [1, 1, 'z'],
      [1, 1, 'ü'],
    ],
    // By number, not by text.
    [
      [9, 0, 'a'],
      [10, 0, 'a'],
    ],
    [
      [1, 9, 'a'],
      [1, 10, 'a'],
    ],
  ])('%j is before %j', (earlier, later) => {
    expect(compareStamps(earlier, later)).toBeLessThan(0)
    expect(compareStamps(later, earlier)).toBeGreaterThan(0)
  })

  test('they are in one total order', () => {
    fc.assert(
      fc.property(stamps, stamps, stamps, (a, b, c) => {
        expect(Math.sign(compareStamps(a, b))).toBe(-Math.sign(compareStamps(b, a)) + 0)
        expect(compareStamps(a, b) === 0).toBe(String(a) === String(b))
        if (compareStamps(a, b) <= 0 && compareStamps(b, c) <= 0)
          expect(compareStamps(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

describe('the clock', () => {
  test('it moves with the wall clock, and counts where that stands still or goes back', () => {
    const first = tick(clockStart, 1000)
    expect(first).toEqual({ wallMs: 1000, counter: 0 })
    expect(tick(first, 1000)).toEqual({ wallMs: 1000, counter: 1 })
    expect(tick(tick(first, 1000), 400)).toEqual({ wallMs: 1000, counter: 2 })
    expect(tick(first, 1001)).toEqual({ wallMs: 1001, counter: 0 })
  })

  test('each tick is later than everything it has given and seen, whatever the wall clock says', () => {
    const events = fc.array(
      fc.oneof(
        wall.map((now) => ({ now })),
        stamps.map((seen) => ({ seen })),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(events, (all) => {
        let clock = clockStart
        const known: Stamp[] = []
        for (const event of all) {
          if ('seen' in event) {
            clock = receive(clock, event.seen)
            known.push(event.seen)
          } else {
            clock = tick(clock, event.now)
            // Author aside: two authors never share a clock.
            for (const [wallMs, counter] of known) {
              expect(compareStamps([wallMs, counter, ''], [clock.wallMs, clock.counter, ''])).toBeLessThan(0)
            }
            known.push(stampOf(clock))
          }
        }
      }),
    )
  })

  test('receiving is the greater of both: any order, any repetition gives the same', () => {
    fc.assert(
      fc.property(states, stamps, stamps, (state, a, b) => {
        expect(receive(receive(state, a), b)).toEqual(receive(receive(state, b), a))
        expect(receive(receive(state, a), a)).toEqual(receive(state, a))
        expect(receive(state, stampOf(state))).toEqual(state)
      }),
    )
  })
})
