/** Binds handlers to the route table: checks who calls and what they send, and writes the answer. */
import express from 'express'
import type { Request, RequestHandler, Response, Router } from 'express'
import * as z from 'zod'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { coversScope, defaultBodyLimit } from '@goalixa/contracts/route'
import type { RouteInput, RouteOutput, RouteSpec } from '@goalixa/contracts/route'
import { requireBoundedJson } from './json-bounds.ts'
import type { Principal } from './tokens.ts'

/** The request around a handler's input. `principal` is null on public routes only. */
interface Call {
  readonly principal: Principal | null
  readonly idempotencyKey: string | undefined
  readonly request: Request
  readonly response: Response
}
/** A call on a route that needs somebody. */
export interface UserCall extends Call {
  readonly principal: Principal
}
type CallOf<Spec extends RouteSpec> = Spec['access'] extends 'public' ? Call : UserCall

/** One handler per verb; a handler that wrote the answer itself (streams) returns {@link answered}. */
export type Handlers<Specs extends Record<string, RouteSpec>> = {
  readonly [Verb in keyof Specs]: (
    input: RouteInput<Specs[Verb]>,
    call: CallOf<Specs[Verb]>,
  ) => Promise<RouteOutput<Specs[Verb]> | typeof answered>
}
export const answered = Symbol('the handler wrote the answer')

/** Reads and checks the bearer token of a request. @throws AppError `auth.*` */
export type Authenticate = (request: Request) => Promise<Principal>

/** Adds the routes of one feature to a router; other methods on their paths answer 405. */
export function bindRoutes<Specs extends Record<string, RouteSpec>>(
  router: Router,
  feature: string,
  specs: Specs,
  handlers: Handlers<Specs>,
  authenticate: Authenticate,
): void {
  const allowed = new Map<string, string[]>()
  for (const [verb, spec] of Object.entries(specs)) {
    const path = expressPath(spec.path)
    allowed.set(path, [...(allowed.get(path) ?? []), spec.method])
    const handler = handlers[verb] as (input: unknown, call: Call) => Promise<unknown>
    const method = spec.method.toLowerCase() as 'get'
    router[method](
      path,
      named(`${feature}.${verb}`),
      authorised(spec, authenticate),
      acceptable(spec),
      readBody(spec),
      run(spec, handler),
    )
  }
  for (const [path, methods] of allowed) router.all(path, refuseMethod(methods))
}

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

const named =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals['route'] = route
    next()
  }

/** Who calls is settled before a byte of the body is read. */
function authorised(spec: RouteSpec, authenticate: Authenticate): RequestHandler {
  return async (request, response, next) => {
    if (spec.access !== 'public') {
      const principal = await authenticate(request)
      requireAccess(spec, principal)
      response.locals['principal'] = principal
      response.set('Cache-Control', 'private, no-store')
    }
    next()
  }
}

/** An error is answered as a problem document whatever was asked for. @throws AppError `request.not_acceptable` */
function acceptable(spec: RouteSpec): RequestHandler {
  const types = [...(spec.produces ?? ['application/json'])]
  return (request, _response, next) => {
    const isEmpty = spec.status === 204
    if (!isEmpty && request.accepts(types) === false)
      throw new AppError('request.not_acceptable', `this route answers ${types.join(', ')}`)
    next()
  }
}

/** @throws AppError `auth.session_required`, `tokens.other_project` or `auth.forbidden_scope` */
export function requireAccess(spec: RouteSpec, principal: Principal): void {
  if (principal.kind === 'session') return
  if (spec.access === 'session') throw new AppError('auth.session_required')
  if (principal.projectId !== undefined && spec.perProject !== true)
    throw new AppError('tokens.other_project', 'a token for one project may not use this route')
  if (spec.scope !== undefined && !coversScope(principal.scopes, spec.scope)) {
    throw new AppError('auth.forbidden_scope', `the token needs the scope ${spec.scope}`)
  }
}

