/** The door to Kubernetes, against the simulated server: what comes, what is refused, what is tried again. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApiRefusal } from './api-refusal.ts'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { kinds } from './kinds.ts'
import type { KubeObject } from './kube-object.ts'
import { startCluster } from './testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from './testing/cluster/start-cluster.ts'
import { fastClock } from './testing/fast-clock.ts'

let server: SimulatedCluster
let cluster: Cluster
beforeEach(async () => {
  server = await startCluster({ namespaces: ['goalixa-app'] })
  cluster = openCluster({ text: server.kubeconfig, clock: fastClock() })
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})

const config = (data: Record<string, string>, name = 'app'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'goalixa-app' },
  data,
})

test('applies, reads and removes, and what is not there is undefined', async () => {
  expect(await cluster.get(kinds.ConfigMap, 'app', 'goalixa-app')).toBeUndefined()
  await cluster.apply(config({ a: '1' }))
  const stored = await cluster.get(kinds.ConfigMap, 'app', 'goalixa-app')
  expect(stored?.data).toEqual({ a: '1' })
  expect(stored?.metadata.managedFields?.[0]).toMatchObject({ manager: 'goalixa-ops', operation: 'Apply' })
  await cluster.remove(kinds.ConfigMap, 'app', 'goalixa-app', stored!.metadata.uid)
  await cluster.remove(kinds.ConfigMap, 'app', 'goalixa-app')
  expect(await cluster.get(kinds.ConfigMap, 'app', 'goalixa-app')).toBeUndefined()
})

test('a dry run stores nothing', async () => {
  expect((await cluster.apply(config({ a: '1' }), { dryRun: true })).data).toEqual({ a: '1' })
  expect(await cluster.get(kinds.ConfigMap, 'app', 'goalixa-app')).toBeUndefined()
})

test('fields that nobody here knows come and go untouched', async () => {
  const route: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'app', namespace: 'goalixa-app' },
    spec: { rules: [{ unheardOf: { deep: [1, 'two', null] } }] },
  }
  expect((await cluster.apply(route)).spec).toEqual(route.spec)
})

test('a conflict names the manager and the field, and force takes over', async () => {
  server.add(config({ a: 'theirs' }))
  await cluster.apply(config({ a: 'theirs' }))
  const other = openCluster({ text: server.kubeconfig, clock: fastClock() })
  const stored = await other.get(kinds.ConfigMap, 'app', 'goalixa-app')
  await other.replace(kinds.ConfigMap, { ...stored!, data: { a: 'changed' } })
  await other.close()
  const refused = await cluster.apply(config({ a: 'mine' })).catch((error: unknown) => error)
  expect(refused).toMatchObject({
    status: 409,
    reason: 'Conflict',
    causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }],
  })
  expect((await cluster.apply(config({ a: 'mine' }), { force: true })).data).toEqual({ a: 'mine' })
})

test('a write by an old version is refused', async () => {
  const old = await cluster.create(kinds.ConfigMap, config({ a: '1' }))
  await cluster.replace(kinds.ConfigMap, { ...old, data: { a: '2' } })
  await expect(cluster.replace(kinds.ConfigMap, { ...old, data: { a: '3' } })).rejects.toMatchObject({
    status: 409,
    reason: 'Conflict',
  })
})

test.each([
  ['an overloaded server', { kind: 'answer', code: 429, retryAfterSeconds: 1 }],
  ['a server that restarts', { kind: 'answer', code: 503 }],
  ['a broken line', { kind: 'reset' }],
  ['an answer that is lost', { kind: 'lose-answer' }],
] as const)('reads and applies survive %s', async (_, fault) => {
  server.faults.next(fault, { times: 2 })
  await cluster.apply(config({ a: '1' }))
  server.faults.next(fault, { times: 2 })
  expect((await cluster.list(kinds.ConfigMap, { namespace: 'goalixa-app' })).items).toHaveLength(1)
})

test('what is not safe twice is not sent twice', async () => {
  server.faults.next({ kind: 'lose-answer' })
  await expect(cluster.create(kinds.ConfigMap, config({ a: '1' }))).rejects.toMatchObject({ status: 0 })
  expect(server.requests.count({ method: 'POST' })).toBe(1)
})

test('lists page by page', async () => {
  for (let count = 0; count < 1100; count += 1) server.add(config({}, `c${count}`))
  expect((await cluster.list(kinds.ConfigMap, { namespace: 'goalixa-app' })).items).toHaveLength(1100)
  expect(server.requests.all).toHaveLength(3)
})

test('no refusal holds a token', async () => {
  server.faults.next({ kind: 'answer', code: 401 })
  const refusal = await cluster.get(kinds.ConfigMap, 'app', 'goalixa-app').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ApiRefusal)
  expect(JSON.stringify({ ...(refusal as ApiRefusal), message: String(refusal) })).not.toContain(server.token)
})

test('a context that is not there is told with those that are', () => {
  expect(() => openCluster({ text: server.kubeconfig, context: 'nowhere', clock: fastClock() })).toThrow(
    /no context nowhere/,
  )
})
