import type { KubeObject } from '../../kube-object.ts'
import { deleteObject, dependentsOf } from './deletion.ts'
import { resources } from './resources.ts'
import type { ObjectStore } from './store.ts'

const namespaceDelayMs = 3000

/** The garbage collector and the namespace controller: what has lost its owner or its namespace goes. */
export function collectGarbage(store: ObjectStore): () => void {
  return store.subscribe(({ type, resource, object }) => {
    if (type === 'DELETED') {
      for (const dependent of dependentsOf(store, object))
        if (!hasOtherOwner(store, dependent.object, object))
          deleteObject(store, dependent.resource, dependent.object)
      releaseOwners(store, object)
      return
    }
    const { deletionTimestamp, finalizers } = object.metadata
    if (deletionTimestamp === undefined) return
    if (finalizers?.includes('foregroundDeletion')) {
      for (const dependent of dependentsOf(store, object))
        if (dependent.object.metadata.deletionTimestamp === undefined)
          deleteObject(store, dependent.resource, dependent.object, { propagationPolicy: 'Foreground' })
      releaseIfFree(store, resource, object)
    }
    if (resource === 'namespaces')
      store.clock.setTimer(namespaceDelayMs, () => emptyNamespace(store, object.metadata.name))
  })
}

function hasOtherOwner(store: ObjectStore, dependent: KubeObject, gone: KubeObject): boolean {
  return (dependent.metadata.ownerReferences ?? []).some(
    ({ uid }) =>
      uid !== gone.metadata.uid &&
      resources.some(({ resource }) => store.list(resource).some((object) => object.metadata.uid === uid)),
  )
}

// An owner deleted in the foreground goes when the last of its dependents has gone.
function releaseOwners(store: ObjectStore, gone: KubeObject) {
  for (const { uid } of gone.metadata.ownerReferences ?? [])
    for (const { resource } of resources)
      for (const owner of store.list(resource))
        if (owner.metadata.uid === uid) releaseIfFree(store, resource, owner)
}

function releaseIfFree(store: ObjectStore, resource: string, owner: KubeObject) {
  const { finalizers = [], deletionTimestamp, namespace = '', name } = owner.metadata
  if (deletionTimestamp === undefined || !finalizers.includes('foregroundDeletion')) return
  if (dependentsOf(store, owner).length > 0) return
  const left = finalizers.filter((finalizer) => finalizer !== 'foregroundDeletion')
  if (left.length === 0) store.remove(resource, namespace, name)
  else {
    const { resourceVersion: _version, ...metadata } = owner.metadata
    store.replace(resource, { ...owner, metadata: { ...metadata, finalizers: left } })
  }
}

function emptyNamespace(store: ObjectStore, name: string) {
  if (!store.get('namespaces', '', name)) return
  for (const resource of resources)
    if (resource.namespaced)
      for (const object of store.list(resource.resource, name)) deleteObject(store, resource, object)
  if (resources.some(({ resource, namespaced }) => namespaced && store.list(resource, name).length > 0))
    store.clock.setTimer(namespaceDelayMs, () => emptyNamespace(store, name))
  else store.remove('namespaces', '', name)
}
