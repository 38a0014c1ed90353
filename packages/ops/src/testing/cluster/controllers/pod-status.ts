import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { conditionsOf, current, setStatus, time } from './world.ts'
import type { Condition, World } from './world.ts'

export type ContainerState = {
  state: JsonObject
  ready?: boolean
  started?: boolean
  restartCount?: number
  lastState?: JsonObject
}

/** Puts the state of one container into its pod and derives phase and conditions from all of them. */
export function setContainer(world: World, given: KubeObject, name: string, change: ContainerState): void {
  const pod = current(world, 'pods', given)
  if (!pod) return
  const put = (which: 'initContainers' | 'containers') => {
    const known = (pod.status?.[statusesOf[which]] ?? []) as JsonObject[]
    return ((pod.spec?.[which] ?? []) as JsonObject[]).map((spec) => {
      const before = known.find((one) => one['name'] === spec['name']) ?? blank(pod, spec)
      if (spec['name'] !== name) return before
      const ready = which === 'initContainers' ? change.state['terminated']?.exitCode === 0 : change.ready
      const running = change.state['running'] !== undefined
      return { ...before, ...change, ready: ready ?? false, started: change.started ?? running }
    })
  }
  const inits = put('initContainers')
  const statuses = put('containers')
  const initialized = inits.every((one) => one['ready'])
  const phase = phaseOf(pod, inits, statuses)
  const ready = phase === 'Running' && statuses.every((one) => one['ready'])
  setStatus(world, 'pods', pod, {
    ...pod.status,
    phase,
    startTime: pod.status?.['startTime'] ?? time(world),
    conditions: conditions(world, pod, { initialized, ready, phase }),
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    containerStatuses: statuses,
  })
}

const statusesOf = { initContainers: 'initContainerStatuses', containers: 'containerStatuses' } as const

function blank(pod: KubeObject, spec: JsonObject): JsonObject {
  const { name, image } = spec
  const reason = pod.spec?.['initContainers']?.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const state = { waiting: { reason } }
  return { name, image, imageID: '', lastState: {}, ready: false, restartCount: 0, started: false, state }
}

function phaseOf(pod: KubeObject, inits: JsonObject[], statuses: JsonObject[]): string {
  const states = statuses.map((one) => one['state'] as JsonObject)
  const failed = (one: JsonObject) => one['state'].terminated && one['state'].terminated.exitCode !== 0
  const mayRestart = pod.spec?.['restartPolicy'] !== 'Never'
  if (!mayRestart && inits.some((one) => failed(one))) return 'Failed'
  const over = states.every((state) => state['terminated'])
  const wellDone = states.every((state) => state['terminated']?.exitCode === 0)
  if (over && wellDone && pod.spec?.['restartPolicy'] !== 'Always') return 'Succeeded'
  if (over && !mayRestart) return 'Failed'
  const began = statuses.some(
    (one) => one['state'].running || one['state'].terminated || one['restartCount'] > 0,
  )
  return began ? 'Running' : 'Pending'
}

function conditions(
  world: World,
  pod: KubeObject,
  { initialized, ready, phase }: { initialized: boolean; ready: boolean; phase: string },
): Condition[] {
  const before = conditionsOf(pod)
  const names = (which: string) =>
    ((pod.spec?.[which] ?? []) as JsonObject[]).map(({ name }) => name).join(' ')
  const notReady =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : {
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${names('containers')}]`,
        }
  const notInitialized = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names('initContainers')}]`,
  }
  const one = (type: string, holds: boolean, otherwise: object = notReady): Condition => {
    const status = holds ? 'True' : 'False'
    const known = before.find((condition) => condition.type === type)
    const lastTransitionTime = known?.status === status ? known.lastTransitionTime : time(world)
    return {
      type,
      status,
      ...(holds ? {} : otherwise),
      lastTransitionTime: lastTransitionTime ?? time(world),
    }
  }
  return [
    one('PodReadyToStartContainers', true),
    one('Initialized', initialized, notInitialized),
    one('Ready', ready),
    one('ContainersReady', ready),
    one('PodScheduled', true),
    ...before.filter(({ type }) => type === 'DisruptionTarget'),
  ]
}
