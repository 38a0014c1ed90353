import { expect, test } from 'vitest'
import type { KubeObject } from '../../kube-object.ts'
import { createVirtualClock } from './clock.ts'
import { createStore } from './store.ts'

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', namespace: 'n' },
  spec: { replicas: 1 },
}

function setUp() {
  const store = createStore({ clock: createVirtualClock() })
  return { store, stored: store.create('deployments', deployment) }
}

test('what is stored cannot be changed from outside', () => {
  const { store, stored } = setUp()
  expect(() => {
    if (stored.spec) stored.spec['replicas'] = 5
  }).toThrow('read only')
  expect(store.get('deployments', 'n', 'a')).toEqual(stored)
})

test('the generation follows the spec, the version follows every change, and no change changes neither', () => {
  const { store, stored } = setUp()
  const status = store.replace(
    'deployments',
    { ...stored, spec: { replicas: 9 }, status: { replicas: 1 } },
    { status: true },
  )
  expect(status).toMatchObject({
    spec: { replicas: 1 },
    status: { replicas: 1 },
    metadata: { generation: 1 },
  })
  expect(Number(status.metadata.resourceVersion)).toBeGreaterThan(Number(stored.metadata.resourceVersion))
  expect(store.replace('deployments', status)).toBe(status)
  const scaled = store.replace('deployments', { ...status, spec: { replicas: 2 } })
  expect(scaled.metadata.generation).toBe(2)
  expect(() => store.replace('deployments', { ...stored, spec: { replicas: 3 } })).toThrow(
    'changed meanwhile',
  )
})

test('every listener sees the changes in one order, also those made by a listener', () => {
  const { store } = setUp()
  const seen: string[][] = [[], []]
  store.subscribe(({ type, object }) => {
    seen[0]?.push(`${type} ${object.metadata.name}`)
    if (object.metadata.name === 'b' && type === 'ADDED') store.remove('deployments', 'n', 'b')
  })
  const stop = store.subscribe(({ type, object }) => seen[1]?.push(`${type} ${object.metadata.name}`))
  store.create('deployments', { ...deployment, metadata: { name: 'b', namespace: 'n' } })
  stop()
  store.remove('deployments', 'n', 'a')
  expect(seen).toEqual([
    ['ADDED b', 'DELETED b', 'DELETED a'],
    ['ADDED b', 'DELETED b'],
  ])
})
