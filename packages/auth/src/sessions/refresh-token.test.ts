import { expect, test } from 'vitest'
import { childSecretOf, newRefreshSecret, readRefreshToken, refreshTokenOf } from './refresh-token.ts'

test('a token gives its secret back, in one spelling only', () => {
  const secret = Buffer.alloc(32, 0xff)
  const token = refreshTokenOf(secret)
  expect(readRefreshToken(token)).toEqual(secret)
  // The last character carries two unused bits.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const accepted = [...alphabet].filter((last) => readRefreshToken(token.slice(0, -1) + last)?.equals(secret))
  expect(accepted).toEqual([token.at(-1)])
  for (const other of ['', token.slice(7), `${token}=`, ` ${token}`, token.replace('glx_rt_', 'glx_pat_')]) {
    expect(readRefreshToken(other)).toBeUndefined()
  }
})

test('the child depends on the key, the parent and its secret, and on nothing else', () => {
  const key = newRefreshSecret()
  const secret = newRefreshSecret()
  const child = childSecretOf(key, 'parent', secret)
  expect(childSecretOf(key, 'parent', secret)).toEqual(child)
  expect(child).toHaveLength(32)
  const others = [
    childSecretOf(newRefreshSecret(), 'parent', secret),
    childSecretOf(key, 'another', secret),
    childSecretOf(key, 'parent', newRefreshSecret()),
  ]
  for (const other of others) expect(other).not.toEqual(child)
})
