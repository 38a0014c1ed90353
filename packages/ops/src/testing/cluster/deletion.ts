import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { timestamp } from './clock.ts'
import { resources } from './resources.ts'
import type { Resource } from './resources.ts'
import { conflict, deleted } from './status.ts'
import type { ObjectStore } from './store.ts'

export type DeleteOptions = {
  gracePeriodSeconds?: number
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: boolean
}

/**
 * Deletes an object as the server does: a scheduled pod and a namespace only begin to terminate (the node and the
 * namespace controller finish it), an object with finalizers waits for them, all others go at once.
 *
 * @returns the body of the answer: the terminating object, or a Status
 * @throws ApiError 409 when a precondition does not hold
 */
export function deleteObject(
  store: ObjectStore,
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions = {},
): JsonObject {
  checkPreconditions(resource, object, options)
  const { name, namespace = '', uid, finalizers = [], deletionTimestamp } = object.metadata
  const done = deleted(resource, name, uid)
  const held = [...finalizers, ...propagationFinalizer(store, object, options)]
  const grace = resource.resource === 'pods' ? podGrace(object, options) : 0
  const lingers = held.length > 0 || grace > 0 || resource.resource === 'namespaces'
  if (options.dryRun) return lingers ? object : done
  if (!lingers) {
    store.remove(resource.resource, namespace, name)
    return done
  }
  if (deletionTimestamp !== undefined && resource.resource !== 'pods') return object
  return store.replace(resource.resource, {
    ...object,
    metadata: {
      ...object.metadata,
      ...(held.length > 0 ? { finalizers: held } : {}),
      deletionTimestamp: deletionTimestamp ?? timestamp(store.clock),
      ...(resource.resource === 'namespaces' ? {} : { deletionGracePeriodSeconds: grace }),
    },
    ...(resource.resource === 'namespaces' ? { status: { ...object.status, phase: 'Terminating' } } : {}),
  })
}

function checkPreconditions(resource: Resource, { metadata }: KubeObject, { preconditions }: DeleteOptions) {
  const { uid, resourceVersion } = preconditions ?? {}
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(
      resource,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
      resource.kind,
    )
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      resource,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
      resource.kind,
    )
}

function podGrace(pod: KubeObject, options: DeleteOptions): number {
  const finished = pod.status?.['phase'] === 'Succeeded' || pod.status?.['phase'] === 'Failed'
  if (!pod.spec?.['nodeName'] || finished) return 0
  return options.gracePeriodSeconds ?? (pod.spec['terminationGracePeriodSeconds'] as number | undefined) ?? 30
}

function propagationFinalizer(
  store: ObjectStore,
  object: KubeObject,
  { propagationPolicy }: DeleteOptions,
): string[] {
  if (propagationPolicy === 'Orphan') {
    for (const { resource, object: dependent } of dependentsOf(store, object))
      orphan(store, resource, dependent, object)
    return []
  }
  if (propagationPolicy !== 'Foreground' || object.metadata.finalizers?.includes('foregroundDeletion'))
    return []
  return dependentsOf(store, object).length > 0 ? ['foregroundDeletion'] : []
}

function orphan(store: ObjectStore, resource: Resource, dependent: KubeObject, owner: KubeObject) {
  const ownerReferences = (dependent.metadata.ownerReferences ?? []).filter(
    ({ uid }) => uid !== owner.metadata.uid,
  )
  store.replace(resource.resource, { ...dependent, metadata: { ...dependent.metadata, ownerReferences } })
}

/** What names this object as an owner. */
export function dependentsOf(
  store: ObjectStore,
  owner: KubeObject,
): { resource: Resource; object: KubeObject }[] {
  return resources.flatMap((resource) =>
    store
      .list(resource.resource)
      .filter((object) => object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
      .map((object) => ({ resource, object })),
  )
}
