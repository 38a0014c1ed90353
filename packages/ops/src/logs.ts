/** What the pods of a service wrote, without secrets. */
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal } from './api-refusal.ts'
import type { Cluster, Selection } from './cluster.ts'
import { kinds } from './kinds.ts'
import type { KubeObject } from './kube-object.ts'
import { redacted } from './redact.ts'
import { serviceOf, workloadsIn } from './status.ts'

interface LogsOptions {
  readonly cluster: Cluster
  readonly service: string
  readonly container?: string
  /** Of the containers before their last restart. */
  readonly previous?: boolean
  /** Lines of each container. */
  readonly tailLines: number
}

export interface PodLog {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly lines: readonly string[]
  /** Why there are none, in the cluster's words; null when they could be read. */
  readonly problem: string | null
}

const mostBytes = 4 * 1024 * 1024

/** Rejects with `ops.manifests` when there is no such service. */
export async function readLogs(options: LogsOptions): Promise<readonly PodLog[]> {
  const { cluster, service, container } = options
  const own = await workloadsOf(cluster, service)
  const lists = await Promise.all(own.map((object) => cluster.list(kinds.Pod, podsOf(object))))
  const pods = lists.flatMap(({ items }) => items)
  const wanted = pods.flatMap((pod) =>
    containersOf(pod)
      .filter((name) => container === undefined || name === container)
      .map((name) => ({ pod, name })),
  )
  if (pods.length > 0 && wanted.length === 0)
    throw noSuchContainer(service, container, pods.flatMap(containersOf))
  return Promise.all(wanted.map(({ pod, name }) => logOf(options, pod, name)))
}

/** Rejects with `ops.manifests` when there is no such service. */
export async function workloadsOf(cluster: Cluster, service: string): Promise<readonly KubeObject[]> {
  const workloads = await workloadsIn(cluster)
  const own = workloads.filter((object) => serviceOf(object) === service)
  if (own.length > 0) return own
  const known = [...new Set(workloads.map(serviceOf))]
  throw new AppError('ops.manifests', `the cluster runs no service ${service}`, {
    try: known.length === 0 ? 'see what runs: goalixa ops status' : `choose from: ${known.join(', ')}`,
  })
}

/** Chooses the pods of a workload. */
export function podsOf({ metadata, spec }: KubeObject): Selection {
  const labels = (spec?.['selector']?.matchLabels ?? {}) as Readonly<Record<string, string>>
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
  return { namespace: metadata.namespace!, labelSelector }
}

export const noSuchContainer = (
  service: string,
  container: string | undefined,
  names: readonly string[],
): AppError =>
  new AppError('ops.manifests', `${service} has no container ${container}`, {
    try: `choose from: ${[...new Set(names)].join(', ')}`,
  })

export const containersOf = ({ spec }: Pick<KubeObject, 'spec'>): readonly string[] =>
  ((spec?.['containers'] ?? []) as readonly { name: string }[]).map(({ name }) => name)

async function logOf(
  { cluster, previous = false, tailLines }: LogsOptions,
  { metadata }: KubeObject,
  container: string,
): Promise<PodLog> {
  const namespace = metadata.namespace!
  const place = { namespace, pod: metadata.name, container }
  try {
    const text = await cluster.logs(namespace, metadata.name, {
      container,
      previous,
      tailLines,
      limitBytes: mostBytes,
    })
    const lines = text.trimEnd().split('\n')
    return { ...place, lines: lines[0] === '' ? [] : lines.map(redacted), problem: null }
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status === 0 || error.status === 403) throw error
    return { ...place, lines: [], problem: error.message }
  }
}
