import { expect, onTestFinished, test } from 'vitest'
import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { startCluster } from '../start-cluster.ts'
import type { Behaviours } from './behaviours.ts'
import { node } from './nodes.ts'
import { startControllers } from './start-controllers.ts'

const image = 'harbor.example.internal/goalixa/app:1.0.0'
const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 2 }

async function start(spec: JsonObject, behaviours: Behaviours = {}) {
  const cluster = await startCluster()
  const controllers = startControllers(cluster.store, { nodes: [node('worker-1')], behaviours })
  onTestFinished(async () => {
    controllers.stop()
    await cluster.close()
  })
  const call = async (method: string, body?: object) => {
    const name = method === 'POST' ? '' : '/app'
    const response = await fetch(`${cluster.url}/api/v1/namespaces/default/pods${name}`, {
      method,
      headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return (await response.json()) as KubeObject
  }
  await call('POST', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec })
  return { call, after: (ms: number) => cluster.clock.advance(ms) }
}

const containers = (more: JsonObject = {}) => [{ name: 'app', image, ...more }]

test('init containers run one after the other, then the others', async () => {
  const initContainers = ['first', 'second'].map((name) => ({ name, image: `${name}:1` }))
  const behaviours: Behaviours = { 'first:1': { exits: 0 }, 'second:1': { exits: 0 } }
  const { call, after } = await start({ initContainers, containers: containers() }, behaviours)
  after(1000)
  const early = await call('GET')
  expect(early.status?.['phase']).toBe('Pending')
  expect(early.status?.['containerStatuses'][0].state.waiting.reason).toBe('PodInitializing')
  expect(early.status?.['conditions'][1]).toMatchObject({ type: 'Initialized', status: 'False' })
  after(5000)
  const late = await call('GET')
  expect(late.status?.['initContainerStatuses'].map(({ ready }: JsonObject) => ready)).toEqual([true, true])
  expect(late.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true }] })
})

test('an init container that fails is tried again and holds the pod up', async () => {
  const initContainers = [{ name: 'first', image: 'first:1' }]
  const { call, after } = await start(
    { initContainers, containers: containers() },
    { 'first:1': { exits: 3 } },
  )
  after(6000)
  const { status } = await call('GET')
  expect(status?.['phase']).toBe('Pending')
  expect(status?.['initContainerStatuses'][0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 3 } },
  })
})

test.each([
  ['startup', { startupProbe: probe }, { startup: 'never' }],
  ['liveness', { livenessProbe: probe }, { alive: 'never' }],
] as const)(
  'a container that fails its %s probe is killed and started again',
  async (_, probes, behaviour) => {
    const { call, after } = await start({ containers: containers(probes) }, { [image]: behaviour })
    after(9000)
    const { status } = await call('GET')
    expect(status?.['containerStatuses'][0].restartCount).toBeGreaterThan(0)
    expect(status?.['containerStatuses'][0].lastState.terminated.exitCode).toBe(137)
  },
)

test('a slow start within the startup probe is no failure', async () => {
  const spec = { containers: containers({ startupProbe: { ...probe, failureThreshold: 30 } }) }
  const { call, after } = await start(spec, { [image]: { startup: 20_000 } })
  after(10_000)
  expect((await call('GET')).status?.['containerStatuses'][0]).toMatchObject({ started: false, ready: false })
  after(15_000)
  expect((await call('GET')).status?.['containerStatuses'][0]).toMatchObject({ ready: true, restartCount: 0 })
})

test('a pod stays listed while its preStop hook runs, at most for its grace', async () => {
  const lifecycle = { preStop: { sleep: { seconds: 5 } } }
  const { call, after } = await start({ containers: containers({ lifecycle }) })
  after(3000)
  await call('DELETE')
  after(5500)
  expect((await call('GET')).metadata.deletionTimestamp).toBeDefined()
  after(1000)
  expect((await call('GET')).kind).toBe('Status')
})

test('a program that ignores the signal is killed when its grace is over', async () => {
  const spec = { containers: containers(), terminationGracePeriodSeconds: 10 }
  const { call, after } = await start(spec, { [image]: { stop: 'never' } })
  after(3000)
  await call('DELETE')
  after(9500)
  expect((await call('GET')).kind).toBe('Pod')
  after(1000)
  expect((await call('GET')).kind).toBe('Status')
})
