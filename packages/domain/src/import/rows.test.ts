import { AppError } from '@goalixa/contracts/errors'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRows } from './rows.ts'
import type { FileRow } from './rows.ts'

const whole = { partial: false }
const broken = 'this row is not valid JSON'

/** The rows as `[line, value]`, broken ones as `[line, '!']`. */
const brief = (rows: readonly FileRow[]) => rows.map((row) => [row.line, 'problem' in row ? '!' : row.value])
const read = (text: string) => brief(readRows(text, whole))

function refusal(text: string, partial = false): AppError {
  try {
    readRows(text, { partial })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('a file that is whole', () => {
  test.each<[string, string, unknown[]]>([
    ['an empty array', '[]', []],
    ['an empty array over lines', ' [\n\n] \n', []],
    [
      'one row per line',
      '[\n{"a":1},\n{"a":2}\n]\n',
      [
        [2, { a: 1 }],
        [3, { a: 2 }],
      ],
    ],
    [
      'all on one line',
      '[{"a":1},{"a":2}]',
      [
        [1, { a: 1 }],
        [1, { a: 2 }],
      ],
    ],
    [
      'indented',
      '[\n  {\n    "a": [\n      {}\n    ]\n  },\n  {\n    "a": 2\n  }\n]',
      [
        [2, { a: [{}] }],
        [7, { a: 2 }],
      ],
    ],
    [
      'CRLF',
      '[\r\n{"a":1},\r\n{"a":2}\r\n]\r\n',
      [
        [2, { a: 1 }],
        [3, { a: 2 }],
      ],
    ],
    ['a byte order mark', '\uFEFF[\n{"a":1}\n]', [[2, { a: 1 }]]],
    [
      'objects on lines, without brackets',
      '{"a":1}\n{"a":2}\n',
      [
        [1, { a: 1 }],
        [2, { a: 2 }],
      ],
    ],
    [
      'objects on lines, with commas',
      '{"a":1},\n{"a":2}',
      [
        [1, { a: 1 }],
        [2, { a: 2 }],
      ],
    ],
    [
      'two arrays in a row',
      '[\n{"a":1}\n]\n[\n{"a":2}\n]\n',
      [
        [2, { a: 1 }],
        [5, { a: 2 }],
      ],
    ],
    [
      'missing and spare commas',
      '[\n{"a":1}\n{"a":2},,\n]',
      [
        [2, { a: 1 }],
        [3, { a: 2 }],
      ],
    ],
    [
      'values of other types',
      '[1, "x,]", null,\n[1,[2]], true]',
      [
        [1, 1],
        [1, 'x,]'],
        [1, null],
        [2, [1, [2]]],
        [2, true],
      ],
    ],
    [
      'brackets and quotes in texts',
      String.raw`[{"a":"]}\"{[,"},{"a":"\\"}]`,
      [
        [1, { a: ']}"{[,' }],
        [1, { a: '\\' }],
      ],
    ],
    ['nested objects at the edge of the line', '[\n{"a":[\n{},\n{}\n]}\n]', [[2, { a: [{}, {}] }]]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test('any JSON array gives its elements, printed in any way', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, 2, '\t'), (values, space) => {
        const rows = readRows(JSON.stringify(values, null, space), whole)
        expect(rows.map((row) => ('value' in row ? row.value : row.problem))).toEqual(
          JSON.parse(JSON.stringify(values)),
        )
      }),
    )
  })
})

describe('a broken row', () => {
  const first = '{"id":1,"t":["x"]}'
  const last = '{"id":3,"t":["z"]}'
  const breakages: [string, string][] = [
    ['a word that is no value', '{"id":2,"t":oops}'],
    ['a value missing', '{"id":2,"t":}'],
    ['its closing brace missing', '{"id":2,"t":["y"]'],
    ['a closing bracket missing', '{"id":2,"t":["y"}'],
    ['a closing bracket missing after a comma', '{"id":2,"t":["y",'],
    ['a bracket too many', '{"id":2,"t":["y"]]}'],
    ['a brace too many', '{"id":2,"t":["y"]}}'],
    ['a closing quote missing', '{"id":2,"t":["y]}'],
    ['an opening quote missing', '{"id":2,"t":[y"]}'],
    ['a quote of a key missing', '{"id:2,"t":["y"]}'],
    ['its head missing', '"t":["y"]}'],
    ['its opening brace missing', '"id":2,"t":["y"]}'],
    ['a wrong escape', String.raw`{"id":2,"t":["\y"]}`],
    ['no JSON in it', 'oops, "oops: {'],
    ['single quotes', `{'id':2,'t':['y']}`],
  ]
  const others = (rows: readonly FileRow[]) => rows.flatMap((row) => ('value' in row ? [row] : []))
  const problems = (rows: readonly FileRow[]) => rows.flatMap((row) => ('problem' in row ? [row] : []))

  test.each(breakages)('%s: it alone is unreadable, one row per line', (_, row) => {
    const rows = readRows(`[\n${first},\n${row},\n${last}\n]\n`, whole)
    expect(others(rows).map(({ line, value }) => [line, value])).toEqual([
      [2, JSON.parse(first)],
      [4, JSON.parse(last)],
    ])
    expect(problems(rows)).toEqual([{ line: 3, problem: broken }])
  })
  test.each(breakages)('%s: also with CRLF and indented', (_, row) => {
    const rows = readRows(`[\r\n  ${first},\r\n  ${row},\r\n  ${last}\r\n]`, whole)
    expect(others(rows).map(({ line }) => line)).toEqual([2, 4])
    expect(problems(rows)).toEqual([{ line: 3, problem: broken }])
  })
  test.each(breakages)('%s: also as the last', (_, row) => {
    const rows = readRows(`[\n${first},\n${row}\n]\n`, whole)
    expect(brief(rows)).toEqual([
      [2, JSON.parse(first)],
      [3, '!'],
    ])
  })
  test.each(breakages)('%s: also as the first', (_, row) => {
    const rows = readRows(`[\n${row},\n${first}\n]\n`, whole)
    expect(brief(rows)).toEqual([
      [2, '!'],
      [3, JSON.parse(first)],
    ])
  })
  test.each(breakages.filter(([, row]) => row.startsWith('{"')))(
    '%s: also on one line with the others',
    (_, row) => {
      const rows = readRows(`[${first},${row},${last}]`, whole)
      expect(others(rows).map(({ value }) => value)).toEqual([JSON.parse(first), JSON.parse(last)])
      expect(problems(rows).length).toBeGreaterThan(0)
    },
  )
  test.each(breakages.filter(([, row]) => row.startsWith('{"')))(
    '%s: also without brackets around the rows',
    (_, row) => {
      expect(brief(readRows(`${first}\n${row}\n${last}\n`, whole))).toEqual([
        [1, JSON.parse(first)],
        [2, '!'],
        [3, JSON.parse(last)],
      ])
    },
  )

  test('a row over several lines does not take the next with it', () => {
    const text =
      '[\n  {\n    "id": 1,\n    "n": [\n      {"e": 1},\n      {"e": 2\n    ]\n  },\n  {\n    "id": 2\n  }\n]'
    expect(read(text)).toEqual([
      [2, '!'],
      [9, { id: 2 }],
    ])
  })

  test('one character taken from anywhere costs at most the two rows it stands between', () => {
    const line = (id: number) =>
      `{"id":${id},"start":"20260302T0900${id}Z","tags":["a b","c"],"annotation":"say \\"hi\\", {[1]}"}`
    const lines = Array.from({ length: 6 }, (_, index) => line(index + 10))
    const text = `[\n${lines.join(',\n')}\n]\n`
    for (let at = 0; at < text.length - 2; at++) {
      const rows = readRows(text.slice(0, at) + text.slice(at + 1), whole)
      const kept = new Set(rows.flatMap((row) => ('value' in row ? [JSON.stringify(row.value)] : [])))
      const lost = lines.filter((one) => !kept.has(JSON.stringify(JSON.parse(one)))).length
      expect(lost, `without character ${at}`).toBeLessThanOrEqual(2)
      // A row that is gone shows as a problem, or as a row that says something else.
      expect(rows.length, `without character ${at}`).toBeGreaterThanOrEqual(
        lines.length - (lost === 2 ? 1 : 0),
      )
    }
  })
})

describe('a file that breaks off', () => {
  const text = '[\n{"a":1},\n{"a":"two"},\n{"a":3}\n]\n'

  test('is refused with the line, and with what to do', () => {
    const error = refusal(text.slice(0, text.indexOf('two')))
    expect(error.code).toBe('import.unreadable')
    expect(error.message).toBe('line 3: the file breaks off in the middle of this row; nothing was imported')
    expect(error.try).toBe('export it again, or add --partial to import the rows before line 3')
    expect(error.fields).toEqual([
      { path: 'file', message: 'the file breaks off in the middle of this row', line: 3 },
    ])
  })

  test('is refused between two rows too', () => {
    const error = refusal(text.slice(0, text.indexOf('\n{"a":3}')))
    expect(error.message).toBe(
      'line 3: the file breaks off after this line: the closing ] is missing; nothing was imported',
    )
    expect(error.try).toContain('--partial to import the rows up to line 3')
  })

  test('wherever it is cut, it is refused; with partial the rows before are read and one remark stands at the end', () => {
    const last = text.indexOf(']')
    for (let length = 1; length <= last; length++) {
      expect(refusal(text.slice(0, length)).code).toBe('import.unreadable')
      const rows = readRows(text.slice(0, length), { partial: true })
      const before = [1, 'two', 3].filter(
        (value) => length >= text.indexOf(`${JSON.stringify(value)}}`) + JSON.stringify(value).length + 1,
      )
      expect(
        rows.slice(0, -1).map((row) => 'value' in row && row.value),
        `${length}`,
      ).toEqual(before.map((a) => ({ a })))
      expect(rows.at(-1)).toHaveProperty('problem')
    }
  })

  test('rows without brackets: cut in a row it is refused, with partial the others are read', () => {
    expect(refusal('{"a":1}\n{"a":').message).toContain('line 2: the file breaks off')
    expect(brief(readRows('{"a":1}\n{"a":', { partial: true }))).toEqual([
      [1, { a: 1 }],
      [2, '!'],
    ])
  })

  test('a broken row before the cut does not hide it', () => {
    expect(refusal('[\n{"a":[1,\n{"a":2},\n{"a":').message).toContain('line 4: the file breaks off')
  })
})

describe('a file that is no export', () => {
  test.each([
    ['empty', '', 'the file is empty'],
    ['white space', ' \r\n\n', 'the file is empty'],
    ['only a byte order mark', '\uFEFF', 'the file is empty'],
    ['a text', 'inc 20260205T080000Z - 20260205T110000Z # FOO', 'not an export in JSON'],
    ['a page', '<!doctype html>', 'not an export in JSON'],
    ['a text in JSON', '"rows"', 'not an export in JSON'],
    ['null', 'null', 'not an export in JSON'],
    ['a settings file', '[section]\nkey = value\n', 'not an export in JSON'],
    ['an object', '{"rows":[{"a":1}]}', 'a single JSON object'],
    ['an object over lines', '{\n  "rows": [\n    {\n      "a": 1\n    }\n  ]\n}\n', 'a single JSON object'],
  ])('%s: refused at line 1, with what was expected', (_, text, message) => {
    for (const partial of [false, true]) {
      const error = refusal(text, partial)
      expect(error.code).toBe('import.unreadable')
      expect(error.message).toMatch(/^line 1: .*a JSON array of rows/)
      expect(error.message).toContain(message)
      expect(error.fields[0]).toMatchObject({ path: 'file', line: 1 })
    }
  })
})

test('more rows than any export holds are refused', () => {
  expect(refusal(`[${'1,'.repeat(1_000_001)}1]`).message).toBe(
    'line 1: there are more than 1000000 rows in this file',
  )
})

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    ' ',
    '1',
    'x',
    '{"id":1}',
    ',{"id":',
    'null',
  )
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  )

  test('only the expected error is thrown, and lines grow', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('', '[', '[\n'), fc.boolean(), (text, start, partial) => {
        try {
          const lines = readRows(start + text, { partial }).map((row) => row.line)
          expect(lines).toEqual(lines.toSorted((a, b) => a - b))
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 500 },
    )
  })

  // Each of these takes minutes when every broken row makes the reader look to the end of the text.
  test.each([
    ['{"a":"",\\', 100_000],
    [',{"a":"\\"', 100_000],
    ['{]', 100_000],
    ['{\n', 100_000],
    ['{"a":\n', 100_000],
    ['{"a":[\n', 100_000],
    ['[', 100_000],
    ['x{]\n   {}\n', 50_000],
    ['"', 200_000],
    [',{"a', 100_000],
    [' \t', 200_000],
  ])('%j over and over is read in time that grows with the text alone', (text, count) => {
    const begun = performance.now()
    try {
      readRows(`[{"a":1},${text.repeat(count)}`, { partial: true })
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
    }
    expect(performance.now() - begun).toBeLessThan(4000)
  })
})
