/** Turns a session and its refresh secret into what the client gets. */
import { epochSeconds } from '../instants.ts'
import type { KeysService } from '../keys/keys.service.ts'
import { refreshTokenOf } from './refresh-token.ts'
import type { IssueGrant } from './sessions.service.ts'

export const createIssueGrant =
  (options: { readonly keys: Pick<KeysService, 'issue'>; readonly accessSeconds: number }): IssueGrant =>
  async ({ account, session, refreshSecret, refreshExpiresAt }) => {
    const claims = {
      sub: session.userId,
      client_id: session.client,
      sid: session.id,
      scope: 'read write',
      auth_time: epochSeconds(session.authenticatedAt),
      amr: [...session.amr],
      ...(account.role === 'operator' ? { role: account.role } : {}),
    }
    const access = await options.keys.issue(claims, options.accessSeconds, session.absoluteExpiresAt)
    return {
      account,
      client: session.client,
      accessToken: access.accessToken,
      accessExpiresAt: access.expiresAt,
      expiresIn: access.expiresIn,
      refreshToken: refreshTokenOf(refreshSecret),
      refreshExpiresAt,
    }
  }
