import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { refusal } from './access.ts'
import { discover } from './discovery.ts'
import type { Answer, Exchange, ServerParts } from './exchange.ts'
import type { Fault } from './faults.ts'
import { handle, unknownResource } from './handle.ts'
import type { LoggedRequest } from './request-log.ts'
import { isWatch, pathBehind, targetOf, verbOf } from './request-path.ts'
import { ApiError, failure } from './status.ts'

const bodyLimit = 3 * 1024 * 1024

export type Surroundings = ServerParts & {
  takeFault(request: LoggedRequest): Fault | undefined
  addRequest(request: LoggedRequest): void
  /** Open watch streams. */
  watches: Set<ServerResponse>
}

/** The HTTP side of the simulated API server; it does not listen yet. */
export function createApiServer(parts: Surroundings): Server {
  return createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else if (error instanceof ApiError) sendStatus(response, error)
      else
        sendJson(response, 500, failure(500, 'InternalError', `Internal error: ${String(error)}`).status, [])
    })
  })
}

async function answer(
  parts: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://server')
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  const identity = parts.access.identify(request.headers.authorization)
  const target = targetOf(url.pathname)
  const verb = target ? verbOf(method, target, url.searchParams) : ''
  const contentType = request.headers['content-type'] ?? 'application/json'
  const logged = {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    verb: contentType.startsWith('application/apply-patch') ? 'apply' : verb,
    resource: target?.resource.resource ?? '',
    user: identity.user,
    body,
  }
  parts.addRequest(logged)
  const fault = parts.takeFault(logged)
  if (fault && (await strike(fault, response))) return
  if (!target) return discovered(url.pathname, response)
  checkAccept(request.headers.accept)
  const { resource, namespace, name } = target
  const attempt = { verb, group: resource.group, resource: resource.resource, namespace, name }
  if (!parts.access.allowed(identity, attempt) && resource.resource !== 'selfsubjectaccessreviews')
    throw refusal(identity, verb, target)
  if (verb === 'watch' || isWatch(url.searchParams) || url.searchParams.get('follow') === 'true')
    follow(parts.watches, response)
  const exchange: Exchange = {
    ...parts,
    method,
    target,
    path: pathBehind(url.pathname) + url.search,
    query: url.searchParams,
    contentType,
    body,
    userAgent: request.headers['user-agent'] ?? '',
    identity,
    warnings: [],
    response,
  }
  const lost = fault?.kind === 'lose-answer'
  try {
    const result = handle(exchange)
    if (lost) response.destroy()
    else send(response, result, exchange.warnings)
  } catch (error) {
    if (lost) response.destroy()
    else if (error instanceof ApiError) sendStatus(response, error, exchange.warnings)
    else throw error
  }
}

/** True when the request ends here. */
async function strike(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'answer': {
      const { code, message = 'injected by the test', retryAfterSeconds } = fault
      const reason = {
        429: 'TooManyRequests',
        500: 'InternalError',
        503: 'ServiceUnavailable',
        504: 'Timeout',
      }[code]
      if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds))
      sendJson(response, code, failure(code, reason, message).status, [])
      return true
    }
    case 'reset':
      response.destroy()
      return true
    case 'hang':
      return true
    case 'delay':
      await new Promise((resolve) => void setTimeout(resolve, fault.ms))
      return false
    default:
      return false
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bodyLimit) chunks.push(chunk)
  }
  if (size > bodyLimit)
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`)
  return Buffer.concat(chunks).toString()
}

function discovered(pathname: string, response: ServerResponse) {
  const found = discover(pathname)
  if (typeof found === 'object') sendJson(response, 200, found, [])
  else if (found === undefined && isServedGroup(pathname)) throw unknownResource()
  else {
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(found ?? '404 page not found\n')
  }
}

function isServedGroup(pathname: string): boolean {
  const [, root, group = '', version = ''] = pathname.split('/')
  return (
    discover(root === 'api' ? `/api/${group}` : `/apis/${group}/${version}`) !== undefined &&
    root?.startsWith('api') === true
  )
}

/** @throws ApiError 406 when the client takes no form that the server has */
function checkAccept(accept = '*/*') {
  const types = accept.split(',').map((type) => type.split(';')[0]?.trim() ?? '')
  const known = new Set([
    '*/*',
    'application/*',
    'application/json',
    'application/yaml',
    'application/vnd.kubernetes.protobuf',
  ])
  if (types.some((type) => known.has(type))) return
  throw failure(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    {},
  )
}

function follow(watches: Set<ServerResponse>, response: ServerResponse) {
  watches.add(response)
  response.on('close', () => watches.delete(response))
}

function send(response: ServerResponse, result: Answer, warnings: string[]) {
  if (!result) return
  if (result.text !== undefined) {
    response.writeHead(result.code, { 'content-type': 'text/plain' })
    response.end(result.text)
  } else if (result.body === undefined) response.writeHead(result.code).end()
  else sendJson(response, result.code, result.body, warnings)
}

function sendStatus(response: ServerResponse, { status }: ApiError, warnings: string[] = []) {
  sendJson(response, status.code ?? 500, status, warnings)
}

function sendJson(response: ServerResponse, code: number, body: unknown, warnings: string[]) {
  if (warnings.length > 0)
    response.setHeader(
      'warning',
      warnings.map((text) => `299 - ${JSON.stringify(text)}`),
    )
  response.writeHead(code, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
