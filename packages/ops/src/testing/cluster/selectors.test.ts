import { expect, test } from 'vitest'
import type { KubeObject } from '../../kube-object.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'

const object: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n', labels: { app: 'web', tier: 'front' } },
  status: { phase: 'Running' },
}

test.each([
  ['', true],
  ['app=web,tier!=back', true],
  ['app==web', true],
  ['app in (api, web),tier', true],
  ['app notin (web)', false],
  ['!tier', false],
  ['absent!=x', true],
])('labels %j: %s', (text, matches) => {
  expect(parseLabelSelector(text)(object)).toBe(matches)
})

test.each([
  ['metadata.name=p,status.phase=Running', true],
  ['status.phase!=Running', false],
])('fields %j: %s', (text, matches) => {
  expect(parseFieldSelector('pods', text)(object)).toBe(matches)
})

test('what cannot be read or selected by is a bad request', () => {
  expect(() => parseLabelSelector('a b')).toThrow('unable to parse requirement')
  expect(() => parseFieldSelector('configmaps', 'status.phase=x')).toThrow('is not a known field selector')
})
