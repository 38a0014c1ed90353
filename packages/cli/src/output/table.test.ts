import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { fit, pad, table } from './table.ts'

describe('table', () => {
  it('aligns Persian, emoji, wide and combining characters', () => {
    const text = table(
      [{ head: 'NAME' }, { head: 'TIME', align: 'right' }, { head: 'X' }],
      [
        ['plain', '1h', '|'],
        ['گزارش', '1h 30m', '|'],
        ['👩‍💻 code', '45m', '|'],
        ['漢字', '0m', '|'],
        ['e\u0301te\u0301', '5m', '|'],
      ],
    )
    const lines = text.split('\n')
    expect(new Set(lines.slice(1).map((line) => stringWidth(line)))).toEqual(new Set([18]))
    expect(lines.slice(0, 2)).toEqual(['NAME       TIME  X', 'plain        1h  |'])
  })

  it('cuts the flexible column for a narrow terminal, never for a pipe', () => {
    const rows = [['1', 'a long description of what was done', 'end']]
    const columns = [{ head: 'ID' }, { head: 'TEXT', flexible: true }, { head: 'LAST' }]
    expect(table(columns, rows, { width: 30 }).split('\n')[1]).toBe('1   a long description …  end')
    expect(table(columns, rows).split('\n')[1]).toBe('1   a long description of what was done  end')
  })

  it('lets no cell leave its line', () => {
    expect(table([{ head: 'A' }], [['one\ntwo\u001b[31m']])).toBe('A\none two␛[31m')
  })
})

it.each([
  ['abcdef', 4, 'abc…'],
  ['abcd', 4, 'abcd'],
  ['漢字漢字', 4, '漢…'],
  ['👩‍💻👩‍💻👩‍💻', 5, '👩‍💻👩‍💻…'],
  ['', 0, ''],
])('fits %s into %i', (text, width, cut) => {
  expect(fit(text, width)).toBe(cut)
})

it('pads by columns of the terminal', () => {
  expect(pad('漢', 4)).toBe('漢  ')
  expect(pad('12', 4, 'right')).toBe('  12')
})
