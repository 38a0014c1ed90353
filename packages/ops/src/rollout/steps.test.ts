/** Whatever happens at whatever step, a run comes to an end, and to the right one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import type { Run } from '../run.ts'
import { backwardSteps, forwardSteps, nextStep } from './steps.ts'

const service = (
  name: string,
  level: number,
  migration?: 'expand' | 'contract',
): Plan['services'][number] => ({
  name,
  level,
  images: [],
  manifests: [],
  changes: [],
  ...(migration === undefined
    ? {}
    : { migration: { kind: migration, job: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name } } } }),
})
const plan = (kind: 'expand' | 'contract' = 'expand'): Plan => ({
  version: 1,
  environment: 'staging',
  cluster: 'c',
  services: [
    service('auth', 0, kind),
    service('app', 0),
    service('api', 1),
    service('pwa', 2),
    service('landing', 2),
  ],
  prune: [],
  basedOn: {},
})
const begun: Run = {
  version: 1,
  id: 'r',
  environment: 'staging',
  planHash: 'h',
  kind: 'deploy',
  actor: 'a',
  reason: '',
  startedAt: '2026-01-01T00:00:00.000Z',
  token: 1,
  overrides: {},
  steps: [],
}
const at = begun.startedAt

type Outcome = 'ok' | 'failed'
/** Runs with the given outcome per step name; returns the steps in order and how it ended. */
function play(of: Plan, outcomeOf: (name: string) => Outcome, abortBefore?: string, from: Run = begun) {
  const run = structuredClone(from)
  const done: string[] = []
  for (let turn = 0; turn < 100; turn += 1) {
    const next = nextStep(of, run)
    if ('end' in next) return { done, ...next, run }
    const { name } = next.step
    if (name === abortBefore && run.abort === undefined) {
      run.abort = { by: 'ali', at }
      continue
    }
    done.push(name)
    run.steps = run.steps.filter((step) => step.name !== name)
    run.steps.push({ name, intent: at, result: { at, outcome: outcomeOf(name) } })
  }
  throw new Error('no end')
}
const allOk = () => 'ok' as const

describe('a run', () => {
  test('goes forward in order, services of a level together', () => {
    const { done, end } = play(plan(), allOk)
    expect(end).toBe('committed')
    expect(done).toEqual([
      'preflight',
      'gates',
      'baseline',
      'snapshot',
      'migrate auth',
      'apply auth',
      'apply app',
      'watch auth app',
      'apply api',
      'watch api',
      'apply pwa',
      'apply landing',
      'watch pwa landing',
      'verify',
      'commit',
    ])
  })

  test.each(['preflight', 'gates', 'baseline', 'snapshot'])('refused at %s has changed nothing', (bad) => {
    const { done, end } = play(plan(), (name) => (name === bad ? 'failed' : 'ok'))
    expect(end).toBe('refused')
    expect(done.at(-1)).toBe(bad)
  })

  test('failed at its end is taken back in reverse', () => {
    const { done, end } = play(plan(), (name) => (name === 'verify' ? 'failed' : 'ok'))
    expect(end).toBe('rolled-back')
    expect(done.slice(done.indexOf('verify') + 1)).toEqual([
      'restore landing',
      'restore pwa',
      'watch restored pwa landing',
      'restore api',
      'watch restored api',
      'restore app',
      'restore auth',
      'watch restored auth app',
    ])
  })

  test('is not taken back past a contract migration', () => {
    const { end, because } = play(plan('contract'), (name) => (name === 'watch api' ? 'failed' : 'ok'))
    expect(end).toBe('rollback-failed')
    expect(because).toContain('contract migration of auth')
  })

  test('leaves what somebody else changed', () => {
    const run: Run = {
      ...begun,
      steps: ['preflight', 'apply auth', 'apply app', 'watch auth app'].map((name) => ({
        name,
        intent: at,
        result: {
          at,
          outcome: name.startsWith('watch') ? 'failed' : 'ok',
          ...(name.startsWith('watch') ? { foreign: ['app'] } : {}),
        },
      })),
    }
    expect(backwardSteps(plan(), run).map(({ name }) => name)).toEqual([
      'restore auth',
      'watch restored auth',
    ])
  })

  test('property: any failure and any abort end well, and touch nothing that was not begun', () => {
    const names = forwardSteps(plan()).map(({ name }) => name)
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom(...names)),
        fc.option(fc.constantFrom(...names)),
        (bad, abort) => {
          const { done, end } = play(plan(), (name) => (name === bad ? 'failed' : 'ok'), abort ?? undefined)
          const applied = done.filter((name) => name.startsWith('apply ')).map((name) => name.slice(6))
          const restored = done.filter((name) => name.startsWith('restore ')).map((name) => name.slice(8))
          expect(restored.toSorted()).toEqual(end === 'committed' ? [] : applied.toSorted())
          expect(new Set(done).size).toBe(done.length)
        },
      ),
    )
  })

  test('property: broken off after any step it goes on as if nothing had been', () => {
    const names = forwardSteps(plan()).map(({ name }) => name)
    fc.assert(
      fc.property(fc.option(fc.constantFrom(...names)), fc.nat(25), (bad, after) => {
        const outcomeOf = (name: string) => (name === bad ? ('failed' as const) : ('ok' as const))
        const whole = play(plan(), outcomeOf)
        const half: Run = { ...begun, steps: whole.run.steps.slice(0, after) }
        // The last one had an intent and no result.
        const broken: Run = {
          ...half,
          steps: half.steps.map((step, index) =>
            index === after - 1 ? { name: step.name, intent: at } : step,
          ),
        }
        const rest = play(plan(), outcomeOf, undefined, broken)
        expect(rest.end).toBe(whole.end)
        expect([
          ...broken.steps.filter(({ result }) => result !== undefined).map(({ name }) => name),
          ...rest.done,
        ]).toEqual(whole.done)
      }),
    )
  })
})
