/** What an environment is like now: who works on it, what was committed last, and how its workloads are. */
import { ApiRefusal } from './api-refusal.ts'
import { readClusterBackups } from './backup/cluster-backups.ts'
import type { ClusterBackups } from './backup/cluster-backups.ts'
import type { Cluster } from './cluster.ts'
import type { Clock } from './clock.ts'
import { listRuns } from './journal/journal.ts'
import { listRevisions } from './journal/revisions.ts'
import type { Revision } from './journal/revisions.ts'
import { completionOf } from './judge/completion.ts'
import { signalsOf } from './judge/signals.ts'
import { kinds } from './kinds.ts'
import type { KubeObject } from './kube-object.ts'
import { objectKey } from './object-key.ts'
import { serviceLabel } from './plan/services.ts'
import { observe } from './rollout/observe.ts'
import type { Run } from './run.ts'
import { readLock } from './unlock.ts'
import type { Holding } from './unlock.ts'

interface StatusPlace {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
  readonly environment: string
}

interface WorkloadStatus {
  readonly service: string
  /** `Deployment goalixa-app/app` */
  readonly object: string
  readonly images: readonly string[]
  readonly complete: boolean
  readonly available: number
  readonly wanted: number
  /** Empty when nothing is awaited. */
  readonly waitingFor: string
  /** What stands in the way, in the cluster's own words; null where nothing does. */
  readonly problem: string | null
}

export interface EnvironmentStatus {
  readonly environment: string
  readonly context: string
  readonly server: string
  readonly version: string
  readonly lock: Holding | null
  /** The run that has no end yet. */
  readonly run: Pick<Run, 'id' | 'kind' | 'actor' | 'reason' | 'startedAt'> | null
  /** The step that it is at. */
  readonly step: string | null
  readonly revision: Revision | null
  readonly workloads: readonly WorkloadStatus[]
  /** Empty where nothing makes any, and for somebody who may not look. */
  readonly backups: readonly ClusterBackups[]
}

/** Objects of ours have this label. */
export const ownLabel = 'app.kubernetes.io/part-of=goalixa'

export async function readStatus(place: StatusPlace): Promise<EnvironmentStatus> {
  const { cluster, environment } = place
  const [version, lock, runs, revisions, workloads, backups] = await Promise.all([
    cluster.version(),
    readLock(place),
    listRuns(place, environment),
    listRevisions(place),
    workloadsIn(cluster),
    readClusterBackups(cluster, place.clock).catch(notSeen),
  ])
  const open = runs.find(({ outcome }) => outcome === undefined)
  return {
    environment,
    context: cluster.context,
    server: cluster.server,
    version,
    lock: lock ?? null,
    run: open === undefined ? null : brief(open),
    step: open?.steps.at(-1)?.name ?? null,
    revision: revisions[0] ?? null,
    workloads: await Promise.all(workloads.map((object) => statusOf(cluster, object))),
    backups,
  }
}

function notSeen(error: unknown): readonly ClusterBackups[] {
  if (error instanceof ApiRefusal && error.status === 403) return []
  throw error
}

const brief = ({ id, kind, actor, reason, startedAt }: Run) => ({ id, kind, actor, reason, startedAt })

/** Of all our services, by name. Items of a list do not say their kind. */
export async function workloadsIn(cluster: Cluster): Promise<readonly KubeObject[]> {
  const lists = await Promise.all(
    (['Deployment', 'StatefulSet', 'DaemonSet'] as const).map(async (kind) =>
      (await cluster.list(kinds[kind], { labelSelector: ownLabel })).items.map((object) => ({
        ...object,
        kind,
        apiVersion: 'apps/v1',
      })),
    ),
  )
  return lists.flat().toSorted((a, b) => serviceOf(a).localeCompare(serviceOf(b)))
}

export const serviceOf = ({ metadata }: KubeObject): string =>
  metadata.labels?.[serviceLabel] ?? metadata.name

async function statusOf(cluster: Cluster, object: KubeObject): Promise<WorkloadStatus> {
  const { complete, available, wanted, waitingFor } = completionOf(object)
  const trouble = complete ? undefined : signalsOf(await observe(cluster, object))[0]
  const containers = (object.spec?.['template']?.spec?.containers ?? []) as readonly { image: string }[]
  return {
    service: serviceOf(object),
    object: objectKey(object),
    images: containers.map(({ image }) => image),
    complete,
    available,
    wanted,
    waitingFor,
    problem: trouble === undefined ? null : `${trouble.object}: ${trouble.reason}: ${trouble.message}`,
  }
}
