/** Sessions: opening, listing and ending them. */
import type { Session } from '@goalixa/contracts/sessions'
import { AppError } from '@goalixa/contracts/errors'
import type { Database, Db } from '@goalixa/service-kit/db'
import { maxTokenSeconds } from '@goalixa/service-kit/tokens'
import type { AccountRow, LockAccount } from '../accounts/account.ts'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import { loginMethodOf } from '../audit/count-logins.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, daySeconds, earlier, toInstant } from '../instants.ts'
import type { RevocationsService } from '../revocations/revocations.service.ts'
import { newRefreshSecret, readRefreshToken, refreshHashOf } from './refresh-token.ts'
import { insertRefreshToken, tokenByHash } from './refresh-tokens.repository.ts'
import {
  deleteEndedSessions,
  insertSession,
  liveSession,
  liveSessions,
  lockSession,
  markRevoked,
} from './sessions.repository.ts'
import type { SessionRow } from './sessions.repository.ts'

export type Client = SessionRow['client']

/** What a sign-in or refresh gives. */
export interface Grant {
  readonly account: AccountRow
  readonly client: Client
  readonly accessToken: string
  readonly accessExpiresAt: Date
  readonly expiresIn: number
  readonly refreshToken: string
  readonly refreshExpiresAt: Date
}

/** A session and the newest refresh token of it, before anything is signed. */
interface OpenedSession {
  readonly account: AccountRow
  readonly session: Omit<SessionRow, 'revokedAt'>
  readonly refreshSecret: Buffer
  readonly refreshExpiresAt: Date
}
/** After the commit, never inside a transaction: it may have to read keys on a connection of its own. */
export type IssueGrant = (opened: OpenedSession) => Promise<Grant>

/** Ends sessions and denies their access tokens at the gateway; the last act of its transaction. */
export type EndSessions = (tx: Db, ids: readonly string[], reason: string) => Promise<string[]>

interface EndAll {
  /** A word of the code, told to the audit by whoever asks and to the metrics: `password_change`. */
  readonly reason: string
  readonly caller: Caller
  /** The session that stays. */
  readonly exceptId?: string
}

interface NewSession {
  /** As it was when the credential was checked. */
  readonly account: AccountRow
  readonly client: Client
  readonly device: string
  readonly amr: readonly string[]
  readonly caller: Caller
}

export interface SessionsService {
  /** @throws AppError `auth.invalid_credentials` when the password was changed after it was checked */
  open(tx: Db, input: NewSession): Promise<OpenedSession>
  list(userId: string, currentId: string): Promise<Session[]>
  /** @throws AppError `sessions.not_found`, also for sessions of others */
  revoke(userId: string, id: string, caller: Caller): Promise<void>
  /**
   * Ends every session of the account, or every other one; in the transaction of what calls for it, as its last act.
   * The account is locked first, so that no refresh or sign-in in flight leaves one alive.
   */
  endAll(tx: Db, userId: string, how: EndAll): Promise<void>
  /** The same in a transaction of its own: what people ask for. */
  revokeAll(userId: string, how: Omit<EndAll, 'reason'>): Promise<void>
  /** Signs out. A session that has ended already, or a token that nobody knows, is no error. */
  end(
    by: { readonly refreshToken: string } | { readonly sessionId: string; readonly userId: string },
    caller: Caller,
  ): Promise<void>
  /** @throws AppError `auth.session_ended` unless the session and its account are good */
  requireLive(userId: string, id: string): Promise<void>
}

interface SessionsOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly appendAudit: AppendAudit
  readonly endSessions: EndSessions
  readonly idleSeconds: number
  readonly absoluteSeconds: number
  readonly sessionsPerUser: number
  readonly now: () => Date
  readonly newId: () => string
}

/** How long an ended session is kept, for questions about what happened. */
const keptAfterEndSeconds = 30 * daySeconds

export const createEndSessions =
  (revocations: RevocationsService, now: () => Date, onEnded?: (reason: string) => void): EndSessions =>
  async (tx, ids, reason) => {
    const ended = await markRevoked(tx, ids, now(), reason)
    await revocations.record(tx, ended, maxTokenSeconds)
    for (let count = 0; count < ended.length; count += 1) onEnded?.(reason)
    return ended
  }

