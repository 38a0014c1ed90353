import type { KubeObject } from '../../../kube-object.ts'
import { resourceOfKind } from '../resources.ts'
import { updateObject } from '../writes.ts'
import { condition } from './deployment-status.ts'
import { recordEvent } from './record-event.ts'
import { setStatus, time } from './world.ts'
import type { World } from './world.ts'

const component = 'horizontal-pod-autoscaler'
const noMetrics =
  'unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'

/** Keeps the target between minReplicas and maxReplicas; there are no metrics to go by, as in a cluster without them. */
export function createAutoscaler(world: World): (scaler: KubeObject) => void {
  const lookAt = new Map<string, number>()

  return function reconcile(scaler) {
    const { uid = '', namespace = '' } = scaler.metadata
    const now = world.store.clock.now()
    const due = lookAt.get(uid) ?? now + world.paces.scaleMs
    if (!lookAt.has(uid)) world.again('horizontalpodautoscalers', scaler, world.paces.scaleMs)
    lookAt.set(uid, due)
    if (now < due) return
    lookAt.set(uid, now + world.paces.scaleMs)
    world.again('horizontalpodautoscalers', scaler, world.paces.scaleMs)
    const { apiVersion, kind, name } = scaler.spec?.['scaleTargetRef'] ?? {}
    const resource = resourceOfKind(apiVersion, kind)
    const target = resource && world.store.get(resource.resource, namespace, name)
    if (!resource || !target) return
    const current = Number(target.spec?.['replicas'] ?? 1)
    // At none the target is switched off.
    if (current === 0) return
    const { minReplicas = 1, maxReplicas = current } = scaler.spec ?? {}
    const wanted = Math.min(Math.max(current, Number(minReplicas)), Number(maxReplicas))
    if (wanted !== current) {
      const reason =
        wanted > current
          ? 'Current number of replicas below Spec.MinReplicas'
          : 'Current number of replicas above Spec.MaxReplicas'
      const { resourceVersion: _version, ...metadata } = target.metadata
      updateObject(
        world.store,
        resource,
        target,
        { ...target, metadata, spec: { ...target.spec, replicas: wanted } },
        { writer: { manager: 'kube-controller-manager', subresource: 'scale' } },
      )
      recordEvent(world, scaler, {
        reason: 'SuccessfulRescale',
        message: `New size: ${wanted}; reason: ${reason}`,
        component,
      })
    } else {
      const message = `failed to get cpu utilization: ${noMetrics}`
      recordEvent(world, scaler, { type: 'Warning', reason: 'FailedGetResourceMetric', message, component })
      recordEvent(world, scaler, {
        type: 'Warning',
        reason: 'FailedComputeMetricsReplicas',
        message: `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`,
        component,
      })
    }
    setStatus(world, 'horizontalpodautoscalers', scaler, {
      ...(wanted === current ? scaler.status : { ...scaler.status, lastScaleTime: time(world) }),
      currentReplicas: current,
      desiredReplicas: wanted,
      conditions: conditions(now),
    })
  }
}

function conditions(now: number) {
  const able = "the HPA controller was able to get the target's current scale"
  const active = `the HPA was unable to compute the replica count: failed to get cpu utilization: ${noMetrics}`
  return [
    condition('AbleToScale', 'True', 'SucceededGetScale', able, now),
    condition('ScalingActive', 'False', 'FailedGetResourceMetric', active, now),
  ].map(({ lastUpdateTime: _update, ...one }) => one)
}
