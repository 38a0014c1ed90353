/** One-time code secrets at rest, and what becomes of them when AUTH_SECRET changes. */
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import { seal, unseal } from '../keys/sealed.ts'
import type { Secrets } from '../secrets.ts'
import { reseal, secretsNotSealedWith } from './totp.repository.ts'
import type { TotpRow } from './totp.repository.ts'

type Sealed = Pick<TotpRow, 'userId' | 'sealedSecret' | 'sealedWith'>

/** The seal of one account opens for no other. */
const boundTo = (userId: string): string => `totp ${userId}`

export const sealTotpSecret = (secrets: Secrets, userId: string, base32: string): Sealed => ({
  userId,
  sealedSecret: seal(secrets.current.sealing, base32, boundTo(userId)),
  sealedWith: secrets.current.id,
})

/** The base32 secret. @throws AppError `service.unavailable` when AUTH_SECRET is not the one that sealed it */
export function openTotpSecret(secrets: Secrets, { userId, sealedSecret, sealedWith }: Sealed): string {
  const secret = secrets.byId(sealedWith)
  if (secret === undefined)
    throw new AppError('service.unavailable', 'one-time codes cannot be checked now', {
      cause: new Error('a one-time code secret was sealed with another AUTH_SECRET'),
    })
  return unseal(secret.sealing, sealedSecret, boundTo(userId))
}

/** Seals with the current AUTH_SECRET what the previous one sealed. Returns how many. */
export async function resealTotpSecrets(database: Database, secrets: Secrets): Promise<number> {
  const rows = await secretsNotSealedWith(database, secrets.current.id)
  for (const row of rows) {
    const opened = openTotpSecret(secrets, row)
    await reseal(database, row.sealedWith, sealTotpSecret(secrets, row.userId, opened))
  }
  return rows.length
}
