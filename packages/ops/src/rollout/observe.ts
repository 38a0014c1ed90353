/** What there is of a workload: once, or kept current by watches. */
import type { Cluster } from '../cluster.ts'
import type { Clock } from '../clock.ts'
import type { Observation } from '../judge/objects.ts'
import { kinds } from '../kinds.ts'
import type { GroupVersionResource, KubeObject } from '../kube-object.ts'
import { watchList } from '../watch.ts'
import type { LiveList } from '../watch.ts'

type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet'

/** Looks once, for what was before a change. */
export async function observe(cluster: Cluster, object: KubeObject): Promise<Observation> {
  const { name, namespace } = object.metadata
  const kind = object.kind as WorkloadKind
  const at = namespace === undefined ? {} : { namespace }
  const [workload, pods, events, revisions] = await Promise.all([
    cluster.get(kinds[kind], name, namespace),
    cluster.list(kinds.Pod, at),
    cluster.list(kinds.Event, at),
    revisionKind(kind) === undefined ? undefined : cluster.list(revisionKind(kind)!, at),
  ])
  return observationOf(kind, workload, pods.items, events.items, revisions?.items ?? [])
}

export interface Observer {
  /** Undefined until everything was listed once. */
  readonly seen: (object: KubeObject) => Observation | undefined
  /** Rejects when a watch is refused for good. */
  readonly ended: Promise<unknown>
}

interface ObserverOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onChange: () => void
}

/** How often the workload itself is asked for: watches may be cut without a word. */
const pollMs = 5_000

/** Keeps an eye on workloads: one watch per kind and namespace. */
export function startObserving(objects: readonly KubeObject[], options: ObserverOptions): Observer {
  const { cluster, clock, signal } = options
  const lists = new Map<string, LiveList>()
  const listOf = (kind: GroupVersionResource, namespace = '') => {
    const key = `${kind.resource} ${namespace}`
    const known = lists.get(key)
    if (known !== undefined) return known
    const started = watchList(kind, namespace === '' ? {} : { namespace }, options)
    lists.set(key, started)
    return started
  }
  const listsFor = ({ kind, metadata }: KubeObject): readonly LiveList[] => [
    listOf(kinds[kind as WorkloadKind], metadata.namespace),
    listOf(kinds.Pod, metadata.namespace),
    listOf(kinds.Event, metadata.namespace),
    ...(revisionKind(kind) === undefined ? [] : [listOf(revisionKind(kind)!, metadata.namespace)]),
  ]
  const all = objects.map((object) => [object, listsFor(object)] as const)

  /** Two looks that agree with each other but not with the watch: its line is dead. */
  const poll = async (object: KubeObject, own: readonly LiveList[]) => {
    let before: string | undefined
    while (!signal.aborted) {
      await clock.sleep(pollMs, signal).catch(() => undefined)
      if (signal.aborted) return
      const { name, namespace } = object.metadata
      // A server that is away is the watches' concern: they know how to wait.
      const now = await cluster
        .get(kinds[object.kind as WorkloadKind], name, namespace)
        .catch(() => undefined)
      const version = now?.metadata.resourceVersion
      const heard = own[0]!.items()?.find(({ metadata }) => metadata.name === name)?.metadata.resourceVersion
      if (version !== undefined && version === before && version !== heard)
        for (const list of own) list.restart()
      before = version
      options.onChange()
    }
  }

  return {
    seen: (object) => {
      const items = listsFor(object).map((list) => list.items())
      if (items.includes(undefined)) return undefined
      const [workloads, pods, events, revisions] = items as readonly (readonly KubeObject[])[]
      const workload = workloads!.find(({ metadata }) => metadata.name === object.metadata.name)
      return observationOf(object.kind as WorkloadKind, workload, pods!, events!, revisions ?? [])
    },
    ended: Promise.all([
      ...[...lists.values()].map(({ ended }) => ended),
      ...all.map(([object, own]) => poll(object, own)),
    ]),
  }
}

const revisionKind = (kind: string): GroupVersionResource | undefined =>
  ({ Deployment: kinds.ReplicaSet, DaemonSet: kinds.ControllerRevision, StatefulSet: undefined })[
    kind as WorkloadKind
  ]

/** Items of a list do not say their kind. */
function observationOf(
  kind: WorkloadKind,
  workload: KubeObject | undefined,
  pods: readonly KubeObject[],
  events: readonly KubeObject[],
  revisions: readonly KubeObject[],
): Observation {
  return {
    workload: workload === undefined ? undefined : { ...workload, kind },
    pods,
    events,
    revisions: revisions.map((one) => ({
      ...one,
      kind: kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision',
    })),
  }
}
