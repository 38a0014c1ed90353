import { randomUUID } from 'node:crypto'
import { apiVersionOf } from '../../kube-object.ts'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { admitIntoNamespace, admitPodSecurity, admitQuota } from './admission.ts'
import { timestamp } from './clock.ts'
import { defaulted, initialStatus } from './defaults.ts'
import { trackUpdate } from './managed-fields.ts'
import type { Writer } from './managed-fields.ts'
import type { Resource } from './resources.ts'
import { alreadyExists, badRequest, conflict, modified } from './status.ts'
import type { ObjectStore } from './store.ts'
import { validate } from './validate.ts'

export type WriteOptions = {
  dryRun?: boolean
  /** Undefined leaves managedFields as they are in the object. */
  writer?: Writer | undefined
  subresource?: string | undefined
  /** Takes the texts of Warning headers. */
  warnings?: string[]
}

/**
 * Stores a new object as the server does on POST: defaults, validation, namespace, pod security and quota admission.
 * Controllers create pods through this too, so that a refusal reads as in a real cluster.
 *
 * @throws ApiError 403, 404, 409 or 422
 */
export function createObject(
  store: ObjectStore,
  resource: Resource,
  object: KubeObject,
  options: WriteOptions = {},
): KubeObject {
  const given = object.metadata
  const name = given.name ?? `${given.generateName ?? ''}${store.suffix()}`
  admitIntoNamespace(store, resource, given.namespace ?? '', name)
  const uid = randomUUID()
  const {
    uid: _uid,
    resourceVersion: _version,
    generation: _generation,
    managedFields,
    deletionTimestamp: _deletion,
    ...metadata
  } = given
  if (_version !== undefined && _version !== '')
    throw badRequest('resourceVersion should not be set on objects to be created')
  const status = initialStatus(object)
  const { status: _status, ...desired } = object
  const base = defaulted({
    ...desired,
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: { ...metadata, name },
  })
  const named = resource.resource === 'jobs' ? withJobLabels(base, uid) : base
  const kept = resource.freeForm || status === undefined ? {} : { status }
  let created: KubeObject = { ...named, ...kept }
  if (options.writer)
    created = trackUpdate(resource, undefined, created, {
      ...options.writer,
      time: timestamp(store.clock),
    })
  else if (managedFields) created = { ...created, metadata: { ...created.metadata, managedFields } }
  validate(resource, created)
  const warnings = admitPodSecurity(store, resource, created)
  options.warnings?.push(...warnings)
  admitQuota(store, resource, created)
  if (store.get(resource.resource, created.metadata.namespace ?? '', name))
    throw alreadyExists(resource, name)
  const stamped = { ...created, metadata: { ...created.metadata, uid } }
  if (!options.dryRun) return store.create(resource.resource, stamped)
  const generation = resource.namespaced && created.spec && hasGeneration(resource) ? { generation: 1 } : {}
  return {
    ...stamped,
    metadata: { ...stamped.metadata, ...generation, creationTimestamp: timestamp(store.clock) },
  }
}

function hasGeneration(resource: Resource): boolean {
  return !['leases', 'services', 'configmaps', 'secrets', 'horizontalpodautoscalers'].includes(
    resource.resource,
  )
}

function withJobLabels(job: KubeObject, uid: string): KubeObject {
  if (job.spec?.['manualSelector'] === true) return job
  const identity = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job.metadata.name,
    'controller-uid': uid,
    'job-name': job.metadata.name,
  }
  const template = job.spec?.['template'] as { metadata: JsonObject; spec: JsonObject }
  const own = job.metadata.labels ?? {}
  const labels: Record<string, string> = {
    ...(template.metadata['labels'] as JsonObject | undefined),
    ...identity,
  }
  return {
    ...job,
    metadata: { ...job.metadata, labels: Object.keys(own).length > 0 ? own : labels },
    spec: {
      ...job.spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}

/**
 * Stores a new version of an object as the server does on PUT and PATCH. `object.metadata.resourceVersion` and `uid`,
 * when present, are preconditions.
 *
 * @throws ApiError 403, 409 or 422
 */
export function updateObject(
  store: ObjectStore,
  resource: Resource,
  before: KubeObject,
  object: KubeObject,
  options: WriteOptions = {},
): KubeObject {
  const { name, namespace, resourceVersion, uid } = object.metadata
  if (uid !== undefined && uid !== before.metadata.uid)
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${resource.resource}/${namespace === undefined ? '' : `${namespace}/`}${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
    )
  if (
    resourceVersion !== undefined &&
    resourceVersion !== '' &&
    resourceVersion !== before.metadata.resourceVersion
  )
    throw modified(resource, name)
  const wanted = merged(resource, before, object, options.subresource)
  const tracked = options.writer
    ? trackUpdate(resource, before, wanted, { ...options.writer, time: timestamp(store.clock) })
    : wanted
  if (options.subresource !== 'status') {
    validate(resource, tracked, before)
    const warnings = admitPodSecurity(store, resource, tracked)
    options.warnings?.push(...warnings)
  }
  if (options.dryRun) return preview(store, resource, before, tracked)
  const stored = store.replace(resource.resource, tracked)
  const { deletionTimestamp, finalizers = [] } = stored.metadata
  if (
    deletionTimestamp !== undefined &&
    finalizers.length === 0 &&
    resource.resource !== 'pods' &&
    resource.resource !== 'namespaces'
  )
    store.remove(resource.resource, namespace ?? '', name)
  return stored
}

// What a writer may not touch stays as it is: the system's metadata, and the status or all but the status.
function merged(
  resource: Resource,
  before: KubeObject,
  object: KubeObject,
  subresource?: string,
): KubeObject {
  const {
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  } = before.metadata
  const system = {
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  }
  const managed = object.metadata.managedFields ?? before.metadata.managedFields
  const fixed = Object.fromEntries(Object.entries(system).filter(([, value]) => value !== undefined))
  if (subresource === 'status') {
    const { status } = object
    return {
      ...before,
      ...(status === undefined ? {} : { status }),
      metadata: { ...before.metadata, ...(managed ? { managedFields: managed } : {}) },
    }
  }
  const { status: _status, ...desired } = object
  const full = defaulted({
    ...desired,
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: { ...object.metadata, ...fixed, ...(managed ? { managedFields: managed } : {}) },
  })
  const status = resource.subresources.includes('status') ? before.status : object.status
  const kept = resource.resource === 'jobs' ? keepJobIdentity(before, full) : keepAddress(before, full)
  return status === undefined ? kept : { ...kept, status }
}

function keepAddress(before: KubeObject, after: KubeObject): KubeObject {
  if (before.kind !== 'Service') return after
  const { clusterIP, clusterIPs } = before.spec ?? {}
  return {
    ...after,
    spec: { ...after.spec, clusterIP: clusterIP as string, clusterIPs: clusterIPs as string[] },
  }
}

// Selector and labels of a Job were generated: a client that leaves them out does not mean to change them.
function keepJobIdentity(before: KubeObject, after: KubeObject): KubeObject {
  if (after.spec?.['selector'] !== undefined) return after
  return withJobLabels(after, before.metadata.uid ?? '')
}

function preview(store: ObjectStore, resource: Resource, before: KubeObject, after: KubeObject): KubeObject {
  const changed = JSON.stringify([before.spec, before.data]) !== JSON.stringify([after.spec, after.data])
  const { generation } = before.metadata
  if (!changed || generation === undefined) return after
  return { ...after, metadata: { ...after.metadata, generation: generation + 1 } }
}
