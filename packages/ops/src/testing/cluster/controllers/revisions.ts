import { isDeepStrictEqual } from 'node:util'
import type { KubeObject } from '../../../kube-object.ts'
import { condition, withCondition } from './deployment-status.ts'
import { sizeNotes } from './proportional.ts'
import { recordEvent } from './record-event.ts'
import { limitsOf, newSize } from './rolling-update.ts'
import { hashLabel, sameTemplate, templateHash } from './template.ts'
import { conditionsOf, createOwned, current, ownedBy } from './world.ts'
import type { World } from './world.ts'

const revision = 'deployment.kubernetes.io/revision'
const history = 'deployment.kubernetes.io/revision-history'

export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[revision] ?? 0)
}

/**
 * The ReplicaSet of the Deployment's present template: made, or found again and renumbered. 'changed': a revision was
 * written, and what follows waits for the next round.
 */
export function newestSet(
  world: World,
  deployment: KubeObject,
  how: { create: boolean },
): KubeObject | undefined | 'changed' {
  const sets = ownedBy(world, 'replicasets', deployment)
  const template = deployment.spec?.['template'] ?? {}
  const found = sets.find((set) => sameTemplate(set.spec?.['template'] ?? {}, template))
  const last = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf))
  if (!found) {
    if (!how.create) return undefined
    const made = makeSet(world, deployment, last + 1, sets)
    const now = world.store.clock.now()
    const created = condition(
      'Progressing',
      'True',
      'NewReplicaSetCreated',
      `Created new replica set "${made.metadata.name}"`,
      now,
    )
    const before = conditionsOf(deployment)
    const resumed = before.some(({ reason }) => reason === 'DeploymentResumed')
    const conditions = resumed ? before : withCondition(before, created)
    setRevision(world, deployment, String(last + 1), { ...deployment.status, conditions })
    return 'changed'
  }
  if (revisionOf(found) < last) {
    const { annotations = {} } = found.metadata
    const past = [...(annotations[history]?.split(',') ?? []), annotations[revision] ?? '']
    const renumbered = {
      ...annotations,
      ...ownAnnotations(deployment),
      [history]: past.join(','),
      [revision]: String(last + 1),
    }
    world.store.replace('replicasets', { ...found, metadata: { ...found.metadata, annotations: renumbered } })
    return 'changed'
  }
  const carried = { ...found.metadata.annotations, ...ownAnnotations(deployment) }
  if (!isDeepStrictEqual(carried, { ...found.metadata.annotations })) {
    world.store.replace('replicasets', { ...found, metadata: { ...found.metadata, annotations: carried } })
    return 'changed'
  }
  if (revisionOf(deployment) !== revisionOf(found)) {
    setRevision(world, deployment, String(revisionOf(found)), deployment.status)
    return 'changed'
  }
  return found
}

// What a ReplicaSet carries of its Deployment's annotations; one that is gone there stays here.
function ownAnnotations({ metadata }: KubeObject): Record<string, string> {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...annotations } =
    metadata.annotations ?? {}
  const { [revision]: _revision, [history]: _history, ...own } = annotations
  return own
}

function makeSet(world: World, deployment: KubeObject, number: number, sets: KubeObject[]): KubeObject {
  const { spec = {}, metadata } = deployment
  const hash = templateHash(spec['template'])
  const replicas = (spec['replicas'] as number | undefined) ?? 1
  const { surge } = limitsOf(replicas, spec['strategy']?.rollingUpdate ?? {})
  const all = sets.reduce((sum, set) => sum + Number(set.spec?.['replicas'] ?? 0), 0)
  const size =
    spec['strategy']?.type === 'Recreate'
      ? all === 0
        ? replicas
        : 0
      : newSize({ replicas, surge, all, newest: 0 })
  const labels = { ...spec['template'].metadata?.labels, [hashLabel]: hash }
  const set = createOwned(
    world,
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${metadata.name}-${hash}`,
        labels,
        annotations: {
          ...ownAnnotations(deployment),
          ...sizeNotes(deployment),
          [revision]: String(number),
        },
      },
      spec: {
        replicas: size,
        ...(spec['minReadySeconds'] === undefined ? {} : { minReadySeconds: spec['minReadySeconds'] }),
        selector: {
          ...spec['selector'],
          matchLabels: { ...spec['selector'].matchLabels, [hashLabel]: hash },
        },
        template: { ...spec['template'], metadata: { ...spec['template'].metadata, labels } },
      },
    },
    deployment,
  )
  if (size > 0)
    recordEvent(world, deployment, {
      reason: 'ScalingReplicaSet',
      message: `Scaled up replica set ${set.metadata.name} from 0 to ${size}`,
      component: 'deployment-controller',
    })
  return set
}

function setRevision(world: World, deployment: KubeObject, number: string, status: KubeObject['status']) {
  const live = current(world, 'deployments', deployment)
  if (!live) return
  const annotations = { ...live.metadata.annotations, [revision]: number }
  world.store.replace('deployments', {
    ...live,
    metadata: { ...live.metadata, annotations },
    ...(status ? { status } : {}),
  })
}
