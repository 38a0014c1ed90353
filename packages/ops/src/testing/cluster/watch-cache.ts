import type { KubeObject } from '../../kube-object.ts'
import type { ObjectStore } from './store.ts'

/** One change, with the object as it was before: a selector may have left or reached it. */
export type Change = {
  version: number
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  resource: string
  object: KubeObject
  previous: KubeObject | undefined
}

/** The past of a store, from which a watch resumes. */
export type WatchCache = {
  /** Changes of a resource after this version. */
  since(resource: string, version: number): Change[]
  /** Versions below this one are forgotten. */
  oldest(): number
  /** Forgets the past, as compaction does. */
  expire(): void
  subscribe(listener: (change: Change) => void): () => void
}

export function createWatchCache(store: ObjectStore): WatchCache {
  let changes: Change[] = []
  let oldest = store.version()
  const latest = new Map<string, KubeObject>()
  const listeners = new Set<(change: Change) => void>()
  store.subscribe(({ type, resource, object }) => {
    const key = `${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
    const version = Number(object.metadata.resourceVersion)
    const change = { version, type, resource, object, previous: latest.get(key) }
    if (type === 'DELETED') latest.delete(key)
    else latest.set(key, object)
    changes.push(change)
    for (const listener of listeners) listener(change)
  })
  return {
    since: (resource, version) =>
      changes.filter((change) => change.resource === resource && change.version > version),
    oldest: () => oldest,
    expire() {
      changes = []
      oldest = store.version()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
