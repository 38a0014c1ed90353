/** Repositories, artifacts, tags, scans and copies. */
import { bodyOf, created, done, json } from './call.ts'
import type { Call, Reply, Routes } from './call.ts'
import { demand } from './identity.ts'
import { conditions, page } from './paging.ts'
import { badRequest, conflict, notFound, precondition, unauthorized, HarborRefusal } from './refusal.ts'
import { isImmutable } from './rules.ts'
import { findArtifact, findProject, moveTag } from './state.ts'
import type { Artifact, HarborState, Repository } from './state.ts'
import { artifactView, isListed, reportView, repositoryView, tagView } from './views.ts'

const base = '/projects/:project/repositories'
const one = `${base}/:repository/artifacts/:reference`

export const artifactRoutes: Routes = {
  [`GET ${base}`]: (call) => {
    const { id } = projectOf(call, 'repository', 'list')
    const { name: fits = () => true } = conditions(call.query)
    const all = call.state.repositories
      .filter(({ projectId, name }) => projectId === id && fits(name.slice(name.indexOf('/') + 1)))
      .toSorted((a, b) => b.id - a.id)
    return pageOf(call, all, (repository) => repositoryView(call.state, repository))
  },
  [`GET ${base}/:repository`]: (call) => json(repositoryView(call.state, repositoryOf(call, 'read'))),
  [`DELETE ${base}/:repository`]: (call) => {
    const { id } = repositoryOf(call, 'delete')
    const { repositories, artifacts } = call.state
    for (const artifact of artifacts.filter(({ repository }) => repository.id === id))
      forget(call.state, artifact)
    repositories.splice(
      repositories.findIndex((repository) => repository.id === id),
      1,
    )
    return done
  },
  [`GET ${base}/:repository/artifacts`]: (call) => {
    const name = nameIn(call)
    projectOf(call, 'artifact', 'list')
    const { tags: fits } = conditions(call.query)
    const all = call.state.artifacts
      .filter((artifact) => artifact.repository.name === name && isListed(call.state, artifact))
      .filter(({ tags }) => fits === undefined || tags.some((tag) => fits(tag.name)))
      .toSorted((a, b) => (call.query.get('sort') === 'push_time' ? a.id - b.id : b.id - a.id))
    return pageOf(call, all, (artifact) => artifactView(call.state, artifact, call.query))
  },
  [`POST ${base}/:repository/artifacts`]: copy,
  [`GET ${one}`]: (call) => {
    const artifact = artifactOf(call, 'artifact', 'read')
    const reply = json(artifactView(call.state, artifact, call.query))
    if (call.query.get('with_scan_overview') === 'true') goOnScanning(call.state, artifact)
    return reply
  },
  [`DELETE ${one}`]: (call) => {
    const artifact = artifactOf(call, 'artifact', 'delete')
    for (const { name } of artifact.tags) assertMovable(call.state, artifact.repository, name, 'deleted')
    forget(call.state, artifact)
    return done
  },
  [`GET ${one}/tags`]: (call) => {
    const artifact = artifactOf(call, 'tag', 'list')
    return pageOf(call, artifact.tags, (tag) => tagView(call.state, artifact, tag))
  },
  [`POST ${one}/tags`]: (call) => {
    assertWritable(call.state)
    const artifact = artifactOf(call, 'tag', 'create')
    const name = String(bodyOf(call, 'tag')['name'])
    if (!/^\w[\w.-]{0,127}$/.test(name)) throw badRequest(`bad request: invalid tag name: ${name}`)
    const { repository } = artifact
    if (findArtifact(call.state, repository.name, name) !== undefined)
      throw conflict(`tag ${name} already exists under the repository ${repository.id}`)
    artifact.tags.push({ id: call.state.nextId('tag'), name, pushedAt: call.state.time() })
    return created()
  },
  [`DELETE ${one}/tags/:tag`]: (call) => {
    const artifact = artifactOf(call, 'tag', 'delete')
    const name = call.params['tag']!
    if (!artifact.tags.some((tag) => tag.name === name))
      throw notFound(`tag ${name} attached to artifact ${artifact.id} not found`)
    assertMovable(call.state, artifact.repository, name, 'deleted')
    artifact.tags = artifact.tags.filter((tag) => tag.name !== name)
    return done
  },
  [`GET ${one}/additions/build_history`]: (call) => {
    artifactOf(call, 'artifact-addition', 'read')
    return json([])
  },
  [`GET ${one}/additions/vulnerabilities`]: (call) => {
    const { digest, scan, repository } = artifactOf(call, 'artifact-addition', 'read')
    if (call.state.scanners.length === 0)
      throw notFound(`no scanner registration configured for project: ${repository.projectId}`)
    return json(scan?.status === 'Success' ? reportView(digest, scan.found, call.state.time()) : {})
  },
  [`POST ${one}/scan`]: (call) => {
    const artifact = artifactOf(call, 'scan', 'create')
    if (call.state.scanners.length === 0)
      throw precondition(`no available scanner for project: ${artifact.repository.projectId}`)
    const own = [artifact, ...childrenOf(call.state, artifact)].filter(
      ({ children }) => children.length === 0,
    )
    const running = own.find(({ scan }) => scan?.status === 'Pending' || scan?.status === 'Running')?.scan
    if (running !== undefined) throw conflict(`a previous scan process is ${running.status}`)
    for (const image of own) image.scan = { status: 'Pending', looksLeft: call.state.scanLooks, found: [] }
    return { status: 202 }
  },
}

