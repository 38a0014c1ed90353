import { describe, expect, it } from 'vitest'
import { typedDuration } from './typed-duration.ts'

describe('typedDuration', () => {
  it.each([
    ['1:30', 5400],
    ['۱:۳۰', 5400],
    ['٩٠m', 5400],
    ['1h30m', 5400],
    ['۱٫۵h', 5400],
    ['', 0],
    [' 0 ', 0],
    ['۰', 0],
  ])('reads %j', (text, seconds) => {
    expect(typedDuration(text)).toBe(seconds)
  })

  it.each(['90', 'later', '-1h', '1:99'])('refuses %j', (text) => {
    expect(() => typedDuration(text)).toThrow(expect.objectContaining({ code: 'input.duration' }))
  })
})
