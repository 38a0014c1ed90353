/** `/v2/`: Harbor lets through to its registry what a puller or pusher may have, and remembers what was pushed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { assertWritable } from './artifact-routes.ts'
import { bytesOf } from './backend.ts'
import type { Backend } from './backend.ts'
import type { Who } from './identity.ts'
import { may } from './identity.ts'
import { assertPullable } from './pull-policy.ts'
import { HarborRefusal, notFound, precondition } from './refusal.ts'
import { isImmutable } from './rules.ts'
import { findArtifact, usedBy } from './state.ts'
import type { HarborState, Project } from './state.ts'

export interface RegistryDoor {
  readonly state: HarborState
  readonly backend: Backend
  /** `http://127.0.0.1:40124` */
  readonly url: string
}

const version = { 'docker-distribution-api-version': 'registry/2.0' }

export async function answerRegistry(
  door: RegistryDoor,
  who: Who,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request
  const url = new URL(request.url!, door.url)
  if (url.pathname === '/v2/') {
    if (who.kind === 'anonymous') throw challenge(door, who, undefined)
    return send(response, {}, version)
  }
  if (url.pathname === '/v2/_catalog') return catalog(door, who, url, response)
  const [, name = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/.exec(url.pathname) ?? []
  const isReading = method === 'GET' || method === 'HEAD'
  const project = admitted(door, who, name, isReading ? 'pull' : 'push')
  if (kind === 'tags') return tagList(door.state, name, url, response)
  if (!isReading) assertRoom(door.state, project)
  let path = request.url!
  if (kind === 'manifests' && isReading) {
    const artifact = findArtifact(door.state, name, reference)
    if (artifact === undefined) throw absent(door.state, name, reference)
    assertPullable(door.state, project, artifact)
    // A tag is Harbor's own: the registry is asked for what it means here.
    path = `/v2/${name}/manifests/${artifact.digest}`
  }
  const body = await bytesOf(request)
  if (kind === 'manifests' && method === 'PUT') assertReplaceable(door.state, name, reference, body)
  const { authorization: _ours, cookie: _neither, ...headers } = request.headers
  const answer = await door.backend.send(method, path, headers, body)
  if (kind === 'manifests' && method === 'PUT' && answer.statusCode === 201)
    await door.backend.learn(name, reference)
  if (kind === 'blobs' && method === 'HEAD' && answer.statusCode === 404) {
    answer.resume()
    throw notFound(`blob ${reference} not found`)
  }
  response.writeHead(answer.statusCode!, answer.headers)
  response.flushHeaders()
  // What breaks off behind us breaks off here.
  answer.once('error', () => response.destroy())
  answer.pipe(response)
}

function admitted(door: RegistryDoor, who: Who, name: string, action: 'pull' | 'push'): Project {
  const [projectName = ''] = name.split('/')
  const project = door.state.projects.find((one) => one.name === projectName)
  if (project === undefined)
    throw new HarborRefusal(
      401,
      'UNAUTHORIZED',
      `project ${projectName} not found: project ${projectName} not found`,
      { ...version, 'www-authenticate': '' },
    )
  const isAllowed = who.kind !== 'anonymous' && may(who, project, 'repository', action)
  if (!isAllowed) throw challenge(door, who, { name, action })
  return project
}

/** Whoever tried something else than a token hears of it; whoever came with nothing is sent for one. */
function challenge(
  { url }: RegistryDoor,
  { hasTried }: Who,
  wanted: { name: string; action: string } | undefined,
): HarborRefusal {
  const what =
    wanted === undefined || !hasTried
      ? 'unauthorized'
      : `unauthorized to access repository: ${wanted.name}, action: ${wanted.action}`
  const scope = wanted === undefined ? '' : `,scope="repository:${wanted.name}:${wanted.action}"`
  return new HarborRefusal(401, 'UNAUTHORIZED', `${what}: ${what}`, {
    ...version,
    'www-authenticate': hasTried
      ? 'Basic realm="harbor"'
      : `Bearer realm="${url}/service/token",service="harbor-registry"${scope}`,
  })
}

function assertRoom(state: HarborState, project: Project): void {
  assertWritable(state)
  const { storageLimit } = project
  const used = usedBy(state, project)
  if (storageLimit !== -1 && used > storageLimit)
    throw new HarborRefusal(
      403,
      'DENIED',
      `subtracting 0 B of storage resource, which when updated to current usage of ${kib(used)} will exceed the configured upper limit of ${kib(storageLimit)}.`,
    )
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`

function assertReplaceable(state: HarborState, name: string, reference: string, body: Buffer): void {
  try {
    JSON.parse(body.toString('utf8'))
  } catch {
    throw new HarborRefusal(
      400,
      'MANIFEST_INVALID',
      'unmarshal manifest failed: unexpected end of JSON input',
    )
  }
  const isThere = findArtifact(state, name, reference) !== undefined
  if (isThere && !reference.startsWith('sha256:') && isImmutable(state, name, reference))
    throw precondition(
      `Failed to process request due to '${name.slice(name.indexOf('/') + 1)}:${reference}' configured as immutable.`,
    )
}

const absent = (state: HarborState, name: string, reference: string) =>
  notFound(
    state.repositories.some((one) => one.name === name)
      ? `artifact ${name}${reference.startsWith('sha256:') ? '@' : ':'}${reference} not found`
      : `repository ${name} not found`,
  )

function tagList(state: HarborState, name: string, url: URL, response: ServerResponse): void {
  if (!state.repositories.some((one) => one.name === name)) throw notFound(`repository ${name} not found`)
  const all = state.artifacts
    .filter(({ repository }) => repository.name === name)
    .flatMap(({ tags }) => tags.map((tag) => tag.name))
    .toSorted()
  const { items, headers } = cut(all, url)
  send(response, { name, tags: items }, headers)
}

function catalog({ state }: RegistryDoor, { kind }: Who, url: URL, response: ServerResponse): void {
  if (kind !== 'admin') throw new HarborRefusal(401, 'UNAUTHORIZED', 'unauthorized')
  const { items, headers } = cut(state.repositories.map(({ name }) => name).toSorted(), url)
  send(response, { repositories: items }, headers)
}

/** `n` of them after `last`. */
function cut(all: readonly string[], { pathname, searchParams }: URL) {
  const count = Number(searchParams.get('n') ?? all.length)
  const rest = all.filter((one) => one > (searchParams.get('last') ?? ''))
  const items = rest.slice(0, count)
  const next = `${pathname}?last=${encodeURIComponent(items.at(-1) ?? '')}&n=${count}`
  const headers: Record<string, string> = items.length < rest.length ? { link: `<${next}>; rel="next"` } : {}
  return { items, headers }
}

function send(response: ServerResponse, body: unknown, headers: Readonly<Record<string, string>>): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