/** A robot that may write to the target may read the source, too, or it is refused. */
async function copy(call: Call): Promise<Reply> {
  const project = projectOf(call, 'artifact', 'create')
  const from = call.query.get('from') ?? ''
  const [, source = '', reference = ''] = /^([^@:]+)[@:](.+)$/.exec(from) ?? []
  const found = findArtifact(call.state, source, reference)
  if (found === undefined) throw badRequest(`artifact ${from} not found`)
  demand(call.who, findProject(call.state, source.split('/')[0]!)!, 'artifact', 'read')
  const name = nameIn(call)
  const target = call.state.repositories.find((repository) => repository.name === name)
  // All tags of the source come along, and one that is something else there is moved.
  const moved = found.tags.filter(({ name: tag }) => {
    const there = findArtifact(call.state, name, tag)
    return there !== undefined && (there.digest !== found.digest || tag === reference)
  })
  for (const { name: tag } of moved) assertMovable(call.state, target!, tag, 'updated')
  const copied = await call.backend.copy(found, name)
  for (const { name: tag } of found.tags) moveTag(call.state, copied, tag)
  const rest = name.slice(name.indexOf('/') + 1)
  return created(
    `/api/v2.0/projects/${project.name}/repositories/${encodeURIComponent(encodeURIComponent(rest))}/artifacts/${reference}`,
  )
}

/** A scan ends after it was asked for some times, as its clients poll it. */
function goOnScanning(state: HarborState, { scan, digest }: Artifact): void {
  if (scan === undefined || (scan.status !== 'Pending' && scan.status !== 'Running')) return
  scan.looksLeft -= 1
  if (scan.looksLeft > 0) return
  const found = state.findingsOf(digest)
  scan.status = found === 'Error' ? 'Error' : 'Success'
  scan.found = found === 'Error' ? [] : found
}

export function assertWritable({ isReadOnly }: HarborState): void {
  if (isReadOnly)
    throw new HarborRefusal(403, 'DENIED', 'The system is in read only mode. Any modification is prohibited.')
}

function assertMovable(state: HarborState, { name }: Repository, tag: string, what: 'deleted' | 'updated') {
  if (isImmutable(state, name, tag))
    throw precondition(`the tag ${tag} configured as immutable, cannot be ${what}`)
}

const forget = ({ artifacts }: HarborState, artifact: Artifact) =>
  void artifacts.splice(artifacts.indexOf(artifact), 1)

const childrenOf = ({ artifacts }: HarborState, { children, repository }: Artifact): readonly Artifact[] =>
  artifacts.filter(
    (one_) => one_.repository.id === repository.id && children.some(({ digest }) => digest === one_.digest),
  )

function projectOf(call: Call, resource: string, action: string) {
  const name = call.params['project']!
  const project = findProject(call.state, name, call.isName)
  if (project === undefined) {
    if (call.who.kind === 'anonymous') throw unauthorized()
    throw notFound(
      call.params['repository'] === undefined
        ? `project ${name} not found`
        : `repository ${nameIn(call)} not found`,
    )
  }
  demand(call.who, project, resource, action)
  return project
}

const nameIn = ({ params }: Call): string =>
  `${params['project']}/${decodeURIComponent(params['repository']!)}`

function repositoryOf(call: Call, action: string): Repository {
  projectOf(call, 'repository', action)
  const name = nameIn(call)
  const found = call.state.repositories.find((repository) => repository.name === name)
  if (found === undefined) throw notFound(`repository ${name} not found`)
  return found
}

function artifactOf(call: Call, resource: string, action: string): Artifact {
  projectOf(call, resource, action)
  const name = nameIn(call)
  const { reference = '' } = call.params
  const found = findArtifact(call.state, name, reference)
  if (found !== undefined) return found
  throw notFound(
    call.state.repositories.some((repository) => repository.name === name)
      ? `artifact ${name}${/^sha256:[0-9a-f]{64}$/.test(reference) ? '@' : ':'}${reference} not found`
      : `repository ${name} not found`,
  )
}

function pageOf<T>({ path, query }: Call, all: readonly T[], view: (one: T) => unknown): Reply {
  const { items, headers } = page(all, path, query)
  return json(items.map(view), headers)
}
