/** Wiring of the auth service, by hand: each line says what its part needs. */
import { Router } from 'express'
import { v7 } from 'uuid'
import { servesThisMachineOnly } from '@goalixa/service-kit/client-address'
import type { Database } from '@goalixa/service-kit/db'
import { createHttpService } from '@goalixa/service-kit/http-service'
import type { HttpService } from '@goalixa/service-kit/http-service'
import type { Logger } from '@goalixa/service-kit/log'
import type { Metrics } from '@goalixa/service-kit/metrics'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import { createIsBreached } from './breached-passwords/breached-passwords.ts'
import { bindAccounts, deviceOf } from './accounts/accounts.presentation.ts'
import {
  accountByEmail,
  accountById,
  insertAccount,
  lockAccount,
  markEmailVerified,
} from './accounts/accounts.repository.ts'
import { createAccountsService } from './accounts/accounts.service.ts'
import { createChangesService } from './accounts/changes.service.ts'
import { bindInternalDeletedAccounts } from './accounts/deleted-accounts.presentation.ts'
import { createDeletedAccountsService } from './accounts/deleted-accounts.service.ts'
import { createHashQueue } from './accounts/hash-queue.ts'
import { insertLink } from './accounts/mail-links.repository.ts'
import { createPasswordPolicy } from './accounts/password-policy.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createReauthenticate } from './accounts/reauthenticate.ts'
import { bindRecovery } from './accounts/recovery.presentation.ts'
import { createRecoveryService } from './accounts/recovery.service.ts'
import { bindAudit } from './audit/audit.presentation.ts'
import { appendAudit as storeAudit } from './audit/audit.repository.ts'
import { createAuditService } from './audit/audit.service.ts'
import { countingLogins } from './audit/count-logins.ts'
import { bindAuthorize } from './authorize/authorize.presentation.ts'
import { createAuthorizeService } from './authorize/authorize.service.ts'
import { createReadCaller } from './caller.ts'
import { hashConcurrency } from './config.ts'
import type { AuthConfig } from './config.ts'
import { createCookies, createCookieTransport } from './cookies.ts'
import { createSessionAuthenticate } from './credentials.ts'
import { createCrossSiteGuard } from './cross-site.ts'
import { bindDevice } from './device/device.presentation.ts'
import { amrOfSession } from './device/device.repository.ts'
import { createDeviceService } from './device/device.service.ts'
import { createConfiguredGoogleProvider } from './google/configured-provider.ts'
import type { GoogleEndpoints } from './google/google-provider.ts'
import { bindGoogle } from './google/google.presentation.ts'
import { createGoogleService } from './google/google.service.ts'
import { daySeconds } from './instants.ts'
import { bindKeys } from './keys/keys.presentation.ts'
import { createKeysService } from './keys/keys.service.ts'
import { createComposeMail } from './mail/compose-mail.ts'
import { bindMail } from './mail/mail.presentation.ts'
import { createMail } from './mail/mail.ts'
import type { QueueMail } from './mail/outbox.ts'
import { createAuthMetrics } from './metrics.ts'
import { bindPasskeys } from './passkeys/passkeys.presentation.ts'
import { createPasskeysService } from './passkeys/passkeys.service.ts'
import { relyingPartyOf } from './passkeys/webauthn.ts'
import { createAuthLimits } from './rate-limits/auth-limits.ts'
import { ratesOf } from './rate-limits/auth-rates.ts'
import { createKnownDevices } from './rate-limits/known-devices.ts'
import {
  limitAccounts,
  limitAuthorize,
  limitDevice,
  limitRecovery,
  limitRefresh,
  limitSecondStep,
} from './rate-limits/limited-services.ts'
import { bindInternalRateLimits } from './rate-limits/rate-limits.presentation.ts'
import { createRateLimits } from './rate-limits/rate-limits.service.ts'
import { rememberDevice } from './rate-limits/remember-device.ts'
import { bindInternalRevocations } from './revocations/revocations.presentation.ts'
import { createRevocationsService } from './revocations/revocations.service.ts'
import { deriveSecrets } from './secrets.ts'
import { createDeliver } from './sessions/deliver.ts'
import { createIssueGrant } from './sessions/issue-grant.ts'
import { createRefresh } from './sessions/refresh.service.ts'
import { bindSessions } from './sessions/sessions.presentation.ts'
import { createEndSessions, createSessionsService } from './sessions/sessions.service.ts'
import { createAttempts } from './step-up/attempts.ts'
import { createRequireFreshSession } from './step-up/fresh-session.ts'
import { createSecondStep } from './step-up/second-step.ts'
import { bindStepUp } from './step-up/step-up.presentation.ts'
import { createStepUpService } from './step-up/step-up.service.ts'
import { bindInternalTokens, bindTokens } from './tokens/tokens.presentation.ts'
import { createTokensService } from './tokens/tokens.service.ts'
import { bindTotp } from './totp/totp.presentation.ts'
import { createTotpService } from './totp/totp.service.ts'

