/** What every way to work on a run begins with: the lock, the plan that still fits, the journal. */
import { randomBytes } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { createTell } from './events.ts'
import type { OpsEvent } from './events.ts'
import { beginJournal, listRuns } from './journal/journal.ts'
import type { Journal } from './journal/journal.ts'
import type { KubeObject } from './kube-object.ts'
import { acquireLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { objectKey } from './object-key.ts'
import { versionOf } from './plan/make-plan.ts'
import { planHash } from './plan/plan.ts'
import type { Plan } from './plan/plan.ts'
import type { RunContext, RunSettings } from './rollout/context.ts'
import type { Checks } from './rollout/engine.ts'
import type { Run } from './run.ts'

export interface Operator {
  readonly cluster: Cluster
  readonly clock: Clock
  /** Of locks, journals and revisions. */
  readonly namespace: string
  readonly environment: string
  /** `ali@laptop`, for locks and journals. */
  readonly actor: string
  readonly write: (event: OpsEvent) => void
  /** The registry's and the addresses' part of a run. */
  readonly checksFor: (context: RunContext) => Checks
  readonly settings: RunSettings
  /** How long to wait for somebody else's lock. */
  readonly waitLockMs?: number
  /** Stops the run before its next write, with the signal's reason; it can be resumed. */
  readonly signal?: AbortSignal
}

export interface DeployReason {
  readonly reason: string
  readonly kind?: Run['kind']
  readonly overrides?: Readonly<Record<string, string>>
}

/**
 * A new run under the lock, of a plan that fits what is there. Rejects with `ops.lock_held`, `ops.plan_drifted`,
 * `ops.environment`.
 */
export async function withNewRun<T>(
  operator: Operator,
  plan: Plan,
  why: DeployReason,
  work: (context: RunContext) => Promise<T>,
): Promise<T> {
  const id = newRunId(operator.clock)
  return withLock(operator, id, `${why.kind ?? 'deploy'}: ${why.reason}`, async (lock) => {
    await assertNoOpenRun(operator)
    const live = await readLive(operator.cluster, plan)
    assertFits(plan, live)
    const journal = await beginJournal(
      operator,
      {
        version: 1,
        id,
        environment: operator.environment,
        planHash: planHash(plan),
        kind: why.kind ?? 'deploy',
        actor: operator.actor,
        reason: why.reason,
        startedAt: operator.clock.date().toISOString(),
        token: lock.token,
        overrides: { ...why.overrides },
        steps: [],
      },
      plan,
    )
    return work(contextOf(operator, lock, journal, live))
  })
}

/** Rejects with `ops.lock_held` while a run has no end: what it changed was never proven. */
export async function assertNoOpenRun(
  operator: Pick<Operator, 'cluster' | 'clock' | 'namespace' | 'environment'>,
): Promise<void> {
  const runs = await listRuns(operator, operator.environment)
  const open = runs.find(({ outcome }) => outcome === undefined)
  if (open !== undefined)
    throw new AppError('ops.lock_held', `run ${open.id} by ${open.actor} has no end yet`, {
      try: `see goalixa ops status --env ${operator.environment}; if it was broken off: goalixa ops resume, or goalixa ops abort`,
    })
}

/** Tells what the run is about. */
export function contextOf(operator: Operator, lock: Lock, journal: Journal, live?: LiveObjects): RunContext {
  const { id, planHash: hash } = journal.run()
  const tell = createTell({
    run: id,
    plan: hash,
    now: () => operator.clock.date(),
    write: operator.write,
  })
  const { cluster, clock, namespace, settings } = operator
  const context: RunContext = {
    cluster,
    clock,
    lock,
    journal,
    namespace,
    settings,
    tell,
    ...(live === undefined ? {} : { live }),
  }
  tell('plan', summaryOf(journal.plan), {
    data: {
      services: journal.plan.services.map(({ name, level, images, changes }) => ({
        name,
        level,
        images,
        changed: changes
          .filter(({ action }) => action !== 'none')
          .map(({ object, action }) => ({ object, action })),
      })),
    },
  })
  tell('lock', `holding the lock of ${journal.plan.environment}`, { data: { token: lock.token } })
  return context
}

export async function withLock<T>(
  operator: Operator,
  id: string,
  doing: string,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const { cluster, clock, namespace, environment, actor, waitLockMs = 0, signal } = operator
  const lock = await acquireLock({
    cluster,
    clock,
    namespace,
    environment,
    holder: `${actor} ${id} ${randomBytes(3).toString('hex')}`,
    doing,
    waitMs: waitLockMs,
    ...(signal === undefined ? {} : { signal }),
  })
  try {
    return await work(signal === undefined ? lock : stoppable(lock, signal))
  } finally {
    // A lock that cannot be given back runs out by itself.
    await lock.release().catch(() => undefined)
  }
}

/** Nothing more is written once somebody stops it; the lock is given back, for whoever resumes. */
const stoppable = (lock: Lock, signal: AbortSignal): Lock => ({
  ...lock,
  lost: AbortSignal.any([lock.lost, signal]),
  assertHeld: () => {
    signal.throwIfAborted()
    lock.assertHeld()
  },
})

type LiveObjects = ReadonlyMap<string, KubeObject | undefined>

/** Everything that a plan writes, as it is now. */
async function readLive(cluster: Cluster, plan: Plan): Promise<LiveObjects> {
  const live = new Map<string, KubeObject | undefined>()
  for (const object of plan.services.flatMap(({ manifests }) => manifests)) {
    const { name, namespace } = object.metadata
    live.set(objectKey(object), await cluster.get(await cluster.kindOf(object), name, namespace))
  }
  return live
}

/** A plan is for what was there when it was made; anything else would overwrite what nobody looked at. */
function assertFits(plan: Plan, live: LiveObjects): void {
  const drifted = [...live].flatMap(([path, object]) => {
    const now = object === undefined ? undefined : versionOf(object)
    if (now === plan.basedOn[path]) return []
    return [{ path, message: now === undefined ? 'is gone' : 'was changed since the plan was made' }]
  })
  if (drifted.length > 0)
    throw new AppError('ops.plan_drifted', `${drifted.length} objects are not as the plan knew them`, {
      fields: drifted,
    })
}

const summaryOf = ({ services, environment }: Plan): string => {
  const changed = services.filter(({ changes }) => changes.some(({ action }) => action !== 'none'))
  return `${environment}: ${changed.length === 0 ? 'nothing changes' : changed.map(({ name }) => name).join(', ')}`
}

/** Sorts by time, and is a name that Kubernetes takes. */
const newRunId = (clock: Clock): string =>
  `${clock.date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15).toLowerCase()}-${randomBytes(2).toString('hex')}`
