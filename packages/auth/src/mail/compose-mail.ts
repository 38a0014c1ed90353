/** Makes the mail that a row of the outbox stands for; its link is made now and lives from now on. */
import type { AccountRow } from '../accounts/account.ts'
import { afterSeconds } from '../instants.ts'
import { letterFor } from './letters.ts'
import type { Letter } from './letters.ts'
import { mailTokenHash, newMailToken } from './mail-link.ts'
import type { LinkPurpose, NewMailLink } from './mail-link.ts'
import type { QueuedMail } from './outbox.repository.ts'

/** Undefined when there is nobody to tell: an address without account gets no mail. */
export type ComposeMail = (mail: QueuedMail) => Promise<Letter | undefined>

interface ComposeOptions {
  readonly insertLink: (link: NewMailLink) => Promise<void>
  readonly accountByEmail: (email: string) => Promise<AccountRow | undefined>
  readonly accountById: (id: string) => Promise<AccountRow | undefined>
  readonly publicUrl: string
  readonly now: () => Date
  readonly newId: () => string
}

const linkSeconds: Readonly<Record<LinkPurpose, number>> = { verify: 3600, reset: 1800, email_change: 3600 }

export function createComposeMail(options: ComposeOptions): ComposeMail {
  const { insertLink, accountByEmail, accountById, publicUrl, now, newId } = options
  const withLink = async (mail: QueuedMail, userId: string, purpose: LinkPurpose) => {
    const token = newMailToken()
    await insertLink({
      id: newId(),
      userId,
      purpose,
      hash: mailTokenHash(token)!,
      newEmail: purpose === 'email_change' ? mail.recipient : null,
      passwordHash: purpose === 'verify' ? mail.passwordHash : null,
      createdAt: now(),
      expiresAt: afterSeconds(now(), linkSeconds[purpose]),
    })
    return letterFor(mail.kind, { publicUrl, token })
  }
  const usable = (account: AccountRow | undefined) => (account?.disabledAt === null ? account : undefined)

  return async (mail) => {
    if (mail.kind === 'email_change') {
      const account = usable(await accountById(mail.userId ?? ''))
      const taken = await accountByEmail(mail.recipient)
      return account === undefined || taken !== undefined
        ? undefined
        : withLink(mail, account.id, 'email_change')
    }
    if (mail.kind !== 'register' && mail.kind !== 'verify' && mail.kind !== 'reset')
      return letterFor(mail.kind, { publicUrl })
    const account = usable(await accountByEmail(mail.recipient))
    if (account === undefined) return undefined
    if (mail.kind === 'reset') return withLink(mail, account.id, 'reset')
    if (account.emailVerifiedAt === null) return withLink(mail, account.id, 'verify')
    return mail.kind === 'register' ? letterFor('already_registered', { publicUrl }) : undefined
  }
}
