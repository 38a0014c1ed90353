/** Whether this run may do all that it will do: asked before anything is changed. */
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { GroupVersionResource } from '../kube-object.ts'
import { isWorkload } from '../plan/order.ts'
import type { Plan } from '../plan/plan.ts'
import type { PreflightFinding } from './finding.ts'

export interface Right {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  /** Absent: in the whole cluster. */
  readonly namespace?: string
}

/** Requests at the same time. */
const atOnce = 8

/** What locks, journals and revisions need in the control namespace. */
export const controlRights = (namespace: string): readonly Right[] => [
  ...rights(kinds.Lease, ['get', 'create', 'update'], namespace),
  ...rights(kinds.ConfigMap, ['get', 'list', 'create', 'update', 'delete'], namespace),
]

/** Each right once, whatever of the plan needs it. */
export async function rightsFor(cluster: Cluster, plan: Plan, control: string): Promise<readonly Right[]> {
  const all: Right[] = [...controlRights(control)]
  for (const { manifests, migration } of plan.services) {
    for (const object of migration === undefined ? manifests : [...manifests, migration.job]) {
      const kind = await cluster.kindOf(object)
      const { namespace } = object.metadata
      // Apply creates what is not there; a rollback removes what it had created.
      all.push(...rights(kind, ['get', 'patch', 'create', 'delete'], namespace))
      if (!isWorkload(object) && object.kind !== 'Job') continue
      all.push(
        ...rights(kind, ['list', 'watch'], namespace),
        ...rights(kinds.Pod, ['get', 'list', 'watch'], namespace),
        ...rights(kinds.Event, ['list', 'watch'], namespace),
        ...rights(kinds.Pod, ['get'], namespace, 'log'),
      )
      if (object.kind === 'Deployment') all.push(...rights(kinds.ReplicaSet, ['list', 'watch'], namespace))
      if (object.kind === 'StatefulSet') all.push(...rights(kinds.Pod, ['delete'], namespace))
    }
  }
  for (const object of plan.prune)
    all.push(...rights(await cluster.kindOf(object), ['get', 'delete'], object.metadata.namespace))
  return [...new Map(all.map((right) => [rightWords(right), right])).values()]
}

const neverDeleted = new Set(['namespaces', 'persistentvolumeclaims', 'secrets', 'customresourcedefinitions'])

const rights = (
  kind: GroupVersionResource,
  verbs: readonly string[],
  namespace: string | undefined,
  subresource?: string,
): readonly Right[] =>
  verbs
    .filter((verb) => verb !== 'delete' || !neverDeleted.has(kind.resource))
    .map((verb) => ({
      verb,
      group: kind.group,
      resource: kind.resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(kind.namespaced && namespace !== undefined ? { namespace } : {}),
    }))

/** `patch deployments.apps in goalixa-app` */
export function rightWords({ verb, group, resource, subresource, namespace }: Right): string {
  const what = `${resource}${subresource === undefined ? '' : `/${subresource}`}${group ? `.${group}` : ''}`
  return `${verb} ${what} ${namespace === undefined ? 'in the whole cluster' : `in ${namespace}`}`
}

/** A finding for each right that is missing, to us or to `user`. */
export async function checkAccess(
  cluster: Cluster,
  wanted: readonly Right[],
  user?: string,
): Promise<readonly PreflightFinding[]> {
  const missing: PreflightFinding[] = []
  for (let begin = 0; begin < wanted.length; begin += atOnce) {
    const some = wanted.slice(begin, begin + atOnce)
    const reviews = await Promise.all(some.map((right) => review(cluster, right, user)))
    for (const [index, { allowed, reason }] of reviews.entries())
      if (!allowed)
        missing.push({
          check: 'access',
          level: 'error',
          object: rightWords(some[index]!),
          message: `is not allowed${reason === undefined ? '' : `: ${reason}`}`,
        })
  }
  return missing
}

async function review(
  cluster: Cluster,
  right: Right,
  user: string | undefined,
): Promise<{ allowed: boolean; reason?: string }> {
  const kind = user === undefined ? 'SelfSubjectAccessReview' : 'SubjectAccessReview'
  const answer = await cluster.create(kinds[kind], {
    apiVersion: 'authorization.k8s.io/v1',
    kind,
    metadata: { name: '' },
    spec: { resourceAttributes: { ...right }, ...(user === undefined ? {} : { user }) },
  })
  const { allowed = false, reason } = (answer.status ?? {}) as { allowed?: boolean; reason?: string }
  return reason === undefined ? { allowed } : { allowed, reason }
}
