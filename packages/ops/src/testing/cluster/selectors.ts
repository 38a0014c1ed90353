import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { badRequest } from './status.ts'

type Requirement = { key: string; operator: string; values?: string[] }

/** A LabelSelector of the API (matchLabels, matchExpressions) against labels; an empty one matches everything. */
export function matchesSelector(selector: JsonObject, labels: Record<string, string>): boolean {
  const exact = Object.entries((selector['matchLabels'] ?? {}) as Record<string, string>)
  const rules = (selector['matchExpressions'] ?? []) as Requirement[]
  return exact.every(([key, value]) => labels[key] === value) && rules.every((rule) => meets(rule, labels))
}

function meets({ key, operator, values = [] }: Requirement, labels: Record<string, string>): boolean {
  const value = labels[key]
  if (operator === 'Exists') return value !== undefined
  if (operator === 'DoesNotExist') return value === undefined
  if (operator === 'In') return value !== undefined && values.includes(value)
  return value === undefined || !values.includes(value)
}

/**
 * The `labelSelector` of a list: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
 *
 * @throws ApiError 400 when it cannot be read
 */
export function parseLabelSelector(text: string): (object: KubeObject) => boolean {
  const rules = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => requirement(part))
  return (object) => rules.every((rule) => meets(rule, object.metadata.labels ?? {}))
}

function requirement(part: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part)
  if (set)
    return {
      key: set[1] ?? '',
      operator: set[2] === 'in' ? 'In' : 'NotIn',
      values: (set[3] ?? '').split(',').map((value) => value.trim()),
    }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(part)
  if (equality)
    return {
      key: equality[1] ?? '',
      operator: equality[2] === '!=' ? 'NotIn' : 'In',
      values: [equality[3] ?? ''],
    }
  if (/^![^\s=]+$/.test(part)) return { key: part.slice(1), operator: 'DoesNotExist' }
  if (/^[^\s=!]+$/.test(part)) return { key: part, operator: 'Exists' }
  throw badRequest(`unable to parse requirement: found '${part}', expected: identifier`)
}

const fieldsByResource: Record<string, string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  secrets: ['type'],
  namespaces: ['status.phase', 'name'],
  nodes: ['spec.unschedulable'],
  jobs: ['status.successful'],
  replicasets: ['status.replicas'],
}

/**
 * The `fieldSelector` of a list: `metadata.name=a,status.phase!=Running`.
 *
 * @throws ApiError 400 for a field by which the resource cannot be selected
 */
export function parseFieldSelector(resource: string, text: string): (object: KubeObject) => boolean {
  const known = new Set(['metadata.name', 'metadata.namespace', ...(fieldsByResource[resource] ?? [])])
  const rules = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, field = part, operator = '=', value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? []
      if (!known.has(field))
        throw badRequest(
          `"${field}" is not a known field selector: only ${['metadata.name', 'metadata.namespace'].map((name) => `"${name}"`).join(', ')}`,
        )
      return { path: field.split('.'), negative: operator === '!=', value }
    })
  return (object) =>
    rules.every(({ path, negative, value }) => {
      let found: unknown = object
      for (const member of path) found = (found as JsonObject | undefined)?.[member]
      const text = typeof found === 'string' || typeof found === 'number' ? String(found) : ''
      return (text === value) !== negative
    })
}
