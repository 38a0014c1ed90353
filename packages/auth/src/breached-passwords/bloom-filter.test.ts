import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildBloomFilter, readBloomFilter } from './bloom-filter.ts'
import { createIsBreached } from './breached-passwords.ts'

const wellKnown = ['password', 'PassWord', '12345678', 'qwertyuiop', 'baseball', 'iloveyou', '1qaz2wsx']

test.each(wellKnown)('%s is well known', (password) => {
  expect(createIsBreached()(password)).toBe(true)
})

test('of 200,000 passwords that nobody uses, hardly one is called well known', () => {
  const isBreached = createIsBreached()
  const wrong = Array.from({ length: 200_000 }, () => randomBytes(9).toString('base64url')).filter(isBreached)
  // Expected are 0.4 in so many (each is asked twice) at one in a million: more than 5 is no accident.
  expect(wrong.length).toBeLessThan(6)
})

test('everything that was put in is found again', () => {
  const texts = Array.from({ length: 1000 }, (_, index) => `one of them ${index}`)
  const filter = readBloomFilter(buildBloomFilter(texts))
  expect(filter.entries).toBe(1000)
  expect(texts.filter((text) => !filter.has(text))).toEqual([])
  expect(filter.has('none of them')).toBe(false)
})

test.each([Buffer.alloc(0), Buffer.alloc(64), buildBloomFilter(['one']).subarray(0, 20)])(
  'a broken file is refused',
  (file) => {
    expect(() => readBloomFilter(file)).toThrow('not a whole Bloom filter')
  },
)
