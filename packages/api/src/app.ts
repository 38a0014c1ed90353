/** The gateway, wired by hand. */
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { routeTable } from '@goalixa/contracts/routes'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { createClientAddress } from '@goalixa/service-kit/client-address'
import { currentRequest } from '@goalixa/service-kit/context'
import { createHttpService } from '@goalixa/service-kit/http-service'
import type { HttpService } from '@goalixa/service-kit/http-service'
import { createJwksKeyFinder } from '@goalixa/service-kit/jwks'
import type { Logger } from '@goalixa/service-kit/log'
import type { Metrics } from '@goalixa/service-kit/metrics'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import type { ApiSettings } from './config.ts'
import { bindDashboard } from './dashboard/dashboard.presentation.ts'
import { guard } from './edge/guard.ts'
import { tableRoutes } from './edge/table-routes.ts'
import { cookieNames } from './identity/credentials.ts'
import { Revocations, createDenylist } from './identity/denylist.ts'
import { createIdentify } from './identity/identify.ts'
import { createTokenExchange } from './identity/token-exchange.ts'
import { rememberVerified } from './identity/verified-tokens.ts'
import { createGatewayMetrics, showGuards } from './metrics.ts'
import { openApiRoutes } from './openapi/openapi.routes.ts'
import { approvalRoutes } from './pages/approval.ts'
import { pageRoutes } from './pages/pages.ts'
import { ask, askGuarded } from './proxy/ask.ts'
import { createCoalescing } from './proxy/coalescing.ts'
import { ownVia, traceHeaders } from './proxy/upstream-headers.ts'
import { createEndStream } from './proxy/stream-ends.ts'
import { createStreamsOfUsers } from './proxy/streams-of-users.ts'
import { closeUpstreams, openUpstreams } from './proxy/upstreams.ts'
import { createLease } from './rate-limits/lease.ts'
import { createLimiter } from './rate-limits/limiter.ts'
import { createLeasedQuota } from './rate-limits/leased-quota.ts'
import { gatewayChecks } from './readiness.ts'

interface GatewayOptions {
  readonly settings: ApiSettings
  readonly log: Logger
  readonly metrics: Metrics
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly table?: readonly NamedRoute[]
}

/** Time for a part of the dashboard, and for questions that a request waits for: below the 5 s of the route. */
const partTimeoutMs = 4_000
const internalTimeoutMs = 2_000

export function createGateway({
  settings,
  log,
  metrics,
  now,
  table = routeTable,
}: GatewayOptions): HttpService {
  const upstreams = openUpstreams(settings)
  const publicUrl = new URL(settings.PUBLIC_URL)
  const secureCookies = settings.COOKIE_SECURE

  const findKey = createJwksKeyFinder({
    url: new URL('/auth/.well-known/jwks.json', settings.AUTH_URL).href,
    now,
  })
  const verify = rememberVerified(createTokenVerifier({ issuer: settings.TOKEN_ISSUER, findKey, now }), now)
  const denylist = createDenylist({
    now,
    log,
    async read(after) {
      const path = `/internal/revocations?after=${after}`
      const answer = await ask(upstreams.authInternal, { path, timeoutMs: internalTimeoutMs })
      if (answer.status !== 200) throw new Error(`revocations answered ${answer.status}`)
      return Revocations.parse(answer.body)
    },
  })
  const rate = settings.RATE_LIMIT_REQUESTS
  const countLimited = metrics.counter({
    name: 'goalixa_rate_limited_total',
    help: 'Requests that were refused because of a limit',
    labels: ['class'],
  })
  const limiter = createLimiter({
    rate,
    decide: createLeasedQuota({ rate, lease: createLease(upstreams.authInternal, rate), now }),
    onLimited: (name) => countLimited({ class: name }),
  })
  const exchange = createTokenExchange({
    now,
    async ask(token, clientAddress) {
      await limiter.requireAddress(clientAddress)
      return ask(upstreams.authInternal, {
        path: '/internal/token-exchange',
        headers: { ...ownHeaders(), 'x-forwarded-for': clientAddress },
        body: { token },
        timeoutMs: internalTimeoutMs,
      })
    },
  })
  const identify = createIdentify({ verify, exchange, denylist })
  const gatewayMetrics = createGatewayMetrics(metrics, denylist.ageMs)
  showGuards(metrics, upstreams)

  const routes = express.Router({ caseSensitive: true, strict: true })
  routes.use(guard(publicUrl))
  routes.use(
    tableRoutes({
      table,
      upstreams,
      identify,
      limiter,
      addressOf: createClientAddress(settings.TRUSTED_PROXIES),
      openStream: createStreamsOfUsers(),
      endStream: createEndStream({ denylist, now }),
      coalescing: createCoalescing(),
      metrics: gatewayMetrics,
      ownOrigin: publicUrl.origin,
      secureCookies,
    }),
  )
  bindDashboard(routes, {
    now,
    countPart: gatewayMetrics.countPart,
    askAs: (accessToken, clientAddress) => (service, path) =>
      askGuarded(upstreams[service], upstreams.guards[service], {
        path,
        headers: {
          ...ownHeaders(),
          authorization: `Bearer ${accessToken}`,
          'x-forwarded-for': clientAddress,
        },
        timeoutMs: partTimeoutMs,
      }),
  })
  routes.use(openApiRoutes(table, cookieNames(secureCookies).access))
  routes.use(approvalRoutes())
  routes.use(pageRoutes({ landingDir: settings.LANDING_DIR, pwaDir: settings.PWA_DIR }))

  let isLeaving = false
  const http = createHttpService({
    log,
    metrics,
    checks: gatewayChecks({ upstreams, findKey, denylist, now, isLeaving: () => isLeaving }),
    routes,
  })
  return {
    async listen(where) {
      await denylist.start()
      return http.listen(where)
    },
    async close() {
      isLeaving = true
      await pause(settings.DRAIN_SECONDS * 1000)
      await http.close()
      denylist.stop()
      await closeUpstreams(upstreams)
    },
  }
}

/** The id and trace of the request that is being served, for questions asked on its behalf. */
function ownHeaders(): Record<string, string> {
  const context = currentRequest()
  return context === undefined ? {} : { via: ownVia, ...traceHeaders(context) }
}
