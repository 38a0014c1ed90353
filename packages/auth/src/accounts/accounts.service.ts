/** Making an account and signing in with a password. */
import type { Account, MailSent, SecondFactorNeeded } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import { violates } from '@goalixa/service-kit/db'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import type { QueueMail } from '../mail/outbox.ts'
import type { Client, Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import type { SecondStep } from '../step-up/second-step.ts'
import { accountView } from './account.ts'
import {
  accountByEmail,
  accountById,
  insertAccount,
  insertAccountUnlessTaken,
  replaceHash,
} from './accounts.repository.ts'
import type { RequireAcceptable } from './password-policy.ts'
import type { Passwords } from './passwords.ts'

interface SignIn {
  readonly email: string
  readonly password: string
  readonly client: Client
  readonly device: string
  readonly caller: Caller
}

export interface AccountsService {
  /**
   * Where mail reaches people, the answer is the same for every address and a mail says how to go on.
   * @throws AppError `auth.password_unacceptable`; `auth.email_taken` only where no mail is sent
   */
  register(input: SignIn): Promise<Grant | MailSent>
  /**
   * @throws AppError `auth.invalid_credentials`, the same whether the account exists or not; `auth.email_unverified`
   * to who knows the password of an account whose address must be confirmed first
   */
  login(input: SignIn): Promise<Grant | SecondFactorNeeded>
  /** @throws AppError `auth.session_ended` when the account is gone */
  get(id: string): Promise<Account>
}

interface AccountsOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly requireAcceptable: RequireAcceptable
  readonly queueMail: QueueMail
  /** Mail reaches people, so nobody is let in before the address is confirmed. */
  readonly confirmsEmail: boolean
  readonly sessions: Pick<SessionsService, 'open'>
  readonly secondStep: Pick<SecondStep, 'begin'>
  readonly issue: IssueGrant
  readonly appendAudit: AppendAudit
  readonly now: () => Date
  readonly newId: () => string
}

export function createAccountsService(options: AccountsOptions): AccountsService {
  const { database, passwords, sessions, secondStep, issue, appendAudit, now, newId } = options
  const audit = (
    event: 'register' | 'login',
    outcome: 'success' | 'failure',
    userId: string | null,
    caller: Caller,
  ) => ({ at: now(), event, outcome, userId, sessionId: null, caller, method: 'password' }) as const

  /** Equal steps for every address; who may be told more reads it in the mail. */
  const registerByMail = async (email: string, passwordHash: string, caller: Caller): Promise<MailSent> => {
    await database.transaction(async (tx) => {
      await insertAccountUnlessTaken(tx, { id: newId(), email, passwordHash, createdAt: now() })
      await options.queueMail(tx, { kind: 'register', recipient: email, passwordHash })
      await appendAudit(tx, audit('register', 'success', null, caller))
    })
    return { mail: 'sent' }
  }

  return {
    async register({ email, password, client, device, caller }) {
      options.requireAcceptable(password, email)
      const passwordHash = await passwords.hash(password)
      if (options.confirmsEmail) return registerByMail(email, passwordHash, caller)
      const opened = await database
        .transaction(async (tx) => {
          const account = await insertAccount(tx, { id: newId(), email, passwordHash, createdAt: now() })
          await appendAudit(tx, audit('register', 'success', account.id, caller))
          return sessions.open(tx, { account, client, device, amr: ['pwd'], caller })
        })
        .catch((error: unknown) => {
          throw violates(error, 'accounts_email_unique') ? new AppError('auth.email_taken') : error
        })
      return issue(opened)
    },

    async login({ email, password, client, device, caller }) {
      const account = await accountByEmail(database, email)
      const verdict = await passwords.verify(password, account?.passwordHash ?? null)
      if (account === undefined || verdict === 'wrong' || account.disabledAt !== null) {
        await appendAudit(database, audit('login', 'failure', account?.id ?? null, caller))
        throw new AppError('auth.invalid_credentials')
      }
      if (options.confirmsEmail && account.emailVerifiedAt === null) {
        await appendAudit(database, audit('login', 'failure', account.id, caller))
        throw new AppError('auth.email_unverified')
      }
      const newHash = verdict === 'outdated' ? await passwords.hash(password) : undefined
      const opened = await database.transaction(async (tx) => {
        if (newHash !== undefined) await replaceHash(tx, account, newHash)
        const step = { account, client, device, amr: ['pwd'] }
        return (await secondStep.begin(tx, step)) ?? sessions.open(tx, { ...step, caller })
      })
      return 'secondFactor' in opened ? opened : issue(opened)
    },

    async get(id) {
      const account = await accountById(database, id)
      if (account === undefined || account.disabledAt !== null) throw new AppError('auth.session_ended')
      return accountView(account)
    },
  }
}
