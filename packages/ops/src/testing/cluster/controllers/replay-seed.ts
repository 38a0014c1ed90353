import { apiVersionOf } from '../../../kube-object.ts'
import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import type { Recorded } from '../replay.ts'
import { resources } from '../resources.ts'
import type { SimulatedCluster } from '../start-cluster.ts'
import { node } from './nodes.ts'
import { hashLabel } from './template.ts'

/** What was there before a recording's first write: what it listed, and what must have been behind that. */
export function seed(cluster: SimulatedCluster, lines: readonly Recorded[]): void {
  const { store } = cluster
  for (const name of ['worker-1', 'worker-2']) store.create('nodes', node(name))
  const first = lines.findIndex(({ kind, method }) => kind === 'request' && method !== 'GET')
  const reads = lines.slice(0, first).map(({ responseBody }) => responseBody as KubeObject | undefined)
  const namespace = /namespaces\/([^/]+)/.exec(lines[first]?.path ?? '')?.[1] ?? 'default'
  const labels = reads.find((body) => body?.kind === 'Namespace')?.metadata.labels ?? {}
  cluster.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } })
  for (const body of reads) {
    const resource = resources.find(({ kind }) => body?.kind === `${kind}List`)
    if (!resource) continue
    for (const item of (body?.['items'] ?? []) as KubeObject[])
      if (!store.get(resource.resource, item.metadata.namespace ?? '', item.metadata.name))
        store.create(resource.resource, { ...item, apiVersion: apiVersionOf(resource), kind: resource.kind })
  }
  for (const deployment of store.list('deployments', namespace)) {
    const sets = store.list('replicasets', namespace)
    if (sets.length === 0) createSet(cluster, deployment)
    for (const set of store.list('replicasets', namespace)) createPods(cluster, set)
  }
  for (const set of store.list('statefulsets', namespace)) createRevision(cluster, set)
}

function createSet({ store }: SimulatedCluster, deployment: KubeObject) {
  const { name, namespace = '', annotations = {} } = deployment.metadata
  const owner = store.list('pods', namespace)[0]?.metadata.ownerReferences?.[0]
  const setName = owner?.name ?? `${name}-58f6d8db76`
  const { template, selector, replicas } = deployment.spec ?? {}
  const labels = { ...template.metadata.labels, [hashLabel]: setName.slice(name.length + 1) }
  const {
    observedGeneration: _seen,
    updatedReplicas: _new,
    conditions: _all,
    ...counts
  } = deployment.status ?? {}
  store.create('replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: setName,
      namespace,
      ...(owner ? { uid: owner.uid } : {}),
      labels,
      annotations,
      ownerReferences: [ownerOf(deployment)],
    },
    spec: { replicas, selector, template: { ...template, metadata: { ...template.metadata, labels } } },
    status: { ...counts, fullyLabeledReplicas: counts['replicas'], observedGeneration: 1 },
  })
}

function createPods({ store }: SimulatedCluster, set: KubeObject) {
  const { name, namespace = '', uid } = set.metadata
  const pods = store.list('pods', namespace)
  if (pods.some(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid))) return
  const { spec, metadata } = set.spec?.['template'] ?? {}
  const at = { lastTransitionTime: '2026-11-22T11:00:00Z', status: 'True' }
  for (let made = 0; made < Number(set.spec?.['replicas'] ?? 0); made += 1)
    store.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        name: `${name}-seed${made}`,
        namespace,
        ownerReferences: [ownerOf(set)],
      },
      spec: { ...spec, nodeName: `worker-${(made % 2) + 1}` },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', ...at }],
        containerStatuses: (spec.containers as JsonObject[]).map((container) => ({
          name: container['name'],
          image: container['image'],
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: at.lastTransitionTime } },
        })),
      },
    })
}

function createRevision({ store }: SimulatedCluster, set: KubeObject) {
  store.create('controllerrevisions', {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: set.status?.['currentRevision'] as string,
      namespace: set.metadata.namespace ?? '',
      ownerReferences: [ownerOf(set)],
    },
    data: { spec: { template: set.spec?.['template'] } },
    revision: 1,
  })
}

function ownerOf({ apiVersion, kind, metadata }: KubeObject) {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true }
}
