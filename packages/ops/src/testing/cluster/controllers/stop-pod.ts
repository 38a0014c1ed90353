import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { behaviourOf } from './behaviours.ts'
import type { NodeWork } from './node-work.ts'
import { current } from './world.ts'
import type { Later } from './world.ts'

const goneMs = 3

/** Stops the containers of a pod that is being deleted; it stays in the lists until they have ended. */
export function stopPod(work: NodeWork, later: Later, pod: KubeObject): void {
  const { world } = work
  const containers = (pod.spec?.['containers'] ?? []) as JsonObject[]
  for (const { name } of containers) work.event(pod, 'Normal', 'Killing', `Stopping container ${name}`)
  const grace = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000
  const longest = Math.max(...containers.map((container) => stopMs(work, container, grace)))
  later(Math.min(grace, longest), () => {
    const live = current(world, 'pods', pod)
    if (!live) return
    const metadata = { ...live.metadata, deletionGracePeriodSeconds: 0 }
    world.store.replace('pods', { ...live, metadata })
    later(goneMs, () => {
      if (current(world, 'pods', pod))
        world.store.remove('pods', pod.metadata.namespace ?? '', pod.metadata.name)
    })
  })
}

function stopMs({ world }: NodeWork, container: JsonObject, grace: number): number {
  const hook = container['lifecycle']?.preStop?.sleep?.seconds as number | undefined
  if (behaviourOf(world.behaviours, container['image']).stop === 'never') return grace
  return (hook ?? 0) * 1000 + world.paces.stopMs
}
