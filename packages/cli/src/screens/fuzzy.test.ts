import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ranked, scoreOf } from './fuzzy.ts'

const best = (typed: string, texts: string[]) => ranked(typed, texts, (text) => text)

describe('the scorer of the palette', () => {
  test.each([
    ['rep', ['prepare tea', 'write report'], 'write report'],
    ['wr', ['power', 'write report'], 'write report'],
    ['rw', ['write report', 'review week'], 'review week'],
    ['report write', ['write report', 'write'], 'write report'],
    ['thesis', ['my thesis draft', 'Thesis'], 'Thesis'],
    ['cafe', ['café', 'factory'], 'café'],
    ['گزارش', ['نوشتن گزارش', 'تماس'], 'نوشتن گزارش'],
  ])('%j finds first, of %j, %j', (typed, texts, first) => {
    expect(best(typed, texts)[0]).toBe(first)
  })

  test('what lacks a letter, or has them in another order, does not fit', () => {
    expect(scoreOf('xyz', 'write report')).toBeUndefined()
    expect(scoreOf('trow', 'wort')).toBeUndefined()
  })

  test('nothing typed keeps all, in their order', () => {
    expect(best('  ', ['b', 'a'])).toEqual(['b', 'a'])
  })

  test('any piece of a text fits it', () => {
    const piece = fc
      .tuple(fc.stringMatching(/^[a-z ]{1,30}$/), fc.nat(29), fc.nat(29))
      .map(([text, a, b]) => [text, text.slice(Math.min(a, b), Math.max(a, b) + 1)] as const)
    fc.assert(fc.property(piece, ([text, part]) => scoreOf(part, text) !== undefined))
  })
})
