import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { matchesSelector } from './selectors.ts'
import { quantityOf } from './quantity.ts'
import type { Resource } from './resources.ts'
import { causes, invalid } from './status.ts'
import type { Cause } from './status.ts'
import { dataCauses } from './validate-data.ts'
import { goSelector, goString, goStringMap, goTemplate } from './go-syntax.ts'

const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

const workloads = new Set(['deployments', 'replicasets', 'statefulsets', 'daemonsets'])

/** @throws ApiError 422 with every broken rule, in the order of the real server */
export function validate(resource: Resource, object: KubeObject, before?: KubeObject): void {
  const found = [
    ...nameCauses(resource, object),
    ...dataCauses(resource, object, before),
    ...(workloads.has(resource.resource) ? workloadCauses(object, before) : []),
    ...(resource.resource === 'jobs' ? jobCauses(object, before) : []),
    ...(resource.resource === 'pods' ? podCauses(object.spec ?? {}, 'spec') : []),
  ]
  if (found.length > 0) throw invalid(resource, object.metadata.name, found)
}

function nameCauses(resource: Resource, object: KubeObject): Cause[] {
  if (resource.group === 'rbac.authorization.k8s.io') return []
  const { name } = object.metadata
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return []
  return [causes.invalid('metadata.name', goString(name), subdomain)]
}

function workloadCauses(object: KubeObject, before?: KubeObject): Cause[] {
  const spec = object.spec ?? {}
  const selector = spec['selector'] as JsonObject | undefined
  const template = (spec['template'] ?? {}) as JsonObject
  const labels = (template['metadata'] as JsonObject | undefined)?.['labels'] as
    | Record<string, string>
    | undefined
  const found: Cause[] = []
  const replicas = spec['replicas'] as number | undefined
  if (replicas !== undefined && replicas < 0)
    found.push(causes.invalid('spec.replicas', String(replicas), 'must be greater than or equal to 0'))
  if (!selector) found.push(causes.required('spec.selector'))
  if (!selector || !matchesSelector(selector, labels ?? {}))
    found.push(
      causes.invalid(
        'spec.template.metadata.labels',
        goStringMap(labels),
        '`selector` does not match template `labels`',
      ),
    )
  found.push(...podCauses((template['spec'] ?? {}) as JsonObject, 'spec.template.spec'))
  if (before && !isDeepStrictEqual(before.spec?.['selector'], selector))
    found.push(
      causes.invalid('spec.selector', selector ? goSelector(selector) : '"null"', 'field is immutable'),
    )
  return found
}

function jobCauses(object: KubeObject, before?: KubeObject): Cause[] {
  const spec = object.spec ?? {}
  const template = (spec['template'] ?? {}) as JsonObject
  const pod = (template['spec'] ?? {}) as JsonObject
  const found = podCauses(pod, 'spec.template.spec')
  if (pod['restartPolicy'] === 'Always')
    found.push(causes.notSupported('spec.template.spec.restartPolicy', '"Always"', '"OnFailure", "Never"'))
  if (!before) return found
  for (const field of ['completions', 'selector'])
    if (!isDeepStrictEqual(before.spec?.[field], spec[field]))
      found.push(causes.invalid(`spec.${field}`, JSON.stringify(spec[field] ?? null), 'field is immutable'))
  if (!isDeepStrictEqual(before.spec?.['template'], template))
    found.push(causes.invalid('spec.template', goTemplate(template), 'field is immutable'))
  return found
}

function podCauses(spec: JsonObject, place: string): Cause[] {
  const containers = (spec['containers'] ?? []) as JsonObject[]
  const found: Cause[] = containers.length === 0 ? [causes.required(`${place}.containers`)] : []
  const names = new Set<string>()
  for (const [index, container] of containers.entries()) {
    const at = `${place}.containers[${index}]`
    const name = String(container['name'] ?? '')
    if (name === '') found.push(causes.required(`${at}.name`))
    else if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name))
      found.push(causes.invalid(`${at}.name`, goString(name), label))
    if (names.has(name))
      found.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${goString(name)}`,
        field: `${at}.name`,
      })
    names.add(name)
    if (!container['image']) found.push(causes.required(`${at}.image`))
    found.push(...resourceCauses(container, at))
  }
  return found
}

function resourceCauses(container: JsonObject, at: string): Cause[] {
  const { requests = {}, limits = {} } = (container['resources'] ?? {}) as {
    requests?: JsonObject
    limits?: JsonObject
  }
  return Object.entries(requests)
    .filter(([name, value]) => limits[name] !== undefined && quantityOf(value) > quantityOf(limits[name]))
    .map(([name, value]) =>
      causes.invalid(
        `${at}.resources.requests`,
        goString(String(value)),
        `must be less than or equal to ${name} limit of ${String(limits[name])}`,
      ),
    )
}
