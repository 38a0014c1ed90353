/** Every route of the table: who calls is settled here, then the request goes on to its service. */
import type { Request, RequestHandler, Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { silenceMs } from '@goalixa/contracts/events'
import { defaultBodyLimit, defaultTimeoutMs } from '@goalixa/contracts/route'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { requireAccess } from '@goalixa/service-kit/bind-routes'
import { currentRequest } from '@goalixa/service-kit/context'
import { callerOf, clientAddressOf, keepCaller } from '../identity/caller.ts'
import { cookieNames, cookieOf, credentialOf, looksLikeAccessToken } from '../identity/credentials.ts'
import type { Credential } from '../identity/credentials.ts'
import type { Caller } from '../identity/identify.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { forward } from '../proxy/forward.ts'
import { requireWithinLimit } from '../proxy/limited-body.ts'
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
  /** Counts one more stream of a user; answers how to give it back. */
  readonly openStream: (userId: string) => () => void
  readonly endStream: EndStream
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
  { identify, ownOrigin, secureCookies }: TableRouteOptions,
  { spec, upstream }: NamedRoute,
  request: Request,
  response: Response,
): Promise<string | undefined> {
  const names = cookieNames(secureCookies)
  const { headers, method } = request
  const hasBearer = headers.authorization !== undefined
  const hasCookie =
    cookieOf(headers.cookie, names.access) !== undefined ||
    cookieOf(headers.cookie, names.refresh) !== undefined
  if (spec.access === 'public') {
    requireSameSite({ method, headers, ownOrigin, hasBearer, hasCookie })
    const token = publicCredential(request, names.access)
    return upstream === 'auth' && token !== undefined && looksLikeAccessToken(token) ? token : undefined
  }
  const caller = await signedIn(() => {
    const credential = credentialOf(request, names.access)
    requireSameSite({ method, headers, ownOrigin, hasBearer, hasCookie })
    return identify(credential, clientAddressOf(request))
  }, response)
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
  { upstreams, endStream, metrics }: TableRouteOptions,
  { id, upstream, spec }: NamedRoute,
  request: Request,
  response: Response,
  { path, accessToken }: { path: string; accessToken: string | undefined },
): Promise<void> {
  const service = upstream as 'auth' | 'app'
  const isStream = spec.stream === true
  const began = performance.now()
  await forward(
    {
      pool: isStream ? upstreams.appStreams : upstreams[service],
      request,
      response,
      path,
      headers: headersOnward(request, {
        upstream,
        accessToken,
        context: currentRequest()!,
        clientAddress: clientAddressOf(request),
      }),
      bodyLimit: spec.bodyLimit ?? defaultBodyLimit,
      timeoutMs: spec.timeoutMs ?? defaultTimeoutMs,
      ...(isStream
        ? { silenceMs, endless: (end) => endStream(response, callerOf(response).principal, end) }
        : {}),
    },
    (outcome) =>
      metrics.observeUpstream({ upstream, route: id, outcome }, (performance.now() - began) / 1000),
  )
}

function refuseMethod(request: Request, response: Response, allow: readonly string[]): never {
  response.setHeader('Allow', allow.join(', '))
  throw new AppError('request.method_not_allowed', `${request.method} is not known here`)
}
