import { apiVersionOf } from '../../kube-object.ts'
import type { KubeObject } from '../../kube-object.ts'
import type { Identity } from './access.ts'
import { appliedFields } from './field-paths.ts'
import { schemaFor, withOwners } from './managed-fields.ts'
import { readTranscript } from './replay.ts'
import type { Recorded } from './replay.ts'
import { resourceNamed } from './resources.ts'
import type { Resource } from './resources.ts'
import type { SimulatedCluster } from './start-cluster.ts'

/** Who may read workloads of one namespace. */
export const viewer: Identity = {
  user: 'system:serviceaccount:goalixa-ops:viewer',
  allows: ({ verb, resource, namespace }) =>
    ['get', 'list', 'watch'].includes(verb) && namespace === 'goalixa-app' && resource !== 'secrets',
}

/** What was there before a recording began. */
export function prepare(cluster: SimulatedCluster, name: string): void {
  const { store, logs } = cluster
  if (name !== '15-errors') seed(cluster, name)
  if (name === '16-logs') {
    const running = 'auth-58f6d8db76-skc2w'
    const crashing = 'auth-5b96cd4c86-ddq6c'
    cluster.add(pod(running, ['auth']), pod(crashing, ['auth']), pod('auth-6879bf66dd-j2f9q', ['auth']))
    cluster.add(pod('two', ['main', 'sidecar']), pod('pending', ['main'], ''))
    for (const line of ['starting harbor.example.internal/goalixa/auth:0.9.0', 'ready', 'tick'])
      logs.write('goalixa-auth', running, 'auth', line)
    const crash = () => {
      for (const line of ['starting harbor.example.internal/goalixa/auth:0.9.2', 'fatal: exit 1'])
        logs.write('goalixa-auth', crashing, 'auth', line)
    }
    crash()
    logs.rotate('goalixa-auth', crashing, 'auth')
    crash()
    logs.write('goalixa-auth', 'two', 'sidecar', 'tick')
    const stuck = store.get('pods', 'goalixa-auth', 'auth-6879bf66dd-j2f9q')
    if (stuck) {
      const state = { waiting: { reason: 'ImagePullBackOff' } }
      store.replace(
        'pods',
        { ...stuck, status: { phase: 'Pending', containerStatuses: [{ name: 'auth', state }] } },
        { status: true },
      )
    }
  }
  if (name === '18-pdb-eviction')
    for (const id of ['4r6b2', 'ch2mr']) {
      const added = cluster.add(pod(`auth-58f6d8db76-${id}`, ['auth']))[0]
      if (added)
        store.replace(
          'pods',
          { ...added, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
          { status: true },
        )
    }
}

// Workloads and namespaces as the recording read them before its first write.
function seed({ store }: SimulatedCluster, name: string) {
  const lines = readTranscript(name)
  const reads = lines.slice(
    0,
    lines.findIndex(({ kind, method }) => kind === 'request' && method !== 'GET'),
  )
  for (const { responseBody } of reads) {
    const body = responseBody as KubeObject & { items?: KubeObject[] }
    if (body?.kind === 'Namespace') {
      const { labels = {}, name: called } = body.metadata
      const live = store.get('namespaces', '', called)
      if (live) store.replace('namespaces', { ...live, metadata: { ...live.metadata, labels } })
    }
    if (body?.kind !== 'DeploymentList' && body?.kind !== 'StatefulSetList') continue
    const kind = body.kind.replace('List', '')
    const resource = resourceNamed(kind === 'Deployment' ? 'deployments' : 'statefulsets')
    for (const item of body.items ?? [])
      store.create(resource.resource, appliedBefore(resource, { ...item, kind }))
  }
}

/** The object as the deployer's own, as if it had applied all of it. */
function appliedBefore(resource: Resource, object: KubeObject): KubeObject {
  const { uid: _uid, ...metadata } = object.metadata
  const apiVersion = apiVersionOf(resource)
  const fields = appliedFields(
    { metadata: { labels: metadata.labels }, spec: object.spec },
    schemaFor(resource),
  )
  return withOwners({ ...object, apiVersion, metadata }, [
    { manager: 'goalixa-ops', operation: 'Apply', apiVersion, fields },
  ])
}

function pod(name: string, containers: string[], nodeName = 'worker-1'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'goalixa-auth', labels: { 'app.kubernetes.io/name': 'auth' } },
    spec: {
      containers: containers.map((container) => ({
        name: container,
        image: 'harbor.example.internal/goalixa/auth:0.9.0',
      })),
      ...(nodeName === '' ? {} : { nodeName }),
    },
  }
}

/** What happened in the cluster just before a recorded request, beyond what its answer shows. */
export function beforeLine(cluster: SimulatedCluster, name: string, line: Recorded): void {
  if (line.note === 'continue token after compaction: 410 Expired') {
    cluster.add({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'later', namespace: 'goalixa-api' },
    })
    cluster.faults.expireResourceVersions()
  }
  if (
    name === '14-watch-details' &&
    line.path.includes('limit=2&labelSelector=page') &&
    !line.path.includes('continue')
  )
    for (const page of [0, 1, 2, 3, 4])
      cluster.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `page-${page}`, namespace: 'goalixa-auth', labels: { page: 'yes' } },
      })
  if (name === '15-errors' && line.method === 'PUT' && line.note === 'stale resourceVersion')
    cluster.store.replace('deployments', touched(cluster))
  if (line.method === 'DELETE' && !cluster.store.get('pods', 'goalixa-app', 'postgres-2'))
    addPodOf(cluster, line)
  if (name !== '18-pdb-eviction' || line.method !== 'POST') return
  const budget = cluster.store.get('poddisruptionbudgets', 'goalixa-auth', 'auth')
  const counts = {
    allowed: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1 },
    'second at once: not allowed': { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1 },
  }
  const status = counts[line.note as keyof typeof counts]
  if (budget && status)
    cluster.store.replace(
      'poddisruptionbudgets',
      { ...budget, status: { ...budget.status, ...status } },
      { status: true },
    )
}

function touched(cluster: SimulatedCluster): KubeObject {
  const live = cluster.store.get('deployments', 'goalixa-app', 'app')
  if (!live) throw new Error('15-errors creates this Deployment before')
  return {
    ...live,
    metadata: {
      ...live.metadata,
      annotations: { ...live.metadata.annotations, 'deployment.kubernetes.io/revision': '1' },
    },
  }
}

// A StatefulSet controller had made this pod: as it was before its deletion.
function addPodOf({ store }: SimulatedCluster, { responseBody }: Recorded) {
  const deleted = responseBody as KubeObject | undefined
  if (deleted?.kind !== 'Pod') return
  const {
    deletionTimestamp: _at,
    deletionGracePeriodSeconds: _grace,
    uid: _uid,
    ...metadata
  } = deleted.metadata
  store.create('pods', { ...deleted, metadata: { ...metadata, generation: 1 } })
}
