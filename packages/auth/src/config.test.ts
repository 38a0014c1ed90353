import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readAuthConfig } from './config.ts'

const good = {
  DATABASE_URL: 'postgres://127.0.0.1/goalixa',
  AUTH_SECRET: 'uT5wQ8zK3xN7vB2mL9jH4gF6dS1aP0oI',
  PUBLIC_URL: 'https://goalixa.test',
}

test('the defaults are the strict ones', () => {
  expect(readAuthConfig(good)).toMatchObject({
    COOKIE_SECURE: true,
    ACCESS_TOKEN_SECONDS: 600,
    KEY_ROTATION_DAYS: 90,
    REFRESH_GRACE_SECONDS: 30,
    SESSION_IDLE_DAYS: 14,
    SESSION_ABSOLUTE_DAYS: 90,
    SESSIONS_PER_USER: 10,
    TRUSTED_PROXIES: 0,
    TOKEN_ISSUER: 'goalixa-auth',
  })
})

test.each([
  ['absent', ''],
  ['short', 'uT5wQ8zK3xN7vB2mL9jH4gF6dS1aP0o'],
  ['one letter', 'x'.repeat(64)],
  ['a few letters', 'abcdefgh'.repeat(8)],
  ['a default', 'please-change-me-9f8e7d6c5b4a3210zyxw'],
  ['keys in a row', 'qwertyuiopasdfghjklzxcvbnm1234567890'],
  ['from an example', 'my-super-secret-key-for-jwt-signing-1'],
])('SEC-018 REG-A9: a secret that is %s stops the start, and is not told', (_what, AUTH_SECRET) => {
  expect(() => readAuthConfig({ ...good, AUTH_SECRET })).toThrow(
    /^The settings are not usable:\n {2}AUTH_SECRET: /,
  )
  if (AUTH_SECRET !== '') expect(() => readAuthConfig({ ...good, AUTH_SECRET })).not.toThrow(AUTH_SECRET)
})

test('random secrets are taken, in base64 and in hex', () => {
  for (let round = 0; round < 200; round += 1) {
    const bytes = randomBytes(32)
    for (const AUTH_SECRET of [bytes.toString('base64'), bytes.toString('hex')])
      readAuthConfig({ ...good, AUTH_SECRET })
  }
})

test('every setting at fault is named at once', () => {
  const bad = {
    ACCESS_TOKEN_SECONDS: '901',
    REFRESH_GRACE_SECONDS: '31',
    PUBLIC_URL: 'ftp://x',
    COOKIE_SECURE: 'maybe',
  }
  for (const key of Object.keys(bad)) expect(() => readAuthConfig({ ...good, ...bad })).toThrow(key)
})
