/**
 * Refresh: each token is spent once and has one child, whoever asks how often at the same moment.
 * Locks are taken in the order account, session, token, as everywhere, so nobody waits in a ring and a revocation
 * either sees the refresh or stops it.
 */
import { timingSafeEqual } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { AccountRow, LockAccount } from '../accounts/account.ts'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, earlier } from '../instants.ts'
import type { Secrets } from '../secrets.ts'
import { childSecretOf, readRefreshToken, refreshHashOf } from './refresh-token.ts'
import {
  consumeToken,
  insertRefreshToken,
  spentTokenWithChild,
  tokenByHash,
} from './refresh-tokens.repository.ts'
import { lockSession, moveIdleExpiry } from './sessions.repository.ts'
import type { SessionRow } from './sessions.repository.ts'
import type { Client, EndSessions, Grant, IssueGrant } from './sessions.service.ts'

interface RefreshOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly appendAudit: AppendAudit
  readonly endSessions: EndSessions
  readonly issue: IssueGrant
  readonly secrets: Secrets
  readonly graceSeconds: number
  readonly idleSeconds: number
  readonly now: () => Date
  readonly newId: () => string
  /** In the transaction that ends a family because a token of it was used twice: tells its owner. */
  readonly onReuse: (tx: Db, account: AccountRow) => Promise<void>
  /** Told what came of each attempt, after the commit. */
  readonly onOutcome?: (outcome: RefreshOutcome) => void
}

/** `expired`: no token of a live session. */
type RefreshOutcome = 'rotated' | 'replayed' | 'reused' | 'expired' | 'error'

/** @throws AppError `auth.session_ended` (of the returned function), whatever is wrong with the token */
export type Refresh = (token: string, client: Client, caller: Caller) => Promise<Grant>

interface Found {
  readonly tokenId: string
  readonly secret: Buffer
  readonly account: AccountRow
  readonly session: SessionRow
}
interface Child {
  readonly secret: Buffer
  readonly expiresAt: Date
}

export function createRefresh(options: RefreshOptions): Refresh {
  const { database, secrets, now } = options

  /** The token's account and session under lock, or undefined when they do not serve this client any more. */
  const lockFamily = async (tx: Db, secret: Buffer, client: Client): Promise<Found | undefined> => {
    const token = await tokenByHash(tx, refreshHashOf(secret))
    if (token === undefined) return undefined
    const account = await options.lockAccount(tx, token.userId, 'share')
    const session = await lockSession(tx, token.sessionId)
    if (account === undefined || session === undefined) return undefined
    const usable = account.disabledAt === null && session.client === client && isLive(session, now())
    return usable ? { tokenId: token.id, secret, account, session } : undefined
  }

  const rotate = async (tx: Db, { tokenId, secret, session }: Found): Promise<Child> => {
    const at = now()
    const expiresAt = earlier(afterSeconds(at, options.idleSeconds), session.absoluteExpiresAt)
    const child = childSecretOf(secrets.current.refresh, tokenId, secret)
    await insertRefreshToken(tx, {
      id: options.newId(),
      sessionId: session.id,
      hash: refreshHashOf(child),
      parentId: tokenId,
      keyVersion: secrets.current.id,
      createdAt: at,
      expiresAt,
    })
    await moveIdleExpiry(tx, session.id, at, expiresAt)
    return { secret: child, expiresAt }
  }

  /** The same child again for a caller that lost the race or its answer; otherwise the token was stolen. */
  const replay = async (tx: Db, found: Found, caller: Caller): Promise<Child | undefined> => {
    const { session } = found
    const event = { at: now(), userId: session.userId, sessionId: session.id, caller }
    const spent = (await spentTokenWithChild(tx, found.tokenId))!
    const inGrace = now() < afterSeconds(spent.consumedAt, options.graceSeconds)
    if (!inGrace || spent.childConsumedAt !== null) {
      await options.appendAudit(tx, { ...event, event: 'refresh_reuse', outcome: 'failure' })
      await options.onReuse(tx, found.account)
      await options.endSessions(tx, [session.id], 'refresh_reuse')
      return undefined
    }
    const key = secrets.byId(spent.childKeyVersion)
    const secret = key && childSecretOf(key.refresh, found.tokenId, found.secret)
    // AUTH_SECRET was replaced within the grace without keeping the old one: nobody can tell the child any more.
    if (secret === undefined || !timingSafeEqual(refreshHashOf(secret), spent.childHash)) return undefined
    await options.appendAudit(tx, { ...event, event: 'refresh_replay', outcome: 'success' })
    return { secret, expiresAt: spent.childExpiresAt }
  }

  // Nothing is thrown inside: the end of a family must be committed before the refusal is told.
  const spend = (secret: Buffer, client: Client, caller: Caller) =>
    database.transaction(async (tx): Promise<Spent> => {
      const found = await lockFamily(tx, secret, client)
      if (found === undefined) return { outcome: 'expired' }
      const isFirst = await consumeToken(tx, found.tokenId, now())
      const child = isFirst ? await rotate(tx, found) : await replay(tx, found, caller)
      if (child === undefined) return { outcome: 'reused' }
      return { outcome: isFirst ? 'rotated' : 'replayed', child, found }
    })

  return async (token, client, caller) => {
    const secret = readRefreshToken(token)
    const tell = (outcome: RefreshOutcome) => options.onOutcome?.(outcome)
    try {
      const spent: Spent = secret === undefined ? { outcome: 'expired' } : await spend(secret, client, caller)
      tell(spent.outcome)
      if (!('child' in spent)) throw new AppError('auth.session_ended')
      const { child, found } = spent
      const { account, session } = found
      return await options.issue({
        account,
        session,
        refreshSecret: child.secret,
        refreshExpiresAt: child.expiresAt,
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) tell('error')
      throw error
    }
  }
}

type Spent =
  | { readonly outcome: 'expired' | 'reused' }
  | { readonly outcome: 'rotated' | 'replayed'; readonly child: Child; readonly found: Found }

const isLive = (session: SessionRow, now: Date): boolean =>
  session.revokedAt === null && now < session.idleExpiresAt && now < session.absoluteExpiresAt
