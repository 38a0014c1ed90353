/** The judge over what a real cluster showed: each rollout gets the verdict that its operator would have wanted. */
import { describe, expect, test } from 'vitest'
import { recordedMoments } from '../testing/recorded.ts'
import { judge, startJudging } from './judge.ts'
import type { Judgement, JudgeSettings } from './judge.ts'

const settings: JudgeSettings = { deadlineMs: 60_000, settleMs: 1500 }

/** The first judgement that ends it, with the time from the apply; the clock goes on after the recording's end. */
function verdictOn(file: string, kind: string, name: string, apply = 0) {
  const moments = recordedMoments(file, kind, name)
  const applies = moments.flatMap(({ isApply }, index) => (isApply ? [index] : []))
  const from = applies[apply]!
  const start = moments[from]!.t
  const end = moments.at(-1)!
  const ticks = Array.from({ length: 200 }, (_, index) => ({ ...end, t: end.t + (index + 1) * 1000 }))
  let memory = startJudging(moments[from]!.seen, start)
  let last: Judgement | undefined
  for (const { t, seen } of [
    ...moments.slice(from + 1, applies[apply + 1]),
    ...(applies[apply + 1] === undefined ? ticks : []),
  ]) {
    const next = judge(memory, seen, settings, t)
    memory = next.memory
    last = next.judgement
    if (last.state !== 'going on') return { ...last, after: t - start }
  }
  return { ...last!, after: Number.POSITIVE_INFINITY }
}

describe('rollouts that went well', () => {
  test.each([
    ['02-rollout-good', 'deployments', 'app', 0],
    ['03-rollout-bad-image', 'deployments', 'app', 1],
    ['09-pod-security-restricted', 'deployments', 'api', 1],
    ['11a-statefulset-good', 'statefulsets', 'postgres', 1],
    ['20-scale-hpa', 'deployments', 'auth', 0],
    ['22-double-update', 'deployments', 'app', 1],
    ['23-old-broken-revision-while-repairing', 'deployments', 'api', 0],
  ])('%s: %s %s, apply %d', (file, kind, name, apply) => {
    expect(verdictOn(file, kind, name, apply)).toMatchObject({ state: 'done' })
  })
})

describe('rollouts that failed', () => {
  test.each([
    ['03-rollout-bad-image', 'app', 0, 'imageMissing', 'ErrImagePull', 2000],
    ['05-oomkilled', 'api', 0, 'outOfMemory', 'OOMKilled', 15_000],
    ['06-create-container-config-error', 'api', 0, 'configMissing', 'CreateContainerConfigError', 2000],
    ['06-create-container-config-error', 'api', 1, 'configMissing', 'CreateContainerConfigError', 2000],
    ['07-unschedulable', 'api', 0, 'unschedulable', 'Unschedulable', 16_000],
    ['08-quota-exceeded', 'api', 0, 'quota', 'FailedCreate', 200],
    ['09-pod-security-restricted', 'api', 0, 'podSecurity', 'FailedCreate', 200],
    ['10-readiness-never', 'api', 0, 'probe', 'Unhealthy', 21_000],
  ])('%s: %s, apply %d', (file, name, apply, rule, reason, within) => {
    const verdict = verdictOn(file, 'deployments', name, apply)
    expect(verdict).toMatchObject({ state: 'failed', verdict: { rule, reason } })
    expect(verdict.after).toBeLessThanOrEqual(within)
  })

  test('04-crashloop', () => {
    const result = verdictOn('04-crashloop', 'deployments', 'api')
    expect(result).toMatchObject({ state: 'failed', verdict: { rule: 'crash', container: 'api' } })
  })

  test('11b-statefulset-stuck-rollback: the new revision, then the pod that keeps the broken one', () => {
    expect(verdictOn('11b-statefulset-stuck-rollback', 'statefulsets', 'postgres', 0)).toMatchObject({
      state: 'failed',
    })
  })

  test('19-paused: the pause is named, and nothing undone', () => {
    expect(verdictOn('19-paused', 'deployments', 'auth', 1)).toMatchObject({
      state: 'failed',
      verdict: { class: 'foreign', rule: 'paused' },
    })
  })
})
