/** A plan that goes back to what was committed before. It is run as any other, with the same checks. */
import { AppError } from '@goalixa/contracts/errors'
import type { Cluster } from './cluster.ts'
import { listRevisions, readRevision } from './journal/revisions.ts'
import type { Revision } from './journal/revisions.ts'
import { canonical } from './plan/canonical.ts'
import { digestsOnly } from './plan/digests.ts'
import { makePlan } from './plan/make-plan.ts'
import type { Plan } from './plan/plan.ts'

interface RollbackOptions {
  readonly cluster: Cluster
  readonly namespace: string
  readonly environment: string
  /** A revision's number; the one before the newest when absent. */
  readonly to?: number
  readonly forceConflicts?: boolean
}

export interface Rollback {
  readonly plan: Plan
  readonly from: Revision
  readonly to: Revision
}

/** Rejects with `ops.run_not_found`, and with `ops.rollback_failed` where a contract migration is in between. */
export async function planRollback(options: RollbackOptions): Promise<Rollback> {
  const { cluster, environment, to: wanted, forceConflicts = false } = options
  const revisions = await listRevisions(options)
  const from = revisions[0]
  const to = wanted === undefined ? revisions[1] : revisions.find(({ number }) => number === wanted)
  if (from === undefined || to === undefined)
    throw new AppError(
      'ops.run_not_found',
      wanted === undefined
        ? `${environment} has no revision to go back to`
        : `${environment} has no revision ${wanted}`,
      revisions.length === 0
        ? {}
        : { try: `choose from: ${revisions.map(({ number }) => number).join(', ')}` },
    )
  const plans = await plansOf(options, revisions)
  assertNoContract(plans, from, to)
  const target = stateAt(plans, to.number)
  const plan = await makePlan({
    cluster,
    environment,
    objects: target.services.flatMap(({ manifests }) => manifests),
    resolve: digestsOnly,
    previous: stateAt(plans, from.number),
    forceConflicts,
  })
  return { plan, from, to }
}

/** What is deployed by the newest revisions together: a deploy of some services leaves the others as they were. */
export async function readState(
  place: Pick<RollbackOptions, 'cluster' | 'namespace' | 'environment'>,
): Promise<Plan | undefined> {
  const revisions = await listRevisions(place)
  if (revisions.length === 0) return undefined
  return stateAt(await plansOf(place, revisions), revisions[0]!.number)
}

interface NumberedPlan {
  readonly number: number
  readonly plan: Plan
}

async function plansOf(
  place: Pick<RollbackOptions, 'cluster' | 'namespace' | 'environment'>,
  revisions: readonly Revision[],
): Promise<readonly NumberedPlan[]> {
  const plans: NumberedPlan[] = []
  for (const { number } of revisions) plans.push({ number, plan: await readRevision(place, number) })
  return plans
}

/** Each service as the newest revision up to this one has it. `plans`: newest first. */
function stateAt(plans: readonly NumberedPlan[], number: number): Plan {
  const known = plans.filter((one) => one.number <= number).map(({ plan }) => plan)
  const services = new Map(
    known.toReversed().flatMap((plan) => plan.services.map((service) => [service.name, service] as const)),
  )
  return { ...known[0]!, services: [...services.values()], prune: [] }
}

/** The code of before cannot work with what a contract migration left. */
function assertNoContract(plans: readonly NumberedPlan[], from: Revision, to: Revision): void {
  const before = new Set(
    plans
      .filter(({ number }) => number <= to.number)
      .flatMap(({ plan }) => plan.services)
      .flatMap(({ migration }) => (migration === undefined ? [] : [canonical(migration)])),
  )
  for (const { number, plan } of plans)
    for (const { name, migration } of plan.services)
      if (
        number > to.number &&
        number <= from.number &&
        migration?.kind === 'contract' &&
        !before.has(canonical(migration))
      )
        throw new AppError(
          'ops.rollback_failed',
          `revision ${number} ran a contract migration of ${name}: revision ${to.number} cannot work with its database`,
          { try: 'deploy a version that works with the database as it is' },
        )
}