interface AuthAppOptions {
  readonly database: Database
  readonly config: AuthConfig
  readonly log: Logger
  readonly metrics: Metrics
  readonly now: () => Date
  readonly newId?: () => string
  /** For tests alone: a provider that stands in for Google. */
  readonly googleEndpoints?: GoogleEndpoints | undefined
}

/** About the seconds that a caller waits for an answer, at some 20 hashes per second and core. */
const waitingPerHash = 60

/** The service on a migrated database; makes the first signing key when there is none. */
export async function createAuthApp(options: AuthAppOptions): Promise<HttpService> {
  const { database, config, log, metrics, now, newId = v7 } = options
  const secrets = deriveSecrets(config.AUTH_SECRET, config.AUTH_SECRET_PREVIOUS)
  const idleSeconds = config.SESSION_IDLE_DAYS * daySeconds
  const concurrency = hashConcurrency(config)

  const hashQueue = createHashQueue({ concurrency, waiting: waitingPerHash * concurrency })
  const passwords = createPasswords(hashQueue, (seconds) => measured.hashed(seconds))
  const keys = createKeysService({
    database,
    secrets,
    issuer: config.TOKEN_ISSUER,
    rotationSeconds: config.KEY_ROTATION_DAYS * daySeconds,
    now,
    onChange: (change) => log.info(change, 'a signing key changed its state'),
    onIssue: (kind) => measured.tokenIssued({ kind }),
  })
  const measured = createAuthMetrics(metrics, {
    keyAges: () => keys.ages(),
    hashesWaiting: hashQueue.waiting,
  })
  const appendAudit = countingLogins(storeAudit, measured.loggedIn)
  await keys.prepare()
  const countLimited = metrics.counter({
    name: 'goalixa_rate_limited_total',
    help: 'Requests that were refused because of a limit',
    labels: ['class'],
  })
  const rateLimits = createRateLimits({ database, onLimited: (name) => countLimited({ class: name }) })
  const [currentSecret, ...formerSecrets] = secrets.all
  const transport = createCookieTransport({ secure: config.COOKIE_SECURE, proxies: config.TRUSTED_PROXIES })
  const devices = createKnownDevices({
    keys: [currentSecret.device, ...formerSecrets.map(({ device }) => device)],
    transport,
    now,
  })
  const limits = createAuthLimits({
    limits: rateLimits,
    rates: ratesOf(config),
    devices,
    countsLoopback: config.RATE_LIMIT_LOOPBACK ?? !servesThisMachineOnly(config.PUBLIC_URL),
  })
  const revocations = createRevocationsService({ database, now })
  const issue = createIssueGrant({ keys, accessSeconds: config.ACCESS_TOKEN_SECONDS })
  const endSessions = createEndSessions(revocations, now, (reason) => measured.sessionRevoked({ reason }))
  const family = { database, lockAccount, appendAudit, endSessions, idleSeconds, now, newId }
  const refresh = createRefresh({
    ...family,
    issue,
    secrets,
    graceSeconds: config.REFRESH_GRACE_SECONDS,
    onReuse: (tx, { id, email }) => mail.queue(tx, { kind: 'sessions_ended', recipient: email, userId: id }),
    onOutcome: (outcome) => measured.refreshed({ outcome }),
  })
  const sessions = createSessionsService({
    ...family,
    absoluteSeconds: config.SESSION_ABSOLUTE_DAYS * daySeconds,
    sessionsPerUser: config.SESSIONS_PER_USER,
  })
  const queueMail: QueueMail = (tx, news) => mail.queue(tx, news)
  const proving = { database, lockAccount, appendAudit, queueMail, now }
  const attempts = createAttempts(proving)
  const totp = createTotpService({ ...proving, secrets, attempts })
  const party = relyingPartyOf(config.PUBLIC_URL)
  const passkeys = createPasskeysService({ ...proving, party, sessions, issue, newId })
  const secondStep = limitSecondStep(
    createSecondStep({ ...proving, attempts, sessions, issue, totp, passkeys }),
    limits,
  )
  const stepUp = createStepUpService({ ...proving, attempts, passwords, totp, passkeys })
  const requireFreshSession = createRequireFreshSession({ database, now })
  const mail = createMail({
    config,
    database,
    compose: createComposeMail({
      insertLink: (link) => insertLink(database, link),
      accountByEmail: (email) => accountByEmail(database, email),
      accountById: (id) => accountById(database, id),
      publicUrl: config.PUBLIC_URL,
      now,
      newId,
    }),
    log,
    now,
    newId,
    onOutcome: (kind, outcome) => measured.mailed({ kind, outcome }),
  })
  const changing = {
    ...proving,
    passwords,
    requireAcceptable: createPasswordPolicy(createIsBreached()),
    sessions,
    confirmsEmail: mail.delivers,
  }
  const recovery = createRecoveryService(changing)
  const reauthenticate = createReauthenticate({
    database,
    passwords,
    attempts,
    requireFresh: requireFreshSession,
    totp,
  })
  const changes = createChangesService({ ...changing, reauthenticate })
  const accounts = createAccountsService({
    database,
    passwords,
    requireAcceptable: changing.requireAcceptable,
    queueMail,
    confirmsEmail: mail.delivers,
    sessions,
    secondStep,
    issue,
    appendAudit,
    now,
    newId,
  })
  const tokens = createTokensService({ ...proving, keys, revocations, newId })

  const cookies = createCookies(transport)
  const crossSite = createCrossSiteGuard({ publicUrl: config.PUBLIC_URL, cookies })
  const readCaller = createReadCaller(config.TRUSTED_PROXIES, devices.cookieName)
  const renew = createDeliver(cookies)
  const deliver = rememberDevice(renew, devices)
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
  bindAccounts(routes, {
    accounts: limitAccounts(accounts, limits),
    authenticate,
    crossSite,
    deliver,
    readCaller,
  })
  bindRecovery(routes, { recovery: limitRecovery(recovery, limits), changes, authenticate, readCaller })
  bindSessions(routes, {
    sessions,
    refresh: limitRefresh(refresh, limits),
    authenticate,
    verify,
    cookies,
    deliver: renew,
    readCaller,
  })
  bindTokens(routes, { tokens, requireFreshSession, authenticate, readCaller })
  bindTotp(routes, { totp, secondStep, requireFreshSession, authenticate, crossSite, deliver, readCaller })
  bindPasskeys(routes, {
    passkeys,
    secondStep,
    requireFreshSession,
    authenticate,
    crossSite,
    deliver,
    readCaller,
  })
  bindStepUp(routes, { stepUp, passkeys, authenticate, readCaller })
  bindAudit(routes, createAuditService(database), authenticate)
  bindKeys(routes, keys, authenticate)
  bindMail(routes, config, authenticate)
  const google = createGoogleService({
    provider: createConfiguredGoogleProvider({ config, log, now, endpoints: options.googleEndpoints }),
    database,
    sessions,
    issue,
    lockAccount,
    accountByEmail,
    insertVerifiedAccount: async (tx, email) => {
      const at = now()
      const account = await insertAccount(tx, { id: newId(), email, passwordHash: null, createdAt: at })
      await markEmailVerified(tx, account.id, at)
      return { ...account, emailVerifiedAt: at }
    },
    hasOtherWayIn: async (tx, { id, passwordHash }) =>
      passwordHash !== null || (await passkeys.isEnabled(tx, id)),
    secondStep,
    requireFreshSession,
    appendAudit,
    queueMail,
    sealingKeys: [secrets.current.google, ...secrets.all.slice(1).map((secret) => secret.google)],
    now,
  })
  bindGoogle(routes, { google, authenticate, deliver, readCaller, deviceOf, transport })

  const granting = { ...proving, sessions, issue, amrOf: amrOfSession }
  const device = createDeviceService({ ...granting, publicUrl: config.PUBLIC_URL, newId })
  bindDevice(routes, {
    device: limitDevice(device, limits),
    requireFreshSession,
    authenticate,
    deliver,
    readCaller,
  })
  const authorize = createAuthorizeService(granting)
  bindAuthorize(routes, {
    authorize: limitAuthorize(authorize, limits),
    requireFreshSession,
    authenticate,
    deliver,
    readCaller,
  })

  const internalRoutes = newRouter()
  bindInternalTokens(internalRoutes, { tokens, limits, readCaller, authenticate })
  bindInternalRateLimits(internalRoutes, rateLimits, authenticate)
  bindInternalRevocations(internalRoutes, revocations, authenticate)
  const deletedAccounts = createDeletedAccountsService({ database, now })
  bindInternalDeletedAccounts(internalRoutes, deletedAccounts, authenticate)

  if (!config.COOKIE_SECURE)
    log.warn('COOKIE_SECURE is off: cookies travel by plain HTTP, anybody on the way can read them')
  const checks = { database: () => database.ping(), keys: () => keys.check() }
  const service = createHttpService({ log, metrics, checks, routes, internalRoutes })
  mail.start()
  return {
    ...service,
    async close(options) {
      await service.close(options)
      await mail.stop()
    },
  }
}

/** A router does not inherit how the application compares paths. */
const newRouter = () => Router({ caseSensitive: true, strict: true })
