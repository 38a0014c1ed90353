import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { resourceOfKind } from '../resources.ts'
import { createObject } from '../writes.ts'
import { setStatus } from './world.ts'
import type { World } from './world.ts'

/** Makes the claims of one pod of a StatefulSet unless they are there, and answers its volumes for them. */
export function claimVolumes(world: World, set: KubeObject, ordinal: number): JsonObject[] {
  const resource = resourceOfKind('v1', 'PersistentVolumeClaim')
  const { name, namespace = '' } = set.metadata
  return ((set.spec?.['volumeClaimTemplates'] ?? []) as JsonObject[]).map(({ metadata, spec }) => {
    const claimName = `${metadata.name}-${name}-${ordinal}`
    if (resource && !world.store.get(resource.resource, namespace, claimName))
      createObject(world.store, resource, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { ...metadata, name: claimName, namespace },
        spec,
      })
    return { name: metadata.name, persistentVolumeClaim: { claimName } }
  })
}

/** Gives a claim its volume: the storage of the simulated cluster never runs out. */
export function bindClaim(world: World, claim: KubeObject): void {
  if (claim.status?.['phase'] === 'Bound') return
  const { accessModes, resources, volumeName } = claim.spec ?? {}
  const bound = {
    ...claim,
    spec: { ...claim.spec, volumeName: volumeName ?? `pvc-${claim.metadata.uid}` },
  }
  world.store.replace('persistentvolumeclaims', bound)
  setStatus(world, 'persistentvolumeclaims', claim, {
    phase: 'Bound',
    accessModes,
    capacity: resources?.requests,
  })
}
