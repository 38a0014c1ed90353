/** Images of manifests as digests: a tag may move between two nodes' pulls, a digest cannot. */
import { AppError } from '@goalixa/contracts/errors'
import type { JsonObject, KubeObject } from '../kube-object.ts'
import { isPlaceholder } from './digests.ts'
import type { PlannedImage } from './plan.ts'
import type { ServiceObjects } from './services.ts'

/** What a registry says of `repository:tag` or `repository@digest`. Rejects when it is not there. */
export type ResolveImage = (reference: {
  readonly repository: string
  readonly reference: string
}) => Promise<{ readonly digest: string; readonly platforms: Readonly<Record<string, string>> }>

interface ImageOptions {
  readonly resolve: ResolveImage
  readonly tags?: Readonly<Record<string, string>>
  readonly allowMutable?: boolean
}

interface WithImages {
  readonly manifests: readonly KubeObject[]
  readonly images: readonly PlannedImage[]
  readonly migration?: { readonly job: KubeObject; readonly kind: 'expand' | 'contract' }
}

/** The service with `name:tag@digest` in all its pods. */
export async function withImages(service: ServiceObjects, options: ImageOptions): Promise<WithImages> {
  const found = new Map<string, PlannedImage>()
  const pin = async (text: string): Promise<string> => {
    const { repository, tag, digest } = imageParts(text)
    const name = repository.split('/').at(-1)!
    const isOwn = ownImages.has(name)
    const wanted = isOwn ? (options.tags?.[name] ?? options.tags?.['*']) : undefined
    const newTag = wanted ?? tag
    if (newTag === undefined && digest === undefined)
      throw mutable(text, 'has neither tag nor digest', options)
    if (newTag === 'latest' && options.allowMutable !== true)
      throw mutable(`${repository}:latest`, 'is a tag that moves', options)
    // What others built is as new as the manifest says; of what is ours somebody has to say which version goes out.
    const known = digest !== undefined && isPlaceholder(digest) && !isOwn ? undefined : digest
    const reference = wanted ?? known ?? newTag ?? digest!
    const resolved = await options.resolve({ repository, reference })
    const image = { repository, digest: resolved.digest, platforms: { ...resolved.platforms } }
    const pinned = `${repository}${newTag === undefined ? '' : `:${newTag}`}@${resolved.digest}`
    found.set(pinned, newTag === undefined ? image : { ...image, tag: newTag })
    return pinned
  }
  const manifests = await Promise.all(service.manifests.map((object) => withPinnedPods(object, pin)))
  const { migration } = service
  return {
    manifests,
    ...(migration === undefined
      ? {}
      : { migration: { ...migration, job: await withPinnedPods(migration.job, pin) } }),
    images: [...found.values()].toSorted((a, b) => a.repository.localeCompare(b.repository)),
  }
}

/** `host:5000/a/b:tag@sha256:…`; the colon of a port is none of a tag. */
export function imageParts(text: string): { repository: string; tag?: string; digest?: string } {
  const [name = '', digest] = text.split('@', 2)
  const colon = name.lastIndexOf(':')
  const hasTag = colon > name.lastIndexOf('/')
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    ...(hasTag ? { tag: name.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** Of the release that `--tag` names: `…/goalixa/app`. A database's or a proxy's keeps the tag of its manifest. */
const ownImages: ReadonlySet<string> = new Set(['auth', 'app', 'api', 'pwa', 'landing', 'ops'])

const mutable = (text: string, why: string, { allowMutable }: ImageOptions) =>
  new AppError('ops.manifests', `${text} ${why}`, {
    try:
      allowMutable === true
        ? 'name a tag or a digest'
        : 'name a version, or allow it with --allow-mutable: it is pinned to what it means now',
  })

async function withPinnedPods(
  object: KubeObject,
  pin: (text: string) => Promise<string>,
): Promise<KubeObject> {
  const pinned = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(pinned))
    if (typeof value !== 'object' || value === null) return value
    const entries = await Promise.all(
      Object.entries(value as JsonObject).map(async ([key, member]): Promise<[string, unknown]> => {
        if (key === 'containers' || key === 'initContainers')
          return [key, await Promise.all((member as readonly JsonObject[]).map(pinContainer))]
        // The operator of the database makes its pods by itself.
        if (key === 'imageName' && typeof member === 'string') return [key, await pin(member)]
        return [key, await pinned(member)]
      }),
    )
    return Object.fromEntries(entries)
  }
  const pinContainer = async (container: JsonObject) =>
    typeof container['image'] === 'string'
      ? { ...container, image: await pin(container['image']) }
      : container
  return object.spec === undefined ? object : { ...object, spec: (await pinned(object.spec)) as JsonObject }
}
