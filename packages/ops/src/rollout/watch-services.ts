/** Watches services of one level until all are done or one has failed for good. */
import { judge, nothingSeen, startJudging } from '../judge/judge.ts'
import type { Judgement, Memory, Verdict } from '../judge/judge.ts'
import type { Observation } from '../judge/objects.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { ok } from './context.ts'
import type { RunContext, StepResult } from './context.ts'
import { tellLogs } from './evidence.ts'
import { startObserving } from './observe.ts'

/** How often time alone is looked at, when nothing moves. */
const tickMs = 1_000

export interface ServiceWorkload {
  readonly service: string
  readonly object: KubeObject
}

interface Watched extends ServiceWorkload {
  memory: Memory
  judgement: Judgement | undefined
  told: string
}

interface WatchHow {
  /** Ends the watch before its end: nobody wants it any more. */
  readonly isUnwanted?: () => boolean
  /** What to do about a workload that is stuck for a reason that we know how to mend. */
  readonly mend?: (object: KubeObject, seen: Observation) => Promise<void>
}

export async function watchServices(
  context: RunContext,
  workloads: readonly ServiceWorkload[],
  memories: ReadonlyMap<string, Memory>,
  { mend, isUnwanted }: WatchHow = {},
): Promise<StepResult> {
  const { cluster, clock, lock, settings } = context
  const watched: readonly Watched[] = workloads.map((workload) => ({
    ...workload,
    memory: memories.get(objectKey(workload.object)) ?? startJudging(nothingSeen, clock.now()),
    judgement: undefined,
    told: '',
  }))
  if (watched.length === 0) return ok()
  const over = new AbortController()
  let wake = () => {}
  const observer = startObserving(
    watched.map(({ object }) => object),
    { cluster, clock, signal: AbortSignal.any([over.signal, lock.lost]), onChange: () => wake() },
  )
  let refused: unknown
  observer.ended.catch((error: unknown) => {
    refused = error
    wake()
  })
  try {
    for (;;) {
      lock.assertHeld()
      const isOver = isUnwanted?.() === true
      if (refused !== undefined) throw refused
      for (const one of watched) {
        const seen = observer.seen(one.object)
        if (seen === undefined) continue
        await mend?.(one.object, seen)
        judgeOne(context, one, seen)
      }
      const failure = watched.find(({ judgement }) => judgement?.state === 'failed')
      if (failure?.judgement?.state === 'failed')
        return await failedResult(context, watched, failure.judgement.verdict)
      if (watched.every(({ judgement }) => judgement?.state === 'done')) return ok()
      if (isOver) return { outcome: 'skipped', detail: 'aborted' }
      await new Promise<void>((resolve) => {
        wake = resolve
        void clock.sleep(tickMs).then(resolve)
      })
    }
  } finally {
    over.abort()
  }

  function judgeOne({ lock: { token } }: RunContext, one: Watched, seen: Observation): void {
    const { deadlineMs, settleMs } = settings
    const next = judge(one.memory, seen, { deadlineMs, settleMs, fence: String(token) }, clock.now())
    tellProgress(context, one, next.memory, next.judgement)
    one.memory = next.memory
    one.judgement = next.judgement
  }
}

/** Only what is further than ever before is progress; coming and going is not. */
function tellProgress({ tell }: RunContext, one: Watched, memory: Memory, judgement: Judgement): void {
  if (judgement.state === 'failed') return
  const { completion } = judgement
  const { wanted, waitingFor } = completion
  const state = judgement.state === 'done' ? 'done' : completion.complete ? 'settling' : 'rolling out'
  const words = `${one.object.metadata.name}: ${memory.best}/${wanted} ${state}`
  const key = `${state} ${memory.best}`
  if (key === one.told) return
  one.told = key
  tell('progress', words, {
    service: one.service,
    data: { object: objectKey(one.object), state, available: memory.best, wanted, waitingFor },
  })
}

async function failedResult(
  context: RunContext,
  watched: readonly Watched[],
  verdict: Verdict,
): Promise<StepResult> {
  const failures = watched.filter(({ judgement }) => judgement?.state === 'failed')
  const foreign: string[] = []
  for (const { service, object, judgement } of failures) {
    if (judgement?.state !== 'failed') continue
    const own = judgement.verdict
    if (own.class === 'foreign') foreign.push(service)
    context.tell('verdict', `${service}: ${own.reason}: ${own.message}`, {
      service,
      data: { ...own, signals: judgement.signals.slice(0, 10) },
    })
    const [kind, pod] = own.object.split('/')
    if (kind === 'Pod' && pod !== undefined)
      await tellLogs(context, service, object.metadata.namespace!, pod, own.container)
  }
  const detail = `${failures[0]!.service}: ${verdict.reason}: ${verdict.message}`
  return {
    outcome: 'failed',
    detail,
    data: { class: verdict.class, reason: verdict.reason },
    ...(foreign.length === 0 ? {} : { foreign }),
  }
}
