import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Stretch } from './overlap-policies.ts'
import type { Cuts } from './splits.ts'
import { splitStretch } from './splits.ts'

const entry = { start: 1000, end: 2000 }
const running = { start: 1000, end: null }
const asOf = 1600
const spans = (parts: readonly Stretch[]) => parts.map(({ start, end }) => [start, end])
const split = (stretch: Stretch, cuts: Cuts) => spans(splitStretch(stretch, cuts, asOf))

describe('an entry is split (E6)', () => {
  it.each<[string, Stretch, Cuts, [number, number | null][]]>([
    [
      'at one time',
      entry,
      { at: [1500] },
      [
        [1000, 1500],
        [1500, 2000],
      ],
    ],
    [
      'at times in any order, each once',
      entry,
      { at: [1700, 1200, 1700] },
      [
        [1000, 1200],
        [1200, 1700],
        [1700, 2000],
      ],
    ],
    [
      'in halves',
      entry,
      { ratio: [1, 1] },
      [
        [1000, 1500],
        [1500, 2000],
      ],
    ],
    [
      'in 1:2:1',
      entry,
      { ratio: [1, 2, 1] },
      [
        [1000, 1250],
        [1250, 1750],
        [1750, 2000],
      ],
    ],
    [
      'in thirds, with the seconds left over at the end',
      entry,
      { ratio: [1, 1, 1] },
      [
        [1000, 1333],
        [1333, 1666],
        [1666, 2000],
      ],
    ],
    [
      'around a break',
      entry,
      { break: { start: 1200, end: 1300 } },
      [
        [1000, 1200],
        [1300, 2000],
      ],
    ],
    [
      'while it runs, and runs on',
      running,
      { at: [1500] },
      [
        [1000, 1500],
        [1500, null],
      ],
    ],
    [
      'while it runs, at this moment',
      running,
      { at: [1600] },
      [
        [1000, 1600],
        [1600, null],
      ],
    ],
    [
      'while it runs, by what there is so far',
      running,
      { ratio: [1, 2] },
      [
        [1000, 1200],
        [1200, null],
      ],
    ],
    [
      'while it runs, around a break',
      running,
      { break: { start: 1200, end: 1600 } },
      [
        [1000, 1200],
        [1600, null],
      ],
    ],
  ])('%s', (_, stretch, cuts, parts) => {
    expect(split(stretch, cuts)).toEqual(parts)
  })

  it.each<[string, Stretch, Cuts, string]>([
    ['at its start', entry, { at: [1000] }, 'time_entries.outside'],
    ['at its end', entry, { at: [1500, 2000] }, 'time_entries.outside'],
    ['before it', entry, { at: [900] }, 'time_entries.outside'],
    ['in the future of what runs', running, { at: [1601] }, 'time_entries.outside'],
    ['around a break over its edge', entry, { break: { start: 900, end: 1100 } }, 'time_entries.outside'],
    ['around a break up to its end', entry, { break: { start: 1900, end: 2000 } }, 'time_entries.outside'],
    ['around a break without length', entry, { break: { start: 1500, end: 1500 } }, 'time_entries.outside'],
    [
      'around a break that ends before it starts',
      entry,
      { break: { start: 1500, end: 1400 } },
      'time_entries.outside',
    ],
    [
      'in more parts than it has seconds',
      { start: 0, end: 2 },
      { ratio: [1, 1, 1] },
      'time_entries.too_short',
    ],
    [
      'in shares of less than a second',
      { start: 0, end: 10 },
      { ratio: [1, 1000] },
      'time_entries.too_short',
    ],
    ['when it has no length', { start: 5, end: 5 }, { ratio: [1, 1] }, 'time_entries.too_short'],
  ])('not %s', (_, stretch, cuts, code) => {
    expect(() => split(stretch, cuts)).toThrow(expect.objectContaining({ code }))
  })
})

const length = (parts: readonly Stretch[], until: number) =>
  parts.reduce((sum, { start, end }) => sum + (end ?? until) - start, 0)
const stretches = fc.record({
  start: fc.integer({ min: 0, max: 5e9 }),
  seconds: fc.integer({ min: 2, max: 1e6 }),
  runs: fc.boolean(),
})

describe('whatever it is split by (D2, D4)', () => {
  it('the parts follow each other without hole or overlap, and only the last runs', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(stretches, cuts, ({ start, seconds, runs }, places) => {
        const now = start + seconds
        const whole = { start, end: runs ? null : now }
        const at = places.map((place) => start + 1 + Math.floor(place * (seconds - 2)))
        const parts = splitStretch(whole, { at }, now)
        expect(parts).toHaveLength(new Set(at).size + 1)
        expect([parts[0]!.start, parts.at(-1)!.end]).toEqual([start, whole.end])
        for (const [index, part] of parts.slice(1).entries()) expect(parts[index]!.end).toBe(part.start)
        expect(length(parts, now)).toBe(seconds)
      }),
    )
  })

  it('shares are whole seconds, none more than a second off, and add up', () => {
    const ratio = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(stretches, ratio, ({ start, seconds }, shares) => {
        fc.pre(seconds >= 9 * 12 * 9)
        const whole = shares.reduce((sum, share) => sum + share, 0)
        const parts = splitStretch({ start, end: start + seconds }, { ratio: shares }, 0)
        expect(length(parts, 0)).toBe(seconds)
        for (const [index, part] of parts.entries())
          expect(Math.abs(part.end! - part.start - (seconds * shares[index]!) / whole)).toBeLessThan(1)
      }),
    )
  })

  it('a break takes its own seconds and no more', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        ({ start, seconds }, from, long) => {
          const rest = { start: start + from, end: start + from + long }
          fc.pre(rest.end < start + seconds)
          const parts = splitStretch({ start, end: start + seconds }, { break: rest }, 0)
          expect(length(parts, 0)).toBe(seconds - long)
          expect([parts[0]!.end, parts[1]!.start]).toEqual([rest.start, rest.end])
        },
      ),
    )
  })
})
