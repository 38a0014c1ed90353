/** Whole rollouts of five services over a simulated cluster whose controllers and nodes behave as recorded. */
import { expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import { listRevisions } from './journal/revisions.ts'
import { kinds } from './kinds.ts'
import { imageOf, services } from './testing/rollout.ts'
import { startRollouts } from './testing/start-rollouts.ts'
import { revisionsIn } from './verify/revisions.ts'

const all = (version: string) =>
  Object.fromEntries(services.map((service) => [service, [imageOf(service, version)]]))

test('a good rollout goes level by level and is committed', { timeout: 60_000 }, async () => {
  const setting = await startRollouts()
  const plan = await setting.planFor('2')
  const ended = await deploy(setting.operator, plan, { reason: 'version 2' })
  expect(ended).toMatchObject({ outcome: 'committed' })
  await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('2'))
  const steps = setting.events
    .filter(({ type, data }) => type === 'step' && data['state'] === 'begun')
    .map(({ message }) => message)
  expect(steps.slice(0, 8)).toEqual([
    'preflight',
    'gates',
    'baseline',
    'snapshot',
    'migrate app',
    'migrate auth',
    'apply app',
    'apply auth',
  ])
  expect(steps.at(-1)).toBe('commit')
  const revisions = await listRevisions({
    cluster: setting.cluster,
    namespace: 'goalixa-api',
    environment: 'staging',
  })
  expect(revisions).toMatchObject([{ number: 1, run: ended.run.id }])

  // What should answer people now are pods of the new templates, whose names hold their hash.
  const manifests = plan.services.flatMap((service) => service.manifests)
  const wanted = await revisionsIn(setting.cluster, manifests)
  const { items } = await setting.cluster.list(kinds.Pod, {})
  expect(Object.keys(wanted).toSorted()).toEqual(['api', 'landing', 'pwa'])
  for (const [service, hash] of Object.entries(wanted))
    expect(items.map(({ metadata }) => metadata.name)).toContainEqual(
      expect.stringMatching(new RegExp(`^${service}-${hash}-`)),
    )
})

test('one bad service takes all back', { timeout: 60_000 }, async () => {
  const setting = await startRollouts({
    [imageOf('api', '2')]: { crash: 'always', log: ['cannot find module x', 'password=hunter2secret'] },
  })
  const ended = await deploy(setting.operator, await setting.planFor('2'), { reason: 'version 2' })
  expect(ended).toMatchObject({ outcome: 'rolled-back' })
  await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
  const verdict = setting.events.find(({ type }) => type === 'verdict')
  expect(verdict).toMatchObject({ service: 'api', data: { rule: 'crash' } })
  const logs = setting.events.filter(({ type }) => type === 'log')
  expect(JSON.stringify(logs)).toContain('cannot find module x')
  expect(JSON.stringify(setting.events)).not.toContain('hunter2secret')
})
