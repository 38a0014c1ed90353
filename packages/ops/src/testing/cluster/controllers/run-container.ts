import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { behaviourOf } from './behaviours.ts'
import { backOffMs } from './node-work.ts'
import type { NodeWork } from './node-work.ts'
import { probe } from './probes.ts'
import { time } from './world.ts'

/** What the container was before: how often it restarted and how it ended the last time. */
type Past = { restartCount: number; lastState?: JsonObject }

/** Starts a container whose image is there, and does what follows until the pod ends. `ended` is told of each end. */
export function runContainer(
  work: NodeWork,
  pod: KubeObject,
  container: JsonObject,
  ended: (pod: KubeObject, exitCode: number) => void,
): void {
  const { world } = work
  const { paces } = world
  const name = container['name'] as string

  function start(live: KubeObject, past: Past) {
    const { namespace = '', name: podName } = live.metadata
    const behaviour = behaviourOf(world.behaviours, container['image'])
    const { restartCount } = past
    if (restartCount > 0)
      work.event(
        live,
        'Normal',
        'Pulled',
        `Container image "${container['image']}" already present on machine`,
      )
    work.event(live, 'Normal', 'Created', `Created container: ${name}`)
    const failure = startFailure(behaviour.crash)
    if (failure) {
      work.event(live, 'Warning', 'Failed', `Error: ${failure['message']}`)
      return end(live, past, failure)
    }
    work.event(live, 'Normal', 'Started', `Started container ${name}`)
    if (restartCount > 0) world.logs?.rotate(namespace, podName, name)
    for (const line of behaviour.log ?? []) world.logs?.write(namespace, podName, name, line)
    const startedAt = time(world)
    const shown = { ...past, state: { running: { startedAt } } }
    const crashes = behaviour.crash !== undefined && !(behaviour.crash === 'once' && restartCount > 0)
    if (crashes || behaviour.exits !== undefined) {
      work.show(live, container, { ...shown, ready: !crashes && container['readinessProbe'] === undefined })
      const oom = behaviour.crash === 'out of memory'
      const exitCode = crashes ? (oom ? 137 : (behaviour.exitCode ?? 1)) : (behaviour.exits ?? 0)
      const reason = oom ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error'
      return work.soon(live, paces.crashMs, (over) => end(over, past, { exitCode, reason, startedAt }))
    }
    probe(work, live, container, shown, (killed) =>
      end(killed, past, { exitCode: 137, reason: 'Error', startedAt }),
    )
  }

  function end(live: KubeObject, { restartCount, lastState }: Past, how: JsonObject) {
    world.logs?.end(live.metadata.namespace!, live.metadata.name, name)
    const terminated = { terminated: { ...how, finishedAt: time(world) } }
    work.show(live, container, { state: terminated, restartCount, ...(lastState ? { lastState } : {}) })
    ended(live, how['exitCode'] as number)
    const isInit = ((live.spec?.['initContainers'] ?? []) as JsonObject[]).some((one) => one['name'] === name)
    const policy = live.spec?.['restartPolicy'] ?? 'Always'
    if (policy === 'Never' || (how['exitCode'] === 0 && (isInit || policy === 'OnFailure'))) return
    const next: Past = { restartCount: restartCount + 1, lastState: terminated }
    if (restartCount === 0) return work.soon(live, paces.restartMs, (again) => start(again, next))
    const wait = backOffMs(world, restartCount - 1, 'restart')
    const identity = `${live.metadata.name}_${live.metadata.namespace}(${live.metadata.uid})`
    const message = `back-off ${wordsOf(wait)} restarting failed container=${name} pod=${identity}`
    work.soon(live, paces.restartMs, (waiting) => {
      work.event(
        waiting,
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${name} in pod ${identity}`,
      )
      const state = { waiting: { reason: 'CrashLoopBackOff', message } }
      work.show(waiting, container, { state, lastState: terminated, restartCount })
      work.soon(waiting, wait, (again) => start(again, next))
    })
  }

  start(pod, { restartCount: 0 })
}

/** 80 s are `1m20s`. */
function wordsOf(ms: number): string {
  const seconds = ms / 1000
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

function startFailure(crash: string | undefined): JsonObject | undefined {
  const causes: Record<string, { exitCode: number; cause: string }> = {
    'exec format error': { exitCode: 128, cause: 'exec /usr/local/bin/node: exec format error' },
    'executable not found': {
      exitCode: 128,
      cause:
        'runc create failed: unable to start container process: exec: "nod": executable file not found in $PATH',
    },
    'node trouble': { exitCode: 128, cause: 'unable to apply cgroup configuration' },
  }
  const found = crash === undefined ? undefined : causes[crash]
  if (!found) return undefined
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: ${found.cause}: unknown`
  return { exitCode: found.exitCode, reason: 'StartError', message, startedAt: '1970-01-01T00:00:00Z' }
}
