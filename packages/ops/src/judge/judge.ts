/**
 * Whether a rollout of one service is going on, done or failed: a fold over what is seen of it. Pure; the memory is
 * plain data, so that whoever takes over a rollout begins with what is there.
 */
import { completionOf } from './completion.ts'
import type { Completion } from './completion.ts'
import { foreignSign } from './foreign.ts'
import { newPods, revisionName } from './new-pods.ts'
import type { Observation } from './objects.ts'
import { rules } from './rules.ts'
import type { Budget, Rule, RuleName, SignalClass } from './rules.ts'
import { signalsOf } from './signals.ts'
import type { Signal } from './signals.ts'
import { signsBefore } from './signs-before.ts'

/** Times are milliseconds of one clock, which never goes back. */
export interface JudgeSettings {
  /** How long the whole rollout of this service may take, from its apply. */
  readonly deadlineMs: number
  /** How long everything must have been well, without a new restart. At least `minReadySeconds`. */
  readonly settleMs: number
  /** The token that this run wrote on the workload; another one there means another run. */
  readonly fence?: string
}

export interface Memory {
  readonly startedAt: number
  /** What was counted before the apply, by sign: old trouble is nobody's fault now. */
  readonly before: Readonly<Record<string, number>>
  /** The most that was counted since, by sign. */
  readonly peaks: Readonly<Record<string, number>>
  /** Since when a sign has been there without a pause. */
  readonly since: Readonly<Record<string, number>>
  /** The revision that the apply made, once the controller has seen it. */
  readonly revision: string | undefined
  /** The most new pods that served at once. Less than before is no progress, and neither is the same again. */
  readonly best: number
  /** Since when everything is well, and with how many restarts. */
  readonly well: { readonly since: number; readonly restarts: number } | undefined
}

export interface Verdict {
  readonly class: SignalClass | 'deadline'
  readonly rule?: RuleName
  readonly reason: string
  readonly object: string
  readonly container?: string
  readonly message: string
  readonly hint: string
}

export type Judgement =
  | { readonly state: 'going on'; readonly completion: Completion; readonly signals: readonly Signal[] }
  | { readonly state: 'done'; readonly completion: Completion }
  | { readonly state: 'failed'; readonly verdict: Verdict; readonly signals: readonly Signal[] }

export const nothingSeen: Observation = { workload: undefined, revisions: [], pods: [], events: [] }

/** What a rollout is measured against: taken right before its apply. */
export const startJudging = (before: Observation, now: number): Memory => ({
  startedAt: now,
  before: Object.fromEntries(signsBefore(before).map((signal) => [keyOf(signal), signal.count])),
  peaks: {},
  since: {},
  revision: undefined,
  best: 0,
  well: undefined,
})

export function judge(
  memory: Memory,
  observation: Observation,
  settings: JudgeSettings,
  now: number,
): { readonly memory: Memory; readonly judgement: Judgement } {
  const completion = observation.workload === undefined ? none : completionOf(observation.workload)
  const signals = signalsOf(observation)
    .map((signal) => ({ ...signal, count: signal.count - (memory.before[keyOf(signal)] ?? 0) }))
    .filter(({ count }) => count > 0)
  const next: Memory = {
    ...memory,
    peaks: peaksWith(memory.peaks, signals),
    since: Object.fromEntries(signals.map((signal) => [keyOf(signal), memory.since[keyOf(signal)] ?? now])),
    revision: memory.revision ?? revisionName(observation),
    best: Math.max(memory.best, completion.available),
    well: wellness(memory, observation, completion, now),
  }
  const verdict =
    foreignSign(memory.revision, observation, settings.fence) ??
    verdictOf(next, signals, now) ??
    (now - next.startedAt >= settings.deadlineMs
      ? overdue(observation, completion, signals, settings)
      : undefined)
  if (verdict !== undefined) return { memory: next, judgement: { state: 'failed', verdict, signals } }
  const isSettled = next.well !== undefined && now - next.well.since >= settleTime(observation, settings)
  return {
    memory: next,
    judgement: isSettled ? { state: 'done', completion } : { state: 'going on', completion, signals },
  }
}

