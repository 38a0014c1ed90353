/** Which passwords may be set: no rules about letters and digits, but none that everybody tries first. */
import { AppError } from '@goalixa/contracts/errors'
import type { IsBreached } from '../breached-passwords/breached-passwords.ts'

/** @throws AppError `auth.password_unacceptable` saying why */
export type RequireAcceptable = (password: string, email: string) => void

export const createPasswordPolicy =
  (isBreached: IsBreached): RequireAcceptable =>
  (password, email) => {
    const given = password.toLowerCase()
    const reason = isBreached(password)
      ? 'it is a well-known password: it appears in lists of breached ones'
      : [email.toLowerCase(), email.split('@')[0]?.toLowerCase()].includes(given)
        ? 'it is your e-mail address'
        : /^goalixa[\d!.-]*$/.test(given)
          ? 'it is the name of this service'
          : undefined
    if (reason !== undefined)
      throw new AppError('auth.password_unacceptable', reason, {
        fields: [{ path: 'password', message: reason }],
      })
  }
