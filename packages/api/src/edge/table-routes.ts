/** Every route of the table: who calls is settled here, then the request goes on to its service. */
import type { Request, RequestHandler, Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { silenceMs } from '@goalixa/contracts/events'
import { defaultBodyLimit, defaultTimeoutMs } from '@goalixa/contracts/route'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { requireAccess } from '@goalixa/service-kit/bind-routes'
import type { ClientAddress } from '@goalixa/service-kit/client-address'
import { currentRequest } from '@goalixa/service-kit/context'
import { callerOf, clientAddressOf, keepCaller, keepClientAddress } from '../identity/caller.ts'
import { cookieNames, cookieOf, credentialOf, looksLikeAccessToken } from '../identity/credentials.ts'
import type { Credential } from '../identity/credentials.ts'
import type { Caller } from '../identity/identify.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { Limiter } from '../rate-limits/limiter.ts'
import { forward } from '../proxy/forward.ts'
import { coalescingKey } from '../proxy/coalescing.ts'
import type { Coalescing } from '../proxy/coalescing.ts'
import { hasBody, isSmall, readWhole, requireWithinLimit } from '../proxy/limited-body.ts'
import type { EndStream } from '../proxy/stream-ends.ts'
import { headersOnward } from '../proxy/upstream-headers.ts'
import type { Upstreams } from '../proxy/upstreams.ts'
import { requireSameSite } from './cross-site.ts'
import { pathOf } from './guard.ts'
import { createRouteMatcher } from './route-matcher.ts'

interface TableRouteOptions {
  readonly table: readonly NamedRoute[]
  readonly upstreams: Upstreams
  readonly identify: (credential: Credential | undefined, clientAddress: string) => Promise<Caller>
  readonly limiter: Limiter
  readonly addressOf: ClientAddress
  /** Counts one more stream of a user; answers how to give it back. */
  readonly openStream: (userId: string) => () => void
  readonly endStream: EndStream
  readonly coalescing: Coalescing
  readonly metrics: GatewayMetrics
  readonly ownOrigin: string
  readonly secureCookies: boolean
}

/** Requests for routes of the gateway itself, and for paths that are not in the table, go on to the next handler. */
export function tableRoutes(options: TableRouteOptions): RequestHandler {
  const match = createRouteMatcher(options.table)
  return async (request, response, next) => {
    const { segments, query } = pathOf(response)
    const found = match(request.method, segments)
    if (found === undefined) return next()
    if (found.kind === 'method') return refuseMethod(request, response, found.allow)
    const { route } = found
    response.locals['route'] = route.id
    const accessToken = await admit(options, route, request, response)
    requireWithinLimit(request, route.spec.bodyLimit ?? defaultBodyLimit)
    if (route.upstream === 'gateway') return next()
    const close =
      route.spec.stream === true ? options.openStream(callerOf(response).principal.userId) : undefined
    await passOn(options, route, request, response, { path: found.path + query, accessToken }).finally(close)
  }
}

/** @returns the access token to send upstream. @throws AppError when the caller may not call this */
async function admit(
  { identify, limiter, addressOf, ownOrigin, secureCookies }: TableRouteOptions,
  { spec, upstream }: NamedRoute,
  request: Request,
  response: Response,
): Promise<string | undefined> {
  const names = cookieNames(secureCookies)
  const address = addressOf(request)
  keepClientAddress(response, address)
  const { headers, method } = request
  const hasBearer = headers.authorization !== undefined
  const hasCookie =
    cookieOf(headers.cookie, names.access) !== undefined ||
    cookieOf(headers.cookie, names.refresh) !== undefined
  if (spec.access === 'public') {
    await limiter.requireAddress(address, response)
    requireSameSite({ method, headers, ownOrigin, hasBearer, hasCookie })
    const token = publicCredential(request, names.access)
    return upstream === 'auth' && token !== undefined && looksLikeAccessToken(token) ? token : undefined
  }
  const caller = await signedIn(() => {
    const credential = credentialOf(request, names.access)
    requireSameSite({ method, headers, ownOrigin, hasBearer, hasCookie })
    return identify(credential, address)
  }, response).catch(async (error: unknown) => {
    // Who is nobody counts by address, however many tokens were tried.
    if (error instanceof AppError && error.status === 401) await limiter.requireAddress(address, response)
    throw error
  })
  await limiter.requireUser(caller.principal.userId, response)
  requireAccess(spec, caller.principal)
  keepCaller(response, caller)
  // The service may say otherwise; silence must not let a cache keep what belongs to one person.
  response.setHeader('Cache-Control', 'private, no-store')
  return caller.accessToken
}

/** Auth ends the session of a bearer at logout; cookies reach auth as they are. What is no token is not passed on. */
function publicCredential(request: Request, cookieName: string): string | undefined {
  try {
    const credential = credentialOf(request, cookieName)
    return credential?.kind === 'bearer' ? credential.token : undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'auth.invalid_token') return undefined
    throw error
  }
}

async function signedIn(identify: () => Promise<Caller>, response: Response): Promise<Caller> {
  try {
    return await identify()
  } catch (error) {
    if (error instanceof AppError && error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
    throw error
  }
}

async function passOn(
  { upstreams, endStream, metrics, coalescing }: TableRouteOptions,
  { id, upstream, spec }: NamedRoute,
  request: Request,
  response: Response,
  { path, accessToken }: { path: string; accessToken: string | undefined },
): Promise<void> {
  const service = upstream as 'auth' | 'app'
  const isStream = spec.stream === true
  const call = { upstream: service, route: id }
  const priority = spec.priority ?? 'normal'
  const principal = spec.access === 'public' ? undefined : callerOf(response).principal
  const userId = principal?.userId ?? ''
  const key =
    service === 'app' && request.method === 'GET' && !isStream && principal !== undefined
      ? coalescingKey({ routeId: id, path, principal, request })
      : undefined
  const sameQuestion = key === undefined ? undefined : coalescing.find(userId, key)
  if (sameQuestion !== undefined) {
    metrics.countCoalesced(id)
    return sameQuestion.join(response)
  }
  const isKept = hasBody(request) && isSmall(request)
  const body = isKept ? await readWhole(request) : undefined
  if (isKept && body === undefined) return
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
        context: currentRequest()!,
        clientAddress: clientAddressOf(response),
      }),
      bodyLimit: spec.bodyLimit ?? defaultBodyLimit,
      timeoutMs: spec.timeoutMs ?? defaultTimeoutMs,
      ...(isStream
        ? { silenceMs, endless: (end) => endStream(response, callerOf(response).principal, end) }
        : {}),
      ...(key === undefined ? {} : { shared: (audience) => coalescing.open(userId, key, audience) }),
    },
    {
      onEnd(outcome) {
        if (request.method !== 'GET' && request.method !== 'HEAD') coalescing.changed(userId)
        metrics.observeUpstream(call, outcome, priority, (performance.now() - began) / 1000)
      },
      onRetry: () => metrics.countRetry(call),
    },
  )
}

function refuseMethod(request: Request, response: Response, allow: readonly string[]): never {
  response.setHeader('Allow', allow.join(', '))
  throw new AppError('request.method_not_allowed', `${request.method} is not known here`)
}
