/** Rollouts that somebody else wants to be taken back while they wait. */
import { expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import { requestAbort } from './journal/journal.ts'
import type { Behaviours } from './testing/cluster/controllers/behaviours.ts'
import { all } from './testing/play.ts'
import { imageOf, migrationOf } from './testing/rollout.ts'
import { startRollouts } from './testing/start-rollouts.ts'
import type { KubeObject } from './kube-object.ts'

/** Version 2 is rolled out, and aborted as soon as this step has begun. */
async function abortedAt(step: string, behaviours: Behaviours, change?: (objects: KubeObject[]) => void) {
  const setting = await startRollouts(behaviours)
  const operator = setting.operatorWith({
    write: (event) => {
      setting.events.push(event)
      if (event.message === step && event.data['state'] === 'begun')
        void requestAbort(setting.operator, event.run, 'sara@desk')
    },
  })
  const ended = await deploy(operator, await setting.planFor('2', change), { reason: 'unwanted' })
  return { setting, ended }
}

test('while pods do not come: it ends when everything runs as before', { timeout: 60_000 }, async () => {
  const { setting, ended } = await abortedAt('watch api', { [imageOf('api', '2')]: { pullMs: 3_600_000 } })
  expect(ended).toMatchObject({ outcome: 'aborted', because: 'aborted by sara@desk' })
  expect(setting.running()).toEqual(all('1'))
  const results = ended.run.steps.map(({ name, result }) => `${name} ${result?.outcome}`)
  expect(results.slice(-6)).toEqual([
    'watch api skipped',
    'restore api ok',
    'watch restored api ok',
    'restore auth ok',
    'restore app ok',
    'watch restored app auth ok',
  ])
})

test('during a migration: its job is ended, and nothing was applied', { timeout: 60_000 }, async () => {
  const { setting, ended } = await abortedAt('migrate auth', {
    [migrationOf('auth', '2')]: { exits: 0, pullMs: 3_600_000 },
  })
  expect(ended).toMatchObject({ outcome: 'aborted' })
  expect(setting.running()).toEqual(all('1'))
  expect(ended.run.steps.at(-1)).toMatchObject({ name: 'migrate auth', result: { outcome: 'skipped' } })
  const jobs = () => setting.server.store.list('jobs').filter(({ metadata }) => /auth/.test(metadata.name))
  await expect.poll(jobs, { timeout: 30_000 }).toEqual([])
})

test(
  'during a migration that contracts: it is waited for, and told that nothing leads back',
  { timeout: 60_000 },
  async () => {
    const { ended } = await abortedAt(
      'migrate auth',
      { [migrationOf('auth', '2')]: { exits: 0, pullMs: 20_000 } },
      (objects) => {
        for (const { kind, metadata } of objects)
          if (kind === 'Job' && metadata.name === 'auth-migrate')
            metadata.labels!['goalixa.com/migration'] = 'contract'
      },
    )
    expect(ended).toMatchObject({ outcome: 'rollback-failed' })
    expect(ended.because).toMatch(/aborted by sara@desk.*contract migration of auth/s)
  },
)
