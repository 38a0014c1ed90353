/** Every route of the table: who calls is settled first, then the request goes on to its service. */
import type { IncomingMessage } from 'node:http'
import { AppError } from '@goalixa/contracts/errors'
import { silenceMs } from '@goalixa/contracts/events'
import { defaultBodyLimit, defaultTimeoutMs } from '@goalixa/contracts/route'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { currentRequest } from '@goalixa/service-kit/context'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import type { Front } from '@goalixa/service-kit/public-listener'
import { beginSpan } from '@goalixa/service-kit/spans'
import { keepCaller, keepClientAddress } from '../identity/caller.ts'
import { isFault } from '../metrics.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { forward } from '../proxy/forward.ts'
import type { Coalescing } from '../proxy/coalescing.ts'
import { hasBody, isSmall, readWhole, requireWithinLimit } from '../proxy/limited-body.ts'
import type { EndStream } from '../proxy/stream-ends.ts'
import { headersOnward } from '../proxy/upstream-headers.ts'
import type { Upstreams } from '../proxy/upstreams.ts'
import type { Admitted, createAdmit } from './admit.ts'
import type { Guard } from './guard.ts'
import { createRouteMatcher } from './route-matcher.ts'
import type { EdgeRoute } from './route-overrides.ts'

interface TableRouteOptions {
  readonly table: readonly EdgeRoute[]
  readonly guard: Guard
  /** Does a proxy of ours say so of the browser? */
  readonly arrivedByHttps: (request: IncomingMessage) => boolean
  readonly admit: ReturnType<typeof createAdmit>
  readonly upstreams: Upstreams
  /** Counts one more stream of a user; answers how to give it back. */
  readonly openStream: (userId: string) => () => void
  readonly endStream: EndStream
  readonly coalescing: Coalescing
  readonly metrics: GatewayMetrics
}

/**
 * What is passed on never meets Express. Requests for routes of the gateway itself, once admitted, and for paths that
 * are not in the table go on to it.
 */
export function tableRoutes(options: TableRouteOptions): Front {
  const { guard, admit, metrics } = options
  const match = createRouteMatcher(options.table)
  return async (request, response) => {
    const arrived = performance.now()
    const { segments, query } = guard(request, response)
    const found = match(request.method ?? '', segments)
    if (found === undefined) return false
    if (found.kind === 'method') return refuseMethod(request, response, found.allow)
    const { route } = found
    response.locals['route'] = route.id
    if (route.isOff === true)
      throw new AppError('service.unavailable', 'this is switched off for now', { retryAfterSeconds: 60 })
    const admitted = await admit(route, request, response)
    requireWithinLimit(request, route.spec.bodyLimit ?? defaultBodyLimit)
    if (route.upstream === 'gateway') {
      keepClientAddress(response, admitted.clientAddress)
      if (admitted.caller !== undefined) keepCaller(response, admitted.caller)
      return false
    }
    const close =
      route.spec.stream === true ? options.openStream(admitted.caller!.principal.userId) : undefined
    metrics.observeOverhead(route.id, (performance.now() - arrived) / 1000)
    try {
      await passOn(options, route, request, response, found.path + query, admitted)
    } finally {
      close?.()
    }
    return true
  }
}

async function passOn(
  { upstreams, arrivedByHttps, endStream, metrics, coalescing }: TableRouteOptions,
  { id, upstream, spec }: NamedRoute,
  request: IncomingMessage,
  response: EarlyAnswer,
  path: string,
  { caller, accessToken, clientAddress }: Admitted,
): Promise<void> {
  const service = upstream as 'auth' | 'app'
  const isStream = spec.stream === true
  const call = { upstream: service, route: id }
  const priority = spec.priority ?? 'normal'
  const principal = caller?.principal
  const userId = principal?.userId ?? ''
  const question =
    service === 'app' && request.method === 'GET' && !isStream && principal !== undefined
      ? { routeId: id, path, principal, request }
      : undefined
  const sameQuestion = question && coalescing.find(question)
  if (sameQuestion !== undefined) {
    metrics.countCoalesced(id)
    return sameQuestion.join(response)
  }
  const isKept = hasBody(request) && isSmall(request)
  const body = isKept ? await readWhole(request) : undefined
  if (isKept && body === undefined) return
  const context = currentRequest()!
  const span = beginSpan('client', `${service} ${id}`, context)
  const began = performance.now()
  await forward(
    {
      pool: isStream ? upstreams.appStreams : upstreams[service],
      guard: upstreams.guards[service],
      routeId: id,
      priority,
      request,
      response,
      body,
      path,
      headers: headersOnward(request, {
        upstream,
        accessToken,
        context,
        clientAddress,
        byHttps: arrivedByHttps(request),
        span,
      }),
      bodyLimit: spec.bodyLimit ?? defaultBodyLimit,
      timeoutMs: spec.timeoutMs ?? defaultTimeoutMs,
      silenceMs: isStream ? silenceMs : undefined,
      endless: isStream ? (end) => endStream(response, principal!, end) : undefined,
      shared: question && ((audience) => coalescing.open(question, audience)),
    },
    {
      onEnd(outcome) {
        span?.end({ attributes: { 'goalixa.outcome': outcome }, failed: isFault(outcome) })
        if (request.method !== 'GET' && request.method !== 'HEAD') coalescing.changed(userId)
        metrics.observeUpstream(call, outcome, priority, (performance.now() - began) / 1000)
      },
      onRetry: () => metrics.countRetry(call),
    },
  )
}

function refuseMethod(request: IncomingMessage, { early }: EarlyAnswer, allow: readonly string[]): never {
  early.push('Allow', allow.join(', '))
  throw new AppError('request.method_not_allowed', `${request.method} is not known here`)
}
