import type { KubeObject } from '../../../kube-object.ts'
import { condition } from './deployment-status.ts'
import { conditionsOf, time } from './world.ts'
import type { Condition, World } from './world.ts'

/** The condition that says how a Job will end, once it is decided. */
export function conditionsNow(job: KubeObject): Condition | undefined {
  return conditionsOf(job).find(({ type }) => type === 'FailureTarget' || type === 'SuccessCriteriaMet')
}

/** The last condition of a Job whose end is decided. */
export function withFinal(world: World, { type, reason = '', message = '' }: Condition): Condition {
  const last = type === 'FailureTarget' ? 'Failed' : 'Complete'
  return condition(last, 'True', reason, message, world.store.clock.now())
}

/** How a Job with so many ended pods ends, if it does. */
export function endOf(
  world: World,
  job: KubeObject,
  { failed, succeeded }: { failed: number; succeeded: number },
): Condition | undefined {
  const now = world.store.clock.now()
  const { completions = 1, backoffLimit = 6, activeDeadlineSeconds } = job.spec ?? {}
  const failure = (reason: string, message: string) =>
    condition('FailureTarget', 'True', reason, message, now)
  if (succeeded >= completions) {
    const message = 'Reached expected number of succeeded pods'
    return condition('SuccessCriteriaMet', 'True', 'CompletionsReached', message, now)
  }
  if (failed > backoffLimit)
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  if (activeDeadlineSeconds === undefined) return undefined
  const since = job.status?.['startTime'] ?? time(world)
  const left = Date.parse(since) + activeDeadlineSeconds * 1000 - now
  if (left <= 0) return failure('DeadlineExceeded', 'Job was active longer than specified deadline')
  if (job.status?.['startTime'] === undefined) world.again('jobs', job, left)
  return undefined
}
