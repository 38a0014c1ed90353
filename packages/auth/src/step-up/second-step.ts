/** The second step of a sign-in: who has proved the first one holds a challenge, which opens nothing by itself. */
import { createHash, randomBytes } from 'node:crypto'
import type { SecondFactorNeeded } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { AccountRow, LockAccount } from '../accounts/account.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds } from '../instants.ts'
import type { Client, Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import type { PasskeysService } from '../passkeys/passkeys.service.ts'
import type { TotpService } from '../totp/totp.service.ts'
import type { Attempts } from './attempts.ts'
import { consumeLoginChallenge, insertLoginChallenge, loginChallenge } from './login-challenges.repository.ts'
import type { LoginChallengeRow } from './login-challenges.repository.ts'

const challengeSeconds = 300

type Method = SecondFactorNeeded['secondFactor']['methods'][number]

interface FirstStep {
  /** As it was when the first step was proved. */
  readonly account: AccountRow
  readonly client: Client
  readonly device: string
  /** How, as RFC 8176 names it. */
  readonly amr: readonly string[]
}

interface Completion {
  readonly challenge: string
  readonly client: Client
  readonly caller: Caller
  /** What a proof that fails is answered with. */
  readonly refusal: ErrorCode
}

export interface SecondStep {
  /** What this account must still prove after its first step; none: it has no second factor. */
  methodsOf(db: Db, userId: string): Promise<readonly Method[]>
  /** Locks the account, and begins a second step if it needs one. */
  begin(tx: Db, step: FirstStep): Promise<SecondFactorNeeded | undefined>
  /** Whose challenge it is. @throws AppError `auth.challenge_ended` */
  ownerOf(challenge: string): Promise<string>
  /**
   * Opens the session once `prove` names how it was proved; the challenge stays good for another try until then.
   * @throws AppError `auth.challenge_ended`, `rate.limited`, or the `refusal`
   */
  complete(
    completion: Completion,
    prove: (tx: Db, userId: string) => Promise<string | undefined>,
  ): Promise<Grant>
}

interface SecondStepOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly attempts: Attempts
  readonly sessions: Pick<SessionsService, 'open'>
  readonly issue: IssueGrant
  readonly totp: Pick<TotpService, 'isEnabled'>
  readonly passkeys: Pick<PasskeysService, 'isEnabled'>
  readonly now: () => Date
}

export function createSecondStep(options: SecondStepOptions): SecondStep {
  const { database, lockAccount, attempts, sessions, issue, now } = options

  const methodsOf = async (db: Db, userId: string): Promise<readonly Method[]> => {
    // A passkey alone asks nothing of a password: without codes beside it, losing it would lock its owner out.
    if (!(await options.totp.isEnabled(db, userId))) return []
    return (await options.passkeys.isEnabled(db, userId)) ? ['totp', 'passkey'] : ['totp']
  }
  const found = async (db: Db, challenge: string): Promise<LoginChallengeRow> => {
    const row = await loginChallenge(db, hashOf(challenge), now())
    if (row === undefined) throw new AppError('auth.challenge_ended')
    return row
  }

  return {
    methodsOf,

    async begin(tx, { account, client, device, amr }) {
      await lockAccount(tx, account.id, 'update')
      const methods = await methodsOf(tx, account.id)
      if (methods.length === 0) return undefined
      const challenge = randomBytes(32).toString('base64url')
      const { id: userId, passwordVersion } = account
      const expiresAt = afterSeconds(now(), challengeSeconds)
      const row = { hash: hashOf(challenge), userId, passwordVersion, client, device, amr, expiresAt }
      await insertLoginChallenge(tx, row, now())
      return { secondFactor: { challenge, methods: [...methods], expiresIn: challengeSeconds } }
    },

    async ownerOf(challenge) {
      return (await found(database, challenge)).userId
    },

    async complete({ challenge, client, caller, refusal }, prove) {
      const { userId } = await found(database, challenge)
      const opened = await attempts.run(userId, caller, refusal, async (tx) => {
        const row = await found(tx, challenge)
        if (row.client !== client) throw new AppError('auth.challenge_ended')
        const method = await prove(tx, userId)
        if (method === undefined) return undefined
        if (!(await consumeLoginChallenge(tx, row.hash))) throw new AppError('auth.challenge_ended')
        const account = await lockAccount(tx, userId, 'update')
        if (account === undefined) throw new AppError('auth.challenge_ended')
        const { passwordVersion, device } = row
        return sessions.open(tx, {
          account: { ...account, passwordVersion },
          client,
          device,
          amr: [...row.amr, method],
          caller,
        })
      })
      return issue(opened)
    },
  }
}

const hashOf = (challenge: string): Buffer => createHash('sha256').update(challenge).digest()
