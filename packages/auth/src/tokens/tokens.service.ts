/** Personal access tokens: making, listing, revoking, and their exchange for a short access token. */
import { AppError } from '@goalixa/contracts/errors'
import type { CreatedToken, NewToken, Token } from '@goalixa/contracts/tokens'
import type { Database } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, daySeconds, epochSeconds, toInstant } from '../instants.ts'
import type { KeysService } from '../keys/keys.service.ts'
import type { QueueMail } from '../mail/outbox.ts'
import type { RevocationsService } from '../revocations/revocations.service.ts'
import { newPersonalSecret, personalHashOf, personalTokenOf, readPersonalToken } from './personal-token.ts'
import {
  insertToken,
  markTokenRevoked,
  markTokenUsed,
  tokensOf,
  usableTokenByHash,
  usableTokenById,
} from './tokens.repository.ts'
import type { TokenRow } from './tokens.repository.ts'

export interface TokensService {
  /** The only time that the token itself is seen. */
  create(userId: string, input: NewToken, caller: Caller): Promise<CreatedToken>
  list(userId: string): Promise<Token[]>
  /** @throws AppError `tokens.not_found`, also for tokens of others */
  revoke(userId: string, id: string, caller: Caller): Promise<void>
  /** @throws AppError `auth.invalid_token` when it is unknown, expired or revoked */
  exchange(token: string): Promise<{ accessToken: string; expiresIn: number }>
  /** @throws AppError `auth.invalid_token` unless the token and its account are good */
  requireLive(userId: string, id: string): Promise<void>
}

interface TokensOptions {
  readonly database: Database
  readonly keys: Pick<KeysService, 'issue'>
  readonly revocations: RevocationsService
  readonly lockAccount: LockAccount
  readonly appendAudit: AppendAudit
  readonly queueMail: QueueMail
  readonly now: () => Date
  readonly newId: () => string
}

/** Life of the access token that stands for a personal one, in seconds. */
const exchangedSeconds = 60
const lastUsedSeconds = 60

export function createTokensService(options: TokensOptions): TokensService {
  const { database, keys, revocations, lockAccount, appendAudit, queueMail, now, newId } = options
  const audited = (event: AuditEventName, userId: string, id: string, caller: Caller) =>
    ({ at: now(), event, outcome: 'success', userId, sessionId: id, caller }) as const

  return {
    async create(userId, { name, scopes, expiresInDays, projectId = null }, caller) {
      const secret = newPersonalSecret()
      const createdAt = now()
      const expiresAt = afterSeconds(createdAt, expiresInDays * daySeconds)
      const token = {
        id: newId(),
        userId,
        name,
        scopes: [...new Set(scopes)],
        projectId,
        createdAt,
        expiresAt,
      }
      await database.transaction(async (tx) => {
        const account = await lockAccount(tx, userId, 'share')
        if (account === undefined || account.disabledAt !== null) throw new AppError('auth.session_ended')
        await insertToken(tx, token, personalHashOf(secret))
        await appendAudit(tx, audited('token_create', userId, token.id, caller))
        await queueMail(tx, { kind: 'token_created', recipient: account.email, userId })
      })
      return { ...tokenView({ ...token, lastUsedAt: null }), token: personalTokenOf(secret) }
    },

    async list(userId) {
      return (await tokensOf(database, userId)).map(tokenView)
    },

    async revoke(userId, id, caller) {
      const revoked = await database.transaction(async (tx) => {
        if (!(await markTokenRevoked(tx, userId, id, now()))) return false
        await appendAudit(tx, audited('token_revoke', userId, id, caller))
        await revocations.record(tx, [id], exchangedSeconds)
        return true
      })
      if (!revoked) throw new AppError('tokens.not_found')
    },

    async exchange(token) {
      const secret = readPersonalToken(token)
      const found = secret && (await usableTokenByHash(database, personalHashOf(secret), now()))
      if (found === undefined) throw new AppError('auth.invalid_token')
      await markTokenUsed(database, found.id, now(), afterSeconds(now(), -lastUsedSeconds))
      const claims = {
        sub: found.userId,
        // A name of its own: a service that knows nothing of projects refuses it, and gives it no more than it has.
        ...(found.projectId === null
          ? { client_id: 'personal-token' as const }
          : { client_id: 'project-token' as const, project: found.projectId }),
        sid: found.id,
        scope: found.scopes.join(' '),
        auth_time: epochSeconds(found.createdAt),
        amr: ['pat'],
      }
      const { accessToken, expiresIn } = await keys.issue(claims, exchangedSeconds, found.expiresAt)
      return { accessToken, expiresIn }
    },

    async requireLive(userId, id) {
      if ((await usableTokenById(database, userId, id, now())) === undefined)
        throw new AppError('auth.invalid_token')
    },
  }
}

const tokenView = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  scopes: [...row.scopes],
  projectId: row.projectId,
  createdAt: toInstant(row.createdAt),
  lastUsedAt: row.lastUsedAt === null ? null : toInstant(row.lastUsedAt),
  expiresAt: toInstant(row.expiresAt),
})