const none: Completion = { complete: false, waitingFor: 'the workload', updated: 0, available: 0, wanted: 0 }

/** One sign is the same one as long as it is the same trouble at the same place. */
const keyOf = ({ rule, object, container = '' }: Signal): string => `${rule} ${object} ${container}`

function peaksWith(peaks: Memory['peaks'], signals: readonly Signal[]): Memory['peaks'] {
  const higher = signals.filter((signal) => signal.count > (peaks[keyOf(signal)] ?? 0))
  return { ...peaks, ...Object.fromEntries(higher.map((signal) => [keyOf(signal), signal.count])) }
}

function verdictOf(memory: Memory, signals: readonly Signal[], now: number): Verdict | undefined {
  const certain = signals.filter(({ rule }) => rules[rule].class === 'terminal')
  const decisive =
    certain.find(({ rule }) => rule !== 'noProgress') ?? signals.find((one) => isSpent(memory, one, now))
  if (decisive !== undefined) return verdictFrom(decisive)
  const stuck = certain[0]
  return stuck === undefined ? undefined : tooLate(signals, stuck, stuck.message)
}

/** Time is over. What still stands in the way is the reason that helps; that it is late is said beside. */
function tooLate(signals: readonly Signal[], late: Signal | Verdict, message: string): Verdict {
  const inTheWay = signals.find(({ rule }) => rule !== 'noProgress')
  if (inTheWay === undefined) return 'count' in late ? verdictFrom(late) : late
  return { ...verdictFrom(inTheWay), class: 'deadline', message: `${inTheWay.message} (${message})` }
}

function isSpent(memory: Memory, signal: Signal, now: number): boolean {
  const { times, timesOnTwo, timesInAll, forMs } = budgetOf(signal.rule)
  const counts = Object.entries(memory.peaks)
    .filter(([key]) => key.startsWith(`${signal.rule} `))
    .map(([, count]) => count)
  return (
    (times !== undefined && signal.count >= times) ||
    (timesOnTwo !== undefined && counts.filter((count) => count >= timesOnTwo).length >= 2) ||
    (timesInAll !== undefined && counts.reduce((sum, count) => sum + count, 0) >= timesInAll) ||
    (forMs !== undefined && now - (memory.since[keyOf(signal)] ?? now) >= forMs)
  )
}

const budgetOf = (name: RuleName): Budget => (rules[name] as Rule).budget ?? {}

const verdictFrom = ({ rule, reason, object, container, message }: Signal): Verdict => ({
  class: rules[rule].class,
  rule,
  reason,
  object,
  ...(container === undefined ? {} : { container }),
  message,
  hint: rules[rule].hint,
})

/** This service's own time is over. */
function overdue(
  { workload }: Observation,
  completion: Completion,
  signals: readonly Signal[],
  { deadlineMs }: JudgeSettings,
): Verdict {
  const message = `not done after ${Math.round(deadlineMs / 1000)} s, waiting for ${completion.waitingFor || 'calm'}`
  const late: Verdict = {
    class: 'deadline',
    reason: 'DeadlineExceeded',
    object: workload === undefined ? 'nothing' : `${workload.kind}/${workload.metadata.name}`,
    message,
    hint: 'See the pods, or give the service more time with --timeout.',
  }
  return tooLate(signals, late, message)
}

/** Well is: complete, and no container started again since. */
function wellness(
  memory: Memory,
  observation: Observation,
  completion: Completion,
  now: number,
): Memory['well'] {
  if (!completion.complete) return undefined
  const restarts = newPods(observation)
    .flatMap((pod) => pod.status?.containerStatuses ?? [])
    .reduce((sum, status) => sum + (status.restartCount ?? 0), 0)
  return memory.well?.restarts === restarts ? memory.well : { since: now, restarts }
}

const settleTime = ({ workload }: Observation, { settleMs }: JudgeSettings): number =>
  Math.max((workload?.spec?.minReadySeconds ?? 0) * 1000, settleMs)
