import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { sameTemplate, templateHash } from './template.ts'
import { createOwned, ownedBy } from './world.ts'
import type { World } from './world.ts'

/**
 * The ControllerRevision of the present template of a StatefulSet or DaemonSet: made, or found again and moved to the
 * end; old ones beyond the history limit go unless pods still have them.
 *
 * @returns its name for a StatefulSet; `hash` is the label value that its pods carry
 */
export function presentRevision(world: World, owner: KubeObject): { name: string; hash: string } {
  const template = (owner.spec?.['template'] ?? {}) as JsonObject
  const known = revisionsOf(world, owner)
  const last = known.at(-1)
  const found = known.findLast((one) => sameTemplate(templateOf(one), template))
  if (found) {
    if (last && found !== last)
      world.store.replace('controllerrevisions', { ...found, revision: numberOf(last) + 1 })
    return identityOf(owner, found)
  }
  const hash = templateHash(template)
  const made = createOwned(
    world,
    {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: `${owner.metadata.name}-${hash}`,
        labels: { ...template['metadata']?.labels, 'controller.kubernetes.io/hash': hash },
      },
      data: { spec: { template: { ...template, $patch: 'replace' } } },
      revision: (last ? numberOf(last) : 0) + 1,
    },
    owner,
  )
  forget(world, owner, known)
  return identityOf(owner, made)
}

/** The pod template of a revision by its name; without it the present one. */
export function templateOfRevision(world: World, owner: KubeObject, name: string): JsonObject {
  const found = world.store.get('controllerrevisions', owner.metadata.namespace ?? '', name)
  return found ? templateOf(found) : ((owner.spec?.['template'] ?? {}) as JsonObject)
}

/** Oldest first. */
function revisionsOf(world: World, owner: KubeObject): KubeObject[] {
  return ownedBy(world, 'controllerrevisions', owner).toSorted((a, b) => numberOf(a) - numberOf(b))
}

function identityOf(owner: KubeObject, revision: KubeObject): { name: string; hash: string } {
  const { name } = revision.metadata
  return { name, hash: name.slice(owner.metadata.name.length + 1) }
}

function forget(world: World, owner: KubeObject, known: KubeObject[]) {
  const limit = (owner.spec?.['revisionHistoryLimit'] as number | undefined) ?? 10
  const inUse = new Set(
    ownedBy(world, 'pods', owner).map(({ metadata }) => metadata.labels?.['controller-revision-hash']),
  )
  for (const one of known.slice(0, Math.max(0, known.length - limit))) {
    const { name, hash } = identityOf(owner, one)
    if (!inUse.has(name) && !inUse.has(hash))
      world.store.remove('controllerrevisions', owner.metadata.namespace ?? '', name)
  }
}

function templateOf(revision: KubeObject): JsonObject {
  const { $patch: _patch, ...template } = (revision.data?.['spec']?.template ?? {}) as JsonObject
  return template
}

function numberOf(revision: KubeObject): number {
  return Number(revision['revision'] ?? 0)
}
