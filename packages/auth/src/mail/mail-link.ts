/** The links in mails. The secret of one is 256 bits, shown in one mail; the database holds only its SHA-256. */
import { createHash, randomBytes } from 'node:crypto'

export type LinkPurpose = 'verify' | 'reset' | 'email_change'

export interface MailLink {
  readonly id: string
  readonly userId: string
  readonly purpose: LinkPurpose
  readonly newEmail: string | null
  readonly passwordHash: string | null
}

export interface NewMailLink extends MailLink {
  readonly hash: Buffer
  readonly createdAt: Date
  readonly expiresAt: Date
}

const prefix = 'glx_mail_'
const pattern = /^glx_mail_[A-Za-z0-9_-]{43}$/

export const newMailToken = (): string => prefix + randomBytes(32).toString('base64url')

/** Undefined when the text is no token of a link. */
export const mailTokenHash = (token: string): Buffer | undefined =>
  pattern.test(token) ? createHash('sha256').update(token, 'latin1').digest() : undefined
