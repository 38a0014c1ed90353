import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { timestamp } from './clock.ts'
import { parseBody } from './decode.ts'
import { deleteObject } from './deletion.ts'
import type { DeleteOptions } from './deletion.ts'
import type { Answer, Exchange } from './exchange.ts'
import { mergePatch } from './patch.ts'
import { matchesSelector } from './selectors.ts'
import { failure } from './status.ts'
import type { ObjectStore } from './store.ts'
import { updateObject } from './writes.ts'

const done = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }

/** `POST pods/x/eviction`. @throws ApiError 429 when a budget does not allow it */
export function evict(exchange: Exchange, pod: KubeObject): Answer {
  const { store } = exchange
  const eviction = parseBody(exchange.body, exchange.contentType, exchange.warnings) as {
    deleteOptions?: DeleteOptions
  }
  const budgets = store
    .list('poddisruptionbudgets', pod.metadata.namespace ?? '')
    .filter(({ spec }) =>
      matchesSelector((spec?.['selector'] ?? {}) as JsonObject, pod.metadata.labels ?? {}),
    )
  for (const budget of budgets) if (!mayGo(budget, pod)) throw refusedBy(budget)
  for (const budget of budgets) takeOne(store, budget, pod)
  deleteObject(store, exchange.target.resource, pod, eviction.deleteOptions ?? {})
  return { code: 201, body: done }
}

function isReady(pod: KubeObject): boolean {
  const conditions = (pod.status?.['conditions'] ?? []) as { type: string; status: string }[]
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
}

function mayGo(budget: KubeObject, pod: KubeObject): boolean {
  if (budget.spec?.['unhealthyPodEvictionPolicy'] === 'AlwaysAllow' && !isReady(pod)) return true
  return Number(budget.status?.['disruptionsAllowed'] ?? 0) > 0
}

function takeOne(store: ObjectStore, budget: KubeObject, pod: KubeObject) {
  const left = Number(budget.status?.['disruptionsAllowed'] ?? 0)
  if (left <= 0 || !isReady(pod)) return
  store.replace(
    'poddisruptionbudgets',
    { ...budget, status: { ...budget.status, disruptionsAllowed: left - 1 } },
    { status: true },
  )
}

function refusedBy(budget: KubeObject) {
  const { desiredHealthy, currentHealthy } = budget.status ?? {}
  const message = `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
  return failure(
    429,
    'TooManyRequests',
    "Cannot evict pod as it would violate the pod's disruption budget.",
    {
      causes: [{ reason: 'DisruptionBudget', message } as never],
    },
  )
}

/** `POST pods/x/binding`: the scheduler puts a pod on a node. */
export function bind({ store, ...exchange }: Exchange, pod: KubeObject): Answer {
  const binding = parseBody(exchange.body, exchange.contentType, exchange.warnings) as {
    target: { name: string }
  }
  const bound = store.replace('pods', { ...pod, spec: { ...pod.spec, nodeName: binding.target.name } })
  const conditions = ((pod.status?.['conditions'] ?? []) as { type: string }[]).filter(
    ({ type }) => type !== 'PodScheduled',
  )
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(store.clock),
  }
  store.replace(
    'pods',
    { ...bound, status: { ...bound.status, conditions: [...conditions, scheduled] } },
    { status: true },
  )
  return { code: 201, body: done }
}

/** `GET, PUT or PATCH …/scale`. */
export function scale(exchange: Exchange, object: KubeObject): Answer {
  const { store, target } = exchange
  if (exchange.method === 'GET') return { code: 200, body: scaleOf(object) }
  const sent = parseBody(exchange.body, exchange.contentType, exchange.warnings)
  const wanted = (exchange.method === 'PUT' ? sent : mergePatch(scaleOf(object), sent)) as KubeObject
  const replicas = Number(wanted.spec?.['replicas'] ?? 0)
  const { resourceVersion } = wanted.metadata
  const { managedFields: _managed, resourceVersion: _version, ...metadata } = object.metadata
  const updated = updateObject(
    store,
    target.resource,
    object,
    {
      ...object,
      metadata: { ...metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
      spec: { ...object.spec, replicas },
    },
    {
      dryRun: exchange.query.get('dryRun') === 'All',
      writer: { manager: exchange.query.get('fieldManager') ?? exchange.userAgent, subresource: 'scale' },
    },
  )
  return { code: 200, body: scaleOf(updated) }
}

function scaleOf({ metadata, spec, status }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata
  const labels = Object.entries(
    ((spec?.['selector'] as JsonObject | undefined)?.['matchLabels'] ?? {}) as Record<string, string>,
  )
  const stamps = Object.fromEntries(
    Object.entries({ namespace, uid, resourceVersion, creationTimestamp }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...stamps },
    spec: spec?.['replicas'] ? { replicas: Number(spec['replicas']) } : {},
    status: {
      replicas: Number(status?.['replicas'] ?? 0),
      selector: labels.map(([key, value]) => `${key}=${value}`).join(','),
    },
  }
}
