/** Passkeys: adding, naming and removing them, and signing in with one. */
import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { Assertion, Attestation, Passkey, PasskeyOptions } from '@goalixa/contracts/passkeys'
import { violates } from '@goalixa/service-kit/db'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, toInstant } from '../instants.ts'
import type { QueueMail } from '../mail/outbox.ts'
import type { Client, Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import { consumeChallenge, insertChallenge } from './passkey-challenges.repository.ts'
import type { Purpose } from './passkey-challenges.repository.ts'
import {
  deletePasskey,
  insertPasskey,
  markPasskeyUsed,
  passkeyByCredential,
  passkeysOf,
  renamePasskey,
} from './passkeys.repository.ts'
import type { PasskeyRow } from './passkeys.repository.ts'
import {
  challengeIn,
  creationOptions,
  isHandleOf,
  requestOptions,
  verifiedCreation,
  verifiedUse,
} from './webauthn.ts'
import type { RelyingParty } from './webauthn.ts'

interface Owner {
  readonly userId: string
  readonly sessionId: string
}

export interface PasskeysService {
  list(userId: string): Promise<Passkey[]>
  /** Options for the browser and the challenge in them, stored for this use alone. */
  options(use: Purpose): Promise<PasskeyOptions>
  /** @throws AppError `passkeys.refused`, whatever is wrong with it */
  create(
    owner: Owner,
    input: { readonly name: string; readonly credential: Attestation },
    caller: Caller,
  ): Promise<Passkey>
  /** @throws AppError `passkeys.not_found`, also for passkeys of others */
  update(userId: string, id: string, name: string): Promise<Passkey>
  /** @throws AppError `passkeys.not_found`, also for passkeys of others */
  delete(userId: string, id: string, caller: Caller): Promise<void>
  /** Signs in with the passkey alone. @throws AppError `auth.invalid_passkey`, whatever is wrong */
  login(input: {
    readonly credential: Assertion
    readonly client: Client
    readonly device: string
    readonly caller: Caller
  }): Promise<Grant>
  /** Checks a use and spends its challenge, while the account is locked by `tx`; false when anything is wrong. */
  spend(tx: Db, credential: Assertion, use: Exclude<Purpose, { purpose: 'login' }>): Promise<boolean>
  /** Does the account have any? */
  isEnabled(db: Db, userId: string): Promise<boolean>
}

interface PasskeysOptions {
  readonly database: Database
  readonly party: RelyingParty
  readonly lockAccount: LockAccount
  readonly sessions: Pick<SessionsService, 'open'>
  readonly issue: IssueGrant
  readonly appendAudit: AppendAudit
  readonly queueMail: QueueMail
  readonly now: () => Date
  readonly newId: () => string
}

const challengeSeconds = 300

export function createPasskeysService(options: PasskeysOptions): PasskeysService {
  const { database, party, lockAccount, sessions, issue, appendAudit, queueMail, now, newId } = options
  const audited = (event: AuditEventName, userId: string | null, caller: Caller) =>
    ({ at: now(), event, outcome: 'success', userId, sessionId: null, caller }) as const

  /** The challenge that was signed, spent; it is gone even when the rest turns out to be wrong. */
  const spendChallenge = async (
    db: Db,
    clientDataJson: string,
    use: Purpose,
  ): Promise<string | undefined> => {
    const challenge = challengeIn(clientDataJson)
    if (challenge === undefined) return undefined
    return (await consumeChallenge(db, hashOf(challenge), use, now())) ? challenge : undefined
  }

  const spendUse = async (
    tx: Db,
    passkey: PasskeyRow,
    credential: Assertion,
    use: Purpose,
  ): Promise<boolean> => {
    const challenge = await spendChallenge(tx, credential.response.clientDataJSON, use)
    if (challenge === undefined || !isHandleOf(credential.response.userHandle, passkey.userId)) return false
    const counter = await verifiedUse(party, challenge, credential, passkey)
    if (counter === undefined) return false
    await markPasskeyUsed(tx, passkey.id, counter, now())
    return true
  }

  return {
    async list(userId) {
      return (await passkeysOf(database, userId)).map(passkeyView)
    },

    async options(use) {
      const challenge = randomBytes(32)
      const userId = 'userId' in use ? use.userId : undefined
      const existing = userId === undefined ? [] : await passkeysOf(database, userId)
      await insertChallenge(
        database,
        hashOf(challenge.toString('base64url')),
        use,
        now(),
        afterSeconds(now(), challengeSeconds),
      )
      if (use.purpose !== 'create') return { options: await requestOptions(party, challenge, existing) }
      const account = await lockAccount(database, use.userId, 'share')
      if (account === undefined) throw new AppError('auth.session_ended')
      return { options: await creationOptions(party, challenge, account, existing) }
    },

    async create({ userId, sessionId }, { name, credential }, caller) {
      const use = { purpose: 'create', userId, sessionId } as const
      const challenge = await spendChallenge(database, credential.response.clientDataJSON, use)
      const made = challenge === undefined ? undefined : await verifiedCreation(party, challenge, credential)
      if (made === undefined) throw new AppError('passkeys.refused')
      const passkey = { ...made, id: newId(), userId, name, createdAt: now(), lastUsedAt: null }
      await database
        .transaction(async (tx) => {
          const account = await lockAccount(tx, userId, 'update')
          if (account === undefined) throw new AppError('auth.session_ended')
          await insertPasskey(tx, passkey)
          await appendAudit(tx, audited('passkey_create', userId, caller))
          await queueMail(tx, { kind: 'passkey_created', recipient: account.email, userId })
        })
        .catch((error: unknown) => {
          throw violates(error, 'passkeys_credential_unique') ? new AppError('passkeys.refused') : error
        })
      return passkeyView(passkey)
    },

    async update(userId, id, name) {
      const row = await renamePasskey(database, userId, id, name)
      if (row === undefined) throw new AppError('passkeys.not_found')
      return passkeyView(row)
    },

    async delete(userId, id, caller) {
      const deleted = await database.transaction(async (tx) => {
        const account = await lockAccount(tx, userId, 'update')
        if (account === undefined || !(await deletePasskey(tx, userId, id))) return false
        await appendAudit(tx, audited('passkey_delete', userId, caller))
        await queueMail(tx, { kind: 'passkey_deleted', recipient: account.email, userId })
        return true
      })
      if (!deleted) throw new AppError('passkeys.not_found')
    },

    async login({ credential, client, device, caller }) {
      // Nothing is thrown inside for a passkey that is wrong: its challenge must stay spent.
      const opened = await database.transaction(async (tx) => {
        const known = await passkeyByCredential(tx, credential.id)
        const account = known && (await lockAccount(tx, known.userId, 'update'))
        // Again, under the lock: the counter may have moved.
        const passkey = account && (await passkeyByCredential(tx, credential.id))
        const isGood =
          passkey !== undefined &&
          account?.disabledAt === null &&
          (await spendUse(tx, passkey, credential, { purpose: 'login' }))
        if (isGood && account) return sessions.open(tx, { account, client, device, amr: ['hwk'], caller })
        const failed = { ...audited('login', account?.id ?? null, caller), outcome: 'failure' } as const
        await appendAudit(tx, { ...failed, method: 'passkey' })
        return undefined
      })
      if (opened === undefined) throw new AppError('auth.invalid_passkey')
      return issue(opened)
    },

    async spend(tx, credential, use) {
      const passkey = await passkeyByCredential(tx, credential.id)
      return passkey?.userId === use.userId && spendUse(tx, passkey, credential, use)
    },

    async isEnabled(db, userId) {
      return (await passkeysOf(db, userId)).length > 0
    },
  }
}

const hashOf = (challenge: string): Buffer => createHash('sha256').update(challenge).digest()

const passkeyView = ({ id, name, createdAt, lastUsedAt }: PasskeyRow): Passkey => ({
  id,
  name,
  createdAt: toInstant(createdAt),
  lastUsedAt: lastUsedAt && toInstant(lastUsedAt),
})
