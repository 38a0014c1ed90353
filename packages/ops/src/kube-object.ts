/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A JSON object whose members are not known beforehand: a spec, a status, a patch. */
// oxlint-disable-next-line typescript/no-explicit-any -- a spec has as many shapes as there are kinds
export type JsonObject = { [key: string]: any }

type OwnerReference = {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export type ManagedFieldsEntry = {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  time?: string
  fieldsType: 'FieldsV1'
  fieldsV1: JsonObject
  subresource?: string
}

export type ObjectMeta = {
  name: string
  generateName?: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  managedFields?: ManagedFieldsEntry[]
}

/** An object of the Kubernetes API as the plain JSON that travels: nothing is renamed, dated or dropped. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec?: JsonObject
  status?: JsonObject
  data?: JsonObject
  // oxlint-disable-next-line typescript/no-explicit-any -- members of kinds that we do not name
  [member: string]: any
}

/** Where a kind lives: `{ group: 'apps', version: 'v1', resource: 'deployments', namespaced: true }`; the core group is ''. */
export type GroupVersionResource = {
  group: string
  version: string
  resource: string
  namespaced: boolean
}

/** `apps/v1`, or `v1` in the core group. */
export function apiVersionOf(kind: { group: string; version: string }): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
}

/** The group and version in an apiVersion: `v1` is the core group ''. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  if (slash === -1) return { group: '', version: apiVersion }
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/**
 * The path of a resource list, an object or a subresource, for example
 * `/apis/apps/v1/namespaces/goalixa-api/deployments/api/status`. Without a namespace: across all of them.
 */
export function pathOf(
  kind: GroupVersionResource,
  at: { namespace?: string; name?: string; subresource?: string } = {},
): string {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`
  const scope =
    kind.namespaced && at.namespace !== undefined ? `/namespaces/${encodeURIComponent(at.namespace)}` : ''
  const name = at.name === undefined ? '' : `/${encodeURIComponent(at.name)}`
  const subresource = at.subresource === undefined ? '' : `/${at.subresource}`
  return `${root}${scope}/${kind.resource}${name}${subresource}`
}
