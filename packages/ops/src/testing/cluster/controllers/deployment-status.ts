import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { limitsOf } from './rolling-update.ts'
import { conditionsOf } from './world.ts'
import type { Condition } from './world.ts'

/** The status of a Deployment from its ReplicaSets; conditions keep the order in which a controller sets them. */
export function deploymentStatus(
  deployment: KubeObject,
  sets: { newest: KubeObject | undefined; all: KubeObject[]; progress: boolean },
  now: number,
): JsonObject {
  const status = countsOf(deployment, sets)
  const before = conditionsOf(deployment)
  const replicas = (deployment.spec?.['replicas'] as number | undefined) ?? 1
  const { unavailable } = limitsOf(replicas, deployment.spec?.['strategy']?.rollingUpdate ?? {})
  const available = number(status, 'availableReplicas') >= replicas - unavailable
  let conditions = withCondition(
    before,
    available
      ? condition(
          'Available',
          'True',
          'MinimumReplicasAvailable',
          'Deployment has minimum availability.',
          now,
        )
      : condition(
          'Available',
          'False',
          'MinimumReplicasUnavailable',
          'Deployment does not have minimum availability.',
          now,
        ),
  )
  if (sets.progress && deployment.spec?.['progressDeadlineSeconds'] !== undefined)
    conditions = withProgress(deployment, status, conditions, sets.newest, now)
  const failure = [sets.newest, ...sets.all]
    .flatMap((set) => (set ? conditionsOf(set) : []))
    .find(({ type }) => type === 'ReplicaFailure')
  conditions = failure
    ? withCondition(conditions, { ...failure, ...stamps(now) })
    : conditions.filter(({ type }) => type !== 'ReplicaFailure')
  return { ...status, conditions }
}

/** When the deadline of a rollout that has stopped advancing will have passed; undefined when there is none. */
export function deadlineOf(deployment: KubeObject): number | undefined {
  const progressing = conditionsOf(deployment).find(({ type }) => type === 'Progressing')
  const seconds = deployment.spec?.['progressDeadlineSeconds'] as number | undefined
  if (!progressing || seconds === undefined || deployment.spec?.['paused']) return undefined
  if (['NewReplicaSetAvailable', 'ProgressDeadlineExceeded'].includes(progressing.reason ?? ''))
    return undefined
  return Date.parse(progressing.lastUpdateTime ?? '') + seconds * 1000
}

export function condition(
  type: string,
  status: Condition['status'],
  reason: string,
  message: string,
  now: number,
): Condition {
  return { type, status, ...stamps(now), reason, message }
}

/** With an unchanged status and reason the old one stays where it is; otherwise the new one goes to the end. */
export function withCondition(before: Condition[], next: Condition): Condition[] {
  const known = before.find(({ type }) => type === next.type)
  if (known?.status === next.status && known.reason === next.reason) return before
  const lastTransitionTime =
    known?.status === next.status ? known.lastTransitionTime : next.lastTransitionTime
  const others = before.filter(({ type }) => type !== next.type)
  return [...others, { ...next, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) }]
}

function withProgress(
  deployment: KubeObject,
  status: JsonObject,
  conditions: Condition[],
  newest: KubeObject | undefined,
  now: number,
): Condition[] {
  const known = conditions.find(({ type }) => type === 'Progressing')
  const replicas = (deployment.spec?.['replicas'] as number | undefined) ?? 1
  const [all, updated, available] = ['replicas', 'updatedReplicas', 'availableReplicas'].map((name) =>
    number(status, name),
  ) as [number, number, number]
  if (all === updated && known?.reason === 'NewReplicaSetAvailable') return conditions
  const name = newest?.metadata.name ?? ''
  if (updated === replicas && all === replicas && available === replicas)
    return withCondition(
      conditions,
      condition(
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${name}" has successfully progressed.`,
        now,
      ),
    )
  const before = deployment.status ?? {}
  const advanced =
    updated > number(before, 'updatedReplicas') ||
    all - updated < number(before, 'replicas') - number(before, 'updatedReplicas') ||
    number(status, 'readyReplicas') > number(before, 'readyReplicas') ||
    available > number(before, 'availableReplicas')
  if (advanced) {
    const next = condition(
      'Progressing',
      'True',
      'ReplicaSetUpdated',
      `ReplicaSet "${name}" is progressing.`,
      now,
    )
    const since = known?.status === 'True' ? known.lastTransitionTime : next.lastTransitionTime
    const others = conditions.filter(({ type }) => type !== 'Progressing')
    return [...others, { ...next, ...(since === undefined ? {} : { lastTransitionTime: since }) }]
  }
  const deadline = deadlineOf(deployment)
  if (deadline === undefined || now < deadline) return conditions
  return withCondition(
    conditions,
    condition(
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `ReplicaSet "${name}" has timed out progressing.`,
      now,
    ),
  )
}

function countsOf(
  deployment: KubeObject,
  { newest, all }: { newest: KubeObject | undefined; all: KubeObject[] },
): JsonObject {
  const sum = (name: string) => all.reduce((total, set) => total + number(set.status, name), 0)
  const asked = all.reduce((total, set) => total + number(set.spec, 'replicas'), 0)
  const counts = {
    replicas: sum('replicas'),
    updatedReplicas: number(newest?.status, 'replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
    unavailableReplicas: Math.max(0, asked - sum('availableReplicas')),
  }
  const seen = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  return { observedGeneration: deployment.metadata.generation, ...seen }
}

function stamps(now: number) {
  const at = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  return { lastUpdateTime: at, lastTransitionTime: at }
}

function number(of: JsonObject | undefined, name: string): number {
  return (of?.[name] as number | undefined) ?? 0
}
