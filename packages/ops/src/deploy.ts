/** The ways to carry a run out, go on with and undo it. Each holds the environment's lock while it works. */
import { AppError } from '@goalixa/contracts/errors'
import { contextOf, withLock, withNewRun } from './begin-run.ts'
import type { DeployReason, Operator } from './begin-run.ts'
import { listRuns, requestAbort, takeUpJournal } from './journal/journal.ts'
import type { Plan } from './plan/plan.ts'
import type { RunContext } from './rollout/context.ts'
import { runToEnd } from './rollout/engine.ts'
import type { RunEnd } from './rollout/engine.ts'
import type { Run } from './run.ts'

export interface Ended extends RunEnd {
  /** As its journal has it. */
  readonly run: Run
}

/** Rejects with `ops.lock_held`, `ops.plan_drifted`, `ops.environment`; a failed rollout is an end, not a rejection. */
export const deploy = (operator: Operator, plan: Plan, why: DeployReason): Promise<Ended> =>
  withNewRun(operator, plan, why, (context) => toEnd(operator, context))

/** Goes on with a run that was broken off; without an id with the newest that has no end. */
export async function resume(operator: Operator, id?: string): Promise<Ended> {
  const found = await findRun(operator, id)
  return withLock(operator, found.id, `resume: ${found.reason}`, async (lock) =>
    toEnd(operator, contextOf(operator, lock, await takeUpJournal(operator, found.id, lock.token))),
  )
}

/** With this id; else the newest that has no end. */
async function findRun(operator: Operator, id: string | undefined): Promise<Run> {
  const runs = await listRuns(operator, operator.environment)
  const found = runs.find((one) => (id === undefined ? one.outcome === undefined : one.id === id))
  if (found !== undefined) return found
  const words = id === undefined ? 'no run was broken off' : `there is no run ${id}`
  throw new AppError('ops.run_not_found', words)
}

/**
 * Takes a run back: its holder is asked to, and whoever is dead is replaced. Rejects with `ops.run_not_found` when there
 * is none, or when it has ended.
 */
export async function abort(operator: Operator, id?: string): Promise<Ended> {
  const found = await findRun(operator, id)
  if (found.outcome !== undefined)
    throw new AppError('ops.run_not_found', `run ${found.id} has ended: ${found.outcome}`)
  await requestAbort(operator, found.id, operator.actor)
  return resume(operator, found.id)
}

async function toEnd(operator: Operator, context: RunContext): Promise<Ended> {
  const end = await runToEnd(context, operator.checksFor(context))
  return { ...end, run: context.journal.run() }
}
