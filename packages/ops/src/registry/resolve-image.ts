/** What a tag means, asked of its registry. */
import { AppError } from '@goalixa/contracts/errors'
import { digestsOnly } from '../plan/digests.ts'
import type { ResolveImage } from '../plan/images.ts'
import type { Credentials } from './docker-config.ts'
import { configPlatform, platformWords } from './platform.ts'
import { RegistryRefusal } from './refusal.ts'
import { openRegistry } from './registry.ts'
import type { Manifest, Registry, RegistryOptions } from './registry.ts'
import { splitRepository } from './split-repository.ts'

interface ResolveOptions extends Pick<RegistryOptions, 'clock' | 'timeoutMs' | 'signal'> {
  /** For `host/project/app`, to be tried in this order; without any it is asked as anybody. */
  readonly credentialsFor: (repository: string) => Promise<readonly Credentials[]>
}

/**
 * Asks for tags only: a digest means itself, and whether it can be pulled is preflight's question. A tag means the same
 * whenever it is asked for. Rejects with `ops.manifests` for a tag that nobody can resolve.
 */
export function resolveWith(options: ResolveOptions): ResolveImage {
  const known = new Map<string, ReturnType<ResolveImage>>()
  return (image) => {
    const { repository, reference } = image
    if (reference.startsWith('sha256:')) return digestsOnly(image)
    const name = `${repository}:${reference}`
    const asked = known.get(name) ?? resolve(options, repository, reference)
    known.set(name, asked)
    return asked
  }
}

async function resolve(
  { credentialsFor, ...how }: ResolveOptions,
  repository: string,
  tag: string,
): ReturnType<ResolveImage> {
  const place = splitRepository(repository)
  if (place === undefined)
    throw new AppError('ops.manifests', `${repository}:${tag} names no registry that could be asked`, {
      try: 'write the image with its host: host/project/name:tag',
    })
  const credentials = await credentialsFor(repository)
  let refusal: RegistryRefusal | undefined
  for (const one of credentials.length === 0 ? [undefined] : credentials) {
    const registry = openRegistry({
      ...how,
      host: place.host,
      ...(one === undefined ? {} : { credentials: one }),
    })
    try {
      const manifest = await registry.manifest(place.name, tag)
      return { digest: manifest.digest, platforms: await platformsOf(registry, place.name, manifest) }
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error
      refusal = error
      if (!isForSecret(error)) break
    } finally {
      await registry.close()
    }
  }
  throw unresolved(`${repository}:${tag}`, refusal!, credentials.length > 0)
}

const isForSecret = ({ status }: RegistryRefusal): boolean => status === 401 || status === 403

function unresolved(image: string, refusal: RegistryRefusal, hasSecret: boolean): AppError {
  const { status, message, said = message } = refusal
  if (status === 404)
    return new AppError('ops.manifests', `there is no ${image}: ${said}`, {
      try: 'push it, or name a tag that is there',
    })
  if (isForSecret(refusal))
    return new AppError(
      'ops.manifests',
      `the registry does not say what ${image} is ${hasSecret ? 'with the credentials that there are' : 'without credentials'}: ${said}`,
      { try: 'check the pull secret of its pods, or sign in to the registry with: docker login' },
    )
  return new AppError('ops.manifests', `nobody knows what ${image} is: ${message}`, {
    try: 'try again when the registry answers, or pin it in the manifests: name:tag@sha256:…',
  })
}

/** By `os/arch`, with the variant where there is one. */
async function platformsOf(
  registry: Registry,
  name: string,
  { manifests, config, digest }: Manifest,
): Promise<Readonly<Record<string, string>>> {
  if (manifests !== undefined)
    return Object.fromEntries(
      manifests.flatMap((one) => {
        const platform = platformWords(one.platform)
        return platform === undefined ? [] : [[platform, one.digest]]
      }),
    )
  if (config === undefined) return {}
  const platform = configPlatform(await registry.blob(name, config))
  return platform === undefined ? {} : { [platform]: digest }
}
