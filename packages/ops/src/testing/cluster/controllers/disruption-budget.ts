import type { KubeObject } from '../../../kube-object.ts'
import { matchesSelector } from '../selectors.ts'
import { isActive, isTrue, setStatus, time } from './world.ts'
import type { World } from './world.ts'

/** Counts the pods of a PodDisruptionBudget: how many are healthy, and how many may go. */
export function reconcileBudget(world: World, budget: KubeObject): void {
  const pods = world.store
    .list('pods', budget.metadata.namespace ?? '')
    .filter(
      (pod) => isActive(pod) && matchesSelector(budget.spec?.['selector'] ?? {}, pod.metadata.labels ?? {}),
    )
  const currentHealthy = pods.filter((pod) => isTrue(pod, 'Ready')).length
  const { minAvailable, maxUnavailable } = budget.spec ?? {}
  const desiredHealthy =
    maxUnavailable === undefined
      ? amountOf(minAvailable ?? 1, pods.length)
      : Math.max(0, pods.length - amountOf(maxUnavailable, pods.length))
  const disruptionsAllowed = pods.length === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy)
  const known = budget.status?.['conditions']?.[0]
  const status = disruptionsAllowed > 0 ? 'True' : 'False'
  setStatus(world, 'poddisruptionbudgets', budget, {
    observedGeneration: budget.metadata.generation,
    currentHealthy,
    desiredHealthy,
    expectedPods: pods.length,
    disruptionsAllowed,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status,
        reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration: budget.metadata.generation,
        lastTransitionTime: known?.status === status ? known.lastTransitionTime : time(world),
      },
    ],
  })
}

function amountOf(value: number | string, of: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * of) / 100)
}
