import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, KubeObject, ObjectMeta } from '../../kube-object.ts'
import { timestamp } from './clock.ts'
import type { VirtualClock } from './clock.ts'

type StoreEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; resource: string; object: KubeObject }

/** What a controller or a test hands in: the store adds uid, resourceVersion, creationTimestamp and generation. */
type NewObject = Omit<KubeObject, 'metadata'> & {
  apiVersion: string
  kind: string
  metadata: Partial<ObjectMeta>
}

/** What is stored is frozen: change a `structuredClone` or a spread of it and `replace` it. */
export interface ObjectStore {
  /** `resource` is the plural: 'deployments'. Cluster-wide objects have the namespace ''. */
  get(resource: string, namespace: string, name: string): KubeObject | undefined
  /** Ordered by namespace and name. */
  list(resource: string, namespace?: string): KubeObject[]
  /** Sets uid, resourceVersion, creationTimestamp and generation; a taken name is an error. */
  create(resource: string, object: NewObject): KubeObject
  /**
   * Stores a new version; with `status` only the status is taken. An outdated `metadata.resourceVersion` is an error,
   * an absent one means "whatever is stored". Without a difference nothing happens and the stored object is answered.
   */
  replace(resource: string, object: KubeObject, how?: { status?: boolean }): KubeObject
  /** Removes at once, whatever finalizers say; an absent object is no error. */
  remove(resource: string, namespace: string, name: string): void
  /** Events arrive in the order of the changes, also of those made by a listener. */
  subscribe(listener: (event: StoreEvent) => void): () => void
  /** The resourceVersion of the latest change. */
  version(): number
  /** Five characters for `generateName`; the same seed gives the same ones in the same order. */
  suffix(): string
  readonly clock: VirtualClock
}

// Kinds whose objects carry no metadata.generation, seen in a 1.33 server.
const withoutGeneration = new Set(
  'bindings componentstatuses configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims persistentvolumes podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services controllerrevisions horizontalpodautoscalers leases roles rolebindings clusterroles clusterrolebindings storageclasses'.split(
    ' ',
  ),
)

const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

function seededSuffixes(seed: number): () => string {
  let state = seed
  // A linear congruential generator (Numerical Recipes); the upper bits are the good ones.
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  return () =>
    Array.from({ length: 5 }, () => nameAlphabet[Math.floor(next() * nameAlphabet.length)] ?? 'x').join('')
}

export function createStore(options: {
  clock: VirtualClock
  firstVersion?: number
  seed?: number
}): ObjectStore {
  const { clock } = options
  const suffix = seededSuffixes(options.seed ?? 1)
  const tables = new Map<string, Map<string, KubeObject>>()
  const listeners = new Set<(event: StoreEvent) => void>()
  const pending: StoreEvent[] = []
  let announcing = false
  let latest = options.firstVersion ?? 1000

  function table(resource: string): Map<string, KubeObject> {
    const existing = tables.get(resource) ?? new Map<string, KubeObject>()
    tables.set(resource, existing)
    return existing
  }

  function announce(event: StoreEvent) {
    pending.push(event)
    if (announcing) return
    announcing = true
    try {
      for (let next = pending.shift(); next; next = pending.shift())
        for (const listener of listeners) listener(next)
    } finally {
      announcing = false
    }
  }

  function nextVersion(): string {
    latest += 1
    return String(latest)
  }

  function create(resource: string, object: NewObject): KubeObject {
    const metadata = { ...object.metadata }
    metadata.name ??= `${metadata.generateName ?? ''}${suffix()}`
    const key = keyOf(metadata.namespace, metadata.name)
    if (table(resource).has(key)) throw new Error(`${resource} ${key} exists already`)
    const stored = frozen({
      ...object,
      metadata: {
        ...metadata,
        name: metadata.name,
        uid: metadata.uid ?? randomUUID(),
        resourceVersion: nextVersion(),
        ...(withoutGeneration.has(resource) ? {} : { generation: metadata.generation ?? 1 }),
        creationTimestamp: timestamp(clock),
      },
    })
    table(resource).set(key, stored)
    announce({ type: 'ADDED', resource, object: stored })
    return stored
  }

  function replace(resource: string, object: KubeObject, how: { status?: boolean } = {}): KubeObject {
    const key = keyOf(object.metadata.namespace, object.metadata.name)
    const before = table(resource).get(key)
    if (!before) throw new Error(`${resource} ${key} does not exist`)
    const seen = object.metadata.resourceVersion
    if (seen !== undefined && seen !== before.metadata.resourceVersion)
      throw new Error(`${resource} ${key} changed meanwhile: read it again`)
    const wanted: JsonObject = how.status
      ? { ...before, status: object.status, metadata: { ...before.metadata, ...managed(object) } }
      : object
    const generation = nextGeneration(before, wanted)
    const metadata = {
      ...wanted.metadata,
      uid: before.metadata.uid,
      creationTimestamp: before.metadata.creationTimestamp,
      resourceVersion: before.metadata.resourceVersion,
      generation,
    }
    const after = frozen({ ...wanted, metadata } as KubeObject)
    if (isDeepStrictEqual(after, before)) return before
    const stored = frozen({ ...after, metadata: { ...after.metadata, resourceVersion: nextVersion() } })
    table(resource).set(key, stored)
    announce({ type: 'MODIFIED', resource, object: stored })
    return stored
  }

  function remove(resource: string, namespace: string, name: string) {
    const key = keyOf(namespace, name)
    const before = table(resource).get(key)
    if (!before) return
    table(resource).delete(key)
    const object = frozen({ ...before, metadata: { ...before.metadata, resourceVersion: nextVersion() } })
    announce({ type: 'DELETED', resource, object })
  }

  return {
    clock,
    get: (resource, namespace, name) => table(resource).get(keyOf(namespace, name)),
    list(resource, namespace) {
      const entries = [...table(resource)].toSorted(([a], [b]) => (a < b ? -1 : 1))
      return entries
        .map(([, object]) => object)
        .filter((object) => namespace === undefined || (object.metadata.namespace ?? '') === namespace)
    },
    create,
    replace,
    remove,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    version: () => latest,
    suffix,
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`
}

function managed(object: KubeObject): Partial<ObjectMeta> {
  const { managedFields } = object.metadata
  return managedFields ? { managedFields } : {}
}

// Everything but the status counts as desired state; a deletion time counts too, as in a real server.
function nextGeneration(before: KubeObject, after: JsonObject): number | undefined {
  const { generation } = before.metadata
  if (generation === undefined) return undefined
  const deleted = after.metadata.deletionTimestamp !== before.metadata.deletionTimestamp
  return deleted || !isDeepStrictEqual(desired(before), desired(after)) ? generation + 1 : generation
}

function desired(object: JsonObject): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...rest } = object
  return plain(rest)
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

// Through JSON, so that an `undefined` member is absent as on the wire.
function frozen(object: KubeObject): KubeObject {
  return freeze(plain(object))
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}
