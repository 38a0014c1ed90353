/** What is secret about a token is random, all of it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  childSecretOf,
  newRefreshSecret,
  readRefreshToken,
  refreshTokenOf,
} from './sessions/refresh-token.ts'
import { newSecretCode } from './device/codes.ts'
import { mailTokenHash, newMailToken } from './mail/mail-link.ts'
import { newPersonalSecret, personalTokenOf, readPersonalToken } from './tokens/personal-token.ts'

const count = 100_000
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

const chain = () => {
  const key = randomBytes(32)
  let secret = newRefreshSecret()
  return () => (secret = childSecretOf(key, randomUUID(), secret))
}

const bytesOf = (token: string) => Buffer.from(token.replace('glx_mail_', ''), 'base64url')
const codeOf = (secret: Buffer) => secret.toString('base64url')
const linkOf = (secret: Buffer) => `glx_mail_${codeOf(secret)}`

test.each<[string, () => Buffer, (secret: Buffer) => string, (token: string) => Buffer | undefined]>([
  ['refresh tokens', newRefreshSecret, refreshTokenOf, readRefreshToken],
  ['their children', chain(), refreshTokenOf, readRefreshToken],
  ['personal tokens', newPersonalSecret, personalTokenOf, readPersonalToken],
  [
    'links in mails',
    () => bytesOf(newMailToken()),
    linkOf,
    (token) => mailTokenHash(token) && bytesOf(token),
  ],
  ['device and authorization codes', () => bytesOf(newSecretCode()), codeOf, bytesOf],
])('SEC-036: 100,000 %s: 256 bits, none twice, no bit preferred', (_what, make, tokenOf, read) => {
  const seen = new Set<string>()
  const ones = Array.from({ length: 256 }, () => 0)
  for (let round = 0; round < count; round += 1) {
    const secret = make()
    expect(secret.length).toBe(32)
    seen.add(secret.toString('base64url'))
    for (let bit = 0; bit < 256; bit += 1) ones[bit]! += (secret[bit >> 3]! >> (bit & 7)) & 1
    if (round % 1_000 > 0) continue
    const token = tokenOf(secret)
    expect(token).not.toMatch(uuid)
    expect(read(token)).toEqual(secret)
  }
  expect(seen.size).toBe(count)
  // Monobit, over all bits and at each place: six standard deviations, so that it fails once in a million runs.
  const total = ones.reduce((sum, one) => sum + one, 0)
  expect(Math.abs(total - count * 128)).toBeLessThan(6 * Math.sqrt(count * 256) * 0.5)
  for (const one of ones) expect(Math.abs(one - count / 2)).toBeLessThan(6 * Math.sqrt(count) * 0.5)
})
