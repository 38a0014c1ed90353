/** One-time codes in words. */
import type { RecoveryCodes, Totp, TotpEnrolment } from '@goalixa/contracts/totp'
import { safeLine } from './safe-text.ts'

export const totpWords = ({ enabled, recoveryCodesLeft }: Totp): string =>
  enabled
    ? `One-time codes are on; ${recoveryCodesLeft} recovery codes are left.`
    : 'One-time codes are off.\ntry: goalixa auth totp enable'

export const enrolmentWords = ({ secret, uri }: TotpEnrolment): string =>
  `secret: ${safeLine(secret)}\n${safeLine(uri)}`

export const recoveryWords = ({ recoveryCodes }: RecoveryCodes): string =>
  recoveryCodes.map(safeLine).join('\n')
