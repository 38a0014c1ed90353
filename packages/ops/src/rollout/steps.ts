/**
 * What a run does next, from its plan and its journal alone: whoever takes it up, goes on the same way.
 *
 * planned → preflight → gates → baseline → snapshot → migrate → (apply → watch) per level → verify → commit.
 * A failure before anything was changed refuses; later everything that was touched is put back, last first.
 */
import { levelsOf } from '../plan/plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Run } from '../run.ts'

export type Step =
  | {
      readonly name: string
      readonly does: 'preflight' | 'gates' | 'baseline' | 'snapshot' | 'verify' | 'commit'
    }
  | { readonly name: string; readonly does: 'migrate' | 'apply' | 'restore'; readonly service: string }
  | { readonly name: string; readonly does: 'watch' | 'watch restored'; readonly services: readonly string[] }

export type Next =
  | { readonly step: Step }
  | { readonly end: NonNullable<Run['outcome']>; readonly because: string }

/** All steps of a run that goes well. */
export function forwardSteps(plan: Plan): readonly Step[] {
  const single = (does: 'preflight' | 'gates' | 'baseline' | 'snapshot' | 'verify' | 'commit'): Step => ({
    name: does,
    does,
  })
  const levels = levelsOf(plan)
  return [
    single('preflight'),
    single('gates'),
    single('baseline'),
    single('snapshot'),
    ...levels.flatMap((services) => [
      ...services
        .filter(({ migration }) => migration !== undefined)
        .map(({ name }): Step => ({ name: `migrate ${name}`, does: 'migrate', service: name })),
      ...services.map(({ name }): Step => ({ name: `apply ${name}`, does: 'apply', service: name })),
      watchStep(
        'watch',
        services.map(({ name }) => name),
      ),
    ]),
    single('verify'),
    single('commit'),
  ]
}

/** The steps that undo what was begun, last level first. What was never touched is left alone, and so is what somebody
 * else has changed since. */
export function backwardSteps(plan: Plan, run: Run): readonly Step[] {
  const foreign = new Set(run.steps.flatMap(({ result }) => result?.foreign ?? []))
  const begun = new Set(
    run.steps.map(({ name }) => name).filter((name) => !foreign.has(name.slice('apply '.length))),
  )
  return levelsOf(plan)
    .map((services) => services.map(({ name }) => name).filter((name) => begun.has(`apply ${name}`)))
    .filter((services) => services.length > 0)
    .toReversed()
    .flatMap((services) => [
      ...services
        .toReversed()
        .map((name): Step => ({ name: `restore ${name}`, does: 'restore', service: name })),
      watchStep('watch restored', services),
    ])
}

const watchStep = (does: 'watch' | 'watch restored', services: readonly string[]): Step => ({
  name: `${does} ${services.join(' ')}`,
  does,
  services,
})

/** Steps up to here change nothing in the cluster. */
const harmless = new Set(['preflight', 'gates', 'baseline', 'snapshot'])

export function nextStep(plan: Plan, run: Run): Next {
  const forward = forwardSteps(plan)
  const resultOf = (name: string) => run.steps.find((step) => step.name === name)?.result
  const failed = forward.find(({ name }) => resultOf(name)?.outcome === 'failed')
  const open = forward.find(({ name }) => resultOf(name) === undefined)
  if (failed === undefined && open === undefined) return { end: 'committed', because: '' }
  // What is committed stays: an abort that comes too late has nothing to undo.
  if (failed === undefined && run.abort === undefined) return { step: open! }

  const because = failed === undefined ? `aborted by ${run.abort!.by}` : (resultOf(failed.name)?.detail ?? '')
  const isTouched = run.steps.some(({ name }) => !harmless.has(name))
  if (!isTouched) return { end: failed === undefined ? 'aborted' : 'refused', because }
  const contract = plan.services.find(
    ({ name, migration }) => migration?.kind === 'contract' && resultOf(`migrate ${name}`)?.outcome === 'ok',
  )
  if (contract !== undefined)
    return {
      end: 'rollback-failed',
      because: `${because}; nothing is taken back past the contract migration of ${contract.name}`,
    }
  const backward = backwardSteps(plan, run)
  const stuck = backward.find(({ name }) => resultOf(name)?.outcome === 'failed')
  if (stuck !== undefined) return { end: 'rollback-failed', because: resultOf(stuck.name)?.detail ?? because }
  const undo = backward.find(({ name }) => resultOf(name) === undefined)
  if (undo !== undefined) return { step: undo }
  return { end: failed === undefined ? 'aborted' : 'rolled-back', because }
}
