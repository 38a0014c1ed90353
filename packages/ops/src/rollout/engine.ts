/**
 * Runs a plan to its end: asks what is next, does it, writes it down. Nothing about the run is only in memory, so that
 * whoever finds its journal can go on.
 */
import { nothingSeen, startJudging } from '../judge/judge.ts'
import type { Memory } from '../judge/judge.ts'
import type { KubeObject } from '../kube-object.ts'
import { commitRevision } from '../journal/revisions.ts'
import { objectKey } from '../object-key.ts'
import { isWorkload } from '../plan/order.ts'
import { planHash } from '../plan/plan.ts'
import type { Run } from '../run.ts'
import { watchForAbort } from './abort-watch.ts'
import { applyAll, removeAll } from './apply.ts'
import { ok, serviceOf } from './context.ts'
import type { RunContext, StepResult } from './context.ts'
import { migrate } from './migrate.ts'
import { observe } from './observe.ts'
import { freeStuckPods, restore } from './restore.ts'
import { readSnapshot, takeSnapshot } from './snapshot.ts'
import { nextStep } from './steps.ts'
import type { Step } from './steps.ts'
import { watchServices } from './watch-services.ts'
import type { ServiceWorkload } from './watch-services.ts'

/** Checks that need more than the cluster: the registry, the addresses that people use. Each tells what it finds. */
export interface Checks {
  readonly preflight: () => Promise<StepResult>
  readonly gates: () => Promise<StepResult>
  readonly baseline: () => Promise<StepResult>
  readonly verify: (baseline: unknown) => Promise<StepResult>
}

export interface RunEnd {
  readonly outcome: NonNullable<Run['outcome']>
  readonly because: string
}

/** Goes on until the run has ended. Rejects with `ops.lock_lost` when it is no longer ours: then it can be resumed. */
export async function runToEnd(context: RunContext, checks: Checks): Promise<RunEnd> {
  return (await runWhile(context, checks, () => true))!
}

/** As `runToEnd`, until a step comes that is not ours; then undefined. */
export async function runWhile(
  context: RunContext,
  checks: Checks,
  isOurs: (step: Step) => boolean,
): Promise<RunEnd | undefined> {
  const { journal, lock, tell } = context
  const memories = memoriesIn(journal.run(), context.clock.now())
  await journal.refresh()
  for (;;) {
    lock.assertHeld()
    const run = journal.run()
    const next = nextStep(journal.plan, run)
    if ('end' in next) {
      if (run.outcome === undefined) await journal.end(next.end)
      tell('result', words[next.end], { data: { outcome: next.end, because: next.because } })
      return { outcome: next.end, because: next.because }
    }
    const { step } = next
    if (!isOurs(step)) return undefined
    await journal.intend(step.name, await beforeOf(context, step, memories))
    // Somebody asked to take it back while this was written: then this step is no longer the next.
    if (run.abort === undefined && journal.run().abort !== undefined) continue
    tell(step.does.includes('restore') ? 'rollback' : 'step', step.name, {
      data: { step: step.name, state: 'begun' },
    })
    const result = await doStep(context, checks, step, memories)
    await journal.finish(step.name, result)
    tell(step.does.includes('restore') ? 'rollback' : 'step', `${step.name}: ${result.outcome}`, {
      data: { step: step.name, state: result.outcome, detail: result.detail },
    })
  }
}

const words: Readonly<Record<RunEnd['outcome'], string>> = {
  committed: 'committed',
  refused: 'refused; nothing was changed',
  'rolled-back': 'rolled back',
  'rollback-failed': 'the rollback failed',
  aborted: 'aborted and taken back',
}

async function doStep(
  context: RunContext,
  checks: Checks,
  step: Step,
  memories: Map<string, Memory>,
): Promise<StepResult> {
  switch (step.does) {
    case 'preflight':
    case 'gates':
    case 'baseline':
      return checks[step.does]()
    case 'snapshot':
      return takeSnapshot(context)
    case 'migrate':
      return migrate(context, step.name, step.service)
    case 'apply':
      return applyAll(context, step.name, changedObjects(context, step.service))
    case 'watch':
      return watchServices(context, touched(context, step.services), memories, {
        isUnwanted: watchForAbort(context),
      })
    case 'restore':
      return restore(context, step.name, step.service)
    case 'watch restored':
      return watchServices(context, await remaining(context, step.services), memories, {
        mend: (object, seen) => freeStuckPods(context, object, seen),
      })
    case 'verify':
      return checks.verify(context.journal.run().steps.find(({ name }) => name === 'baseline')?.result?.data)
    case 'commit':
      return commit(context)
  }
}

/** Who takes a run up finds in its journal what was counted before the changes. */
function memoriesIn(run: Run, now: number): Map<string, Memory> {
  const kept = run.steps.flatMap(({ before }) =>
    Object.entries((before ?? {}) as Record<string, Memory['before']>),
  )
  return new Map(kept.map(([key, before]) => [key, { ...startJudging(nothingSeen, now), before }]))
}

/** What must be known of the time before a change, and would be gone with this process. */
async function beforeOf(
  { cluster, clock, journal }: RunContext,
  step: Step,
  memories: Map<string, Memory>,
): Promise<unknown> {
  if (step.does !== 'apply' && step.does !== 'restore') return undefined
  const service = journal.plan.services.find(({ name }) => name === step.service)!
  const before: Record<string, Memory['before']> = {}
  for (const object of service.manifests.filter(isWorkload)) {
    const memory = startJudging(await observe(cluster, object), clock.now())
    memories.set(objectKey(object), memory)
    before[objectKey(object)] = memory.before
  }
  return before
}

/** What the plan found unchanged is not sent again. */
function changedObjects(context: RunContext, name: string): readonly KubeObject[] {
  const { manifests, changes } = serviceOf(context, name)
  const same = new Set(changes.filter(({ action }) => action === 'none').map(({ object }) => object))
  return manifests.filter((object) => !same.has(objectKey(object)))
}

/** The workloads of services that this run changes something of. */
const touched = (context: RunContext, services: readonly string[]): readonly ServiceWorkload[] =>
  services
    .filter((service) => changedObjects(context, service).length > 0)
    .flatMap((service) => workloadsOf(context, service))

/** The workloads that are there again after a restoration: what the run had created is gone. */
async function remaining(
  context: RunContext,
  services: readonly string[],
): Promise<readonly ServiceWorkload[]> {
  const before = await readSnapshot(context)
  return services
    .flatMap((service) => workloadsOf(context, service))
    .filter(({ object }) => before[objectKey(object)] !== null)
}

const workloadsOf = (context: RunContext, service: string): readonly ServiceWorkload[] =>
  serviceOf(context, service)
    .manifests.filter(isWorkload)
    .map((object) => ({ service, object }))

async function commit(context: RunContext): Promise<StepResult> {
  const { cluster, clock, journal, namespace } = context
  const { plan } = journal
  const run = journal.run()
  await commitRevision({ cluster, clock, namespace, environment: plan.environment }, plan, {
    run: run.id,
    planHash: planHash(plan),
    committedAt: clock.date().toISOString(),
    summary: plan.services
      .flatMap(({ name, images }) => images.map(({ tag, digest }) => `${name} ${tag ?? ''} ${digest}`))
      .join('\n'),
  })
  await removeAll(context, 'commit', plan.prune)
  return ok()
}
