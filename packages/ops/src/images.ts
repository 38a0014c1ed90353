/** Per service: what runs, what one can go back to, and what the registry has. */
import * as z from 'zod'
import type { Cluster } from './cluster.ts'
import { imagesOf } from './gates/plan-images.ts'
import type { ImageSource, StoredImage } from './image-sources.ts'
import { listRevisions, readRevision } from './journal/revisions.ts'
import { containersOf, podsIn } from './preflight/pod-specs.ts'
import { imageParts } from './plan/images.ts'
import { splitRepository } from './registry/split-repository.ts'
import { serviceOf, workloadsIn } from './status.ts'

export const imageSchema = z.object({
  service: z.string(),
  /** With the host: `harbor.example.com/goalixa/app`. */
  repository: z.string(),
  digest: z.string(),
  tags: z.array(z.string()),
  /** `previous` is what a rollback brings back; the others are there and do not run. */
  state: z.enum(['running', 'previous', 'stored']),
  /** False: nodes that do not have it yet cannot get it. */
  isInRegistry: z.boolean(),
  /** `linux/amd64` */
  platforms: z.array(z.string()),
  /** These four only a Harbor knows. */
  pushedAt: z.string().nullable(),
  bytes: z.number().nullable(),
  scan: z.object({ status: z.string(), severity: z.string() }).nullable(),
  isSigned: z.boolean().nullable(),
})
export type ServiceImage = z.infer<typeof imageSchema>

interface ImagesOptions {
  readonly cluster: Cluster
  readonly namespace: string
  readonly environment: string
  /** Of a host, as names of images begin. */
  readonly sourceOf: (host: string) => Promise<ImageSource>
  /** So many of each repository besides what runs and what ran before. */
  readonly limit: number
  /** All unless said. */
  readonly services?: readonly string[]
}

/** Of images that name their registry. Rejects with `RegistryRefusal` of a registry that does not answer. */
export async function readImages(options: ImagesOptions): Promise<readonly ServiceImage[]> {
  const [running, previous] = await Promise.all([runningImages(options.cluster), previousImages(options)])
  const wanted = running.filter(({ service }) => options.services?.includes(service) !== false)
  const rows: ServiceImage[] = []
  for (const [repository, own] of Map.groupBy(wanted, (one) => one.repository)) {
    const runs = new Set(own.map(({ digest }) => digest))
    const before = previous.filter((one) => one.repository === repository).map(({ digest }) => digest)
    const stored = await storedIn(options, repository, [...runs, ...before])
    for (const digest of new Set([...runs, ...before, ...stored.keys()])) {
      const image = stored.get(digest)
      rows.push({
        service: own[0]!.service,
        repository,
        state: runs.has(digest) ? 'running' : before.includes(digest) ? 'previous' : 'stored',
        isInRegistry: image !== undefined,
        ...mutable(image ?? { ...unknown, digest }),
      })
    }
  }
  return rows
}

/** The newest, and those that are needed, by digest. */
async function storedIn(
  { sourceOf, limit }: ImagesOptions,
  repository: string,
  needed: readonly string[],
): Promise<ReadonlyMap<string, StoredImage>> {
  const place = splitRepository(repository)
  if (place === undefined) return new Map()
  const source = await sourceOf(place.host)
  const stored = new Map((await source.newest(place.name, limit)).map((image) => [image.digest, image]))
  for (const digest of needed) {
    const found = stored.get(digest) ?? (await source.find(place.name, digest))
    if (found !== undefined) stored.set(digest, found)
  }
  return stored
}

const mutable = ({ tags, platforms, ...image }: StoredImage) => ({
  ...image,
  tags: [...tags],
  platforms: [...platforms],
})

const unknown: Omit<StoredImage, 'digest'> = {
  tags: [],
  platforms: [],
  pushedAt: null,
  bytes: null,
  scan: null,
  isSigned: null,
}

interface Running {
  readonly service: string
  readonly repository: string
  readonly digest: string
}

async function runningImages(cluster: Cluster): Promise<readonly Running[]> {
  const workloads = await workloadsIn(cluster)
  return workloads.flatMap((workload) =>
    podsIn([workload]).flatMap(({ spec }) =>
      containersOf(spec).flatMap(({ image }) => {
        const { repository, digest } = imageParts(String(image))
        return digest === undefined ? [] : [{ service: serviceOf(workload), repository, digest }]
      }),
    ),
  )
}

/** Of the revision before the newest. */
async function previousImages(
  place: ImagesOptions,
): Promise<readonly { repository: string; digest: string }[]> {
  const before = (await listRevisions(place))[1]
  if (before === undefined) return []
  const plan = await readRevision(place, before.number)
  return imagesOf(plan).map(({ host, repository, digest }) => ({
    repository: host === '' ? repository : `${host}/${repository}`,
    digest,
  }))
}
