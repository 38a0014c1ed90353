import { describe, expect, onTestFinished, test } from 'vitest'
import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { startCluster } from '../start-cluster.ts'
import { node } from './nodes.ts'
import { startControllers } from './start-controllers.ts'

const labels = { app: 'app' }
const template = (version: number): JsonObject => ({
  metadata: { labels },
  spec: {
    containers: [{ name: 'app', image: `app:${version}`, readinessProbe: { tcpSocket: { port: 1 } } }],
  },
})
const inDefault = (apiVersion: string, kind: string, spec: JsonObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'app', namespace: 'default' },
  spec,
})
const workload = (kind: string, version: number, more: JsonObject = {}) =>
  inDefault('apps/v1', kind, { selector: { matchLabels: labels }, template: template(version), ...more })

async function start(seed?: number) {
  const cluster = await startCluster(seed === undefined ? {} : { seed })
  const controllers = startControllers(cluster.store, { nodes: [node('worker-1'), node('worker-2')] })
  onTestFinished(async () => {
    controllers.stop()
    await cluster.close()
  })
  const call = async (path: string, method = 'GET', body?: object) => {
    const response = await fetch(cluster.url + path, {
      method,
      headers: {
        authorization: `Bearer ${cluster.token}`,
        'content-type': method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return (await response.json()) as KubeObject
  }
  const list = async (path: string) => (await call(path))['items'] as KubeObject[]
  return {
    call,
    list,
    after: (ms: number) => cluster.clock.advance(ms),
    apply: (path: string, object: KubeObject) =>
      call(`${path}/app?fieldManager=goalixa-ops`, 'PATCH', object),
    pods: () => list('/api/v1/namespaces/default/pods'),
  }
}

const apps = '/apis/apps/v1/namespaces/default'

describe('the simulated controllers', () => {
  test('an HPA raises its target to minReplicas and owns that field', async () => {
    const { apply, after, call } = await start()
    await apply(`${apps}/deployments`, workload('Deployment', 1))
    await apply(
      '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
      inDefault('autoscaling/v2', 'HorizontalPodAutoscaler', {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
        minReplicas: 3,
        maxReplicas: 5,
      }),
    )
    after(60_000)
    const { metadata, spec, status } = await call(`${apps}/deployments/app`)
    expect(spec?.['replicas']).toBe(3)
    expect(status?.['availableReplicas']).toBe(3)
    const scaler = metadata.managedFields?.find(({ subresource }) => subresource === 'scale')
    expect(scaler).toMatchObject({
      manager: 'kube-controller-manager',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    })
  })

  test('a PodDisruptionBudget counts its pods', async () => {
    const { apply, after, call } = await start()
    await apply(`${apps}/deployments`, workload('Deployment', 1, { replicas: 2 }))
    const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets'
    const spec = { minAvailable: 1, selector: { matchLabels: labels } }
    await apply(budgets, inDefault('policy/v1', 'PodDisruptionBudget', spec))
    after(5000)
    const { status } = await call(`${budgets}/app`)
    expect(status).toMatchObject({
      expectedPods: 2,
      currentHealthy: 2,
      desiredHealthy: 1,
      disruptionsAllowed: 1,
    })
  })

  test('a DaemonSet has one pod on each node and updates them with a new ControllerRevision', async () => {
    const { apply, after, call, pods, list } = await start()
    await apply(`${apps}/daemonsets`, workload('DaemonSet', 1))
    after(5000)
    expect((await pods()).map(({ spec }) => String(spec?.['nodeName'])).toSorted()).toEqual([
      'worker-1',
      'worker-2',
    ])
    await apply(`${apps}/daemonsets`, workload('DaemonSet', 2))
    after(20_000)
    expect((await pods()).map(({ spec }) => spec?.['containers'][0].image)).toEqual(['app:2', 'app:2'])
    const revisions = await list(`${apps}/controllerrevisions`)
    expect(revisions.map((one) => String(one['revision'])).toSorted()).toEqual(['1', '2'])
    const newest = revisions.find((one) => one['revision'] === 2)
    const hash = newest?.metadata.labels?.['controller.kubernetes.io/hash']
    expect((await pods())[0]?.metadata.labels?.['controller-revision-hash']).toBe(hash)
    const { status } = await call(`${apps}/daemonsets/app`)
    expect(status).toMatchObject({ updatedNumberScheduled: 2, numberAvailable: 2, desiredNumberScheduled: 2 })
  })

  test('a StatefulSet makes a claim for each pod, and a ControllerRevision is found again', async () => {
    const { apply, after, list } = await start()
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }
    const set = (version: number) =>
      workload('StatefulSet', version, { serviceName: 'app', replicas: 2, volumeClaimTemplates: [claim] })
    for (const version of [1, 2, 1]) {
      await apply(`${apps}/statefulsets`, set(version))
      after(20_000)
    }
    const claims = await list('/api/v1/namespaces/default/persistentvolumeclaims')
    expect(claims.map(({ metadata, status }) => [metadata.name, status?.['phase']])).toEqual([
      ['data-app-0', 'Bound'],
      ['data-app-1', 'Bound'],
    ])
    const revisions = await list(`${apps}/controllerrevisions`)
    expect(revisions.map((one) => String(one['revision'])).toSorted()).toEqual(['2', '3'])
  })

  test('a Service knows the addresses of its ready pods', async () => {
    const { apply, after, call, pods, list } = await start()
    await apply(
      '/api/v1/namespaces/default/services',
      inDefault('v1', 'Service', { selector: labels, ports: [{ port: 80, targetPort: 8080 }] }),
    )
    await apply(`${apps}/deployments`, workload('Deployment', 1))
    after(500)
    const early = await call('/api/v1/namespaces/default/endpoints/app')
    expect(early['subsets'][0].addresses).toBeUndefined()
    after(5000)
    const late = await call('/api/v1/namespaces/default/endpoints/app')
    const ip = (await pods())[0]?.status?.['podIP'] as string
    expect(late['subsets'][0]).toMatchObject({ addresses: [{ ip }], ports: [{ port: 8080 }] })
    const [slice] = await list('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices')
    expect(slice?.['endpoints'][0]).toMatchObject({ addresses: [ip], conditions: { ready: true } })
  })

  test('a Deployment that is scaled in the middle of a rollout shares the new pods out', async () => {
    const { apply, after, list } = await start()
    const strategy = { rollingUpdate: { maxSurge: 2, maxUnavailable: 2 } }
    await apply(`${apps}/deployments`, workload('Deployment', 1, { replicas: 10, strategy }))
    after(5000)
    await apply(`${apps}/deployments`, workload('Deployment', 2, { replicas: 10, strategy }))
    after(100)
    await apply(`${apps}/deployments`, workload('Deployment', 2, { replicas: 20, strategy }))
    after(15)
    const sizes = (await list(`${apps}/replicasets`)).map(({ spec }) => spec?.['replicas'] as number)
    expect(sizes.toSorted((a, b) => b - a)).toEqual([15, 7])
  })

  test('the same seed gives the same names', async () => {
    const names = async (seed?: number) => {
      const { apply, after, pods } = await start(seed)
      await apply(`${apps}/deployments`, workload('Deployment', 1, { replicas: 3 }))
      after(1000)
      return (await pods()).map(({ metadata }) => metadata.name)
    }
    const first = await names(7)
    expect(await names(7)).toEqual(first)
    expect(await names(8)).not.toEqual(first)
  })
})
