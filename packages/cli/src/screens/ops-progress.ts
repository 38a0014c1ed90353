/** What a run has told so far, as the screen shows it: a fold over its events. Pure. */
import type { OpsEvent } from '@goalixa/ops/events'

export type ServiceState =
  | 'same'
  | 'waiting'
  | 'migrating'
  | 'applying'
  | 'rolling out'
  | 'settling'
  | 'done'
  | 'failed'
  | 'restoring'
  | 'restored'

export interface ServiceProgress {
  readonly name: string
  readonly level: number
  readonly state: ServiceState
  /** Pods of the new revision that serve, and how many are wanted; unknown before its rollout. */
  readonly available: number | undefined
  readonly wanted: number | undefined
  readonly waitingFor: string
}

export interface StepProgress {
  readonly name: string
  readonly state: 'begun' | 'ok' | 'failed' | 'skipped'
}

export interface RunProgress {
  readonly run: string
  readonly services: readonly ServiceProgress[]
  /** Steps of the run as a whole: preflight, gates, baseline, snapshot, verify, commit. */
  readonly steps: readonly StepProgress[]
  /** Warnings, what gates said, paths that became slow. */
  readonly remarks: readonly string[]
  readonly verdict: { readonly words: string; readonly hint: string } | undefined
  /** The last lines of what failed. */
  readonly evidence: readonly string[]
  readonly isRollingBack: boolean
  readonly result: string | undefined
}

export const nothingTold: RunProgress = {
  run: '',
  services: [],
  steps: [],
  remarks: [],
  verdict: undefined,
  evidence: [],
  isRollingBack: false,
  result: undefined,
}

/** As many as fit beside all the rest. */
const mostRemarks = 5
const mostEvidence = 6

export function progressed(before: RunProgress, event: OpsEvent): RunProgress {
  const { type, message, data, service } = event
  const after = { ...before, run: event.run }
  switch (type) {
    case 'plan':
      return { ...after, services: servicesIn(data) }
    case 'step':
    case 'rollback':
      return stepped({ ...after, isRollingBack: after.isRollingBack || type === 'rollback' }, data)
    case 'progress':
      return withService(after, service, {
        state: data['state'] === 'done' ? 'done' : data['state'] === 'settling' ? 'settling' : 'rolling out',
        available: Number(data['available']),
        wanted: Number(data['wanted']),
        waitingFor: textOf(data['waitingFor']),
      })
    case 'check':
      return remarked(after, data['level'] === 'warning' ? `warning: ${message}` : message)
    case 'gate':
      return data['state'] === 'passed' ? after : remarked(after, message)
    case 'verify':
      return isBad(data) ? remarked(after, message) : after
    case 'verdict':
      return {
        ...withService(after, service, { state: 'failed' }),
        verdict: after.verdict ?? { words: message, hint: textOf(data['hint']) },
      }
    case 'log':
      return { ...after, evidence: ((data['lines'] ?? []) as readonly string[]).slice(-mostEvidence) }
    case 'result':
      return { ...after, result: message }
    case 'lock':
      return after
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const isBad = (data: OpsEvent['data']): boolean =>
  ((data['findings'] ?? []) as readonly string[]).length > 0 || Number(data['errors'] ?? 0) > 0

const remarked = (before: RunProgress, words: string): RunProgress => ({
  ...before,
  remarks: [...before.remarks, words].slice(-mostRemarks),
})

function servicesIn(data: OpsEvent['data']): readonly ServiceProgress[] {
  const told = (data['services'] ?? []) as readonly {
    name: string
    level: number
    changed: readonly unknown[]
  }[]
  return told.map(({ name, level, changed }) => ({
    name,
    level,
    state: changed.length === 0 ? 'same' : 'waiting',
    available: undefined,
    wanted: undefined,
    waitingFor: '',
  }))
}

/** What a step of a service means for it, when it begins and when it has ended well. */
const meaning: Readonly<Record<string, { begun: ServiceState; ok?: ServiceState }>> = {
  'watch restored': { begun: 'restoring', ok: 'restored' },
  watch: { begun: 'rolling out', ok: 'done' },
  migrate: { begun: 'migrating' },
  apply: { begun: 'applying' },
  restore: { begun: 'restoring' },
}

function stepped(before: RunProgress, data: OpsEvent['data']): RunProgress {
  const name = textOf(data['step'])
  const state = data['state'] as StepProgress['state'] | undefined
  if (name === '' || state === undefined) return before
  const verb = Object.keys(meaning).find((one) => name.startsWith(`${one} `))
  if (verb === undefined)
    return { ...before, steps: [...before.steps.filter((step) => step.name !== name), { name, state }] }
  const next = state === 'begun' ? meaning[verb]!.begun : state === 'ok' ? meaning[verb]!.ok : undefined
  if (next === undefined) return before
  const services = name.slice(verb.length + 1).split(' ')
  return {
    ...before,
    services: before.services.map((service) =>
      services.includes(service.name) && service.state !== 'same' ? { ...service, state: next } : service,
    ),
  }
}

const withService = (
  before: RunProgress,
  name: string | undefined,
  change: Partial<ServiceProgress>,
): RunProgress => ({
  ...before,
  services: before.services.map((service) => (service.name === name ? { ...service, ...change } : service)),
})
