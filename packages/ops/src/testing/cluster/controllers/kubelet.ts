import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { createNodeWork } from './node-work.ts'
import { pull } from './pull.ts'
import { missingReference, missingVolume } from './references.ts'
import { runContainer } from './run-container.ts'
import { stopPod } from './stop-pod.ts'
import { setStatus, time } from './world.ts'
import type { Later, World } from './world.ts'

const startMs = 300
const mountRetryMs = 2000
const configRetryMs = 3000

/** What the nodes do: they pull, start, probe, restart and stop the containers of pods that were put on them. */
export function createKubelet(world: World, later: Later): (pod: KubeObject) => void {
  const begun = new Set<string>()
  const ending = new Set<string>()
  const work = createNodeWork(world, later)

  return function reconcile(pod) {
    const { uid = '', deletionTimestamp } = pod.metadata
    if (!pod.spec?.['nodeName']) return
    if (deletionTimestamp !== undefined) {
      if (ending.has(uid) || !work.isNodeThere(pod)) return
      ending.add(uid)
      stopPod(work, later, pod)
    } else if (!begun.has(uid)) {
      begun.add(uid)
      if (!pod.status?.['containerStatuses']) begin(pod)
    }
  }

  function begin(pod: KubeObject) {
    const containers = pod.spec?.['containers'] as JsonObject[]
    const inits = (pod.spec?.['initContainers'] ?? []) as JsonObject[]
    const number = begun.size
    const podIP = `10.42.${number >> 8}.${number & 255}`
    const status = {
      ...pod.status,
      podIP,
      podIPs: [{ ip: podIP }],
      hostIP: '10.0.0.1',
      startTime: time(world),
    }
    setStatus(world, 'pods', pod, status)
    const reason = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'
    work.soon(pod, 0, (live) => {
      for (const container of [...inits, ...containers].slice(0, 1))
        work.show(live, container, { state: { waiting: { reason } } })
      work.soon(live, startMs, (mounting) => mount(mounting, () => initialise(mounting, inits, containers)))
    })
  }

  function mount(pod: KubeObject, then: () => void) {
    const missing = missingVolume(world.store, pod)
    if (!missing) return then()
    const text = `MountVolume.SetUp failed for volume "${missing.volume}" : ${missing.message}`
    work.event(pod, 'Warning', 'FailedMount', text)
    work.soon(pod, mountRetryMs, (live) => mount(live, then))
  }

  /** One init container after the other, then all the others at once. */
  function initialise(pod: KubeObject, [first, ...more]: JsonObject[], containers: JsonObject[]) {
    if (!first) {
      for (const container of containers)
        work.soon(pod, 0, (live) => prepare(live, container, () => undefined))
      return
    }
    prepare(pod, first, (live, exitCode) => {
      if (exitCode === 0) work.soon(live, 0, (next) => initialise(next, more, containers))
    })
  }

  function prepare(pod: KubeObject, container: JsonObject, ended: (pod: KubeObject, code: number) => void) {
    pull(work, pod, container, (pulled) => configure(pulled, container, ended))
  }

  function configure(pod: KubeObject, container: JsonObject, ended: (pod: KubeObject, code: number) => void) {
    const message = missingReference(world.store, pod, container)
    if (message === undefined) return runContainer(work, pod, container, ended)
    work.event(pod, 'Warning', 'Failed', `Error: ${message}`)
    work.show(pod, container, { state: { waiting: { reason: 'CreateContainerConfigError', message } } })
    work.soon(pod, configRetryMs, (live) => configure(live, container, ended))
  }
}
