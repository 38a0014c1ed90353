/** Runs that are handed over to a Job: here whoever carries them out is played by the test. */
import { describe, expect, test } from 'vitest'
import type { Operator } from './begin-run.ts'
import { openCluster } from './cluster.ts'
import { abort, resume } from './deploy.ts'
import { detach, runnerName } from './detach.ts'
import { kinds } from './kinds.ts'
import type { KubeObject } from './kube-object.ts'
import { all } from './testing/play.ts'
import { imageOf, okChecks } from './testing/rollout.ts'
import type { RolloutSetting } from './testing/rollout.ts'
import { startRollouts } from './testing/start-rollouts.ts'

const runner: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: runnerName, namespace: 'goalixa-api' },
  spec: {
    schedule: '0 0 1 1 *',
    suspend: true,
    jobTemplate: {
      metadata: { labels: { 'app.kubernetes.io/component': 'runner' } },
      spec: {
        backoffLimit: 5,
        template: {
          spec: {
            restartPolicy: 'Never',
            serviceAccountName: 'runner',
            containers: [{ name: 'ops', image: 'ops', args: ['goalixa', 'ops', 'resume'] }],
          },
        },
      },
    },
  },
}

/** The pod of the Job: another process with another line, which takes up what its words name. */
function asPod(setting: RolloutSetting, more: Partial<Operator> = {}) {
  const cluster = openCluster({ text: setting.server.kubeconfig, clock: setting.clock, timeoutMs: 500 })
  const run = async () => {
    const jobs = () => setting.server.store.list('jobs', 'goalixa-api')
    await expect.poll(jobs, { timeout: 30_000 }).toHaveLength(1)
    const { args } = jobs()[0]!.spec!['template'].spec.containers[0] as { args: string[] }
    const operator = setting.operatorWith({ cluster, actor: '10001@pod', waitLockMs: 120_000, ...more })
    return { args, ended: await resume(operator, args[3]) }
  }
  return { run, close: () => cluster.close() }
}

/** In the cluster of the test it only ends: the test does its work. */
const behaviours = { ops: { exits: 0 } }
const why = { reason: 'version 2' }

describe('a run that is handed over', () => {
  test('is carried out by the job: looked at here, changed there', { timeout: 60_000 }, async () => {
    const setting = await startRollouts(behaviours)
    await setting.cluster.create(kinds.CronJob, runner)
    const looked: string[] = []
    const looking = (where: string): Partial<Operator> => ({
      checksFor: () =>
        Object.fromEntries(
          Object.entries(okChecks).map(([name, check]) => [
            name,
            (given: unknown) => (looked.push(`${name} ${where}`), check(given)),
          ]),
        ) as never,
    })
    const pod = asPod(setting, looking('there'))
    const [detached, { args, ended }] = await Promise.all([
      detach(setting.operatorWith(looking('here')), await setting.planFor('2'), why, ['--env', 'staging']),
      pod.run(),
    ])
    const { id } = ended.run
    expect(detached).toMatchObject({ run: { id }, job: `Job goalixa-api/goalixa-ops-${id}` })
    expect(args).toEqual(['goalixa', 'ops', 'resume', id, '--env', 'staging'])
    expect(ended.outcome).toBe('committed')
    expect(looked).toEqual(['preflight here', 'gates here', 'baseline there', 'verify there'])
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('2'))
    await pod.close()
  })

  test(
    'is taken back there when it fails, and from here when somebody asks',
    { timeout: 60_000 },
    async () => {
      for (const [pull, outcome] of [
        [{ pull: 'missing' }, 'rolled-back'],
        [{ pullMs: 3_600_000 }, 'aborted'],
      ] as const) {
        const setting = await startRollouts({ ...behaviours, [imageOf('api', '2')]: pull })
        await setting.cluster.create(kinds.CronJob, runner)
        const pod = asPod(setting)
        const running = pod.run()
        await detach(setting.operator, await setting.planFor('2'), why, [])
        if (outcome === 'aborted')
          expect(await abort(setting.operatorWith({ waitLockMs: 600_000 }))).toMatchObject({ outcome })
        expect((await running).ended).toMatchObject({ outcome })
        await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
        await pod.close()
      }
    },
  )

  test('that nobody begins is told of, and can be gone on with from here', { timeout: 60_000 }, async () => {
    const setting = await startRollouts(behaviours)
    await setting.cluster.create(kinds.CronJob, runner)
    await expect(detach(setting.operator, await setting.planFor('2'), why, [])).rejects.toMatchObject({
      code: 'ops.interrupted',
      message: expect.stringMatching(/Job goalixa-api\/goalixa-ops-\S+ did not begin/) as string,
    })
    expect(await resume(setting.operator)).toMatchObject({ outcome: 'committed' })
  })
})

describe('nothing begins', () => {
  test(
    'without a runner, and where the runner may not what the plan needs',
    { timeout: 60_000 },
    async () => {
      const setting = await startRollouts(behaviours)
      const plan = await setting.planFor('2')
      await expect(detach(setting.operator, plan, why, [])).rejects.toMatchObject({ code: 'ops.runner' })
      await setting.cluster.create(kinds.CronJob, runner)
      setting.server.access.deny({ verb: 'patch', resource: 'deployments' })
      await expect(detach(setting.operator, plan, why, [])).rejects.toMatchObject({
        code: 'ops.runner',
        fields: expect.arrayContaining([
          { path: 'patch deployments.apps in goalixa-api', message: 'is not allowed' },
        ]) as unknown,
      })
      expect(
        setting.server.store
          .list('configmaps', 'goalixa-api')
          .filter(({ metadata }) => /run/.test(metadata.name)),
      ).toEqual([])
    },
  )

  test(
    'when a look finds something, or the job is refused: the run has an end',
    { timeout: 60_000 },
    async () => {
      const setting = await startRollouts(behaviours)
      await setting.cluster.create(kinds.CronJob, runner)
      const plan = await setting.planFor('2')
      const checksFor = () => ({
        ...okChecks,
        gates: () => Promise.resolve({ outcome: 'failed' as const, detail: 'closed' }),
      })
      expect(await detach(setting.operatorWith({ checksFor }), plan, why, [])).toMatchObject({
        outcome: 'refused',
        because: 'closed',
      })
      setting.server.faults.next({ kind: 'answer', code: 403 }, { method: 'POST', resource: 'jobs' })
      await expect(detach(setting.operator, plan, why, [])).rejects.toMatchObject({ status: 403 })
      expect(setting.server.store.list('jobs', 'goalixa-api')).toEqual([])
      await expect(resume(setting.operator)).rejects.toMatchObject({ code: 'ops.run_not_found' })
    },
  )
})
