import { Secret } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { codeAt, newTotpSecret, stepOfCode, totpUri } from './otp.ts'
import { newRecoveryCodes, recoveryHashOf } from './recovery-codes.ts'

const secret = Secret.fromLatin1('12345678901234567890').base32
const at = (seconds: number) => new Date(seconds * 1000)

describe('one-time codes', () => {
  // RFC 6238, appendix B, SHA-1: the last six of the eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('are those of RFC 6238 at %i', (seconds, code) => {
    expect(codeAt(secret, at(seconds))).toBe(code)
    expect(stepOfCode(secret, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  it('are good one step before and after, and no further', () => {
    const code = codeAt(secret, at(3_000_000))
    const steps = [-60, -30, 0, 29, 30, 59, 60].map((late) => stepOfCode(secret, code, at(3_000_000 + late)))
    expect(steps).toEqual([undefined, 100_000, 100_000, 100_000, 100_000, 100_000, undefined])
  })

  it('have secrets of 160 bits and an address that apps read', () => {
    const made = newTotpSecret()
    expect(made).toMatch(/^[A-Z2-7]{32}$/)
    expect(newTotpSecret()).not.toBe(made)
    const uri = new URL(totpUri(made, 'ada@example.org'))
    expect(uri.protocol + uri.host).toBe('otpauth:totp')
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      secret: made,
      issuer: 'Goalixa',
      digits: '6',
    })
  })
})

describe('recovery codes', () => {
  it('are ten of 120 bits each, all different', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
  })

  it('are the same however people write them', () => {
    const [code = ''] = newRecoveryCodes()
    const hash = recoveryHashOf(code)
    expect(recoveryHashOf(code.toLowerCase().replaceAll('-', ' '))).toEqual(hash)
    expect(recoveryHashOf(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(hash)
    expect(recoveryHashOf(`${code}0`)).toBeUndefined()
    expect(recoveryHashOf('123456')).toBeUndefined()
  })
})
