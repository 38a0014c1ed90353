/**
 * What a run is about to do and what came of it, in the cluster: a ConfigMap per run, written by compare and set
 * before each change. Whoever finds another token in it has lost the run.
 */
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal, isRefusal, isUnknown } from '../api-refusal.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { planHash, planSchema } from '../plan/plan.ts'
import type { Plan } from '../plan/plan.ts'
import { runSchema } from '../run.ts'
import type { Run, RunStep } from '../run.ts'
import { readBlob, storeBlob } from './blob-maps.ts'
import { createOnce } from './create-once.ts'

export interface JournalPlace {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
}

export interface Journal {
  readonly run: () => Run
  readonly plan: Plan
  /** Writes the intent of a step, with what it must know later; of one that was begun before, nothing. */
  readonly intend: (step: string, before?: unknown) => Promise<void>
  /** Compare and set right before a change: proves that the run is still ours, and says how far it is. */
  readonly touch: (step: string, object: string) => Promise<void>
  readonly finish: (step: string, result: Omit<NonNullable<RunStep['result']>, 'at'>) => Promise<void>
  /** Data beside the journal. What was kept first under a name stays. */
  readonly keep: (name: string, value: unknown) => Promise<void>
  readonly kept: (name: string) => Promise<unknown>
  readonly end: (outcome: NonNullable<Run['outcome']>) => Promise<void>
  /** Reads what others wrote: an abort. Rejects with `ops.lock_lost` when another run holds it. */
  readonly refresh: () => Promise<Run>
}

export const environmentLabel = 'goalixa.com/environment'
export const runLabel = 'goalixa.com/run'

const runName = (id: string): string => `goalixa-run-${id}`

/** Begins the journal of a new run. */
export async function beginJournal(place: JournalPlace, run: Run, plan: Plan): Promise<Journal> {
  await storeBlob(blobPlace(place, run), `${runName(run.id)}-plan`, plan)
  await createOnce(place, kinds.ConfigMap, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: runName(run.id), namespace: place.namespace, labels: labelsOf(run, 'run') },
    data: { run: JSON.stringify(run) },
  })
  const stored = (await place.cluster.get(kinds.ConfigMap, runName(run.id), place.namespace))!
  return journalOver(place, stored, run, plan)
}

/** Takes a run up again under a new token. Rejects with `ops.run_not_found`, and with `ops.plan_invalid` if damaged. */
export async function takeUpJournal(place: JournalPlace, id: string, token: number): Promise<Journal> {
  const stored = await place.cluster.get(kinds.ConfigMap, runName(id), place.namespace)
  if (stored === undefined) throw new AppError('ops.run_not_found', `there is no run ${id}`)
  const run = { ...readRun(stored), token }
  const plan = await readPlan(place, run)
  const replaced = await place.cluster.replace(kinds.ConfigMap, withRun(stored, run))
  return journalOver(place, replaced, run, plan)
}

/** Runs of an environment, newest first. */
export async function listRuns(
  { cluster, namespace }: JournalPlace,
  environment: string,
): Promise<readonly Run[]> {
  const labelSelector = `${environmentLabel}=${environment},goalixa.com/kind=run`
  const { items } = await cluster.list(kinds.ConfigMap, { namespace, labelSelector })
  return items.map(readRun).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
}

/** Asks whoever runs it to take it back. A run that ended is left as it is. */
export async function requestAbort(place: JournalPlace, id: string, by: string): Promise<Run> {
  for (;;) {
    const stored = await place.cluster.get(kinds.ConfigMap, runName(id), place.namespace)
    if (stored === undefined) throw new AppError('ops.run_not_found', `there is no run ${id}`)
    const run = readRun(stored)
    if (run.outcome !== undefined || run.abort !== undefined) return run
    const asked = { ...run, abort: { by, at: place.clock.date().toISOString() } }
    try {
      await place.cluster.replace(kinds.ConfigMap, withRun(stored, asked))
      return asked
    } catch (error) {
      if (!isRefusal(error, 'Conflict')) throw error
    }
  }
}

function journalOver(place: JournalPlace, first: KubeObject, firstRun: Run, plan: Plan): Journal {
  let stored = first
  let run = firstRun
  const { cluster, clock, namespace } = place

  const refresh = async () => {
    const now = await cluster.get(kinds.ConfigMap, runName(run.id), namespace)
    if (now === undefined) throw new AppError('ops.lock_lost', `the journal of run ${run.id} is gone`)
    const theirs = readRun(now)
    if (theirs.token !== run.token)
      throw new AppError('ops.lock_lost', `run ${run.id} was taken up by another (token ${theirs.token})`)
    stored = now
    run = theirs
    return run
  }

  /** The change is made to what is stored, so that an abort that came meanwhile stays. */
  const write = async (change: (run: Run) => Run) => {
    for (;;) {
      const next = runSchema.parse(change(run))
      try {
        stored = await cluster.replace(kinds.ConfigMap, withRun(stored, next))
        run = next
        return
      } catch (error) {
        if (!isUnknown(error) && !isRefusal(error, 'Conflict')) throw error
        await refresh()
        if (JSON.stringify(run) === JSON.stringify(next)) return
      }
    }
  }

  const now = () => clock.date().toISOString()
  return {
    plan,
    run: () => run,
    refresh,
    intend: (name, before) =>
      write((one) =>
        one.steps.some((step) => step.name === name)
          ? one
          : {
              ...one,
              steps: [...one.steps, { name, intent: now(), ...(before === undefined ? {} : { before }) }],
            },
      ),
    touch: (name, object) =>
      write((one) => ({
        ...one,
        steps: one.steps.map((step) => (step.name === name ? { ...step, object } : step)),
      })),
    keep: (name, value) => storeBlob(blobPlace(place, run), `${runName(run.id)}-${name}`, value),
    kept: (name) => readBlob(blobPlace(place, run), `${runName(run.id)}-${name}`),
    finish: (name, result) =>
      write((one) => ({
        ...one,
        steps: one.steps.map((step) =>
          step.name === name ? { ...step, result: { ...result, at: now() } } : step,
        ),
      })),
    end: (outcome) => write((one) => ({ ...one, outcome, endedAt: now() })),
  }
}

const labelsOf = ({ environment, id }: Run, kind: 'run' | 'blob') => ({
  'app.kubernetes.io/managed-by': 'goalixa-ops',
  [environmentLabel]: environment,
  [runLabel]: id,
  'goalixa.com/kind': kind,
})

const blobPlace = ({ cluster, clock, namespace }: JournalPlace, run: Run) => ({
  cluster,
  clock,
  namespace,
  labels: labelsOf(run, 'blob'),
})

const withRun = (stored: KubeObject, run: Run): KubeObject => ({
  ...stored,
  data: { ...stored.data, run: JSON.stringify(run) },
})

function readRun(stored: KubeObject): Run {
  try {
    return runSchema.parse(JSON.parse(String(stored.data?.['run'])))
  } catch (error) {
    throw new AppError('ops.plan_invalid', `the journal ${stored.metadata.name} is damaged`, { cause: error })
  }
}

async function readPlan(place: JournalPlace, run: Run): Promise<Plan> {
  try {
    const plan = planSchema.parse(await readBlob(blobPlace(place, run), `${runName(run.id)}-plan`))
    if (planHash(plan) !== run.planHash) throw new Error('its hash is another one')
    return plan
  } catch (error) {
    if (error instanceof ApiRefusal) throw error
    throw new AppError('ops.plan_invalid', `the plan of run ${run.id} is damaged`, { cause: error })
  }
}
