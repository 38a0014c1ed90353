import { describe, expect, onTestFinished, test } from 'vitest'
import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { startCluster } from '../start-cluster.ts'
import { node } from './nodes.ts'
import { startControllers } from './start-controllers.ts'

type Options = NonNullable<Parameters<typeof startControllers>[1]>

const image = 'harbor.example.internal/goalixa/app:1.0.0'
const labels = { app: 'app' }

function deployment(container: JsonObject = {}, pod: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'default' },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'app', image, readinessProbe: { httpGet: { path: '/readyz', port: 80 } }, ...container },
          ],
          ...pod,
        },
      },
    },
  }
}

/** A cluster in which the Deployment was just applied; all is read as a client reads it. */
async function start(object: KubeObject, options: Options = {}) {
  const cluster = await startCluster()
  const controllers = startControllers(cluster.store, {
    nodes: [node('worker-1'), node('worker-2')],
    ...options,
    logs: cluster.logs,
  })
  onTestFinished(async () => {
    controllers.stop()
    await cluster.close()
  })
  const call = async (path: string, body?: object) => {
    const response = await fetch(cluster.url + path, {
      headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    return (await response.json()) as JsonObject
  }
  const list = async (path: string) => (await call(path))['items'] as KubeObject[]
  await call('/apis/apps/v1/namespaces/default/deployments', object)
  return {
    controllers,
    call,
    list,
    after: (ms: number) => cluster.clock.advance(ms),
    pods: () => list('/api/v1/namespaces/default/pods'),
    container: async () => {
      const [pod] = await list('/api/v1/namespaces/default/pods')
      return pod?.status?.['containerStatuses'][0] as JsonObject
    },
    reasons: async () =>
      (await list('/api/v1/namespaces/default/events')).map((one) => `${one['reason']}: ${one['message']}`),
  }
}

describe('faults of the simulated nodes', () => {
  test('a registry that is down for a time: pulls time out, then succeed', async () => {
    const { controllers, after, container } = await start(deployment())
    controllers.breakRegistry()
    after(3000)
    expect((await container())['state'].waiting).toMatchObject({
      reason: 'ImagePullBackOff',
      message: expect.stringContaining('i/o timeout'),
    })
    controllers.mendRegistry()
    after(30_000)
    expect(await container()).toMatchObject({ ready: true, restartCount: 0 })
  })

  test('a pull that fails once and then goes well', async () => {
    const behaviours = { [image]: { pull: 'rate limited', pullFailures: 1 } } as const
    const { after, container } = await start(deployment(), { behaviours })
    after(2500)
    expect((await container())['state'].waiting.reason).toBe('ImagePullBackOff')
    after(30_000)
    expect(await container()).toMatchObject({ ready: true })
  })

  test('a slow pull is only waiting', async () => {
    const { after, container } = await start(deployment(), { behaviours: { [image]: { pullMs: 60_000 } } })
    after(50_000)
    expect((await container())['state'].waiting.reason).toBe('ContainerCreating')
    after(15_000)
    expect(await container()).toMatchObject({ ready: true })
  })

  test('an image without the architecture of the node', async () => {
    const { after, container } = await start(deployment(), {
      nodes: [node('arm', { architecture: 'arm64' })],
      platforms: { [image]: ['amd64'] },
    })
    after(1000)
    expect((await container())['state'].waiting.message).toContain('no match for platform in manifest')
  })

  test('one early restart that recovers', async () => {
    const { after, container } = await start(deployment(), { behaviours: { [image]: { crash: 'once' } } })
    after(10_000)
    expect(await container()).toMatchObject({ ready: true, restartCount: 1 })
  })

  test('readiness that flaps', async () => {
    const { after, container } = await start(deployment(), { behaviours: { [image]: { ready: 'flapping' } } })
    const seen = new Set<string>()
    for (let step = 0; step < 12; step += 1) {
      after(1000)
      seen.add(String((await container())['ready']))
    }
    expect([...seen].toSorted()).toEqual(['false', 'true'])
    expect(await container()).toMatchObject({ restartCount: 0 })
  })

  test.each([
    ['exec format error', 128, 'exec format error'],
    ['executable not found', 128, 'executable file not found'],
    ['node trouble', 128, 'cgroup'],
  ] as const)('%s fails before the program runs', async (crash, exitCode, text) => {
    const { after, container } = await start(deployment(), { behaviours: { [image]: { crash } } })
    after(4000)
    const { lastState } = await container()
    expect(lastState.terminated).toMatchObject({ reason: 'StartError', exitCode })
    expect(lastState.terminated.message).toContain(text)
  })

  test('a healthy pod is evicted and replaced', async () => {
    const { controllers, after, pods } = await start(deployment())
    after(5000)
    const [before] = await pods()
    controllers.evictPod('default', before?.metadata.name ?? '')
    after(5000)
    const left = await pods()
    expect(left.map(({ status }) => `${status?.['phase']} ${status?.['reason']}`).toSorted()).toEqual([
      'Failed Evicted',
      'Running undefined',
    ])
  })

  test('a node is lost, its pods are replaced elsewhere, and it returns', async () => {
    const { controllers, after, pods, list } = await start(deployment())
    after(5000)
    const lost = String((await pods())[0]?.spec?.['nodeName'])
    controllers.loseNode(lost)
    const away = (await list('/api/v1/nodes')).find(({ metadata }) => metadata.name === lost)
    expect(away?.spec?.['taints']).toEqual(
      ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect })),
    )
    after(310_000)
    const both = await pods()
    expect(both).toHaveLength(2)
    expect(
      both.find(({ metadata }) => metadata.deletionTimestamp === undefined)?.spec?.['nodeName'],
    ).not.toBe(lost)
    controllers.regainNode(lost)
    after(60_000)
    expect((await list('/api/v1/nodes')).every(({ spec }) => spec?.['taints'] === undefined)).toBe(true)
  })

  test('a volume whose Secret comes later', async () => {
    const volumes = [{ name: 'keys', secret: { secretName: 'app-keys' } }]
    const { after, container, call, reasons } = await start(deployment({}, { volumes }))
    after(5000)
    expect((await container())['state'].waiting.reason).toBe('ContainerCreating')
    expect(await reasons()).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "keys" : secret "app-keys" not found',
    )
    await call('/api/v1/namespaces/default/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'app-keys' },
    })
    after(5000)
    expect(await container()).toMatchObject({ ready: true })
  })

  test('a quota that has no room for a pod', async () => {
    const { after, pods, call, list } = await start(deployment())
    await call('/api/v1/namespaces/default/resourcequotas', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'few' },
      spec: { hard: { pods: '0' } },
    })
    after(1000)
    expect(await pods()).toEqual([])
    const [set] = await list('/apis/apps/v1/namespaces/default/replicasets')
    expect(set?.status?.['conditions'][0]).toMatchObject({
      type: 'ReplicaFailure',
      message: expect.stringContaining('exceeded quota: few'),
    })
  })
})
