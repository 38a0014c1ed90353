/** What the pods of a service write, as they write it: those of now, those that come, and containers that start again. */
import { ApiRefusal } from './api-refusal.ts'
import type { Clock } from './clock.ts'
import type { LogLine } from './cluster-logs.ts'
import type { Cluster } from './cluster.ts'
import { kinds } from './kinds.ts'
import type { KubeObject } from './kube-object.ts'
import { containersOf, noSuchContainer, podsOf, workloadsOf } from './logs.ts'
import { redacted } from './redact.ts'
import { watchList } from './watch.ts'

interface FollowOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly service: string
  readonly container?: string
  /** Lines of before, of each container that runs already. */
  readonly tailLines: number
  /** Ends it. */
  readonly signal: AbortSignal
  readonly onLine: (line: FollowedLine) => void
}

export interface FollowedLine {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** RFC 3339, of the node. */
  readonly at: string
  /** Without secrets. */
  readonly line: string
}

interface Begun {
  readonly pod: KubeObject
  readonly name: string
  readonly restarts: number
  readonly isRunning: boolean
}

const pauseMs = 1_000

/** Resolves when the signal ends it. Rejects with `ops.manifests` when there is no such service or container. */
export async function followLogs(options: FollowOptions): Promise<void> {
  const { cluster, clock, service, container, signal } = options
  const workloads = await workloadsOf(cluster, service)
  const names = workloads.flatMap(({ spec }) => containersOf(spec?.['template'] as Pick<KubeObject, 'spec'>))
  if (container !== undefined && !names.includes(container)) throw noSuchContainer(service, container, names)
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const followed = new Set<string>()
  const trouble = Promise.withResolvers<never>()
  /** Of a list that was asked for once: whatever comes later is followed from its first line. */
  const known = new Set<() => unknown>()

  const lists = workloads.map((workload) => {
    const look = () => {
      const pods = list.items()
      if (pods === undefined) return
      const wanted = pods
        .flatMap((pod) => begunIn(pod))
        .filter(({ name }) => container === undefined || name === container)
      const tailLines = known.has(look) ? undefined : options.tailLines
      known.add(look)
      for (const one of wanted) {
        const key = keyOf(one)
        if (followed.has(key)) continue
        followed.add(key)
        const now = () =>
          list
            .items()!
            .flatMap((pod) => begunIn(pod))
            .find((other) => keyOf(other) === key)
        followContainer({ ...options, signal: until }, one, tailLines, now).catch(trouble.reject)
      }
    }
    const list = watchList(kinds.Pod, podsOf(workload), { cluster, clock, signal: until, onChange: look })
    return list
  })
  try {
    await Promise.race([Promise.all(lists.map(({ ended }) => ended)), trouble.promise])
  } finally {
    over.abort()
  }
}

/** Goes on after a broken line where it was: the server knows seconds only, so what was told is left out again. */
async function followContainer(
  { cluster, clock, signal, onLine }: FollowOptions,
  { pod, name }: Begun,
  tailLines: number | undefined,
  now: () => Begun | undefined,
): Promise<void> {
  const { namespace = '', name: podName } = pod.metadata
  let last: { readonly at: string; readonly count: number } | undefined
  let isBroken: boolean
  do {
    const since = last
    let same = 0
    isBroken = false
    try {
      const from = since === undefined ? { tailLines } : { sinceTime: since.at }
      for await (const line of cluster.followLogs(namespace, podName, { container: name, signal, ...from })) {
        if (since !== undefined && wasTold(line, since.at)) continue
        if (line.at === since?.at && ++same <= since.count) continue
        last = { at: line.at, count: line.at === last?.at ? last.count + 1 : 1 }
        onLine({ namespace, pod: podName, container: name, at: line.at, line: redacted(line.text) })
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ApiRefusal) || [401, 403].includes(error.status)) throw error
      isBroken = true
    }
    // It may have ended, or only its line: a server that goes down closes it, too.
    await clock.sleep(pauseMs, signal).catch(() => undefined)
  } while (!signal.aborted && (now()?.isRunning === true || (isBroken && now() !== undefined)))
}

const wasTold = ({ at }: LogLine, last: string): boolean =>
  at !== last && Temporal.Instant.compare(Temporal.Instant.from(at), Temporal.Instant.from(last)) < 0

/** Containers that run, or have run: short ones have ended before anybody looks. */
function begunIn(pod: KubeObject): readonly Begun[] {
  const statuses = (pod.status?.['containerStatuses'] ?? []) as readonly {
    name: string
    restartCount: number
    state?: { running?: object; terminated?: object }
  }[]
  return statuses
    .filter(({ state }) => state?.running !== undefined || state?.terminated !== undefined)
    .map(({ name, restartCount, state }) => ({
      pod,
      name,
      restarts: restartCount,
      isRunning: state?.running !== undefined,
    }))
}

const keyOf = ({ pod, name, restarts }: Begun): string => `${pod.metadata.uid} ${name} ${restarts}`
