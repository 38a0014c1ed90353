import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

const hostile = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  'https:evil.example',
  'https://evil.example/',
  'http:///evil.example',
  '%2f%2fevil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '/..//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e%2e//evil.example',
  '///evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/app\r\nSet-Cookie: a=b',
  '/app%0d%0aSet-Cookie:a=b',
  '@evil.example',
  '/@evil.example',
  '.evil.example',
  'evil.example',
  '',
  '?x',
  '/"><script>alert(1)</script>',
  '/app?x="><script>',
  '/\u2028/evil',
]

test.each(hostile)('SEC-082: return_to %j leads to the first page', (text) => {
  expect(localPath(text)).toBe('/')
})

test('SEC-082: paths of ours are kept as they are', () => {
  for (const path of [
    '/',
    '/app/',
    '/app/report?by=day&from=2026-03-02#top',
    '/app/oauth?redirect=http%3A%2F%2Fx',
  ])
    expect(localPath(path)).toBe(path)
  expect(localPath(undefined)).toBe('/')
})

test('SEC-082: whatever is given, a browser stays on this origin', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '%2f',
    '%5c',
    '%2e',
    'evil',
    '\t',
    '\n',
    '?',
    '#',
    'a',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (given) => {
      const path = localPath(given)
      expect(new URL(path, 'https://goalixa.test/auth/google/callback').origin).toBe('https://goalixa.test')
      expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
    }),
    { numRuns: 2000 },
  )
})
