/** `goalixa ops deploy --detach`: the command begins it, the words in the job's manifest carry it out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { createChecks } from '@goalixa/ops/checks'
import { openCluster } from '@goalixa/ops/cluster'
import { resume } from '@goalixa/ops/deploy'
import { eventSchema } from '@goalixa/ops/events'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { systemClock } from '@goalixa/ops/system-clock'
import { root } from '../../../tools/features.ts'
import Deploy from './commands/ops/deploy.ts'
import Resume from './commands/ops/resume.ts'
import { deployment, image, opsCluster } from './testing/ops-cluster.ts'
import type { OpsCluster } from './testing/ops-cluster.ts'
import { runCommand } from './testing/run-command.ts'

const time = vi.hoisted(() => ({ advance: (ms: number): void => void ms }))
vi.mock(import('@goalixa/ops/system-clock'), async () => {
  const { fastClock } = await import('@goalixa/ops/testing/fast-clock')
  return { systemClock: fastClock({ advance: (ms) => time.advance(ms) }) }
})

let ops: OpsCluster
beforeEach(async () => {
  ops = await opsCluster('staging')
  time.advance = ops.server.clock.advance
  ops.runPods()
})
afterEach(async () => {
  time.advance = () => {}
  await ops.close()
})

/** As the overlays have it. */
const runner = parse(readFileSync(join(root, 'k8s/base/runner/runner.yaml'), 'utf8')) as KubeObject

const deploy = async (...words: string[]) =>
  runCommand(Deploy, 'ops:deploy', [...ops.at, ...(await ops.manifests(deployment(image(1)))), ...words])

/** What the job's pod does, beside the command that waits for it; answers the words that the pod was given. */
async function carryOut(): Promise<readonly string[]> {
  const jobs = () => ops.server.store.list('jobs', 'goalixa-api')
  await expect.poll(jobs, { timeout: 30_000 }).toHaveLength(1)
  const args = jobs()[0]!.spec!['template'].spec.containers[0].args as string[]
  const cluster = openCluster({ text: ops.server.kubeconfig, clock: systemClock })
  const ended = await resume(
    {
      cluster,
      clock: systemClock,
      namespace: 'goalixa-api',
      environment: 'staging',
      actor: '10001@pod',
      write: () => undefined,
      checksFor: createChecks({ user: undefined, allowContract: false }),
      settings: { deadlineMs: 60_000, settleMs: 5_000, forceConflicts: false },
      waitLockMs: 120_000,
    },
    args[3],
  )
  expect(ended.outcome).toBe('committed')
  await cluster.close()
  return args
}

test('the command begins it; the words of the manifest and of the deploy together are one that goes on', async () => {
  ops.server.add(runner)
  const [ran, args] = await Promise.all([deploy('--detach', '--timeout', '5m'), carryOut()])
  const [script, topic, verb, run, ...words] = args
  expect([script, topic, verb]).toEqual(['packages/cli/bin/goalixa.js', 'ops', 'resume'])
  expect(ran).toMatchObject({
    code: 0,
    out: `deploy ${run} of staging goes on in the cluster: Job goalixa-api/goalixa-ops-${run}\nsee goalixa ops status --env staging; take it back: goalixa ops abort --env staging\n`,
  })
  // Whatever becomes of its pod: the words say it again, and what has ended has ended.
  const again = await runCommand(Resume, 'ops:resume', [run!, ...words, '--kubeconfig', ops.kubeconfig])
  expect(again).toMatchObject({ code: 0, err: '' })
  expect(again.out).toContain('"outcome":"committed"')
})

test('with --json each line is an event, the last says who goes on', async () => {
  ops.server.add(runner)
  const [{ code, out }] = await Promise.all([deploy('--detach', '--json'), carryOut()])
  expect(code).toBe(0)
  const events = out
    .trim()
    .split('\n')
    .map((line) => eventSchema.parse(JSON.parse(line)))
  const { run } = events[0]!
  const job = `Job goalixa-api/goalixa-ops-${run}`
  expect(events.at(-1)).toMatchObject({ type: 'step', data: { step: 'hand over', job } })
})

test('without a runner nothing begins (10)', async () => {
  const { code, err } = await deploy('--detach')
  expect(code).toBe(10)
  expect(err).toContain('There is no CronJob goalixa-ops in goalixa-api')
  expect(err).toContain('--detach')
  expect(ops.server.store.list('configmaps', 'goalixa-api')).toEqual([])
})
