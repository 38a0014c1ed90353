import { describe, expect, test } from 'vitest'
import type { OpsEvent } from '../events.ts'
import type { RunContext } from '../rollout/context.ts'
import type { Run } from '../run.ts'
import { runFailure } from '../run-failure.ts'
import { contractGate, passGates } from './gates.ts'
import type { Gate } from './gates.ts'

const run: Run = {
  version: 1,
  id: 'r',
  environment: 'staging',
  planHash: 'h',
  kind: 'deploy',
  actor: 'ali',
  reason: '',
  startedAt: '2026-11-23T03:00:00.000Z',
  token: 1,
  overrides: {},
  steps: [],
}

function contextWith(overrides: Run['overrides'], kind: 'expand' | 'contract' = 'contract') {
  const told: Pick<OpsEvent, 'type' | 'message' | 'data'>[] = []
  const services = [{ name: 'auth', migration: { kind } }, { name: 'app' }]
  const context = {
    journal: { run: () => ({ ...run, overrides }), plan: { services } },
    tell: (type: OpsEvent['type'], message: string, { data = {} }: { data?: OpsEvent['data'] }) =>
      void told.push({ type, message, data }),
  } as unknown as RunContext
  return { context, told }
}
const scan: Gate = { name: 'scan', check: async () => [{ object: 'app:1.4.0', message: 'has CVE-2026-1' }] }

describe('gates', () => {
  test('stay closed with everything that they found', async () => {
    const { context } = contextWith({})
    const result = await passGates(context, [contractGate(false), scan])
    expect(result).toMatchObject({ outcome: 'failed', data: [{ gate: 'contract' }, { gate: 'scan' }] })
    expect(result.detail).toMatch(/^contract: auth has a contract migration/)
  })

  test('are opened with a reason, each by its name, and that is told', async () => {
    const { context, told } = contextWith({ scan: 'not reachable here' })
    expect(await passGates(context, [scan])).toEqual({ outcome: 'ok' })
    expect(told).toMatchObject([
      { type: 'gate', data: { state: 'overridden', reason: 'not reachable here' } },
    ])
    expect((await passGates(context, [contractGate(false)])).outcome).toBe('failed')
  })

  test('let through what is allowed, and what needs no leave', async () => {
    expect((await passGates(contextWith({}).context, [contractGate(true)])).outcome).toBe('ok')
    expect((await passGates(contextWith({}, 'expand').context, [contractGate(false)])).outcome).toBe('ok')
  })
})

describe('a run that ended', () => {
  const failedAt = (name: string, data?: unknown): Run['steps'] => [
    { name, intent: run.startedAt, result: { at: run.startedAt, outcome: 'failed', data } },
  ]
  const finding = { level: 'error', object: 'Secret a/b', message: 'is missing' }
  test.each([
    ['committed', [], undefined],
    ['refused', failedAt('preflight', [finding, { ...finding, level: 'warning' }]), 'ops.preflight_failed'],
    ['refused', failedAt('gates', [finding]), 'ops.gate_failed'],
    ['rolled-back', failedAt('watch app', { class: 'terminal' }), 'ops.rolled_back'],
    ['rolled-back', failedAt('watch app', { class: 'deadline' }), 'ops.deadline'],
    ['rollback-failed', failedAt('restore app'), 'ops.rollback_failed'],
    ['aborted', [], 'ops.aborted'],
  ] as const)('%s has its own code', (outcome, steps, code) => {
    const failure = runFailure({ ...run, outcome, steps: [...steps] }, 'because')
    expect(failure?.code).toBe(code)
    if (code === 'ops.preflight_failed' || code === 'ops.gate_failed')
      expect(failure?.fields).toEqual([{ path: 'Secret a/b', message: 'is missing' }])
  })
})
