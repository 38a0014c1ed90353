/** What every step of a run works with. */
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import type { Tell } from '../events.ts'
import type { Journal } from '../journal/journal.ts'
import type { Lock } from '../lock.ts'
import type { KubeObject } from '../kube-object.ts'
import type { PlannedService } from '../plan/plan.ts'
import type { Run, RunStep } from '../run.ts'

export interface RunSettings {
  /** How long the rollout of one service may take, and its restoration again. */
  readonly deadlineMs: number
  /** How long all must be well before a service counts as done. */
  readonly settleMs: number
  readonly forceConflicts: boolean
}

export interface RunContext {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly lock: Lock
  readonly journal: Journal
  /** Of locks, journals and revisions. */
  readonly namespace: string
  readonly settings: RunSettings
  readonly tell: Tell
  /** What was there when this process began the run, by object; a run that was taken up looks again. */
  readonly live?: ReadonlyMap<string, KubeObject | undefined>
}

/** What a look works with that changes nothing: a run, or a plan before there is one. */
export interface LookContext extends Pick<
  RunContext,
  'cluster' | 'clock' | 'namespace' | 'settings' | 'tell' | 'live'
> {
  readonly lock: Pick<Lock, 'lost'>
  readonly journal: Pick<Journal, 'plan'> & { readonly run: () => Pick<Run, 'kind' | 'overrides'> }
}

export type StepResult = Omit<NonNullable<RunStep['result']>, 'at'>

export const ok = (detail?: string): StepResult => ({
  outcome: 'ok',
  ...(detail === undefined ? {} : { detail }),
})
export const failed = (detail: string): StepResult => ({ outcome: 'failed', detail })

export const serviceOf = ({ journal }: RunContext, name: string): PlannedService =>
  journal.plan.services.find((service) => service.name === name)!
