import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { setContainer } from './pod-status.ts'
import type { ContainerState } from './pod-status.ts'
import { recordEvent } from './record-event.ts'
import { current, isTrue } from './world.ts'
import type { Later, World } from './world.ts'

const retryMs = 2000

/** What every part of a node's work does with a pod. */
export type NodeWork = {
  world: World
  event(pod: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void
  /** Runs the step unless the pod went away, is being stopped or has ended; waits while its node is lost. */
  soon(pod: KubeObject, ms: number, step: (pod: KubeObject) => void): void
  show(pod: KubeObject, container: JsonObject, change: ContainerState): void
  isNodeThere(pod: KubeObject): boolean
}

export function createNodeWork(world: World, later: Later): NodeWork {
  function isNodeThere(pod: KubeObject): boolean {
    const node = world.store.get('nodes', '', pod.spec?.['nodeName'] as string)
    return node === undefined || isTrue(node, 'Ready')
  }

  function soon(pod: KubeObject, ms: number, step: (pod: KubeObject) => void) {
    later(ms, () => {
      const live = current(world, 'pods', pod)
      if (!live || live.metadata.deletionTimestamp !== undefined) return
      if (live.status?.['phase'] === 'Failed' || live.status?.['phase'] === 'Succeeded') return
      if (isNodeThere(live)) step(live)
      else soon(live, retryMs, step)
    })
  }

  return {
    world,
    event: (pod, type, reason, message) =>
      recordEvent(world, pod, { type, reason, message, component: 'kubelet' }),
    soon,
    show: (pod, container, change) => setContainer(world, pod, container['name'], change),
    isNodeThere,
  }
}

/** The time until the next try, `tries` failed ones behind it. */
export function backOffMs(world: World, tries: number, of: 'pull' | 'restart'): number {
  const longestMs = 300_000
  const { paces } = world
  const first = of === 'pull' ? (paces.pullBackOffMs ?? paces.backOffMs) : paces.backOffMs
  const factor = of === 'pull' ? (paces.pullBackOffFactor ?? paces.backOffFactor) : paces.backOffFactor
  return Math.min(longestMs, first * factor ** tries)
}
