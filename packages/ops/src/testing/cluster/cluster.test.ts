import { afterEach, expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { resourceNamed } from './resources.ts'
import { startCluster } from './start-cluster.ts'
import type { SimulatedCluster } from './start-cluster.ts'
import { createObject } from './writes.ts'

let cluster: SimulatedCluster | undefined
afterEach(async () => {
  await cluster?.close()
  cluster = undefined
})

async function start(options: Parameters<typeof startCluster>[0] = {}) {
  const started = await startCluster({ namespaces: ['goalixa-app'], ...options })
  cluster = started
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${started.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${started.token}`, ...init.headers },
    })
  return { ...started, ask }
}

const configMaps = '/api/v1/namespaces/goalixa-app/configmaps'

function configMap(name: string, more: Partial<KubeObject> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'goalixa-app' }, ...more }
}

function pod(
  name: string,
  spec: JsonObject = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  const containers = [{ name: 'c', image: 'registry.example/x:1' }]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'goalixa-app', ...metadata },
    spec: { containers, ...spec },
  }
}

/** The events of a watch, read one after the other. */
async function* eventsOf(
  response: Response,
): AsyncGenerator<{ type: string; object: KubeObject & { code?: number } }> {
  let rest = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as { type: string; object: KubeObject }
  }
}

test('a watch resumes after the version it names and tells an object that no longer matches as deleted', async () => {
  const { add, ask, store } = await start()
  const [first] = add(
    configMap('a', { metadata: { name: 'a', namespace: 'goalixa-app', labels: { app: 'x' } } }),
  )
  const from = first?.metadata.resourceVersion
  const events = eventsOf(await ask(`${configMaps}?watch=1&labelSelector=app%3Dx&resourceVersion=${from}`))
  if (first)
    store.replace('configmaps', {
      ...first,
      metadata: { name: 'a', namespace: 'goalixa-app', labels: { app: 'y' } },
    })
  add(configMap('other'))
  const { value } = await events.next()
  expect(value).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'a', labels: { app: 'x' } } } })
})

test('faults: answers, lost answers, resets and silence hit as many requests as planned', async () => {
  const { ask, faults, requests, store } = await start()
  faults.next({ kind: 'answer', code: 429, retryAfterSeconds: 1 }, { resource: 'configmaps', times: 2 })
  for (const code of [429, 429, 200]) expect((await ask(configMaps)).status).toBe(code)
  faults.next({ kind: 'answer', code: 503 }, { method: 'POST' })
  expect((await ask(configMaps)).status).toBe(200)
  const create = () => ask(configMaps, { method: 'POST', body: JSON.stringify(configMap('a')) })
  expect((await create()).status).toBe(503)
  faults.next({ kind: 'lose-answer' }, { verb: 'create' })
  await expect(create()).rejects.toThrow('fetch failed')
  expect(store.get('configmaps', 'goalixa-app', 'a')).toBeDefined()
  faults.next({ kind: 'reset' })
  await expect(ask(configMaps)).rejects.toThrow('fetch failed')
  faults.next({ kind: 'hang' })
  await expect(ask(configMaps, { signal: AbortSignal.timeout(50) })).rejects.toThrow('aborted')
  expect(requests.count({ verb: 'create', path: configMaps })).toBe(2)
})

test('faults: watches are cut or fall silent, and expired versions are 410', async () => {
  const { add, ask, faults, store } = await start()
  const version = store.version()
  const open = eventsOf(await ask(`${configMaps}?watch=1&resourceVersion=${version}`))
  faults.cutWatches()
  expect((await open.next()).done).toBe(true)
  const reset = eventsOf(await ask(`${configMaps}?watch=1&resourceVersion=${version}`))
  faults.cutWatches('reset')
  await expect(reset.next()).rejects.toThrow('terminated')
  const silent = eventsOf(await ask(`${configMaps}?watch=1&resourceVersion=${version}`))
  faults.silenceWatches()
  add(configMap('later'))
  faults.cutWatches()
  expect((await silent.next()).done).toBe(true)
  faults.expireResourceVersions()
  const late = eventsOf(await ask(`${configMaps}?watch=1&resourceVersion=${version}`))
  expect((await late.next()).value).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
})

test('what an owner leaves behind is collected, in the background, in the foreground and not when orphaned', async () => {
  const { add, ask, store } = await start()
  for (const [name, query, left] of [
    ['background', '', 0],
    ['foreground', '?propagationPolicy=Foreground', 0],
    ['orphan', '?propagationPolicy=Orphan', 1],
  ] as const) {
    const [owner] = add(configMap(name))
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name, uid: owner?.metadata.uid ?? '' }
    add(
      configMap(`${name}-child`, {
        metadata: { name: `${name}-child`, namespace: 'goalixa-app', ownerReferences: [reference] },
      }),
    )
    expect((await ask(`${configMaps}/${name}${query}`, { method: 'DELETE' })).status).toBe(200)
    expect(store.get('configmaps', 'goalixa-app', name)).toBeUndefined()
    expect(
      store.list('configmaps', 'goalixa-app').filter((object) => object.metadata.name === `${name}-child`),
    ).toHaveLength(left)
  }
})

test('a deleted namespace terminates with what is in it', async () => {
  const { add, ask, clock, store } = await start()
  add(configMap('a'))
  await ask('/api/v1/namespaces/goalixa-app', { method: 'DELETE' })
  expect(store.get('namespaces', '', 'goalixa-app')?.status?.['phase']).toBe('Terminating')
  clock.advance(60_000)
  expect(store.list('configmaps', 'goalixa-app')).toEqual([])
  expect(store.get('namespaces', '', 'goalixa-app')).toBeUndefined()
})

test('a quota refuses the pod for which it has no room, in the words of the real server', async () => {
  const { add, store } = await start()
  add({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'compute', namespace: 'goalixa-app' },
    spec: { hard: { pods: '1' } },
  })
  add(pod('first'))
  expect(store.get('resourcequotas', 'goalixa-app', 'compute')?.status?.['used']).toEqual({ pods: '1' })
  expect(() => createObject(store, resourceNamed('pods'), pod('second'))).toThrow(
    'pods "second" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=1, limited: pods=1',
  )
})

test('status is a thing of its own: a write of the object leaves it, a write of the status leaves the rest', async () => {
  const { add, ask } = await start()
  const path = '/api/v1/namespaces/goalixa-app/pods/p'
  add({ ...pod('p'), status: { phase: 'Running' } })
  const patch = async (to: string, body: JsonObject) => {
    const headers = { 'content-type': 'application/merge-patch+json' }
    const answer = await ask(to, { method: 'PATCH', body: JSON.stringify(body), headers })
    return (await answer.json()) as KubeObject
  }
  const both = { metadata: { labels: { a: 'b' } }, status: { phase: 'Failed' } }
  const whole = await patch(path, both)
  expect(whole).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } })
  const status = await patch(`${path}/status`, {
    metadata: { labels: { a: 'c' } },
    status: { phase: 'Failed' },
  })
  expect(status).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Failed' } })
})

test('a pod on a node begins to terminate, and one without goes at once', async () => {
  const { add, ask, store } = await start()
  add(pod('placed', { nodeName: 'worker-1' }), pod('waiting'))
  const remove = async (name: string) =>
    (await ask(`/api/v1/namespaces/goalixa-app/pods/${name}`, { method: 'DELETE' })).json()
  expect(await remove('placed')).toMatchObject({ kind: 'Pod', metadata: { deletionGracePeriodSeconds: 30 } })
  expect(await remove('waiting')).toMatchObject({ kind: 'Status', status: 'Success' })
  expect(store.list('pods').map(({ metadata }) => metadata.name)).toEqual(['placed'])
})

test('a denied verb is 403 and false in the review', async () => {
  const { access, ask } = await start()
  access.deny({ verb: 'patch', resource: 'deployments' })
  const attributes = { namespace: 'goalixa-app', verb: 'patch', group: 'apps', resource: 'deployments' }
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  }
  const answer = await ask('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    method: 'POST',
    body: JSON.stringify(review),
  })
  expect(await answer.json()).toMatchObject({ status: { allowed: false } })
  const patch = { method: 'PATCH', body: '{}', headers: { 'content-type': 'application/merge-patch+json' } }
  expect((await ask('/apis/apps/v1/namespaces/goalixa-app/deployments/x', patch)).status).toBe(403)
})

test('a free-form resource is applied, patched and listed like any other', async () => {
  const { ask } = await start()
  const path = '/apis/gateway.networking.k8s.io/v1/namespaces/goalixa-app/httproutes'
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r' },
    spec: { hostnames: ['a.example'] },
  }
  const apply = (manager: string, spec: JsonObject) =>
    ask(`${path}/r?fieldManager=${manager}`, {
      method: 'PATCH',
      body: JSON.stringify({ ...route, spec }),
      headers: { 'content-type': 'application/apply-patch+yaml' },
    })
  expect((await apply('goalixa-ops', route.spec)).status).toBe(201)
  expect((await apply('other', { hostnames: ['b.example'] })).status).toBe(409)
  expect(await (await ask(path)).json()).toMatchObject({
    kind: 'HTTPRouteList',
    items: [{ kind: 'HTTPRoute', spec: route.spec }],
  })
})
