import { describe, expect, test } from 'vitest'
import { schemaFor } from './managed-fields.ts'
import { jsonPatch, mergePatch, strategicMergePatch } from './patch.ts'
import { resourceNamed } from './resources.ts'

test('a merge patch replaces lists and takes out what is null', () => {
  expect(mergePatch({ a: 1, b: { c: [1, 2], d: 3 } }, { a: null, b: { c: [3] } })).toEqual({
    b: { c: [3], d: 3 },
  })
})

describe('a strategic merge patch', () => {
  const pods = schemaFor(resourceNamed('pods'))
  const patched = (containers: unknown[], patch: object) =>
    strategicMergePatch({ spec: { containers } }, { spec: patch }, pods) as {
      spec: { containers: unknown[] }
    }

  test('merges containers by name and adds new ones', () => {
    const result = patched([{ name: 'a', image: '1', args: ['x'] }, { name: 'b' }], {
      '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }],
      containers: [{ name: 'a', image: '2' }, { name: 'c' }],
    })
    expect(result).toEqual({
      spec: { containers: [{ name: 'a', image: '2', args: ['x'] }, { name: 'b' }, { name: 'c' }] },
    })
  })

  test('deletes an item when it says so, and replaces lists that have no key', () => {
    const result = patched([{ name: 'a', args: ['x'] }, { name: 'b' }], {
      containers: [
        { name: 'a', args: ['y'] },
        { name: 'b', $patch: 'delete' },
      ],
    })
    expect(result.spec.containers).toEqual([{ name: 'a', args: ['y'] }])
  })
})

describe('a JSON patch', () => {
  test('adds, moves, copies and removes, in lists too', () => {
    const result = jsonPatch({ list: [1, 3], 'a/b': 1 }, [
      { op: 'add', path: '/list/1', value: 2 },
      { op: 'add', path: '/list/-', value: 4 },
      { op: 'move', from: '/a~1b', path: '/moved' },
      { op: 'copy', from: '/moved', path: '/copied' },
      { op: 'remove', path: '/list/0' },
      { op: 'test', path: '/copied', value: 1 },
    ])
    expect(result).toEqual({ list: [2, 3, 4], moved: 1, copied: 1 })
  })

  test.each([
    [{ op: 'test', path: '/a', value: 2 }],
    [{ op: 'remove', path: '/absent' }],
    [{ op: 'add', path: '/absent/deeper', value: 1 }],
  ])('refuses %j', (operation) => {
    expect(() => jsonPatch({ a: 1 }, [operation])).toThrow('the server rejected our request')
  })
})
