import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idleGapOf } from './idle.ts'
import { splitStretch } from './splits.ts'

test.each([
  ['ten minutes away', 600_000, 1_200_000, 0, 300, { start: 600, end: 1199 }],
  ['less than the threshold', 600_000, 800_000, 0, 300, null],
  ['away since before it began', 0, 1_200_000, 600, 300, { start: 601, end: 1199 }],
  ['began too late for that', 0, 1_200_000, 1100, 300, null],
  ['a clock that was set back', 1_200_000, 600_000, 0, 300, null],
])('%s', (_, seen, now, start, threshold, gap) => expect(idleGapOf(seen, now, start, threshold)).toEqual(gap))

test('the running entry can always be divided around it, and loses nothing but it', () =>
  fc.assert(
    fc.property(fc.nat(100_000_000), fc.nat(100_000_000), fc.nat(100_000), (seen, now, start) => {
      const gap = idleGapOf(seen, now, start, 60)
      fc.pre(gap !== null)
      const asOf = Math.floor(now / 1000)
      const parts = splitStretch({ start, end: null }, { break: gap }, asOf)
      const kept = parts.reduce((sum, part) => sum + (part.end ?? asOf) - part.start, 0)
      expect(kept).toBe(asOf - start - (gap.end - gap.start))
      expect(splitStretch({ start, end: null }, { at: [gap.start, gap.end] }, asOf)).toHaveLength(3)
    }),
  ))
