import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { quantityOf } from './quantity.ts'
import type { ObjectStore } from './store.ts'

/** What one pod takes of the resources a quota can limit, by the quota's own names. */
function demandOf(pod: KubeObject): Record<string, number> {
  const demand: Record<string, number> = { pods: 1, 'count/pods': 1 }
  for (const container of (pod.spec?.['containers'] ?? []) as JsonObject[])
    for (const [which, amounts] of Object.entries(
      (container['resources'] ?? {}) as Record<string, JsonObject>,
    )) {
      if (which !== 'requests' && which !== 'limits') continue
      for (const [name, amount] of Object.entries(amounts)) {
        add(demand, `${which}.${name}`, quantityOf(amount))
        if (which === 'requests') add(demand, name, quantityOf(amount))
      }
    }
  return demand
}

function add(totals: Record<string, number>, name: string, amount: number) {
  totals[name] = (totals[name] ?? 0) + amount
}

function isFinished(pod: KubeObject): boolean {
  return pod.status?.['phase'] === 'Succeeded' || pod.status?.['phase'] === 'Failed'
}

/** How much of a quota the pods of its namespace take. */
function usageOf(store: ObjectStore, quota: KubeObject): Record<string, string> {
  const used: Record<string, number> = {}
  for (const pod of store.list('pods', quota.metadata.namespace ?? ''))
    if (!isFinished(pod)) for (const [name, amount] of Object.entries(demandOf(pod))) add(used, name, amount)
  const hard = (quota.spec?.['hard'] ?? {}) as Record<string, string>
  return Object.fromEntries(Object.keys(hard).map((name) => [name, printed(name, used[name] ?? 0)]))
}

function printed(name: string, amount: number): string {
  if (name.endsWith('cpu')) return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`
  for (const [unit, factor] of [
    ['Gi', 1024 ** 3],
    ['Mi', 1024 ** 2],
    ['Ki', 1024],
  ] as const)
    if (amount >= factor && amount % factor === 0) return `${amount / factor}${unit}`
  return String(amount)
}

/** Why a quota of its namespace does not let a new pod in; undefined when all do. */
export function quotaRefusal(store: ObjectStore, pod: KubeObject): string | undefined {
  for (const quota of store.list('resourcequotas', pod.metadata.namespace ?? '')) {
    const hard = (quota.spec?.['hard'] ?? {}) as Record<string, string>
    const used = usageOf(store, quota)
    const demand = demandOf(pod)
    const { name } = quota.metadata
    const unspecified = Object.keys(hard).filter(
      (limit) => /cpu|memory/.test(limit) && demand[limit] === undefined,
    )
    if (unspecified.length > 0) {
      const containers = ((pod.spec?.['containers'] ?? []) as JsonObject[]).map((container) =>
        String(container['name']),
      )
      return `failed quota: ${name}: ${unspecified.map((limit) => `must specify ${limit} for: ${containers.join(',')}`).join('; ')}`
    }
    const over = Object.keys(hard)
      .filter((limit) => quantityOf(used[limit] ?? 0) + (demand[limit] ?? 0) > quantityOf(hard[limit]))
      .toSorted()
    if (over.length === 0) continue
    const each = (print: (limit: string) => string) =>
      over.map((limit) => `${limit}=${print(limit)}`).join(',')
    return `exceeded quota: ${name}, requested: ${each((limit) => printed(limit, demand[limit] ?? 0))}, used: ${each((limit) => used[limit] ?? '0')}, limited: ${each((limit) => String(hard[limit]))}`
  }
  return undefined
}

/** Keeps `status.used` of every quota up to date with the pods. */
export function followQuotas(store: ObjectStore): () => void {
  return store.subscribe(({ resource, object, type }) => {
    if (resource !== 'pods' && resource !== 'resourcequotas') return
    if (resource === 'resourcequotas' && type === 'DELETED') return
    for (const quota of store.list('resourcequotas', object.metadata.namespace ?? '')) {
      const status = { hard: quota.spec?.['hard'] as JsonObject, used: usageOf(store, quota) }
      store.replace('resourcequotas', { ...quota, status }, { status: true })
    }
  })
}
