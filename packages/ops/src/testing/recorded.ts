/** Recorded exchanges with a real API server, as what a rollout would have seen at each moment. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Observation } from '../judge/objects.ts'
import type { KubeObject } from '../kube-object.ts'

interface Line {
  readonly t: number
  readonly kind: 'request' | 'watch-event' | 'watch-close'
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly responseBody?: { readonly kind?: string; readonly items?: readonly KubeObject[] }
  readonly watch?: string
  readonly event?: { readonly type: string; readonly object: KubeObject }
}

export interface Moment {
  /** Milliseconds since the recording began. */
  readonly t: number
  readonly seen: Observation
  /** Whether the workload was written by this request. */
  readonly isApply: boolean
}

/** What was seen of one workload, moment by moment. `kind` is the plural: `deployments`. */
export function recordedMoments(file: string, kind: string, name: string): readonly Moment[] {
  const path = fileURLToPath(new URL(`../../transcripts/kubernetes/${file}.jsonl`, import.meta.url))
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
  const store = new Map<string, KubeObject>()
  const keyOf = (resource: string, { metadata }: KubeObject) => `${resource}/${metadata.uid}`
  return lines.map((line) => {
    for (const item of line.method === 'GET' ? (line.responseBody?.items ?? []) : [])
      store.set(keyOf(resourceOf(line.path!), item), item)
    if (line.event !== undefined) {
      const key = keyOf(resourceOf(line.watch!), line.event.object)
      if (line.event.type === 'DELETED') store.delete(key)
      else store.set(key, line.event.object)
    }
    return { t: line.t, seen: observationIn(store, kind, name), isApply: isApply(line, kind, name) }
  })
}

const resourceOf = (path: string): string => path.split('?')[0]!.split('/').at(-1)!

const isApply = ({ method, path = '', status = 0 }: Line, kind: string, name: string): boolean =>
  method === 'PATCH' && status < 300 && path.split('?')[0]!.endsWith(`/${kind}/${name}`)

function observationIn(store: ReadonlyMap<string, KubeObject>, kind: string, name: string): Observation {
  const all = (resource: string, of: string): readonly never[] =>
    [...store]
      .filter(([key]) => key.startsWith(`${resource}/`))
      .map(([, object]) => ({ ...object, kind: of })) as unknown as never[]
  const singular = { deployments: 'Deployment', statefulsets: 'StatefulSet' }[kind]!
  const workload = (all(kind, singular) as readonly KubeObject[]).find(
    ({ metadata }) => metadata.name === name,
  )
  const pods = all('pods', 'Pod')
  const sets = all('replicasets', 'ReplicaSet')
  return {
    workload,
    revisions: sets.length > 0 || workload === undefined ? sets : setOfNewest(workload, pods),
    pods,
    events: all('events', 'Event'),
  }
}

/** Some recordings did not watch ReplicaSets: the newest pod names the one that counts. */
function setOfNewest(workload: KubeObject, pods: readonly KubeObject[]): readonly never[] {
  const owner = pods
    .toSorted((a, b) => a.metadata.creationTimestamp!.localeCompare(b.metadata.creationTimestamp!))
    .at(-1)?.metadata.ownerReferences?.[0]
  if (owner === undefined) return []
  const { annotations, uid } = workload.metadata
  return [
    {
      kind: 'ReplicaSet',
      metadata: {
        name: owner.name,
        uid: owner.uid,
        annotations,
        ownerReferences: [{ uid, controller: true }],
      },
    },
  ] as unknown as readonly never[]
}
