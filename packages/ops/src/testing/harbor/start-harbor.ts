/**
 * A Harbor in this process before a real registry, on 127.0.0.1 and a free port. It answers as recorded ones did
 * (replay.test.ts); what it leaves out is listed in differences.ts.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Credentials } from '../../registry/docker-config.ts'
import { artifactRoutes } from './artifact-routes.ts'
import { bytesOf, createBackend } from './backend.ts'
import type { Backend } from './backend.ts'
import type { Call, Reply, Routes } from './call.ts'
import { createTokens, identify, may } from './identity.ts'
import type { Tokens, Who } from './identity.ts'
import { projectRoutes } from './project-routes.ts'
import { pushImage, pushIndex } from './push.ts'
import { HarborRefusal, forbidden, notFound, unprocessable } from './refusal.ts'
import { answerRegistry } from './registry-door.ts'
import { robotRoutes } from './robot-routes.ts'
import { ruleRoutes } from './rule-routes.ts'
import { startRegistry } from './start-registry.ts'
import { createState } from './state.ts'
import type { HarborState } from './state.ts'
import { systemRoutes } from './system-routes.ts'

export interface SimulatedHarbor {
  /** `http://127.0.0.1:40124` */
  readonly url: string
  /** `127.0.0.1:40124`, as it begins the name of an image. */
  readonly host: string
  readonly state: HarborState
  readonly admin: Credentials
  /** `POST /api/v2.0/…`, in order; `!` follows those that brought a cookie. */
  readonly requests: string[]
  readonly backend: Backend
  /** Makes an image of a project's repository; resolves with its digest. */
  readonly push: (repository: string, tag: string, architecture?: string) => Promise<string>
  /** An index for amd64 and arm64: its digest and theirs. */
  readonly pushIndex: (
    repository: string,
    tag: string,
  ) => Promise<{ readonly digest: string; readonly children: Readonly<Record<string, string>> }>
  /** The file that holds a blob, for damage. */
  readonly fileOf: (digest: string) => string
  readonly close: () => Promise<void>
}

interface Parts {
  readonly state: HarborState
  readonly backend: Backend
  readonly tokens: Tokens
  readonly url: string
}

const base = '/api/v2.0'
const routes: Routes = {
  ...systemRoutes,
  ...projectRoutes,
  ...robotRoutes,
  ...ruleRoutes,
  ...artifactRoutes,
}

export async function startHarbor({ now = () => new Date() } = {}): Promise<SimulatedHarbor> {
  const registry = await startRegistry()
  const state = createState(now)
  const backend = createBackend(registry.host, state)
  const tokens = createTokens()
  const requests: string[] = []
  let url = ''
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}${request.headers.cookie === undefined ? '' : ' !'}`)
    // Every answer tries to begin a session; who replays it is refused by the next write.
    response.setHeader('set-cookie', `sid=${randomBytes(8).toString('hex')}; Path=/; HttpOnly`)
    answer({ state, backend, tokens, url }, request, response).catch((error: unknown) =>
      refuse(response, error),
    )
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  url = `http://${host}`
  return {
    url,
    host,
    state,
    admin: state.admin,
    requests,
    backend,
    push: async (repository, tag, architecture) => {
      await pushImage(`${registry.host}/${repository}`, tag, architecture)
      return (await backend.learn(repository, tag)).digest
    },
    pushIndex: async (repository, tag) => {
      const { images } = await pushIndex(`${registry.host}/${repository}`, tag)
      const { digest } = await backend.learn(repository, tag)
      const children = Object.entries(images).map(([architecture, image]) => [architecture, image.digest])
      return { digest, children: Object.fromEntries(children) }
    },
    fileOf: registry.fileOf,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await registry.close()
    },
  }
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state, tokens, url } = parts
  const who = identify(state, tokens, request.headers.authorization)
  const { pathname, searchParams } = new URL(request.url!, url)
  if (pathname.startsWith('/v2/')) return answerRegistry(parts, who, request, response)
  if (pathname === '/service/token') return send(response, token(parts, who, searchParams))
  const isReading = ['GET', 'HEAD'].includes(request.method!)
  if (request.headers.cookie !== undefined && !isReading) throw forbidden('CSRF token invalid')
  if (pathname === `${base}/ping`) return ping(request, response)
  const text = (await bytesOf(request)).toString('utf8')
  const call = {
    ...parts,
    who,
    method: request.method!,
    path: pathname,
    query: searchParams,
    text,
    isName: request.headers['x-is-resource-name'] === 'true',
  }
  send(response, await routed(call))
}

async function routed(call: Omit<Call, 'params'>): Promise<Reply> {
  const parts = call.path.slice(base.length).split('/')
  for (const [pattern, handle] of Object.entries(routes)) {
    const [method, path = ''] = pattern.split(' ')
    const wanted = path.split('/')
    const isIt =
      call.path.startsWith(base) &&
      method === call.method &&
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith(':') || part === parts[index])
    if (!isIt) continue
    const params = wanted.flatMap((part, index) =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(parts[index]!)]] : [],
    )
    return handle({ ...call, params: Object.fromEntries(params) as Record<string, string> })
  }
  throw notFound(`path ${call.path} was not found`)
}

/** Bad credentials get a token as well, which is good for nothing. */
function token({ state, tokens }: Parts, who: Who, query: URLSearchParams): Reply {
  const scopes = query.getAll('scope')
  if (scopes.length === 0 && who.kind === 'anonymous') return { status: 401 }
  const access = scopes.map((scope) => {
    const [type = '', name = ''] = scope.split(':')
    const project = state.projects.find((one) => one.name === name.split('/')[0])
    // What one may do counts, not what was asked for.
    const actions = ['pull', 'push', 'delete'].filter(
      (action) => project !== undefined && may(who, project, 'repository', action),
    )
    return { type, name, actions }
  })
  return {
    status: 200,
    body: {
      token: tokens.issue(who, access, state.now()),
      access_token: '',
      expires_in: 1800,
      issued_at: state.time().replace(/\.\d+Z/, 'Z'),
    },
  }
}

function ping(request: IncomingMessage, response: ServerResponse): void {
  if (!['*/*', 'text/plain'].includes(request.headers.accept ?? '*/*'))
    throw unprocessable('unsupported media type requested, only [text/plain] are available')
  response.writeHead(200, { 'content-type': 'text/plain' }).end('Pong')
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (body === undefined) return void response.writeHead(status, headers).end()
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const { status, code, message, headers } =
    error instanceof HarborRefusal ? error : new HarborRefusal(500, 'UNKNOWN', String(error))
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
}
