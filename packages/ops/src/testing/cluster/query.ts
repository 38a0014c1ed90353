import type { KubeObject } from '../../kube-object.ts'
import type { Resource } from './resources.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'
import { causes, failure, invalid } from './status.ts'

/** Whether an object belongs to a list or watch: its namespace and both selectors. */
export type Match = (object: KubeObject) => boolean

export function matchOf(resource: Resource, namespace: string | undefined, query: URLSearchParams): Match {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields = parseFieldSelector(resource.resource, query.get('fieldSelector') ?? '')
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && labels(object) && fields(object)
}

/** @throws ApiError 500 when it is no number, as the real server answers */
export function resourceVersionOf(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? ''
  if (text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw failure(
    500,
    undefined,
    `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
  )
}

/** @throws ApiError 422 for another value than All */
export function dryRunOf(query: URLSearchParams, options: string): boolean {
  const values = query.getAll('dryRun')
  if (values.some((value) => value !== 'All')) {
    const printed = `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`
    throw invalid({ group: 'meta.k8s.io', kind: options }, '', [
      causes.notSupported('dryRun', printed, '"All"'),
    ])
  }
  return values.length > 0
}
