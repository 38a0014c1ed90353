import { describe, expect, it } from 'vitest'
import { plainText, quoted } from './input-text.ts'

describe('plainText', () => {
  it.each([
    ['  9:00 \t-\n 10:30 ', '9:00 - 10:30'],
    ['9:00\u00a0–\u202f10:30', '9:00 - 10:30'],
    ['\u221210M', '-10m'],
  ])('makes %j %j', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it('never turns long text into short text that would be understood', () => {
    expect(plainText(`9:00${' '.repeat(500)}`)).toBe('9:00')
    expect(plainText(`9:00${' '.repeat(500)}x`)).toBe('9:00 x')
    expect(plainText(`${'1'.repeat(200)}m`)).toBe(`${'1'.repeat(120)}…`)
  })
})

describe('quoted', () => {
  it('escapes what could steer a terminal and cuts what is long', () => {
    expect(quoted('a\u001b[2J\u009b2J\u202eb"')).toBe(String.raw`"a\u001b[2J\u009b2J\u202eb\""`)
    expect(quoted('x'.repeat(50))).toBe(`"${'x'.repeat(40)}…"`)
  })
})
