/** Words for runs: what they are about to do, and how they ended. */
import type { OpsEvent } from '@goalixa/ops/events'
import type { Run } from '@goalixa/ops/run'
import type { PlanDocument } from './ops-plan.ts'
import { safeLine } from './safe-text.ts'

const changedNames = ({ services }: PlanDocument): string =>
  services
    .filter(({ changes }) => changes.length > 0)
    .map(({ name }) => safeLine(name))
    .join(', ')

export const intentText = (plan: PlanDocument): string =>
  `This deploys ${changedNames(plan) || 'nothing'}${plan.prune.length === 0 ? '' : ` and removes ${plan.prune.join(', ')}`}`

/** For the history, when nobody said why. */
export const reasonText = ({ services }: PlanDocument): string =>
  services
    .filter(({ changes }) => changes.length > 0)
    .map(({ name, images }) => [name, images[0]?.tag].filter((word) => word !== undefined).join(' '))
    .join(', ')

export const nothingText = ({ environment }: PlanDocument): string =>
  `${environment} is as the manifests say: nothing to do`

/** The one event of a deploy that has nothing to do. */
export const nothingToDo = (plan: PlanDocument, now: Date = new Date()): OpsEvent => ({
  v: 1,
  seq: 1,
  time: now.toISOString(),
  run: '',
  plan: plan.planHash,
  type: 'result',
  message: nothingText(plan),
  data: { outcome: 'unchanged' },
})

const verbs: Readonly<Record<NonNullable<Run['outcome']>, string>> = {
  committed: 'Committed',
  refused: 'Refused; nothing was changed',
  'rolled-back': 'Rolled back',
  'rollback-failed': 'The rollback failed',
  aborted: 'Aborted and taken back',
}

export const endText = ({ environment, kind, id, outcome }: Run): string =>
  `${verbs[outcome ?? 'refused']}: ${kind} ${id} of ${environment}`

export const detachedText = ({ run, job }: { readonly run: Run; readonly job: string }): string =>
  [
    `${run.kind} ${run.id} of ${run.environment} goes on in the cluster: ${job}`,
    `see goalixa ops status --env ${run.environment}; take it back: goalixa ops abort --env ${run.environment}`,
  ].join('\n')
