import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { applyConfiguration } from './apply.ts'
import { decodeFields, encodeFields } from './field-paths.ts'
import { trackUpdate } from './managed-fields.ts'
import { resourceNamed } from './resources.ts'

const pods = resourceNamed('pods')

function pod(containers: JsonObject[]): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } }
}

function apply(live: KubeObject | undefined, manager: string, containers: JsonObject[], force = false) {
  return applyConfiguration(pods, live, pod(containers), { manager, force, time: '2026-01-01T00:00:00Z' })
}

test('two managers own containers of the same pod, and each takes only its own away', () => {
  const first = apply(undefined, 'ops', [{ name: 'app', image: '1' }])
  const both = apply(first, 'mesh', [{ name: 'proxy', image: '1' }])
  expect(both.spec?.['containers']).toHaveLength(2)
  const gone = apply(both, 'mesh', [])
  expect(gone.spec?.['containers']).toEqual([{ name: 'app', image: '1' }])
})

test('a value that another manager owns is a conflict, the same value is shared, force takes over', () => {
  const first = apply(undefined, 'ops', [{ name: 'app', image: '1' }])
  expect(() => apply(first, 'other', [{ name: 'app', image: '2' }])).toThrow(
    'Apply failed with 1 conflict: conflict with "ops": .spec.containers[name="app"].image',
  )
  const shared = apply(first, 'other', [{ name: 'app', image: '1' }])
  expect(shared.metadata.managedFields).toHaveLength(2)
  const forced = apply(first, 'other', [{ name: 'app', image: '2' }], true)
  expect(apply(forced, 'ops', [{ name: 'app' }]).spec?.['containers']).toEqual([{ name: 'app', image: '2' }])
})

test('an update takes over what it changes and nothing else', () => {
  const first = apply(undefined, 'ops', [{ name: 'app', image: '1', command: ['a'] }])
  const edited = { ...first, spec: { containers: [{ name: 'app', image: '2', command: ['a'] }] } }
  const tracked = trackUpdate(pods, first, edited, { manager: 'edit', time: '2026-01-02T00:00:00Z' })
  expect(tracked.metadata.managedFields?.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
    [
      'ops',
      { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:command': {}, 'f:name': {} } } } },
    ],
    ['edit', { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { 'f:image': {} } } } }],
  ])
})

test('fieldsV1 is read back as it was written', () => {
  const fields = {
    'f:spec': { 'f:containers': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } }, 'f:nodeName': {} },
  }
  expect(encodeFields(decodeFields(fields))).toEqual(fields)
})

test('for any configurations: the same apply again changes nothing, and what was applied is there', () => {
  const container = fc.record({ name: fc.constantFrom('a', 'b', 'c'), image: fc.constantFrom('1', '2') })
  const containers = fc.uniqueArray(container, { selector: ({ name }) => name })
  fc.assert(
    fc.property(containers, containers, containers, (before, others, wanted) => {
      const live = apply(apply(undefined, 'ops', before), 'other', others, true)
      const once = apply(live, 'ops', wanted, true)
      expect(apply(once, 'ops', wanted)).toEqual(once)
      const kept = others.filter(({ name }) => !wanted.some((one) => one.name === name))
      const byName = (list: JsonObject[]) =>
        Object.fromEntries(list.map((one) => [one['name'], one['image']]))
      expect(byName((once.spec?.['containers'] ?? []) as JsonObject[])).toEqual(byName([...kept, ...wanted]))
    }),
  )
})
