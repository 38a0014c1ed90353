/**
 * Hands a run over to a Job in the cluster: what only looks is done here, with what the operator has at hand; what
 * changes something is done there, whoever's line breaks. How the Job is to be says a CronJob that never runs by itself.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { DeployReason, Operator } from './begin-run.ts'
import { withNewRun } from './begin-run.ts'
import type { Ended } from './deploy.ts'
import { listRuns, runLabel } from './journal/journal.ts'
import { kinds } from './kinds.ts'
import type { JsonObject, KubeObject } from './kube-object.ts'
import { objectKey } from './object-key.ts'
import type { Plan } from './plan/plan.ts'
import { checkAccess, rightsFor } from './preflight/access.ts'
import type { RunContext } from './rollout/context.ts'
import { runWhile } from './rollout/engine.ts'
import type { Run } from './run.ts'

export interface Detached {
  readonly run: Run
  /** `Job goalixa-api/goalixa-ops-…` */
  readonly job: string
}

/** The CronJob, in the control namespace. */
export const runnerName = 'goalixa-ops'

/** How long the Job's pod may take to begin: an image has to come first. */
const startsWithinMs = 180_000
const pollMs = 1_000

/**
 * `flags`: what `goalixa ops resume` is to be told beside the run, in the Job. Answers once the Job has taken the run
 * up, or the end of a run that was refused before. Rejects as `deploy` does, with `ops.runner` when the cluster has
 * nobody who may, and with `ops.interrupted` when nobody begins.
 */
export async function detach(
  operator: Operator,
  plan: Plan,
  why: DeployReason,
  flags: readonly string[],
): Promise<Ended | Detached> {
  const template = await runnerOf(operator, plan)
  const begun = await withNewRun(operator, plan, why, async (context): Promise<Ended | Detached> => {
    const end = await runWhile(context, operator.checksFor(context), ({ does }) => looks.has(does))
    const run = context.journal.run()
    return end === undefined ? handOver(context, template, flags) : { ...end, run }
  })
  return 'job' in begun ? untilTakenUp(operator, begun) : begun
}

/** What needs the operator's own registry, and staging; what is measured is measured where the rest is. */
const looks: ReadonlySet<string> = new Set(['preflight', 'gates'])

async function runnerOf({ cluster, namespace }: Operator, plan: Plan): Promise<KubeObject> {
  const found = await cluster.get(kinds.CronJob, runnerName, namespace)
  if (found === undefined)
    throw new AppError('ops.runner', `there is no CronJob ${runnerName} in ${namespace} to make a job of`)
  const account = (podOf(found)['serviceAccountName'] as string | undefined) ?? 'default'
  const user = `system:serviceaccount:${namespace}:${account}`
  const missing = await checkAccess(cluster, await rightsFor(cluster, plan, namespace), user)
  if (missing.length > 0)
    throw new AppError('ops.runner', `${account} lacks ${missing.length} rights that this plan needs`, {
      fields: missing.map(({ object, message }) => ({ path: object, message })),
    })
  return found
}

async function handOver(
  { cluster, journal, namespace, tell }: RunContext,
  template: KubeObject,
  flags: readonly string[],
): Promise<Detached> {
  const run = journal.run()
  const job = jobFor(run, template, namespace, flags)
  try {
    await cluster.create(kinds.Job, job)
  } catch (error) {
    // Nothing was changed: nobody needs to go on with it.
    await journal.end('refused')
    throw error
  }
  tell('step', `${objectKey(job)} goes on with it`, { data: { step: 'hand over', job: objectKey(job) } })
  return { run, job: objectKey(job) }
}

function jobFor(run: Run, template: KubeObject, namespace: string, flags: readonly string[]): KubeObject {
  const { spec, metadata } = template.spec!['jobTemplate'] as { spec: JsonObject; metadata?: JsonObject }
  const pod = podOf(template)
  const [runner, ...others] = pod['containers'] as readonly JsonObject[]
  const args = [...((runner!['args'] ?? []) as readonly string[]), run.id, ...flags]
  const labels = { ...(metadata?.['labels'] as Record<string, string> | undefined), [runLabel]: run.id }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${runnerName}-${run.id}`, namespace, labels },
    spec: {
      ...spec,
      template: {
        ...(spec['template'] as JsonObject),
        spec: { ...pod, containers: [{ ...runner, args }, ...others] },
      },
    },
  }
}

const podOf = ({ spec }: KubeObject): JsonObject => spec!['jobTemplate'].spec.template.spec as JsonObject

/** Its journal says so: whoever takes a run up writes another token into it. */
async function untilTakenUp(operator: Operator, begun: Detached): Promise<Detached> {
  const { clock, signal, environment } = operator
  const { id, token } = begun.run
  for (const until = clock.now() + startsWithinMs; clock.now() < until;) {
    const run = (await listRuns(operator, environment)).find((one) => one.id === id)
    if (run !== undefined && (run.token !== token || run.outcome !== undefined)) return { ...begun, run }
    // Who does not want to wait for that knows enough: it goes on without anybody.
    if (signal?.aborted === true) return begun
    await clock.sleep(pollMs, signal).catch(() => undefined)
  }
  throw new AppError('ops.interrupted', `${begun.job} did not begin within ${startsWithinMs / 1000} s`, {
    try: `see why: kubectl describe pods -n ${operator.namespace} -l ${runLabel}=${id}; or go on from here: goalixa ops resume --env ${environment}`,
  })
}