export function createSessionsService(options: SessionsOptions): SessionsService {
  const { database, lockAccount, appendAudit, endSessions, now, newId } = options

  const evictBeyondCap = async (tx: Db, userId: string, caller: Caller) => {
    const surplus = (await liveSessions(tx, userId, now())).slice(options.sessionsPerUser)
    for (const { id } of surplus) {
      await appendAudit(tx, {
        at: now(),
        event: 'session_evict',
        outcome: 'success',
        userId,
        sessionId: id,
        caller,
      })
    }
    if (surplus.length > 0)
      await endSessions(
        tx,
        surplus.map(({ id }) => id),
        'session_cap',
      )
  }

  /** Locks in the order of a refresh, so that none in flight leaves the session alive. */
  const endOne = (userId: string, id: string, event: AuditEventName, caller: Caller): Promise<boolean> =>
    database.transaction(async (tx) => {
      await lockAccount(tx, userId, 'share')
      const session = await lockSession(tx, id)
      if (session === undefined || session.userId !== userId || session.revokedAt !== null) return false
      await appendAudit(tx, { at: now(), event, outcome: 'success', userId, sessionId: id, caller })
      await endSessions(tx, [id], event)
      return true
    })

  const endAll: SessionsService['endAll'] = async (tx, userId, { reason, caller, exceptId }) => {
    await lockAccount(tx, userId, 'update')
    const ids = (await liveSessions(tx, userId, now())).map(({ id }) => id).filter((id) => id !== exceptId)
    for (const sessionId of ids) {
      await appendAudit(tx, {
        at: now(),
        event: 'session_revoke',
        outcome: 'success',
        userId,
        sessionId,
        caller,
      })
    }
    await endSessions(tx, ids, reason)
  }

  return {
    endAll,

    async revokeAll(userId, how) {
      await database.transaction((tx) => endAll(tx, userId, { ...how, reason: 'session_revoke' }))
    },

    async open(tx, { account, client, device, amr, caller }) {
      const current = await lockAccount(tx, account.id, 'update')
      const unchanged = current?.passwordVersion === account.passwordVersion && current.disabledAt === null
      if (!unchanged) throw new AppError('auth.invalid_credentials')
      const at = now()
      const absoluteExpiresAt = afterSeconds(at, options.absoluteSeconds)
      const idleExpiresAt = earlier(afterSeconds(at, options.idleSeconds), absoluteExpiresAt)
      const session = {
        id: newId(),
        userId: account.id,
        client,
        device,
        amr,
        authenticatedAt: at,
        createdAt: at,
        lastSeenAt: at,
        idleExpiresAt,
        absoluteExpiresAt,
      }
      const secret = newRefreshSecret()
      await deleteEndedSessions(tx, account.id, afterSeconds(at, -keptAfterEndSeconds))
      await insertSession(tx, session)
      await insertRefreshToken(tx, {
        id: newId(),
        sessionId: session.id,
        hash: refreshHashOf(secret),
        parentId: null,
        keyVersion: null,
        createdAt: at,
        expiresAt: idleExpiresAt,
      })
      await appendAudit(tx, {
        at,
        event: 'login',
        outcome: 'success',
        userId: account.id,
        sessionId: session.id,
        caller,
        method: loginMethodOf(amr),
      })
      await evictBeyondCap(tx, account.id, caller)
      return { account, session, refreshSecret: secret, refreshExpiresAt: idleExpiresAt }
    },

    async list(userId, currentId) {
      const rows = await liveSessions(database, userId, now())
      return rows.map((row) => ({
        id: row.id,
        device: row.device,
        current: row.id === currentId,
        createdAt: toInstant(row.createdAt),
        lastSeenAt: toInstant(row.lastSeenAt),
        expiresAt: toInstant(row.idleExpiresAt),
      }))
    },

    async revoke(userId, id, caller) {
      if (!(await endOne(userId, id, 'session_revoke', caller))) throw new AppError('sessions.not_found')
    },

    async end(by, caller) {
      if ('sessionId' in by) {
        await endOne(by.userId, by.sessionId, 'logout', caller)
        return
      }
      const secret = readRefreshToken(by.refreshToken)
      const token = secret && (await tokenByHash(database, refreshHashOf(secret)))
      if (token !== undefined) await endOne(token.userId, token.sessionId, 'logout', caller)
    },

    async requireLive(userId, id) {
      if ((await liveSession(database, userId, id, now())) === undefined)
        throw new AppError('auth.session_ended')
    },
  }
}
