import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { conditionsNow, endOf, withFinal } from './job-end.ts'
import { recordEvent } from './record-event.ts'
import { createOwned, deletePod, isActive, isTrue, ownedBy, setStatus, time } from './world.ts'
import type { Condition, World } from './world.ts'

const component = 'job-controller'
const retryMs = 10_000

type Uncounted = { failed?: string[]; succeeded?: string[] }

/**
 * Runs pods until one succeeds, too many failed or the time is up. A pod that ended is first named in
 * `uncountedTerminatedPods` and counted in the next step, as in a real cluster.
 */
export function createJobController(world: World): (job: KubeObject) => void {
  const counted = new Set<string>()

  return function reconcile(job) {
    if (job.metadata.deletionTimestamp !== undefined || job.spec?.['suspend']) return
    if (isTrue(job, 'Complete') || isTrue(job, 'Failed')) return
    const uncounted = (job.status?.['uncountedTerminatedPods'] ?? {}) as Uncounted
    const pods = ownedBy(world, 'pods', job)
    if ([uncounted.failed, uncounted.succeeded].some((uids) => uids !== undefined && uids.length > 0))
      return count(job, pods, uncounted)
    const target = conditionsNow(job)
    if (target) return finish(job, pods, target)
    const fresh = pods.filter(({ metadata }) => !counted.has(metadata.uid ?? ''))
    const ended = (phase: string) =>
      fresh.filter(({ status }) => status?.['phase'] === phase).map(({ metadata }) => metadata.uid ?? '')
    const next: Uncounted = { failed: ended('Failed'), succeeded: ended('Succeeded') }
    const ending = endOf(world, job, {
      failed: numberOf(job, 'failed') + (next.failed?.length ?? 0),
      succeeded: numberOf(job, 'succeeded') + (next.succeeded?.length ?? 0),
    })
    if (ending) {
      const stopped = pods.filter(isActive)
      for (const pod of stopped) deletePod(world, pod)
      if (ending.type === 'FailureTarget')
        next.failed = [...(next.failed ?? []), ...stopped.map(({ metadata }) => metadata.uid ?? '')]
      return update(job, ownedBy(world, 'pods', job), { uncounted: next, conditions: [ending] })
    }
    const starts = mayStart(job, pods)
    if (starts) start(job)
    update(job, ownedBy(world, 'pods', job), { uncounted: next })
  }

  function count(job: KubeObject, pods: KubeObject[], { failed = [], succeeded = [] }: Uncounted) {
    for (const uid of [...failed, ...succeeded]) counted.add(uid)
    const counts = {
      failed: numberOf(job, 'failed') + failed.length,
      succeeded: numberOf(job, 'succeeded') + succeeded.length,
    }
    const target = conditionsNow(job)
    const done = target && terminating(pods) === 0
    update(job, pods, { uncounted: {}, counts, ...(done ? final(job, target) : {}) })
  }

  // The last condition waits until the pods have gone and that was written down.
  function finish(job: KubeObject, pods: KubeObject[], target: Condition) {
    const left = terminating(pods)
    if (left !== numberOf(job, 'terminating')) return update(job, pods, { uncounted: {} })
    if (left === 0) update(job, pods, { uncounted: {}, ...final(job, target) })
  }

  function final(job: KubeObject, target: Condition): { conditions: Condition[]; more: JsonObject } {
    const last = withFinal(world, target)
    const { reason = '', message = '' } = last
    recordEvent(
      world,
      job,
      last.type === 'Failed'
        ? { type: 'Warning', reason, message, component }
        : { reason: 'Completed', message: 'Job completed', component },
    )
    return { conditions: [last], more: last.type === 'Complete' ? { completionTime: time(world) } : {} }
  }

  function update(
    job: KubeObject,
    pods: KubeObject[],
    change: {
      uncounted: Uncounted
      counts?: { failed: number; succeeded: number }
      conditions?: Condition[]
      more?: JsonObject
    },
  ) {
    const active = pods.filter(isActive)
    const { failed = numberOf(job, 'failed'), succeeded = numberOf(job, 'succeeded') } = change.counts ?? {}
    const counts = { active: active.length, failed, succeeded }
    const { active: _active, failed: _failed, succeeded: _succeeded, ...before } = job.status ?? {}
    const lists = Object.entries(change.uncounted).filter(([, uids]) => uids.length > 0)
    const conditions = [...((job.status?.['conditions'] ?? []) as Condition[]), ...(change.conditions ?? [])]
    setStatus(world, 'jobs', job, {
      ...before,
      startTime: job.status?.['startTime'] ?? time(world),
      ...Object.fromEntries(Object.entries(counts).filter(([, amount]) => amount > 0)),
      ready: active.filter((pod) => isTrue(pod, 'Ready')).length,
      terminating: terminating(pods),
      uncountedTerminatedPods: Object.fromEntries(lists),
      ...change.more,
      ...(conditions.length > 0 ? { conditions } : {}),
    })
  }

  function mayStart(job: KubeObject, pods: KubeObject[]): boolean {
    if (pods.some((pod) => isActive(pod) || pod.metadata.deletionTimestamp !== undefined)) return false
    const failed = pods.filter(({ status }) => status?.['phase'] === 'Failed').length
    if (failed === 0) return true
    const lastEnd = Math.max(0, ...pods.map(endedAt))
    const wait = lastEnd + retryMs * 2 ** (failed - 1) - world.store.clock.now()
    if (wait > 0) world.again('jobs', job, wait)
    return wait <= 0
  }

  function start(job: KubeObject) {
    const { metadata, spec } = job.spec?.['template'] ?? {}
    const name = { ...metadata, generateName: `${job.metadata.name}-` }
    try {
      const pod = createOwned(world, { apiVersion: 'v1', kind: 'Pod', metadata: name, spec }, job)
      const message = `Created pod: ${pod.metadata.name}`
      recordEvent(world, job, { reason: 'SuccessfulCreate', message, component })
    } catch (error) {
      const message = `Error creating: ${(error as Error).message}`
      recordEvent(world, job, { type: 'Warning', reason: 'FailedCreate', message, component })
      world.again('jobs', job, retryMs)
    }
  }
}

function terminating(pods: KubeObject[]): number {
  return pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp !== undefined && !['Failed', 'Succeeded'].includes(status?.['phase']),
  ).length
}

function numberOf(job: KubeObject, name: string): number {
  return (job.status?.[name] as number | undefined) ?? 0
}

function endedAt(pod: KubeObject): number {
  const statuses = (pod.status?.['containerStatuses'] ?? []) as JsonObject[]
  return Math.max(0, ...statuses.map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? '') || 0))
}
