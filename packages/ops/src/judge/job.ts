/** Whether a migration's job is done. Its controller tells the outcome before its pod is gone; only the last word counts. */
import type { Condition, Metadata } from './objects.ts'
import type { Verdict } from './judge.ts'
import { rules } from './rules.ts'

export interface Job {
  readonly metadata: Metadata
  readonly status?: {
    readonly active?: number
    readonly succeeded?: number
    readonly failed?: number
    readonly conditions?: readonly Condition[]
  }
}

export type JobJudgement =
  | { readonly state: 'going on' | 'done' }
  | { readonly state: 'failed'; readonly verdict: Verdict }

export function judgeJob(job: Job): JobJudgement {
  const held = job.status?.conditions?.filter(({ status }) => status === 'True') ?? []
  if (held.some(({ type }) => type === 'Complete')) return { state: 'done' }
  const failed = held.find(({ type }) => type === 'Failed' || type === 'FailureTarget')
  if (failed === undefined) return { state: 'going on' }
  return {
    state: 'failed',
    verdict: {
      class: 'terminal',
      rule: 'jobFailed',
      reason: failed.reason ?? 'Failed',
      object: `Job/${job.metadata.name}`,
      message: failed.message ?? 'the job failed',
      hint: rules.jobFailed.hint,
    },
  }
}
