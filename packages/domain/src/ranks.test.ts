import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rankAt, rankBetween } from './ranks.ts'

const rank = fc.stringMatching(/^[0-9a-z]{0,12}[1-9a-z]$/)

describe('a rank', () => {
  test.each([
    ['', null, 'i'],
    ['a', 'c', 'b'],
    ['a', 'b', 'ai'],
    ['a', null, 'n'],
    ['z', null, 'zi'],
    ['', '1', '0i'],
    ['', '01', '00i'],
    ['a', 'a1', 'a0i'],
    ['az', 'b', 'azi'],
  ])('between %j and %j is %j', (before, after, between) => {
    expect(rankBetween(before, after)).toBe(between)
  })

  test('always fits between two others, and is one that can be stored', () => {
    fc.assert(
      fc.property(rank, rank, (one, other) => {
        const [before, after] = one < other ? [one, other] : [other, one]
        const between = rankBetween(before, after === before ? null : after)
        expect(between).toMatch(/^[0-9a-z]*[1-9a-z]$/)
        expect(before < between).toBe(true)
        if (after !== before) expect(between < after).toBe(true)
      }),
    )
  })

  test('of those that share a rank comes just after it', () => {
    expect(rankBetween('m', 'm') > 'm').toBe(true)
  })

  test('of what is made later comes later', () => {
    fc.assert(
      fc.property(fc.nat(4e12), fc.integer({ min: 1, max: 1e9 }), (at, wait) => {
        expect(rankAt(at) < rankAt(at + wait)).toBe(true)
        expect(rankAt(at)).toMatch(/^[0-9a-z]*[1-9a-z]$/)
      }),
    )
  })
})
