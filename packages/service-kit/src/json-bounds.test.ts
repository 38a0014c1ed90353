import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requireBoundedJson } from './json-bounds.ts'

const look = (text: string) => requireBoundedJson(Buffer.from(text))
const fieldOf = (text: string): string | undefined => {
  try {
    look(text)
    return undefined
  } catch (error) {
    return (error as { fields?: { path: string }[] }).fields?.[0]?.path
  }
}

test('SEC-123: whatever JSON.stringify writes passes, when it is not too deep', () =>
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => look(JSON.stringify(value)))))

test('SEC-123: the same holds for text that is no JSON', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void fieldOf(text))))

test.each([
  ['deep lists', `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 'a'],
  ['deep objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`, 'a'],
  ['a list of lists', '['.repeat(40_000), 'body'],
  ['too many names', `{"a":{${Array.from({ length: 60_000 }, (_, n) => `"${n}":1`).join(',')}}}`, 'a'],
  ['a name twice', '{"a":1,"a":2}', 'a'],
  ['a name twice, spelt otherwise', String.raw`{"a":1,"\u0061":2}`, 'a'],
  ['a name twice further inside', '{"b":[{"a":1,"c":{"a":1},"a":2}]}', 'b'],
])('SEC-123: %s', (_, text, field) => expect(fieldOf(text)).toBe(field))

test.each([
  ['a name in two objects', '{"a":{"a":1},"b":{"a":1}}'],
  ['texts that look like structure', String.raw`{"a":"{[\"a\":1,\\","b":["a","a",{"a":"a"}]}`],
  ['as deep as is allowed', `${'['.repeat(64)}${']'.repeat(64)}`],
])('SEC-123: %s passes', (_, text) => expect(fieldOf(text)).toBeUndefined())
