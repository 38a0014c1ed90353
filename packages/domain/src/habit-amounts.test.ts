import { describe, expect, it } from 'vitest'
import { addedAmount, readAmount } from './habit-amounts.ts'

describe('amounts of a day', () => {
  it('are read with a point or a comma, and nothing else', () => {
    expect(readAmount('20')).toBe(20)
    expect(readAmount('2,5')).toBe(2.5)
    for (const text of ['', '-1', '1e3', '1.', 'Infinity', '1234567890'])
      expect(readAmount(text), text).toBeUndefined()
  })
  it('add up as people write them', () => {
    expect(addedAmount(0.1, 0.2)).toBe(0.3)
    expect(addedAmount(null, 2)).toBe(2)
    expect(addedAmount(undefined, 0.5)).toBe(0.5)
  })
})