function readBody(spec: RouteSpec): RequestHandler {
  const limit = spec.bodyLimit ?? defaultBodyLimit
  const json = express.json({ limit, strict: false, inflate: false, verify: keepProblem })
  const text = express.text({ limit, type: () => true, inflate: false })
  return (request, response, next) => {
    const length = request.get('content-length')
    const hasBody = request.get('transfer-encoding') !== undefined || (length !== undefined && length !== '0')
    if (!hasBody) return next()
    if (!spec.rawBody && request.is('application/json') === false)
      throw new AppError('request.unsupported_media_type')
    const parse = spec.rawBody ? text : json
    return parse(request, response, (error?: unknown) =>
      next(response.locals['bodyProblem'] ?? error ?? unlessRead(request)),
    )
  }
}

/**
 * The parsers pass over a request whose sender has gone in the meantime, as if it had no body. Taken for an empty one it
 * would change nothing, and its key would answer so when the sender comes again.
 */
const unlessRead = (request: Request): AppError | undefined =>
  request.body === undefined
    ? new AppError('request.timeout', 'the connection ended before the body was read')
    : undefined

/** The parser gives whatever is thrown here a status of its own, so the error takes another way. */
function keepProblem(_request: unknown, response: unknown, body: Buffer, encoding: string): void {
  try {
    // JSON between systems is UTF-8; another reading of the bytes would show another document.
    if (encoding !== 'utf-8') throw new AppError('request.unsupported_media_type')
    requireBoundedJson(body)
  } catch (cause) {
    ;(response as Response).locals['bodyProblem'] = cause
    throw new Error('the body is refused', { cause })
  }
}

const empty = z.strictObject({})

function run(spec: RouteSpec, handler: (input: unknown, call: Call) => Promise<unknown>): RequestHandler {
  return async (request, response) => {
    const input = readInput(spec, request)
    const output = await handler(input, {
      principal: (response.locals['principal'] as Principal | undefined) ?? null,
      idempotencyKey: idempotencyKeyOf(request),
      request,
      response,
    })
    if (output === answered) return
    response.status(spec.status ?? 200)
    if (output === undefined) response.end()
    else if (typeof output === 'string') response.type('application/json').send(output)
    else response.json(output)
  }
}

/** @throws AppError `request.invalid` naming every field at fault */
function readInput(spec: RouteSpec, request: Request) {
  const parts = {
    params: (spec.params ?? empty).safeParse(request.params),
    query: (spec.query ?? empty).safeParse({ ...request.query }),
    // Only an absent body stands for an empty one: `null` is a value, and the wrong one.
    body: (spec.body ?? empty).safeParse(
      request.body === undefined ? (spec.rawBody ? '' : {}) : request.body,
    ),
  }
  const badParameter = parts.params.error
  // A path with an id that no row can have is a path to nothing.
  if (badParameter?.issues.some(({ path }) => path[0] === 'id')) {
    throw new AppError(notFoundCode(spec), undefined, { cause: badParameter })
  }
  const fields = [
    ...Object.entries(parts).flatMap(([part, result]) =>
      (result.error?.issues ?? []).flatMap((issue) => fieldProblems(part, issue)),
    ),
    ...unstorableParameters(request.query),
  ]
  if (fields.length > 0) {
    const first = fields[0]!
    throw new AppError('request.invalid', `${first.path}: ${first.message}`, { fields: fields.slice(0, 50) })
  }
  return { params: parts.params.data, query: parts.query.data, body: parts.body.data }
}

/** PostgreSQL knows no NUL, not even to compare with. */
const unstorableParameters = (query: Request['query']): { path: string; message: string }[] =>
  Object.entries(query)
    .filter(([, value]) => [value].flat().some((text) => typeof text === 'string' && text.includes('\0')))
    .map(([name]) => ({ path: `query.${name}`, message: 'it holds characters that cannot be stored' }))

function fieldProblems(part: string, issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const prefix = part === 'body' ? [] : [part]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...prefix, ...issue.path, key].join('.'),
      message: 'this field is not known',
    }))
  }
  return [{ path: [...prefix, ...issue.path].join('.') || part, message: issue.message }]
}

function notFoundCode(spec: RouteSpec): ErrorCode {
  const code = `${spec.path.split('/')[2]?.replaceAll('-', '_')}.not_found`
  return code in errorCatalogue ? (code as ErrorCode) : 'request.not_found'
}

/** @throws AppError `idempotency.key_invalid` */
function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key')
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('idempotency.key_invalid')
  return key
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return (request, response) => {
    response.set('Allow', allow.join(', '))
    throw new AppError('request.method_not_allowed', `${request.method} is not known here`)
  }
}
