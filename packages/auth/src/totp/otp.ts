/** One-time codes after RFC 6238: six digits, 30 seconds, SHA-1, as every app knows them. The only file that knows otpauth. */
import { Secret, TOTP } from 'otpauth'

const issuer = 'Goalixa'
const periodSeconds = 30
/** 160 bits, as RFC 4226 advises. */
const secretBytes = 20
/** Steps before and after the present one that are good: clocks differ, and people type slowly. */
const window = 1

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  })

/** A new secret in base32. */
export const newTotpSecret = (): string => new Secret({ size: secretBytes }).base32

/** `otpauth://` address for apps; it holds the secret. */
export const totpUri = (secret: string, label: string): string => totpOf(secret, label).toString()

/** The code of an instant. */
export const codeAt = (secret: string, at: Date): string =>
  totpOf(secret).generate({ timestamp: at.getTime() })

/** The step that the code belongs to, if that is the present one or one beside it. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  const timestamp = at.getTime()
  const delta = totpOf(secret).validate({ token: code, timestamp, window })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / periodSeconds) + delta
}
