/** The migration of a service: a Job that runs once per plan and has to succeed before the service is applied. */
import { judgeJob } from '../judge/job.ts'
import type { Verdict } from '../judge/judge.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { planHash } from '../plan/plan.ts'
import { watchList } from '../watch.ts'
import { watchForAbort } from './abort-watch.ts'
import { applyAll } from './apply.ts'
import { failed, ok, serviceOf } from './context.ts'
import type { RunContext, StepResult } from './context.ts'
import { tellLogsOf } from './evidence.ts'

/** How often time alone is looked at. */
const tickMs = 1_000

export async function migrate(context: RunContext, step: string, name: string): Promise<StepResult> {
  const { cluster, clock, journal, settings } = context
  const { job, kind } = serviceOf(context, name).migration!
  const named: KubeObject = {
    ...job,
    metadata: { ...job.metadata, name: jobName(name, planHash(journal.plan)) },
  }
  const { namespace } = named.metadata
  // One that was begun is awaited, never begun again: its template cannot be changed anyway.
  if ((await cluster.get(kinds.Job, named.metadata.name, namespace)) === undefined) {
    const applied = await applyAll(context, step, [named])
    if (applied.outcome === 'failed') return applied
  }
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, context.lock.lost])
  let wake = () => {}
  const selection = {
    fieldSelector: `metadata.name=${named.metadata.name}`,
    ...(namespace === undefined ? {} : { namespace }),
  }
  const jobs = watchList(kinds.Job, selection, { cluster, clock, signal, onChange: () => wake() })
  let refused: unknown
  jobs.ended.catch((error: unknown) => {
    refused = error
    wake()
  })
  const since = clock.now()
  const isAborted = watchForAbort(context)
  try {
    for (;;) {
      context.lock.assertHeld()
      const isUnwanted = isAborted()
      if (refused !== undefined) throw refused
      const found = jobs.items()?.[0]
      const judged = found === undefined ? undefined : judgeJob(found)
      if (judged?.state === 'done') return ok()
      if (judged?.state === 'failed') return await migrationFailed(context, name, named, judged.verdict)
      if (isUnwanted && found !== undefined && kind === 'expand') return await breakOff(context, found)
      if (clock.now() - since >= settings.deadlineMs)
        return failed(`migration of ${name} is not done after ${Math.round(settings.deadlineMs / 1000)} s`)
      await new Promise<void>((resolve) => {
        wake = resolve
        void clock.sleep(tickMs).then(resolve)
      })
    }
  } finally {
    over.abort()
  }
}

/**
 * Each migration is a transaction: what is not finished leaves nothing. One that contracts is waited for instead, since
 * only its end tells whether the way back is still there.
 */
async function breakOff({ cluster, lock }: RunContext, { metadata }: KubeObject): Promise<StepResult> {
  lock.assertHeld()
  await cluster.remove(kinds.Job, metadata.name, metadata.namespace, metadata.uid)
  return { outcome: 'skipped', detail: 'aborted' }
}

async function migrationFailed(
  context: RunContext,
  name: string,
  job: KubeObject,
  verdict: Verdict,
): Promise<StepResult> {
  context.tell('verdict', `${verdict.object}: ${verdict.message}`, { service: name, data: { ...verdict } })
  await tellLogsOf(context, name, job.metadata.namespace!, `job-name=${job.metadata.name}`)
  return failed(`migration of ${name}: ${verdict.reason}: ${verdict.message}`)
}

const jobName = (service: string, hash: string): string => `${service}-migrate-${hash.slice(0, 8)}`
