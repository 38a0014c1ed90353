import { expect, it, vi } from 'vitest'
import { clockText } from './clock-text.ts'
import { quickWords } from './quick-words.ts'

it.each([
  ['write the report +thesis', 'write the report', ['thesis']],
  ['  +a text +b +a ', 'text', ['a', 'b']],
  ['1 + 1', '1 + 1', []],
  ['', '', []],
  ['<b>\0</b>', '<b></b>', []],
])('%j is a text and labels', (line, description, labels) =>
  expect(quickWords(line)).toEqual({ description, labels }),
)

it('refuses what the server would refuse', () => {
  expect(() => quickWords('x'.repeat(10_001))).toThrow('too long')
  expect(() => quickWords(`+${'x'.repeat(201)}`)).toThrow('too long')
})

it.each([
  [0, '0:00:00'],
  [3_909.9, '1:05:09'],
  [-5, '0:00:00'],
  [360_000, '100:00:00'],
])('a clock of %d s is %s', (seconds, text) => {
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  expect(clockText(seconds)).toBe(text)
})

it('a clock has the digits of the language', () => {
  vi.stubGlobal('document', { documentElement: { lang: 'fa' } })
  expect(clockText(3_909)).toBe('۱:۰۵:۰۹')
})
