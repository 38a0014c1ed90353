import { expect, test } from 'vitest'
import { newPersonalSecret, personalTokenOf, readPersonalToken } from './personal-token.ts'

test('SEC-091: a token gives its secret back; any slip is noticed', () => {
  const secret = newPersonalSecret()
  const token = personalTokenOf(secret)
  expect(token).toMatch(/^glx_pat_[A-Za-z0-9_-]{49}$/)
  expect(readPersonalToken(token)).toEqual(secret)
  for (let at = 0; at < token.length; at += 1) {
    const slip = token[at] === 'A' ? 'B' : 'A'
    expect(readPersonalToken(token.slice(0, at) + slip + token.slice(at + 1))).toBeUndefined()
  }
  for (const other of ['', `${token}A`, token.slice(0, -1), token.toUpperCase()]) {
    expect(readPersonalToken(other)).toBeUndefined()
  }
})
