import type { KubeObject } from '../../../kube-object.ts'
import { condition, deadlineOf, deploymentStatus, withCondition } from './deployment-status.ts'
import { isScalingEvent, proportionalSizes, sizeNotes, sizeOf } from './proportional.ts'
import { recordEvent } from './record-event.ts'
import { newestSet, revisionOf } from './revisions.ts'
import { limitsOf, newSize, oldSizes } from './rolling-update.ts'
import { conditionsOf, current, ownedBy, setStatus } from './world.ts'
import type { World } from './world.ts'

type Sets = { newest: KubeObject | undefined; old: KubeObject[]; all: KubeObject[] }

/** One step of a rollout, as the deployment controller takes it: scale something or bring the status up to date. */
export function reconcileDeployment(world: World, deployment: KubeObject): void {
  if (deployment.metadata.deletionTimestamp !== undefined) return
  const paused = pausedOrResumed(world, deployment)
  const newest = newestSet(world, paused, { create: !paused.spec?.['paused'] })
  if (newest === 'changed') return
  const live = current(world, 'deployments', deployment)
  if (!live) return
  const all = ownedBy(world, 'replicasets', live)
  const old = all
    .filter(({ metadata }) => metadata.uid !== newest?.metadata.uid)
    .toSorted((a, b) => revisionOf(a) - revisionOf(b))
  const sets = { newest, old, all }
  if (live.spec?.['paused'] || isScalingEvent(live, all)) {
    const sizes = proportionalSizes(live, newest, all)
    for (const [index, set] of all.entries()) scale(world, live, set, sizes[index] ?? 0)
    return updateStatus(world, live, sets, { progress: false })
  }
  if (!scaleOne(world, live, sets)) forget(world, live, old)
  updateStatus(world, live, sets, { progress: true })
}

function updateStatus(
  world: World,
  deployment: KubeObject,
  { newest, all }: Sets,
  { progress }: { progress: boolean },
) {
  // As they were before this step scaled them: a real controller too tells the effect only with the next one.
  setStatus(
    world,
    'deployments',
    deployment,
    deploymentStatus(deployment, { newest, all, progress }, world.store.clock.now()),
  )
  const live = current(world, 'deployments', deployment)
  const deadline = live && deadlineOf(live)
  if (live && deadline !== undefined)
    world.again('deployments', live, deadline - world.store.clock.now() + 1000)
}

function pausedOrResumed(world: World, deployment: KubeObject): KubeObject {
  if (deployment.spec?.['progressDeadlineSeconds'] === undefined) return deployment
  const known = conditionsOf(deployment).find(({ type }) => type === 'Progressing')
  if (known?.reason === 'ProgressDeadlineExceeded') return deployment
  const was = known?.reason === 'DeploymentPaused'
  const is = deployment.spec['paused'] === true
  if (is === was) return deployment
  const now = world.store.clock.now()
  const next = is
    ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now)
  const status = { ...deployment.status, conditions: withCondition(conditionsOf(deployment), next) }
  setStatus(world, 'deployments', deployment, status)
  return current(world, 'deployments', deployment) ?? deployment
}

/** Whether something was scaled. */
function scaleOne(world: World, deployment: KubeObject, { newest, old, all }: Sets): boolean {
  if (!newest) return false
  const replicas = sizeOf(deployment)
  const { strategy } = deployment.spec ?? {}
  const recreate = strategy?.type === 'Recreate'
  const { surge, unavailable } = limitsOf(replicas, strategy?.rollingUpdate ?? {})
  const total = all.reduce((sum, set) => sum + sizeOf(set), 0)
  const busy = recreate && old.some((set) => ((set.status?.['replicas'] as number) ?? 0) > 0)
  const wanted = recreate
    ? busy
      ? sizeOf(newest)
      : replicas
    : sizeOf(newest) > replicas
      ? replicas
      : newSize({ replicas, surge, all: total, newest: sizeOf(newest) })
  if (scale(world, deployment, newest, wanted)) return true
  const sizes = recreate
    ? old.map(() => 0)
    : oldSizes(old.map(asOld), asOld(newest), { replicas, unavailable })
  let scaled = false
  for (const [index, set] of old.entries())
    scaled = scale(world, deployment, set, sizes[index] ?? 0) || scaled
  return scaled
}

function asOld(set: KubeObject) {
  return { replicas: sizeOf(set), available: (set.status?.['availableReplicas'] as number | undefined) ?? 0 }
}

function scale(world: World, deployment: KubeObject, set: KubeObject, to: number): boolean {
  const from = sizeOf(set)
  const annotations = { ...set.metadata.annotations, ...sizeNotes(deployment) }
  const metadata = { ...set.metadata, annotations }
  if (from === to && from === 0) return false
  world.store.replace('replicasets', { ...set, metadata, spec: { ...set.spec, replicas: to } })
  if (from === to) return false
  recordEvent(world, deployment, {
    reason: 'ScalingReplicaSet',
    message: `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`,
    component: 'deployment-controller',
  })
  return true
}

function forget(world: World, deployment: KubeObject, old: KubeObject[]) {
  const limit = (deployment.spec?.['revisionHistoryLimit'] as number | undefined) ?? 10
  const empty = old.filter((set) => sizeOf(set) === 0 && !set.status?.['replicas'])
  for (const { metadata } of empty.slice(0, Math.max(0, old.length - limit)))
    world.store.remove('replicasets', metadata.namespace ?? '', metadata.name)
}
