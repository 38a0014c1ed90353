/** Whether the server would take all of a plan, as it is now: conflicts, mistakes, policies. */
import { ApiRefusal } from '../api-refusal.ts'
import type { Cluster } from '../cluster.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import type { Plan } from '../plan/plan.ts'
import { refusalWords } from '../rollout/apply.ts'
import type { PreflightFinding } from './finding.ts'

export async function checkDryRun(
  cluster: Cluster,
  { services }: Plan,
  force: boolean,
): Promise<readonly PreflightFinding[]> {
  const same = new Set(
    services
      .flatMap(({ changes }) => changes.filter(({ action }) => action === 'none'))
      .map((one) => one.object),
  )
  const all = services.flatMap(({ manifests }) => manifests)
  const made = new Set(all.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name))
  const findings: PreflightFinding[] = []
  for (const object of all.filter((one) => !same.has(objectKey(one)))) {
    const refusal = await refusalOf(cluster, object, force)
    // Nothing can be tried in a namespace that this plan makes.
    if (refusal === undefined || (refusal.status === 404 && made.has(object.metadata.namespace ?? '')))
      continue
    findings.push({
      check: 'dry-run',
      level: 'error',
      object: objectKey(object),
      message: refusalWords(refusal),
    })
  }
  return findings
}

async function refusalOf(
  cluster: Cluster,
  object: KubeObject,
  force: boolean,
): Promise<ApiRefusal | undefined> {
  try {
    await cluster.apply(object, { dryRun: true, force })
    return undefined
  } catch (error) {
    if (error instanceof ApiRefusal && error.status !== 0) return error
    throw error
  }
}
