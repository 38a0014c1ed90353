import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { podSecurityViolations } from './pod-security.ts'
import { quotaRefusal } from './quota.ts'
import { resourceNamed } from './resources.ts'
import type { Resource } from './resources.ts'
import { forbidden, notFound } from './status.ts'
import type { ObjectStore } from './store.ts'

/** @throws ApiError 404 without the namespace, 403 while it is being deleted */
export function admitIntoNamespace(
  store: ObjectStore,
  resource: Resource,
  namespace: string,
  name: string,
): void {
  if (!resource.namespaced) return
  const found = store.get('namespaces', '', namespace)
  if (!found) throw notFound(resourceNamed('namespaces'), namespace)
  if (found.metadata.deletionTimestamp === undefined) return
  throw forbidden(
    resource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  )
}

/**
 * Pod security of a new or changed object: the warnings of a workload.
 *
 * @throws ApiError 403 for a pod that breaks the enforced level
 */
export function admitPodSecurity(store: ObjectStore, resource: Resource, object: KubeObject): string[] {
  const spec = podSpecOf(resource, object)
  if (!spec) return []
  const labels = store.get('namespaces', '', object.metadata.namespace ?? '')?.metadata.labels ?? {}
  const policy = (mode: string) => {
    const level = labels[`pod-security.kubernetes.io/${mode}`] ?? ''
    const version = labels[`pod-security.kubernetes.io/${mode}-version`] ?? 'latest'
    return { violations: podSecurityViolations(spec, level), title: `PodSecurity "${level}:${version}"` }
  }
  if (resource.resource === 'pods') {
    const { violations, title } = policy('enforce')
    if (violations.length > 0)
      throw forbidden(resource, object.metadata.name, `violates ${title}: ${violations.join(', ')}`)
  }
  const { violations, title } = policy('warn')
  return violations.length > 0 ? [`would violate ${title}: ${violations.join(', ')}`] : []
}

/** @throws ApiError 403 for a pod that no quota of its namespace has room for */
export function admitQuota(store: ObjectStore, resource: Resource, object: KubeObject): void {
  if (resource.resource !== 'pods') return
  const refusal = quotaRefusal(store, object)
  if (refusal !== undefined) throw forbidden(resource, object.metadata.name, refusal)
}

function podSpecOf(resource: Resource, object: KubeObject): JsonObject | undefined {
  const spec = object.spec ?? {}
  if (resource.resource === 'pods') return spec
  const holder =
    resource.resource === 'cronjobs' ? (spec['jobTemplate'] as JsonObject | undefined)?.['spec'] : spec
  const template = (holder as JsonObject | undefined)?.['template'] as JsonObject | undefined
  return resource.freeForm ? undefined : (template?.['spec'] as JsonObject | undefined)
}
