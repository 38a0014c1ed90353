/** Whether the cluster has room for the new pods beside the old ones. Pure, over what was read. */
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { JsonObject, KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import type { Plan } from '../plan/plan.ts'
import type { PreflightFinding } from './finding.ts'
import { containersOf, podsIn } from './pod-specs.ts'
import type { PlannedPods } from './pod-specs.ts'
import { amountOf } from './quantity.ts'

export interface Room {
  readonly quotas: readonly KubeObject[]
  readonly nodes: readonly KubeObject[]
  readonly budgets: readonly KubeObject[]
}

/** Reads what `roomFindings` looks at. */
export async function readRoom(cluster: Cluster, plan: Plan): Promise<Room> {
  const namespaces = [
    ...new Set(podsIn(plan.services.flatMap(({ manifests }) => manifests)).map(({ namespace }) => namespace)),
  ]
  const lists = (kind: 'ResourceQuota' | 'PodDisruptionBudget') =>
    Promise.all(namespaces.map(async (namespace) => (await cluster.list(kinds[kind], { namespace })).items))
  const [quotas, budgets, nodes] = await Promise.all([
    lists('ResourceQuota'),
    lists('PodDisruptionBudget'),
    cluster.list(kinds.Node),
  ])
  return { quotas: quotas.flat(), budgets: budgets.flat(), nodes: nodes.items }
}

export const roomFindings = (plan: Plan, room: Room): readonly PreflightFinding[] => [
  ...quotaFindings(plan, room),
  ...(room.nodes.some(isReady) ? [] : [finding('Node', 'no node of the cluster is ready')]),
  ...budgetFindings(plan, room),
]

const finding = (
  object: string,
  message: string,
  level: PreflightFinding['level'] = 'error',
): PreflightFinding => ({ check: 'room', level, object, message })

/** Of all services of one namespace together: they may surge at the same time. */
function quotaFindings(plan: Plan, { quotas }: Room): readonly PreflightFinding[] {
  const needs = plan.services.flatMap(({ manifests, changes }) => {
    const actions = new Map(changes.map(({ object, action }) => [object, action]))
    return podsIn(manifests).flatMap((pods) => {
      const action = actions.get(objectKey(pods.owner))
      const count = action === 'create' ? replicasOf(pods) : action === 'change' ? surgeOf(pods) : 0
      return count === 0 ? [] : [{ namespace: pods.namespace, amounts: amountsOf(pods.spec, count) }]
    })
  })
  return quotas.flatMap((quota) => {
    const own = needs.filter(({ namespace }) => namespace === quota.metadata.namespace)
    const { hard = {}, used = {} } = (quota.status ?? {}) as Record<string, JsonObject>
    return Object.entries(hard).flatMap(([name, limit]) => {
      const wanted = own.reduce((sum, { amounts }) => sum + (amounts[name] ?? 0), 0)
      const free = amountOf(limit) - amountOf(used[name])
      return wanted <= free
        ? []
        : [
            finding(
              objectKey({ ...quota, kind: 'ResourceQuota' }),
              `${name}: ${wordsOf(name, wanted)} more are needed while old and new pods run, ${wordsOf(name, free)} of ${String(limit)} are free`,
            ),
          ]
    })
  })
}

const replicasOf = ({ owner }: PlannedPods): number =>
  ['Deployment', 'StatefulSet'].includes(owner.kind) ? Number(owner.spec?.['replicas'] ?? 1) : 0

/** Pods that a rolling update makes before it ends old ones. */
function surgeOf(pods: PlannedPods): number {
  if (pods.owner.kind !== 'Deployment') return 0
  const { type, rollingUpdate } = (pods.owner.spec?.['strategy'] ?? {}) as JsonObject
  if (type === 'Recreate') return 0
  const surge: unknown = rollingUpdate?.maxSurge ?? '25%'
  return typeof surge === 'number'
    ? surge
    : Math.ceil((replicasOf(pods) * Number.parseFloat(String(surge))) / 100)
}

/** By the names that a quota has: `pods`, `requests.cpu`, `limits.memory`. */
function amountsOf(spec: JsonObject, count: number): Readonly<Record<string, number>> {
  const amounts: Record<string, number> = { pods: count, 'count/pods': count }
  for (const { resources } of containersOf({ containers: spec['containers'] }))
    for (const what of ['requests', 'limits'] as const)
      for (const [name, amount] of Object.entries((resources?.[what] ?? {}) as JsonObject))
        for (const key of what === 'requests' ? [`requests.${name}`, name] : [`limits.${name}`])
          amounts[key] = (amounts[key] ?? 0) + count * amountOf(amount)
  return amounts
}

const wordsOf = (name: string, amount: number): string =>
  /memory|storage/.test(name) ? `${Math.ceil(amount / 2 ** 20)} Mi` : String(Math.round(amount * 1000) / 1000)

/** `linux/amd64`, of the ready nodes that the pods may go to; of all of them when their labels fit none. */
export function platformsFor(podSpec: JsonObject, nodes: readonly KubeObject[]): readonly string[] {
  const wanted = Object.entries((podSpec['nodeSelector'] ?? {}) as JsonObject)
  const ready = nodes.filter(isReady)
  const fitting = ready.filter(({ metadata }) =>
    wanted.every(([label, value]) => metadata.labels?.[label] === value),
  )
  return [...new Set((fitting.length > 0 ? fitting : ready).map(platformOf))].toSorted()
}

const isReady = ({ spec, status }: KubeObject): boolean =>
  spec?.['unschedulable'] !== true &&
  ((status?.['conditions'] ?? []) as readonly { type: string; status: string }[]).some(
    (one) => one.type === 'Ready' && one.status === 'True',
  )

const platformOf = ({ status }: KubeObject): string =>
  `${status?.['nodeInfo']?.operatingSystem ?? 'linux'}/${status?.['nodeInfo']?.architecture ?? 'amd64'}`

/** A budget that allows nothing keeps nodes from being drained; one that is broken already says that pods are missing. */
function budgetFindings(plan: Plan, { budgets }: Room): readonly PreflightFinding[] {
  const names = new Set(
    plan.services.flatMap(({ manifests }) =>
      manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').map(objectKey),
    ),
  )
  return budgets
    .map((budget) => ({ ...budget, kind: 'PodDisruptionBudget' }))
    .filter((budget) => names.has(objectKey(budget)))
    .flatMap((budget) => {
      const {
        expectedPods = 0,
        currentHealthy = 0,
        desiredHealthy = 0,
        disruptionsAllowed = 0,
      } = (budget.status ?? {}) as Record<string, number>
      if (expectedPods === 0 || disruptionsAllowed > 0) return []
      const words =
        currentHealthy < desiredHealthy
          ? `only ${currentHealthy} of ${desiredHealthy} pods that it wants are healthy now`
          : `allows no pod to be moved: ${desiredHealthy} of ${expectedPods} have to be healthy`
      return [finding(objectKey(budget), words, 'warning')]
    })
}
