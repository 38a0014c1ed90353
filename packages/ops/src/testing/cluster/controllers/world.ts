import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { timestamp } from '../clock.ts'
import { deleteObject } from '../deletion.ts'
import type { PodLogs } from '../pod-logs.ts'
import { resourceOfKind } from '../resources.ts'
import type { ObjectStore } from '../store.ts'
import { createObject } from '../writes.ts'
import type { Behaviours, Paces, Platforms, PullFault } from './behaviours.ts'

/** What every controller is given. */
export type World = {
  store: ObjectStore
  logs: PodLogs | undefined
  behaviours: Behaviours
  platforms: Platforms
  /** While it is set, no pull goes well. */
  registryFault: PullFault | undefined
  paces: Paces
  /** Reconciles the object again, `ms` later. */
  again(resource: string, object: KubeObject, ms: number): void
}

export type Later = (ms: number, run: () => void) => void

export type Condition = {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason?: string
  message?: string
  lastTransitionTime?: string
  lastUpdateTime?: string
}

export function ownedBy(world: World, resource: string, owner: KubeObject): KubeObject[] {
  return world.store
    .list(resource, owner.metadata.namespace ?? '')
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === owner.metadata.uid),
    )
}

export function current(world: World, resource: string, { metadata }: KubeObject): KubeObject | undefined {
  const found = world.store.get(resource, metadata.namespace ?? '', metadata.name)
  return found?.metadata.uid === metadata.uid ? found : undefined
}

/** Stores the status of an object that is still there. */
export function setStatus(world: World, resource: string, object: KubeObject, status: JsonObject): void {
  const live = current(world, resource, object)
  if (live) world.store.replace(resource, { ...live, status }, { status: true })
}

export function createOwned(world: World, object: JsonObject, owner: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = owner
  const reference = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  }
  const owned = structuredClone({
    ...object,
    metadata: { ...object['metadata'], namespace: metadata.namespace, ownerReferences: [reference] },
  }) as unknown as KubeObject
  const resource = resourceOfKind(owned.apiVersion, owned.kind)
  if (!resource) throw new Error(`no resource for ${owned.kind}`)
  return createObject(world.store, resource, owned)
}

export function deletePod(world: World, pod: KubeObject): void {
  const resource = resourceOfKind('v1', 'Pod')
  if (resource && pod.metadata.deletionTimestamp === undefined) deleteObject(world.store, resource, pod)
}

export function conditionsOf(object: { status?: JsonObject }): Condition[] {
  return (object.status?.['conditions'] ?? []) as Condition[]
}

export function isTrue(object: KubeObject, type: string): boolean {
  return conditionsOf(object).some((condition) => condition.type === type && condition.status === 'True')
}

export function isActive({ metadata, status }: KubeObject): boolean {
  const phase = status?.['phase']
  return metadata.deletionTimestamp === undefined && phase !== 'Succeeded' && phase !== 'Failed'
}

/** Ready, and for at least so many seconds. */
export function isAvailable(world: World, pod: KubeObject, minReadySeconds: number): boolean {
  const ready = conditionsOf(pod).find(({ type }) => type === 'Ready')
  if (ready?.status !== 'True') return false
  return (Date.parse(ready.lastTransitionTime ?? '') || 0) + minReadySeconds * 1000 <= world.store.clock.now()
}

export function time(world: World): string {
  return timestamp(world.store.clock)
}
