/** What a registry has of a repository, newest first: as a Harbor tells it, or as any registry does. */
import type { Harbor } from './registry/harbor.ts'
import type { Artifact } from './registry/harbor/artifacts.ts'
import { configPlatform, platformWords } from './registry/platform.ts'
import { RegistryRefusal } from './registry/refusal.ts'
import type { Manifest, Registry } from './registry/registry.ts'

export interface StoredImage {
  readonly digest: string
  readonly tags: readonly string[]
  /** `linux/amd64`. */
  readonly platforms: readonly string[]
  /** These four only a Harbor knows; null otherwise. */
  readonly pushedAt: string | null
  readonly bytes: number | null
  readonly scan: { readonly status: string; readonly severity: string } | null
  readonly isSigned: boolean | null
}

/** `repository` is without the host. Both reject with `RegistryRefusal`. */
export interface ImageSource {
  readonly newest: (repository: string, limit: number) => Promise<readonly StoredImage[]>
  /** Undefined when it is not there. */
  readonly find: (repository: string, digest: string) => Promise<StoredImage | undefined>
}

export const harborSource = (harbor: Pick<Harbor, 'artifacts' | 'artifact'>): ImageSource => ({
  newest: async (repository, limit) =>
    (await harbor.artifacts(repository))
      .filter(({ tags }) => tags.length > 0)
      .toSorted((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''))
      .slice(0, limit)
      .map(asStored),
  find: async (repository, digest) => {
    const found = await harbor.artifact(repository, digest)
    return found && asStored(found)
  },
})

const asStored = ({ digest, tags, references, platform, pushedAt, bytes, scan, accessories }: Artifact) => ({
  digest,
  tags: tags.map(({ name }) => name),
  platforms:
    references.length === 0
      ? platform === undefined
        ? []
        : [platform]
      : references.flatMap((one) => one.platform ?? []),
  pushedAt: pushedAt ?? null,
  bytes,
  scan: scan === undefined ? null : { status: scan.status, severity: scan.severity },
  isSigned: accessories.some(({ type }) => type.startsWith('signature')),
})

export const registrySource = (registry: Registry): ImageSource => {
  const stored = async (repository: string, reference: string): Promise<StoredImage> => {
    const manifest = await registry.manifest(repository, reference)
    return {
      digest: manifest.digest,
      tags: reference.startsWith('sha256:') ? [] : [reference],
      platforms: await platformsOf(registry, repository, manifest),
      pushedAt: null,
      bytes: null,
      scan: null,
      isSigned: null,
    }
  }
  return {
    async newest(repository, limit) {
      const images = new Map<string, StoredImage>()
      for (const tag of await registry.tags(repository, limit)) {
        const image = await stored(repository, tag)
        const known = images.get(image.digest)
        images.set(image.digest, known ? { ...known, tags: [...known.tags, tag] } : image)
      }
      return [...images.values()]
    },
    async find(repository, digest) {
      try {
        return await stored(repository, digest)
      } catch (error) {
        if (error instanceof RegistryRefusal && error.status === 404) return undefined
        throw error
      }
    },
  }
}

async function platformsOf(
  registry: Registry,
  repository: string,
  { manifests, config }: Manifest,
): Promise<readonly string[]> {
  if (manifests !== undefined) return manifests.flatMap(({ platform }) => platformWords(platform) ?? [])
  const own = config && configPlatform(await registry.blob(repository, config))
  return own === undefined ? [] : [own]
}
