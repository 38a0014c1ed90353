/** Whether the kubelet could pull an image: each part of it is asked for, since a digest that resolves proves little. */
import type { Credentials } from './docker-config.ts'
import { configPlatform, fitsNode, platformWords } from './platform.ts'
import { RegistryRefusal } from './refusal.ts'
import { openRegistry } from './registry.ts'
import type { Descriptor, Manifest, Registry, RegistryOptions } from './registry.ts'
import { splitRepository } from './split-repository.ts'

export interface PullQuestion extends Pick<RegistryOptions, 'clock' | 'timeoutMs' | 'signal'> {
  /** With its host. */
  readonly repository: string
  /** A digest, or a tag. */
  readonly reference: string
  /** What people call the digest: whether that still means it. */
  readonly tag?: string
  /** Of the nodes: `linux/amd64`. */
  readonly nodes: readonly string[]
  /** Of the pull secrets, in the order in which the kubelet tries them. */
  readonly credentials: readonly Credentials[]
}

export interface PullFinding {
  readonly level: 'error' | 'warning'
  readonly message: string
  /** What may be seen in another light: the whole registry gives no answer, the secret is not let in, no node fits. */
  readonly about?: 'registry' | 'secret' | 'platform' | 'tag'
}

/** All that is wrong with it, together; empty when it can be pulled. */
export async function pullFindings(question: PullQuestion): Promise<readonly PullFinding[]> {
  const { repository, credentials, clock, timeoutMs, signal } = question
  const place = splitRepository(repository)
  if (place === undefined) return [warning('names no registry, so that nobody can be asked')]
  let refused: RegistryRefusal | undefined
  for (const one of credentials.length === 0 ? [undefined] : credentials) {
    const registry = openRegistry({
      host: place.host,
      clock,
      ...(one === undefined ? {} : { credentials: one }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
    })
    try {
      const found = await findingsOf(registry, place.name, question)
      return [...found, ...(await tagFindings(registry, place.name, question))]
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error
      refused = error
      if (error.status !== 401 && error.status !== 403) break
    } finally {
      await registry.close()
    }
  }
  return [findingOf('its manifest', refused!, credentials.length > 0)]
}

/** Rejects when the manifest itself is refused: other credentials may get it. */
async function findingsOf(
  registry: Registry,
  name: string,
  { reference, nodes, credentials }: PullQuestion,
): Promise<readonly PullFinding[]> {
  // A policy refuses HEAD and GET alike, so the answer to GET tells both, with a body that names the reason.
  const manifest = await registry.manifest(name, reference)
  const look = { registry, name, hasSecret: credentials.length > 0 }
  if (manifest.manifests === undefined)
    return [...(await nodeFindings(look, manifest, nodes)), ...(await partFindings(look, manifest, ''))]
  const findings: PullFinding[] = []
  for (const node of nodes) {
    const child = manifest.manifests.find(({ platform }) => fitsNode(platformWords(platform) ?? '', node))
    findings.push(
      ...(child === undefined
        ? [unfit(`is not built for ${node}, which nodes of the cluster have`)]
        : await childFindings(look, child, node)),
    )
  }
  return findings
}

interface Look {
  readonly registry: Registry
  readonly name: string
  readonly hasSecret: boolean
}

async function childFindings(
  look: Look,
  { digest }: Descriptor,
  node: string,
): Promise<readonly PullFinding[]> {
  try {
    return await partFindings(look, await look.registry.manifest(look.name, digest), ` for ${node}`)
  } catch (refusal) {
    return [findingOf(`its manifest for ${node}`, refusal, look.hasSecret)]
  }
}

/** An image that is no index says in its config what it is for. */
async function nodeFindings(
  { registry, name }: Look,
  { config }: Manifest,
  nodes: readonly string[],
): Promise<readonly PullFinding[]> {
  if (config === undefined) return [error('is no image: its manifest has no config')]
  let platform: string | undefined
  try {
    platform = configPlatform(await registry.blob(name, config))
  } catch (refusal) {
    // What the config lacks is told with the other parts.
    if (refusal instanceof RegistryRefusal) return []
    throw refusal
  }
  if (platform === undefined) return []
  return nodes
    .filter((node) => !fitsNode(platform, node))
    .map((node) => unfit(`is built for ${platform}; nodes of the cluster are ${node}`))
}

/** The digest goes out whatever its tag means by now, but somebody may have meant the tag. */
async function tagFindings(
  registry: Registry,
  name: string,
  { reference, tag }: PullQuestion,
): Promise<readonly PullFinding[]> {
  if (tag === undefined || tag === reference) return []
  const about = { level: 'warning', about: 'tag' } as const
  try {
    const now = await registry.digestNow(name, tag)
    if (now === reference) return []
    return [
      {
        ...about,
        message: `the tag ${tag} means ${short(now)} now; ${short(reference)} goes out, as planned`,
      },
    ]
  } catch (refusal) {
    if (!(refusal instanceof RegistryRefusal)) throw refusal
    // Any other refusal is told of the digest.
    return refusal.status === 404
      ? [{ ...about, message: `the tag ${tag} is gone: ${short(reference)} may be cleaned away` }]
      : []
  }
}

async function partFindings(
  { registry, name, hasSecret }: Look,
  { config, layers = [] }: Manifest,
  where: string,
): Promise<readonly PullFinding[]> {
  const parts = [
    ...(config === undefined ? [] : [{ words: `its config${where}`, part: config }]),
    ...layers.map((part, index) => ({ words: `layer ${index + 1} of ${layers.length}${where}`, part })),
  ]
  const found = await Promise.all(
    parts.map(async ({ words, part }) => {
      try {
        await registry.hasBlob(name, part.digest)
        await registry.readEnd(name, part)
        return []
      } catch (refusal) {
        return [findingOf(`${words} (${short(part.digest)})`, refusal, hasSecret)]
      }
    }),
  )
  return found.flat()
}

function findingOf(what: string, refusal: unknown, hasSecret: boolean): PullFinding {
  if (!(refusal instanceof RegistryRefusal)) throw refusal
  const { kind, status, message, said } = refusal
  if (kind === 'unreachable' || mayPass.has(status)) return { ...error(message), about: 'registry' }
  const words = `${what} cannot be pulled: `
  const why = said ?? message
  if (kind === 'broken') return error(`${words}the storage lost it: the answer breaks off`)
  if (status === 401 || status === 403) {
    const secret = hasSecret ? 'the pull secret is not accepted' : 'no pull secret fits'
    return { ...error(`${words}${secret}: ${why}`), about: 'secret' }
  }
  if (status === 404) return error(`${words}it is not there, or the storage lost it: ${why}`)
  if (status === 412) return error(`${words}a policy of the project refuses it: ${why}`)
  return error(`${words}${message}`)
}

/** Of these it is not the image that is to blame. */
const mayPass = new Set([429, 502, 503, 504])

const short = (digest: string): string => digest.slice(0, 'sha256:'.length + 12)
const error = (message: string): PullFinding => ({ level: 'error', message })
const unfit = (message: string): PullFinding => ({ ...error(message), about: 'platform' })
const warning = (message: string): PullFinding => ({ level: 'warning', message })
