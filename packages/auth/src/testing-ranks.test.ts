import { expect, test } from 'vitest'
import { mannWhitneyP, median } from './testing-ranks.ts'

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

test('the middle of some values', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('what is the same gives p near 1, what is apart gives p near 0, whichever comes first', () => {
  const even = range(0, 100).map((one) => one * 2)
  const odd = range(0, 100).map((one) => one * 2 + 1)
  expect(mannWhitneyP(even, odd)).toBeGreaterThan(0.9)
  expect(mannWhitneyP(range(0, 50), range(50, 100))).toBeLessThan(1e-12)
  expect(mannWhitneyP(range(50, 100), range(0, 50))).toBeLessThan(1e-12)
  expect(mannWhitneyP([1, 1, 1], [1, 1, 1])).toBe(1)
})

test('p is that of the published formula: U of 30 and 40 values, with and without ties', () => {
  // U = 30 * 40 / 2 + 10 * 30 = 900 of 1200: z = (300 - 0.5) / sqrt(30 * 40 * 71 / 12) = 3.55443, p = 0.00037876.
  const second = range(0, 40)
  const first = Array.from({ length: 30 }, (_, index) => 29.5 + index / 1000)
  expect(mannWhitneyP(first, second)).toBeCloseTo(0.00037876, 6)
  // Half of each at two values: no tendency at all.
  const halves = (length: number) => Array.from({ length }, (_, index) => index % 2)
  expect(mannWhitneyP(halves(30), halves(40))).toBeCloseTo(1)
})

test('a shift of a tenth of the spread shows in 2,000 pairs', () => {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const times = (shift: number) =>
    Array.from({ length: 2_000 }, () => 20 + shift + random() + random() + random())
  expect(mannWhitneyP(times(0), times(0))).toBeGreaterThan(0.01)
  expect(mannWhitneyP(times(0), times(0.1))).toBeLessThan(0.001)
})
