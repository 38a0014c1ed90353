import type { KubeObject } from '../../../kube-object.ts'
import { recordEvent } from './record-event.ts'
import {
  conditionsOf,
  createOwned,
  deletePod,
  isActive,
  isAvailable,
  isTrue,
  ownedBy,
  setStatus,
  time,
} from './world.ts'
import type { Condition, World } from './world.ts'

const component = 'replicaset-controller'
const firstRetryMs = 5
const longestRetryMs = 1_000_000

/** Keeps as many pods as the set asks for, and counts them. */
export function createReplicaSetController(world: World) {
  const refusals = new Map<string, number>()
  const retryAt = new Map<string, number>()

  return function reconcile(set: KubeObject): void {
    if (set.metadata.deletionTimestamp !== undefined) return
    const pods = ownedBy(world, 'pods', set).filter(isActive)
    const missing = ((set.spec?.['replicas'] as number | undefined) ?? 1) - pods.length
    const failure = missing > 0 ? createPods(set, missing) : undefined
    if (missing < 0) for (const pod of worstFirst(pods).slice(0, -missing)) remove(set, pod)
    countPods(set, pods, failure)
  }

  function createPods(set: KubeObject, count: number): string | undefined {
    const { uid = '', name, namespace = '' } = set.metadata
    const { metadata, spec } = set.spec?.['template'] ?? {}
    try {
      const account = spec?.serviceAccountName ?? 'default'
      if (account !== 'default' && !world.store.get('serviceaccounts', namespace, account))
        throw new Error(
          `pods "${name}-" is forbidden: error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
        )
      for (let made = 0; made < count; made += 1) {
        const pod = createOwned(
          world,
          { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, generateName: `${name}-` }, spec },
          set,
        )
        recordEvent(world, set, {
          reason: 'SuccessfulCreate',
          message: `Created pod: ${pod.metadata.name}`,
          component,
        })
      }
      refusals.delete(uid)
      return undefined
    } catch (error) {
      const message = (error as Error).message
      recordEvent(world, set, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${message}`,
        component,
      })
      const tries = refusals.get(uid) ?? 0
      refusals.set(uid, tries + 1)
      const now = world.store.clock.now()
      const wait = Math.min(firstRetryMs * 2 ** tries, longestRetryMs)
      if ((retryAt.get(uid) ?? 0) <= now) {
        retryAt.set(uid, now + wait)
        world.again('replicasets', set, wait)
      }
      return message
    }
  }

  function remove(set: KubeObject, pod: KubeObject) {
    deletePod(world, pod)
    recordEvent(world, set, {
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      component,
    })
  }

  function countPods(set: KubeObject, pods: KubeObject[], failure: string | undefined) {
    const minReadySeconds = (set.spec?.['minReadySeconds'] as number | undefined) ?? 0
    const ready = pods.filter((pod) => isTrue(pod, 'Ready'))
    const available = ready.filter((pod) => isAvailable(world, pod, minReadySeconds))
    if (available.length < ready.length) world.again('replicasets', set, minReadySeconds * 1000)
    const counts = {
      fullyLabeledReplicas: pods.length,
      readyReplicas: ready.length,
      availableReplicas: available.length,
    }
    const conditions = withFailure(conditionsOf(set), failure)
    setStatus(world, 'replicasets', set, {
      replicas: pods.length,
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      observedGeneration: set.metadata.generation,
      ...(conditions.length > 0 ? { conditions } : {}),
    })
  }

  function withFailure(before: Condition[], message: string | undefined): Condition[] {
    const others = before.filter(({ type }) => type !== 'ReplicaFailure')
    if (message === undefined) return others
    const known = before.find(({ type }) => type === 'ReplicaFailure')
    if (known) return before
    return [
      ...others,
      {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message,
        lastTransitionTime: time(world),
      },
    ]
  }
}

function worstFirst(pods: KubeObject[]): KubeObject[] {
  const worth = (pod: KubeObject) => (pod.spec?.['nodeName'] ? 1 : 0) + (isTrue(pod, 'Ready') ? 2 : 0)
  return pods.toSorted((a, b) => worth(a) - worth(b))
}
