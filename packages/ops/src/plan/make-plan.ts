/** Makes a plan: manifests with digests, what the server says would change, and what it was based on. Changes nothing. */
import { createHash } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal } from '../api-refusal.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { refusalWords } from '../rollout/apply.ts'
import { canonical } from './canonical.ts'
import { differenceOf } from './difference.ts'
import { withImages } from './images.ts'
import type { ResolveImage } from './images.ts'
import type { ObjectChange, Plan, PlannedService } from './plan.ts'
import { servicesIn } from './services.ts'
import type { ServiceObjects } from './services.ts'

export interface PlanOptions {
  readonly cluster: Cluster
  readonly environment: string
  readonly objects: readonly KubeObject[]
  /** From `name:tag` to a digest, with the digests of each platform. */
  readonly resolve: ResolveImage
  /** Only these services; all of them when absent. */
  readonly services?: readonly string[]
  /** Tags to deploy instead of those in the manifests, by service; `*` for all. */
  readonly tags?: Readonly<Record<string, string>>
  readonly allowMutable?: boolean
  /** The plan of the revision before: what is in it and no longer in the manifests is pruned. */
  readonly previous?: Plan
  readonly forceConflicts?: boolean
}

/** Rejects with `ops.manifests`, every refusal of the server at its field. */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { cluster, environment, objects, services, previous } = options
  const split = servicesIn(objects, services)
  const pinned = await withAllImages(split, options)
  const planned: PlannedService[] = []
  const basedOn: Record<string, string> = {}
  const problems: { path: string; message: string }[] = []
  for (const { service, manifests, images, migration } of pinned) {
    const changes: ObjectChange[] = []
    for (const object of manifests) {
      const live = await cluster.get(
        await cluster.kindOf(object),
        object.metadata.name,
        object.metadata.namespace,
      )
      if (live !== undefined) basedOn[objectKey(object)] = versionOf(live)
      const change = await dryRun(options, object, live, objects)
      if ('message' in change) problems.push(change)
      else changes.push(change)
    }
    planned.push({
      name: service.name,
      level: service.level,
      images: [...images],
      manifests: [...manifests],
      changes,
      ...(migration === undefined ? {} : { migration }),
    })
  }
  if (problems.length > 0)
    throw new AppError('ops.manifests', 'the server refuses some of the manifests', { fields: problems })
  return {
    version: 1,
    environment,
    cluster: await clusterIdentity(cluster),
    services: planned,
    prune: pruned(split, objects, previous),
    basedOn,
  }
}

/** What is wrong with the images of several services is told together. */
async function withAllImages(split: readonly ServiceObjects[], options: PlanOptions) {
  const tried = await Promise.allSettled(
    split.map(async (service) => ({ service, ...(await withImages(service, options)) })),
  )
  const failures = tried.flatMap((one, index) =>
    one.status === 'rejected' ? [{ service: split[index]!.name, error: one.reason as unknown }] : [],
  )
  const told = failures.flatMap(({ service, error }) =>
    error instanceof AppError && error.code === 'ops.manifests' ? [{ service, error }] : [],
  )
  if (told.length > 1 && told.length === failures.length) {
    const tries = new Set(told.map(({ error }) => error.try))
    throw new AppError('ops.manifests', `the images of ${told.length} services cannot be used`, {
      ...(tries.size === 1 ? { try: told[0]!.error.try } : {}),
      fields: told.map(({ service, error }) => ({ path: service, message: error.message })),
    })
  }
  if (failures.length > 0) throw failures[0]!.error
  return tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

/** The same cluster has the same one under every name and address. */
export async function clusterIdentity(cluster: Cluster): Promise<string> {
  const system = await cluster.get(kinds.Namespace, 'kube-system')
  return system?.metadata.uid ?? cluster.server
}

/** What is wanted of an object, as a short hash. How many replicas is left out: autoscalers change that all the time. */
export function versionOf(live: KubeObject): string {
  const { metadata, status: _, ...object } = live
  const { replicas: _replicas, ...spec } = object.spec ?? {}
  const { labels = {}, uid } = metadata
  return createHash('sha256')
    .update(canonical({ ...object, spec, labels, uid }))
    .digest('hex')
    .slice(0, 16)
}

async function dryRun(
  { cluster, forceConflicts = false }: PlanOptions,
  object: KubeObject,
  live: KubeObject | undefined,
  all: readonly KubeObject[],
): Promise<ObjectChange | { readonly path: string; readonly message: string }> {
  const path = objectKey(object)
  try {
    return differenceOf(live, await cluster.apply(object, { dryRun: true, force: forceConflicts }))
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status === 0) throw error
    // Nothing can be tried in a namespace that this plan makes, and there is nothing there that could differ.
    const isNewNamespace =
      error.status === 404 &&
      all.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === object.metadata.namespace)
    if (isNewNamespace) return { object: path, action: 'create', fields: [] }
    return { path, message: refusalWords(error) }
  }
}

/** What a plan never removes, even when it is no longer in the manifests. */
const kept = new Set(['PersistentVolumeClaim', 'Namespace', 'CustomResourceDefinition', 'Secret'])

function pruned(
  split: readonly ServiceObjects[],
  objects: readonly KubeObject[],
  previous: Plan | undefined,
): KubeObject[] {
  const wanted = new Set(objects.map(objectKey))
  const services = new Set(split.map(({ name }) => name))
  return (previous?.services ?? [])
    .filter(({ name }) => services.has(name))
    .flatMap(({ manifests }) => manifests)
    .filter((object) => !wanted.has(objectKey(object)) && !kept.has(object.kind))
}
