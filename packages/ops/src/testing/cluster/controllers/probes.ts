import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { behaviourOf } from './behaviours.ts'
import type { NodeWork } from './node-work.ts'
import type { ContainerState } from './pod-status.ts'

const flapMs = 3000

/**
 * Shows a container that has just started, and probes it: first for startup, then for life and readiness. A container
 * that fails for startup or life is killed.
 */
export function probe(
  work: NodeWork,
  pod: KubeObject,
  container: JsonObject,
  shown: ContainerState,
  kill: (pod: KubeObject) => void,
): void {
  const { paces, behaviours } = work.world
  const behaviour = behaviourOf(behaviours, container['image'])
  let killed = false

  function awaitStartup(live: KubeObject) {
    const asked = container['startupProbe'] as JsonObject
    work.show(live, container, { ...shown, ready: false, started: false })
    const { startup = paces.readyMs } = behaviour
    const limit = thresholdMs(asked)
    if (startup !== 'never' && startup <= limit)
      return work.soon(live, startup, (up) => awaitReadiness({ ...up }))
    refuse(live, 'Startup', 'startup')
  }

  function refuse(live: KubeObject, which: 'Startup' | 'Liveness', word: string) {
    const asked = container[which === 'Startup' ? 'startupProbe' : 'livenessProbe'] as JsonObject
    const period = Number(asked['periodSeconds'] ?? 10) * 1000
    const attempts = Number(asked['failureThreshold'] ?? 3)
    const fail = (at: KubeObject, left: number) => {
      if (killed) return
      work.event(at, 'Warning', 'Unhealthy', `${which} probe failed: HTTP probe failed with statuscode: 500`)
      if (left > 1) return work.soon(at, period, (next) => fail(next, left - 1))
      const text = `Container ${container['name']} failed ${word} probe, will be restarted`
      work.event(at, 'Normal', 'Killing', text)
      killed = true
      kill(at)
    }
    work.soon(live, period, (next) => fail(next, attempts))
  }

  function awaitReadiness(live: KubeObject) {
    if (container['livenessProbe'] && behaviour.alive === 'never') refuse(live, 'Liveness', 'liveness')
    if (!container['readinessProbe']) return work.show(live, container, { ...shown, ready: true })
    work.show(live, container, { ...shown, ready: false })
    if (behaviour.ready === 'never') return check(live, false)
    work.soon(live, paces.readyMs, (next) => check(next, true))
  }

  function check(live: KubeObject, ready: boolean) {
    if (killed) return
    work.show(live, container, { ...shown, ready })
    if (!ready)
      work.event(
        live,
        'Warning',
        'Unhealthy',
        'Readiness probe failed: HTTP probe failed with statuscode: 503',
      )
    const period = Number((container['readinessProbe'] as JsonObject)['periodSeconds'] ?? 10) * 1000
    if (behaviour.ready === 'never') work.soon(live, period, (next) => check(next, false))
    if (behaviour.ready === 'flapping') work.soon(live, flapMs, (next) => check(next, !ready))
  }

  if (container['startupProbe']) awaitStartup(pod)
  else awaitReadiness(pod)
}

function thresholdMs(asked: JsonObject): number {
  return Number(asked['periodSeconds'] ?? 10) * 1000 * Number(asked['failureThreshold'] ?? 3)
}
