/** The code flow of a program on the same machine: PKCE binds the code to who began (RFC 7636, RFC 8252). */
import { createHash } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { codeHashOf, newSecretCode } from '../device/codes.ts'
import type { Approver } from '../device/device.service.ts'
import { afterSeconds } from '../instants.ts'
import type { Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import { insertAuthorizationCode, takeAuthorizationCode } from './authorize.repository.ts'

interface Asked {
  readonly redirectUri: string
  readonly codeChallenge?: string | undefined
  readonly codeChallengeMethod?: string | undefined
  readonly state: string
  readonly device: string
  readonly decision: 'approve' | 'deny'
}
interface Exchange {
  readonly clientId: string
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier?: string | undefined
  readonly caller: Caller
}

export interface AuthorizeService {
  /** Where the browser goes. @throws AppError `request.invalid` for other addresses, `invalid_grant` without S256 */
  create(asked: Asked, by: Approver): Promise<{ redirectTo: string }>
  /** @throws AppError `invalid_grant`, whatever is wrong with it; the code is used up */
  token(exchange: Exchange): Promise<Grant>
}

interface AuthorizeOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly sessions: Pick<SessionsService, 'open'>
  readonly amrOf: (db: Db, sessionId: string) => Promise<readonly string[]>
  readonly issue: IssueGrant
  readonly appendAudit: AppendAudit
  readonly now: () => Date
}

const codeSeconds = 60

export function createAuthorizeService(options: AuthorizeOptions): AuthorizeService {
  const { database, lockAccount, sessions, issue, appendAudit, now } = options
  return {
    async create({ redirectUri, codeChallenge, codeChallengeMethod, state, device, decision }, by) {
      requireLoopback(redirectUri)
      const hasChallenge = codeChallengeMethod === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(codeChallenge ?? '')
      if (codeChallenge === undefined || !hasChallenge)
        throw new AppError('invalid_grant', 'a code challenge with the method S256 is needed')
      const code = newSecretCode()
      await database.transaction(async (tx) => {
        const account = await lockAccount(tx, by.userId, 'update')
        if (account === undefined || account.disabledAt !== null) throw new AppError('auth.session_ended')
        const at = now()
        if (decision === 'approve') {
          const row = {
            hash: codeHashOf(code),
            client: 'goalixa-cli' as const,
            redirectUri,
            challenge: codeChallenge,
            device,
            userId: by.userId,
            passwordVersion: account.passwordVersion,
            amr: await options.amrOf(tx, by.sessionId),
            expiresAt: afterSeconds(at, codeSeconds),
          }
          await insertAuthorizationCode(tx, row, at)
        }
        await appendAudit(tx, {
          at,
          event: decision === 'approve' ? 'device_approve' : 'device_deny',
          outcome: 'success',
          userId: by.userId,
          sessionId: by.sessionId,
          caller: by.caller,
        })
      })
      const answer = decision === 'approve' ? { code } : { error: 'access_denied' }
      return { redirectTo: `${redirectUri}?${new URLSearchParams({ ...answer, state }).toString()}` }
    },

    async token({ clientId, code, redirectUri, codeVerifier = '', caller }) {
      const row = await takeAuthorizationCode(database, codeHashOf(code), now())
      const isTheirs =
        row !== undefined &&
        row.client === clientId &&
        row.redirectUri === redirectUri &&
        /^[\w.~-]{43,128}$/.test(codeVerifier) &&
        createHash('sha256').update(codeVerifier).digest('base64url') === row.challenge
      if (!isTheirs) throw new AppError('invalid_grant')
      const opened = await database.transaction(async (tx) => {
        const account = await lockAccount(tx, row.userId, 'update')
        const unchanged = account?.disabledAt === null && account.passwordVersion === row.passwordVersion
        if (!unchanged) throw new AppError('invalid_grant')
        return sessions.open(tx, { account, client: row.client, device: row.device, amr: row.amr, caller })
      })
      return issue(opened)
    },
  }
}

/** By number and not by name: a name may lead elsewhere. Any port, for programs do not choose it. */
function requireLoopback(redirectUri: string): void {
  const port = Number(/^http:\/\/127\.0\.0\.1:([1-9]\d{0,4})\/callback$/.exec(redirectUri)?.[1])
  if (port <= 65_535) return
  const message = 'it must be http://127.0.0.1:PORT/callback'
  throw new AppError('request.invalid', `redirectUri: ${message}`, {
    fields: [{ path: 'redirectUri', message }],
  })
}
