import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoted, readStartLine, shellWords } from './start-line.ts'

describe('the line that starts a timer', () => {
  test.each([
    ['write report', { text: 'write report', labels: undefined, flags: {} }],
    [
      'write report +deep -p "My Thesis"',
      { text: 'write report', labels: ['deep'], flags: { project: 'My Thesis' } },
    ],
    ['review --at "10m ago" -l x', { text: 'review', labels: ['x'], flags: { at: '10m ago' } }],
    ["don't stop", { text: "don't stop" }],
    ['x -- +1 -p y', { text: 'x +1 -p y', labels: undefined }],
    ['', { text: '' }],
  ])('%j', async (line, expected) => {
    expect(await readStartLine(line)).toMatchObject(expected)
  })

  test.each([
    ['"open', /quote does not end/],
    ['x --nonsense', /Nonexistent flag/],
  ])('%j is refused', async (line, words) => {
    await expect(readStartLine(line)).rejects.toThrow(words)
  })

  test('what was quoted is read as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), (words) => {
        expect(shellWords(words.map(quoted).join(' '))).toEqual(words)
      }),
    )
  })
})
