/** The gateway, wired by hand. */
import express from 'express'
import { routeTable } from '@goalixa/contracts/routes'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { createArrivedByHttps, createClientAddress } from '@goalixa/service-kit/client-address'
import { currentRequest } from '@goalixa/service-kit/context'
import { createHttpService } from '@goalixa/service-kit/http-service'
import type { HttpService } from '@goalixa/service-kit/http-service'
import { createJwksKeyFinder } from '@goalixa/service-kit/jwks'
import type { Logger } from '@goalixa/service-kit/log'
import type { Metrics } from '@goalixa/service-kit/metrics'
import { beginSpan } from '@goalixa/service-kit/spans'
import type { Span } from '@goalixa/service-kit/spans'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import type { ApiSettings } from './config.ts'
import type { AggregateRouteOptions } from './aggregates/answer-aggregate.ts'
import { bindDashboard } from './dashboard/dashboard.presentation.ts'
import { createAdmit } from './edge/admit.ts'
import { guard, standardHeaders } from './edge/guard.ts'
import { revisionHeader } from './edge/revision.ts'
import { createReloadable } from './edge/route-overrides.ts'
import type { ReloadOutcome } from './edge/route-overrides.ts'
import { tableRoutes } from './edge/table-routes.ts'
import { cookieNames } from './identity/credentials.ts'
import { Revocations, createDenylist } from './identity/denylist.ts'
import { createIdentify } from './identity/identify.ts'
import { createTokenExchange } from './identity/token-exchange.ts'
import { rememberVerified } from './identity/verified-tokens.ts'
import { createGatewayMetrics, showConnections, showGuards } from './metrics.ts'
import { openApiRoutes } from './openapi/openapi.routes.ts'
import { approvalRoutes } from './pages/approval.ts'
import { pageRoutes } from './pages/pages.ts'
import { bindPlannerOverview } from './planner-overview/planner-overview.presentation.ts'
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
import { bindReportsOverview } from './reports-overview/reports-overview.presentation.ts'

interface GatewayOptions {
  readonly settings: ApiSettings
  readonly log: Logger
  readonly metrics: Metrics
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly table?: readonly NamedRoute[]
}

interface Gateway extends HttpService {
  /** Reads the overrides of routes again; what is being served goes on. */
  reload(): ReloadOutcome
  /** Which services have no process now, as far as whoever started them knows: nobody waits for those. */
  setGone(services: readonly string[]): void
}

/** Time for a part of the dashboard, and for questions that a request waits for: below the 5 s of the route. */
const partTimeoutMs = 4_000
const internalTimeoutMs = 2_000

export function createGateway({ settings, log, metrics, now, table = routeTable }: GatewayOptions): Gateway {
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
  const quotaOf = (rate: RateLimit) => ({
    rate,
    decide: createLeasedQuota({ rate, lease: createLease(upstreams.authInternal, rate), now }),
  })
  const countLimited = metrics.counter({
    name: 'goalixa_rate_limited_total',
    help: 'Requests that were refused because of a limit',
    labels: ['class'],
  })
  const limiter = createLimiter({
    quotas: { default: quotaOf(settings.RATE_LIMIT_REQUESTS), heavy: quotaOf(settings.RATE_LIMIT_HEAVY) },
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

  const edge = {
    guard: guard(publicUrl),
    arrivedByHttps: createArrivedByHttps(settings.TRUSTED_PROXIES),
    admit: createAdmit({
      identify,
      limiter,
      addressOf: createClientAddress(settings.TRUSTED_PROXIES),
      ownOrigin: publicUrl.origin,
      secureCookies,
    }),
    upstreams,
    openStream: createStreamsOfUsers(),
    endStream: createEndStream({ denylist, now }),
    coalescing: createCoalescing(),
    metrics: gatewayMetrics,
  }
  const reloadable = createReloadable({
    table,
    file: settings.ROUTE_OVERRIDES,
    handlerOf: (current) => tableRoutes({ ...edge, table: current }),
    log,
    onReload: gatewayMetrics.countReload,
  })
  const routes = express.Router({ caseSensitive: true, strict: true })
  const aggregates: AggregateRouteOptions = {
    now,
    countPart: gatewayMetrics.countPart,
    askAs: (accessToken, clientAddress) => async (service, path, part) => {
      const span = beginSpan('client', `${service} ${part}`, currentRequest())
      const answer = askGuarded(upstreams[service], upstreams.guards[service], {
        path,
        headers: {
          ...ownHeaders(span),
          authorization: `Bearer ${accessToken}`,
          'x-forwarded-for': clientAddress,
        },
        timeoutMs: partTimeoutMs,
      })
      return answer.finally(() => span?.end())
    },
  }
  bindDashboard(routes, aggregates)
  bindReportsOverview(routes, aggregates)
  bindPlannerOverview(routes, aggregates)
  routes.use(openApiRoutes(table, cookieNames(secureCookies).access))
  routes.use(approvalRoutes())
  routes.use(pageRoutes({ landingDir: settings.LANDING_DIR, pwaDir: settings.PWA_DIR, publicUrl }))

  const http = createHttpService({
    log,
    metrics,
    checks: gatewayChecks({ upstreams, findKey, denylist, now }),
    headers: [...standardHeaders(publicUrl), ...revisionHeader()],
    front: (request, response) => reloadable.current()(request, response),
    routes,
    onRefused: gatewayMetrics.countRejected,
  })
  showConnections(metrics, http, upstreams)
  return {
    open: http.open,
    reload: reloadable.reload,
    setGone: upstreams.setGone,
    async listen(where) {
      await denylist.start()
      return http.listen(where)
    },
    async close({ drainMs = settings.DRAIN_SECONDS * 1000 } = {}) {
      await http.close({ drainMs })
      denylist.stop()
      await closeUpstreams(upstreams)
    },
  }
}

/** The id and trace of the request that is being served, for questions asked on its behalf. */
function ownHeaders(span?: Span): Record<string, string> {
  const context = currentRequest()
  return context === undefined ? {} : { via: ownVia, ...traceHeaders(context, span) }
}
