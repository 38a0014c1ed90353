import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { behaviourOf, byImage, pullMessage } from './behaviours.ts'
import type { PullFault } from './behaviours.ts'
import { backOffMs } from './node-work.ts'
import type { NodeWork } from './node-work.ts'
import type { World } from './world.ts'

const failMs = 20
const backOffShownMs = 1500

/** Brings the image of a container to the node, again and again, and goes on with `then`. */
export function pull(
  work: NodeWork,
  pod: KubeObject,
  container: JsonObject,
  then: (pod: KubeObject) => void,
) {
  const { world } = work
  const image = container['image'] as string

  function attempt(live: KubeObject, tries: number) {
    work.event(live, 'Normal', 'Pulling', `Pulling image "${image}"`)
    const fault = faultOf(world, live, image, tries)
    if (fault !== undefined) return work.soon(live, failMs, (again) => fail(again, fault, tries))
    const ms = behaviourOf(world.behaviours, image).pullMs ?? world.paces.pullMs
    // The recorded nodes count the time before the first event too.
    work.soon(live, Math.max(failMs, ms - 375), (pulled) => {
      work.event(
        pulled,
        'Normal',
        'Pulled',
        `Successfully pulled image "${image}" in ${ms}ms (${ms}ms including waiting). Image size: 10271 bytes.`,
      )
      then(pulled)
    })
  }

  function fail(live: KubeObject, fault: PullFault, tries: number) {
    const message = pullMessage(image, fault)
    work.event(live, 'Warning', 'Failed', `Failed to pull image "${image}": ${message}`)
    work.event(live, 'Warning', 'Failed', 'Error: ErrImagePull')
    work.show(live, container, { state: { waiting: { reason: 'ErrImagePull', message } } })
    work.soon(live, backOffShownMs, (waiting) => {
      const backOff = `Back-off pulling image "${image}"`
      work.event(waiting, 'Normal', 'BackOff', backOff)
      work.event(waiting, 'Warning', 'Failed', 'Error: ImagePullBackOff')
      work.show(waiting, container, {
        state: { waiting: { reason: 'ImagePullBackOff', message: `${backOff}: ErrImagePull: ${message}` } },
      })
      work.soon(waiting, backOffMs(world, tries, 'pull'), (again) => attempt(again, tries + 1))
    })
  }

  attempt(pod, 0)
}

function faultOf(world: World, pod: KubeObject, image: string, tries: number): PullFault | undefined {
  if (world.registryFault !== undefined) return world.registryFault
  const platforms = byImage(world.platforms, image)
  const node = world.store.get('nodes', '', pod.spec?.['nodeName'] as string)
  const architecture = node?.status?.['nodeInfo']?.architecture as string | undefined
  if (platforms && architecture !== undefined && !platforms.includes(architecture)) return 'wrong platform'
  const { pull: fault, pullFailures } = behaviourOf(world.behaviours, image)
  return pullFailures !== undefined && tries >= pullFailures ? undefined : fault
}
