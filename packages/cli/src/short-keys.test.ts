import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findByShortKey, shortKeys } from './short-keys.ts'

test('every key has an id of its own, which finds it', () => {
  const keys = fc.uniqueArray(fc.string(), { maxLength: 300 })
  fc.assert(
    fc.property(keys, (given) => {
      const ids = shortKeys(given)
      expect(new Set(ids.values()).size).toBe(given.length)
      const items = given.map((key) => ({ key }))
      for (const [key, id] of ids)
        expect(findByShortKey(items, id.toUpperCase(), 'conflicts.not_found')).toEqual({ key })
    }),
    { numRuns: 30 },
  )
})

test('ids grow until they tell keys apart', () => {
  // With so many keys, some share their first characters.
  const ids = shortKeys(Array.from({ length: 20_000 }, (_, n) => `key ${n}`))
  expect(new Set(ids.values()).size).toBe(20_000)
  expect(ids.get('key 1')!.length).toBeGreaterThan(6)
})

test.each(['', 'abc', 'zzzzzz', '0000000000', '%'])('%j is nothing', (text) => {
  expect(() => findByShortKey([{ key: 'a' }], text, 'conflicts.not_found')).toThrow(
    expect.objectContaining({ code: 'conflicts.not_found' }),
  )
})

test('what fits several is refused', () => {
  const items = Array.from({ length: 20_000 }, (_, n) => ({ key: `key ${n}` }))
  const starts = [...shortKeys(items.map(({ key }) => key)).values()].map((id) => id.slice(0, 4))
  const twice = starts.find((start, index) => starts.indexOf(start) !== index)!
  expect(() => findByShortKey(items, twice, 'conflicts.not_found')).toThrow(
    expect.objectContaining({ code: 'input.ambiguous' }),
  )
})
