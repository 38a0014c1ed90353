/** Wiring of the auth service, by hand: each line says what its part needs. */
import { Router } from 'express'
import { v7 } from 'uuid'
import type { Database } from '@goalixa/service-kit/db'
import { createHttpService } from '@goalixa/service-kit/http-service'
import type { HttpService } from '@goalixa/service-kit/http-service'
import type { Logger } from '@goalixa/service-kit/log'
import type { Metrics } from '@goalixa/service-kit/metrics'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import { bindAccounts } from './accounts/accounts.presentation.ts'
import { lockAccount } from './accounts/accounts.repository.ts'
import { createAccountsService } from './accounts/accounts.service.ts'
import { createHashQueue } from './accounts/hash-queue.ts'
import { createPasswords } from './accounts/passwords.ts'
import { appendAudit } from './audit/audit.repository.ts'
import { createReadCaller } from './caller.ts'
import { hashConcurrency } from './config.ts'
import type { AuthConfig } from './config.ts'
import { createCookies } from './cookies.ts'
import { createSessionAuthenticate } from './credentials.ts'
import { createCrossSiteGuard } from './cross-site.ts'
import { daySeconds } from './instants.ts'
import { bindKeys } from './keys/keys.presentation.ts'
import { createKeysService } from './keys/keys.service.ts'
import { bindInternalRevocations } from './revocations/revocations.presentation.ts'
import { createRevocationsService } from './revocations/revocations.service.ts'
import { deriveSecrets } from './secrets.ts'
import { createDeliver } from './sessions/deliver.ts'
import { createIssueGrant } from './sessions/issue-grant.ts'
import { createRefresh } from './sessions/refresh.service.ts'
import { bindSessions } from './sessions/sessions.presentation.ts'
import { createEndSessions, createSessionsService } from './sessions/sessions.service.ts'
import { bindInternalTokens, bindTokens } from './tokens/tokens.presentation.ts'
import { createTokensService } from './tokens/tokens.service.ts'

interface AuthAppOptions {
  readonly database: Database
  readonly config: AuthConfig
  readonly log: Logger
  readonly metrics: Metrics
  readonly now: () => Date
  readonly newId?: () => string
}

/** About the seconds that a caller waits for an answer, at some 20 hashes per second and core. */
const waitingPerHash = 60

/** The service on a migrated database; makes the first signing key when there is none. */
export async function createAuthApp(options: AuthAppOptions): Promise<HttpService> {
  const { database, config, log, metrics, now, newId = v7 } = options
  const secrets = deriveSecrets(config.AUTH_SECRET, config.AUTH_SECRET_PREVIOUS)
  const idleSeconds = config.SESSION_IDLE_DAYS * daySeconds
  const concurrency = hashConcurrency(config)

  const passwords = createPasswords(createHashQueue({ concurrency, waiting: waitingPerHash * concurrency }))
  const keys = createKeysService({ database, secrets, issuer: config.TOKEN_ISSUER, now })
  await keys.prepare()
  const revocations = createRevocationsService({ database, now })
  const issue = createIssueGrant({ keys, accessSeconds: config.ACCESS_TOKEN_SECONDS })
  const endSessions = createEndSessions(revocations, now)
  const family = { database, lockAccount, appendAudit, endSessions, idleSeconds, now, newId }
  const refresh = createRefresh({ ...family, issue, secrets, graceSeconds: config.REFRESH_GRACE_SECONDS })
  const sessions = createSessionsService({
    ...family,
    absoluteSeconds: config.SESSION_ABSOLUTE_DAYS * daySeconds,
    sessionsPerUser: config.SESSIONS_PER_USER,
  })
  const accounts = createAccountsService({ database, passwords, sessions, issue, appendAudit, now, newId })
  const tokens = createTokensService({ database, keys, revocations, appendAudit, now, newId })

  const cookies = createCookies({ secure: config.COOKIE_SECURE })
  const crossSite = createCrossSiteGuard({ publicUrl: config.PUBLIC_URL, cookies })
  const readCaller = createReadCaller(config.TRUSTED_PROXIES)
  const deliver = createDeliver(cookies)
  const verify = createTokenVerifier({
    issuer: config.TOKEN_ISSUER,
    findKey: keys.findKey,
    now: () => now().getTime(),
  })
  const authenticate = createSessionAuthenticate({
    cookies,
    verify,
    requireLive: ({ kind, userId, sessionId }) =>
      (kind === 'session' ? sessions : tokens).requireLive(userId, sessionId),
  })

  const routes = newRouter()
  routes.use(crossSite.middleware)
  bindAccounts(routes, { accounts, authenticate, crossSite, deliver, readCaller })
  bindSessions(routes, { sessions, refresh, authenticate, verify, cookies, deliver, readCaller })
  bindTokens(routes, { tokens, authenticate, readCaller })
  bindKeys(routes, keys, authenticate)

  const internalRoutes = newRouter()
  bindInternalTokens(internalRoutes, tokens, authenticate)
  bindInternalRevocations(internalRoutes, revocations, authenticate)

  if (!config.COOKIE_SECURE)
    log.warn('COOKIE_SECURE is off: cookies travel by plain HTTP, anybody on the way can read them')
  const checks = { database: () => database.ping(), keys: () => keys.check() }
  return createHttpService({ log, metrics, checks, routes, internalRoutes })
}

/** A router does not inherit how the application compares paths. */
const newRouter = () => Router({ caseSensitive: true, strict: true })
