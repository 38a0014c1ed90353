import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeLine, safeText } from './safe-text.ts'

describe('safe text', () => {
  it.each([
    ['plain ü 漢 👩‍💻', 'plain ü 漢 👩‍💻'],
    ['می‌خواهم', 'می‌خواهم'],
    ['\u001b[2J\u001b]0;title\u0007', '␛[2J␛]0;title␇'],
    ['a\u009b31mb\u007f', 'a\ufffd31mb␡'],
    ['a\u202eb\u2066c', 'abc'],
    ['one\ntwo\tthree', 'one\ntwo\tthree'],
    ['a\rb', 'a␍b'],
  ])('shows %j as %j', (text, shown) => {
    expect(safeText(text)).toBe(shown)
  })

  it('fits a line', () => {
    expect(safeLine('one\r\n  two\tthree\u2028four')).toBe('one two three four')
  })

  it('never lets a control character through, and changes nothing twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = safeLine(text)
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        expect(safeLine(shown)).toBe(shown)
      }),
    )
  })
})
