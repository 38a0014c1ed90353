import { describe, expect, it } from 'vitest'
import { allLabels, editedLabels, splitEntryWords } from './entry-words.ts'

describe('splitEntryWords', () => {
  it.each([
    [['write', 'report'], undefined, 'write report', []],
    [['write report', '+deep', '+team'], undefined, 'write report', ['deep', 'team']],
    [['+deep', 'a', '+deep', 'b'], undefined, 'a b', ['deep']],
    [['+two words', 'x'], undefined, 'x', ['two words']],
    [['1', '+', '1'], undefined, '1 + 1', []],
    [['C++', 'a+b'], undefined, 'C++ a+b', []],
    [['a'], ['+b', '--json'], 'a +b --json', []],
    [[], undefined, '', []],
    [['نوشتن', '+کار'], undefined, 'نوشتن', ['کار']],
  ])('splits %j and %j', (words, verbatim, text, labels) => {
    expect(splitEntryWords(words, verbatim)).toEqual({ text, labels })
  })
})

describe('labels', () => {
  it('come from words and flags together, each once', () => {
    expect(allLabels(['a'], ['b', 'a'])).toEqual(['a', 'b'])
    expect(allLabels([], undefined)).toBeUndefined()
  })

  it('are added and taken off by an edit', () => {
    expect(editedLabels(['a', 'b'], ['c', 'a'], ['b'])).toEqual(['a', 'c'])
    expect(editedLabels(['a'], [], ['a'])).toEqual([])
    expect(editedLabels(['a'], [], [])).toBeUndefined()
    expect(() => editedLabels([], ['a'], ['a'])).toThrow('both added and taken off')
  })
})
