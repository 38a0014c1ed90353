/** Whether everything exists that pods refer to: a missing Secret would be found out by pods that never start. */
import { ApiRefusal } from '../api-refusal.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { JsonObject, KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import type { PreflightFinding } from './finding.ts'
import { containersOf, podsIn } from './pod-specs.ts'

type ReferredKind = 'Secret' | 'ConfigMap' | 'ServiceAccount' | 'StorageClass' | 'PriorityClass'

export interface Reference {
  readonly from: string
  readonly kind: ReferredKind
  readonly namespace?: string
  readonly name: string
  /** Absent: the whole of it. */
  readonly key?: string
}

/** All that these manifests refer to and that they do not bring themselves. Pure. */
export function referencesIn(objects: readonly KubeObject[]): readonly Reference[] {
  const brought = new Set(objects.flatMap(bringsAlong))
  const all = [
    ...podsIn(objects).flatMap(({ owner, spec, namespace }) =>
      podReferences(spec).map((one) => ({ ...one, from: objectKey(owner), ...placed(one.kind, namespace) })),
    ),
    ...objects.flatMap(otherReferences),
  ]
  return all.filter((one) => !brought.has(nameOf(one)))
}

/** A finding for each that is missing, or lacks a key. */
export async function checkReferences(
  cluster: Cluster,
  references: readonly Reference[],
): Promise<readonly PreflightFinding[]> {
  const byObject = Map.groupBy(references, nameOf)
  const findings = await Promise.all([...byObject.values()].map((same) => look(cluster, same)))
  return findings.flat()
}

async function look(cluster: Cluster, same: readonly Reference[]): Promise<readonly PreflightFinding[]> {
  const { kind, name, namespace } = same[0]!
  const found = await cluster.get(kinds[kind], name, namespace).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.status === 403) return 'hidden' as const
    throw error
  })
  const finding = (from: string, message: string, level: PreflightFinding['level'] = 'error') =>
    ({ check: 'references', level, object: from, message }) as const
  if (found === 'hidden')
    return [finding(nameOf(same[0]!), 'may not be looked at: nobody knows whether it is there', 'warning')]
  const users = [...new Set(same.map(({ from }) => from))]
  if (found === undefined) return users.map((from) => finding(from, `${nameOf(same[0]!)} is missing`))
  const keys = new Set(
    [found.data, found['binaryData'], found['stringData']].flatMap((data) =>
      Object.keys((data ?? {}) as JsonObject),
    ),
  )
  return same
    .filter(({ key }) => key !== undefined && !keys.has(key))
    .map(({ from, key }) => finding(from, `${nameOf(same[0]!)} has no key ${key}`))
}

/** `Secret goalixa-app/database` */
const nameOf = ({ kind, namespace, name }: Pick<Reference, 'kind' | 'namespace' | 'name'>): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`

const placed = (kind: ReferredKind, namespace: string) =>
  kind === 'StorageClass' || kind === 'PriorityClass' ? {} : { namespace }

/** What an object is, and what a controller makes of it. */
function bringsAlong(object: KubeObject): readonly string[] {
  const { kind, metadata, spec } = object
  const secret = (name: unknown) => `Secret ${metadata.namespace}/${String(name)}`
  if (kind === 'ExternalSecret') return [secret(spec?.['target']?.name ?? metadata.name)]
  if (kind === 'Certificate') return [secret(spec?.['secretName'])]
  if (kind === 'Cluster')
    return ['app', 'ca', 'server', 'superuser'].map((end) => secret(`${metadata.name}-${end}`))
  return [objectKey(object)]
}

type Found = Pick<Reference, 'kind' | 'name'> & { readonly key?: string }

function podReferences(spec: JsonObject): readonly Found[] {
  const volumes = (spec['volumes'] ?? []) as readonly JsonObject[]
  const sources = volumes.flatMap((volume) => [
    volume,
    ...((volume['projected']?.sources ?? []) as readonly JsonObject[]),
  ])
  return [
    ...sources.flatMap(volumeReferences),
    ...containersOf(spec).flatMap(containerReferences),
    ...((spec['imagePullSecrets'] ?? []) as readonly JsonObject[]).map(({ name }): Found => ({
      kind: 'Secret',
      name: String(name),
    })),
    ...(typeof spec['serviceAccountName'] === 'string'
      ? [{ kind: 'ServiceAccount' as const, name: spec['serviceAccountName'] }]
      : []),
    ...(typeof spec['priorityClassName'] === 'string' && !spec['priorityClassName'].startsWith('system-')
      ? [{ kind: 'PriorityClass' as const, name: spec['priorityClassName'] }]
      : []),
  ]
}

function volumeReferences({ secret, configMap }: JsonObject): readonly Found[] {
  return [
    ...withKeys('Secret', secret?.secretName ?? secret?.name, secret),
    ...withKeys('ConfigMap', configMap?.name, configMap),
  ]
}

function withKeys(kind: ReferredKind, name: unknown, source: JsonObject | undefined): readonly Found[] {
  if (typeof name !== 'string' || source?.['optional'] === true) return []
  const items = (source?.['items'] ?? []) as readonly { key: string }[]
  return items.length === 0 ? [{ kind, name }] : items.map(({ key }) => ({ kind, name, key }))
}

function containerReferences({ env = [], envFrom = [] }: JsonObject): readonly Found[] {
  const one = (kind: ReferredKind, ref: JsonObject | undefined): readonly Found[] =>
    ref === undefined || ref['optional'] === true
      ? []
      : [
          {
            kind,
            name: String(ref['name']),
            ...(ref['key'] === undefined ? {} : { key: String(ref['key']) }),
          },
        ]
  return [
    ...(env as readonly JsonObject[]).flatMap(({ valueFrom }) => [
      ...one('Secret', valueFrom?.secretKeyRef),
      ...one('ConfigMap', valueFrom?.configMapKeyRef),
    ]),
    ...(envFrom as readonly JsonObject[]).flatMap(({ secretRef, configMapRef }) => [
      ...one('Secret', secretRef),
      ...one('ConfigMap', configMapRef),
    ]),
  ]
}

function otherReferences(object: KubeObject): readonly Reference[] {
  const from = objectKey(object)
  const { namespace = 'default' } = object.metadata
  if (object.kind === 'ServiceAccount')
    return ((object['imagePullSecrets'] ?? []) as readonly { name: string }[]).map(({ name }) => ({
      from,
      kind: 'Secret',
      namespace,
      name,
    }))
  const claims =
    object.kind === 'PersistentVolumeClaim'
      ? [object]
      : ((object.spec?.['volumeClaimTemplates'] ?? []) as readonly KubeObject[])
  return claims.flatMap(({ spec }) => {
    const name: unknown = spec?.['storageClassName']
    return typeof name === 'string' && name !== '' ? [{ from, kind: 'StorageClass' as const, name }] : []
  })
}
