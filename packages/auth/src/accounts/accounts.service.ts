/** Making an account and signing in with a password. */
import type { Account } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import { violates } from '@goalixa/service-kit/db'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import type { Client, Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import { accountView } from './account.ts'
import { accountByEmail, accountById, insertAccount, replaceHash } from './accounts.repository.ts'
import type { Passwords } from './passwords.ts'

interface SignIn {
  readonly email: string
  readonly password: string
  readonly client: Client
  readonly device: string
  readonly caller: Caller
}

export interface AccountsService {
  /** @throws AppError `auth.email_taken` */
  register(input: SignIn): Promise<Grant>
  /** @throws AppError `auth.invalid_credentials`, the same whether the account exists or not */
  login(input: SignIn): Promise<Grant>
  /** @throws AppError `auth.session_ended` when the account is gone */
  get(id: string): Promise<Account>
}

interface AccountsOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly sessions: Pick<SessionsService, 'open'>
  readonly issue: IssueGrant
  readonly appendAudit: AppendAudit
  readonly now: () => Date
  readonly newId: () => string
}

export function createAccountsService(options: AccountsOptions): AccountsService {
  const { database, passwords, sessions, issue, appendAudit, now, newId } = options
  const audit = (
    event: 'register' | 'login',
    outcome: 'success' | 'failure',
    userId: string | null,
    caller: Caller,
  ) => ({ at: now(), event, outcome, userId, sessionId: null, caller }) as const

  return {
    async register({ email, password, client, device, caller }) {
      const passwordHash = await passwords.hash(password)
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
      const newHash = verdict === 'outdated' ? await passwords.hash(password) : undefined
      const opened = await database.transaction(async (tx) => {
        const session = await sessions.open(tx, { account, client, device, amr: ['pwd'], caller })
        if (newHash !== undefined) await replaceHash(tx, account, newHash)
        return session
      })
      return issue(opened)
    },

    async get(id) {
      const account = await accountById(database, id)
      if (account === undefined || account.disabledAt !== null) throw new AppError('auth.session_ended')
      return accountView(account)
    },
  }
}
