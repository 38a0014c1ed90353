/**
 * Everything that goes wrong in a cluster, thrown at a rollout of five services: the verdict is right, noise raises no
 * alarm, and after each failure all services run the old versions again.
 */
import { describe, expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import type { RuleName } from './judge/rules.ts'
import { imageOf, okChecks, services } from './testing/rollout.ts'
import type { RolloutSetting } from './testing/rollout.ts'
import { all, apiOf, containerOf, editApi, hasty, play, verdictIn } from './testing/play.ts'
import type { Case } from './testing/play.ts'
import { startRollouts } from './testing/start-rollouts.ts'

describe('fails, says why, and is taken back', () => {
  test.each<[string, RuleName | 'deadline', Case]>([
    ['an image that is not there', 'imageMissing', { behaviour: { pull: 'missing' } }],
    ['a pull secret that is refused', 'imageDenied', { behaviour: { pull: 'unauthorized' } }],
    ['no image for the platform', 'imagePlatform', { behaviour: { pull: 'wrong platform' } }],
    ['a policy of the registry', 'imagePolicy', { behaviour: { pull: 'blocked by policy' } }],
    ['a registry that limits', 'imagePull', { behaviour: { pull: 'rate limited' } }],
    ['a registry that is down', 'imagePull', { behaviour: { pull: 'timeout' } }],
    ['a program that ends at once', 'crash', { behaviour: { crash: 'always' } }],
    ['a program that needs too much memory', 'outOfMemory', { behaviour: { crash: 'out of memory' } }],
    ['a program for another machine', 'notExecutable', { behaviour: { crash: 'exec format error' } }],
    ['a node that cannot start it', 'nodeTrouble', { behaviour: { crash: 'node trouble' } }],
    ['a program that is never ready', 'probe', { behaviour: { ready: 'never' }, operator: hasty }],
    ['readiness that comes and goes', 'probe', { behaviour: { ready: 'flapping' }, operator: hasty }],
    [
      'a Secret that is not there',
      'configMissing',
      {
        manifests: (objects) => {
          containerOf(objects).env = [
            { name: 'URL', valueFrom: { secretKeyRef: { name: 'absent', key: 'url' } } },
          ]
        },
      },
    ],
    [
      'a ConfigMap that is not there',
      'configMissing',
      {
        manifests: (objects) => {
          containerOf(objects).envFrom = [{ configMapRef: { name: 'absent' } }]
        },
      },
    ],
    [
      'a pod that no node has room for',
      'unschedulable',
      {
        manifests: (objects) => {
          containerOf(objects).resources.requests.cpu = '500'
        },
      },
    ],
    [
      'a quota without room for the surge',
      'quota',
      {
        before: ({ server }) => {
          server.add({
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata: { name: 'pods', namespace: 'goalixa-api' },
            spec: { hard: { pods: '2' } },
          })
        },
      },
    ],
    [
      'a ServiceAccount that is not there',
      'serviceAccount',
      {
        manifests: (objects) => {
          apiOf(objects).spec!['template'].spec.serviceAccountName = 'absent'
        },
      },
    ],
  ])('%s', { timeout: 60_000 }, async (_, rule, one) => {
    const { setting, ended } = await play(one)
    expect(ended, JSON.stringify(setting.events.filter(({ type }) => type === 'verdict'))).toMatchObject({
      outcome: 'rolled-back',
    })
    expect(verdictIn(setting)).toMatchObject({ service: 'api', data: { rule } })
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
  })

  test('a verification that fails after all is up', { timeout: 60_000 }, async () => {
    const { setting, ended } = await play({
      operator: {
        checksFor: () => ({
          ...okChecks,
          verify: () => Promise.resolve({ outcome: 'failed', detail: 'gateway: answered 502' }),
        }),
      },
    })
    expect(ended).toMatchObject({ outcome: 'rolled-back', because: 'gateway: answered 502' })
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
  })

  test('a migration that fails: nothing was rolled out yet', { timeout: 60_000 }, async () => {
    const { setting, ended } = await play({
      before: ({ controllers }) =>
        controllers.behave({
          [imageOf('auth', '2').replace('/auth:', '/auth-migrate:')]: { exits: 1, log: ['column exists'] },
        }),
    })
    expect(ended.outcome).toBe('rolled-back')
    expect(ended.because).toMatch(/migration of auth/)
    expect(setting.running()).toEqual(all('1'))
    expect(setting.events.map(({ message }) => message)).not.toContain('apply auth')
  })

  test('what the server refuses in the middle', { timeout: 60_000 }, async () => {
    const { setting, ended } = await play({
      during: {
        step: 'apply api',
        happens: ({ server }) =>
          server.faults.next(
            { kind: 'answer', code: 403, message: 'not allowed' },
            { verb: 'apply', path: 'deployments/api' },
          ),
      },
    })
    expect(ended.outcome).toBe('rolled-back')
    expect(ended.because).toMatch(/Deployment goalixa-api\/api/)
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
  })
})

describe('is refused before anything is changed', () => {
  test.each(['preflight', 'gates'] as const)('by %s', { timeout: 60_000 }, async (check) => {
    const { setting, ended } = await play({
      operator: {
        checksFor: () => ({
          ...okChecks,
          [check]: () => Promise.resolve({ outcome: 'failed', detail: 'no' }),
        }),
      },
    })
    expect(ended).toMatchObject({ outcome: 'refused', because: 'no' })
    expect(setting.running()).toEqual(all('1'))
    expect(setting.server.requests.count({ verb: 'apply', path: 'deployments' })).toBe(2 * services.length)
  })
})

describe('is healthy all the same', () => {
  test.each<[string, Case]>([
    ['a slow pull', { behaviour: { pullMs: 40_000 } }],
    ['one early restart', { behaviour: { crash: 'once' } }],
    [
      'watches that are cut',
      { during: { step: 'apply api', happens: ({ server }) => server.faults.cutWatches('reset') } },
    ],
    [
      'watches that end',
      { during: { step: 'apply api', happens: ({ server }) => server.faults.cutWatches('end') } },
    ],
    [
      'watches that say nothing more',
      {
        during: {
          step: 'apply pwa',
          happens: async ({ server, clock }) => {
            await clock.sleep(1000)
            server.faults.silenceWatches()
          },
        },
      },
    ],
    [
      'versions that are too old',
      {
        during: {
          step: 'apply api',
          happens: ({ server }) => {
            server.faults.expireResourceVersions()
            server.faults.cutWatches()
          },
        },
      },
    ],
    [
      'a server that asks to wait',
      {
        during: {
          step: 'apply api',
          happens: ({ server }) =>
            server.faults.next({ kind: 'answer', code: 429, retryAfterSeconds: 1 }, { times: 5 }),
        },
      },
    ],
    [
      'a server that restarts',
      {
        during: {
          step: 'apply api',
          happens: ({ server }) => server.faults.next({ kind: 'answer', code: 503 }, { times: 5 }),
        },
      },
    ],
    [
      'lines that break',
      {
        during: {
          step: 'apply api',
          happens: ({ server }) => server.faults.next({ kind: 'reset' }, { times: 5 }),
        },
      },
    ],
    [
      'answers that are lost',
      {
        during: {
          step: 'apply api',
          happens: ({ server }) => server.faults.next({ kind: 'lose-answer' }, { times: 5 }),
        },
      },
    ],
    [
      'a pod of the old version that crashes',
      { before: ({ controllers }) => controllers.behave({ [imageOf('api', '1')]: { crash: 'always' } }) },
    ],
    [
      'one pod that is evicted',
      {
        during: {
          step: 'apply pwa',
          happens: ({ server }) => {
            const pod = server.store.list('pods', 'goalixa-api')[0]!
            server.store.remove('pods', 'goalixa-api', pod.metadata.name)
          },
        },
      },
    ],
    [
      'an autoscaler that adds a pod',
      {
        during: {
          step: 'apply api',
          happens: async (setting) => {
            await setting.clock.sleep(2000)
            await editApi(setting, () => ({ replicas: 3 }))
          },
        },
      },
    ],
  ])('%s', { timeout: 60_000 }, async (_, one) => {
    const { setting, ended } = await play(one)
    expect(ended, JSON.stringify(verdictIn(setting))).toMatchObject({ outcome: 'committed' })
    expect(verdictIn(setting)).toBeUndefined()
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('2'))
  })

  test('a deploy that repairs what crashes now', { timeout: 60_000 }, async () => {
    const setting = await startRollouts({ [imageOf('api', '2')]: { crash: 'always' } })
    for (const object of (await setting.planFor('2')).services.find(({ name }) => name === 'api')!.manifests)
      await setting.cluster.apply(object)
    await expect
      .poll(
        () => JSON.stringify(setting.server.store.list('pods', 'goalixa-api')).includes('CrashLoopBackOff'),
        { timeout: 30_000 },
      )
      .toBe(true)
    const ended = await deploy(setting.operator, await setting.planFor('3'), { reason: 'repair' })
    expect(ended).toMatchObject({ outcome: 'committed' })
    await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('3'))
  })
})

describe('others', () => {
  test.each<[string, RuleName, (setting: RolloutSetting) => Promise<void>]>([
    ['pauses it', 'paused', (setting) => editApi(setting, () => ({ paused: true }))],
    [
      'changes the template',
      'changed',
      (setting) =>
        editApi(setting, ({ template }) => ({
          template: { ...template, metadata: { ...template.metadata, annotations: { by: 'hand' } } },
        })),
    ],
  ])(
    'somebody %s: it stops, names that, and undoes nothing of theirs',
    { timeout: 60_000 },
    async (_, rule, happens) => {
      const { setting, ended } = await play({
        behaviour: { pullMs: 30_000 },
        during: {
          step: 'watch api',
          happens: async (setting) => {
            await setting.clock.sleep(3000)
            await happens(setting)
          },
        },
      })
      expect(ended.outcome).toBe('rolled-back')
      expect(verdictIn(setting)).toMatchObject({ data: { class: 'foreign', rule } })
      expect(setting.events.map(({ message }) => message)).not.toContain('restore api')
      expect(
        setting.server.store.get('deployments', 'goalixa-api', 'api')!.spec!['template'].spec.containers[0]
          .image,
      ).toBe(imageOf('api', '2'))
    },
  )

  test('of two operators at once one deploys, and the other is told who', { timeout: 60_000 }, async () => {
    const setting = await startRollouts()
    const plan = await setting.planFor('2')
    const [first, second] = await Promise.allSettled([
      deploy(setting.operator, plan, { reason: 'mine' }),
      deploy(setting.operatorWith({ actor: 'sara@desk' }), plan, { reason: 'hers' }),
    ])
    const outcomes = [first, second].map((one) =>
      one.status === 'fulfilled' ? one.value.outcome : (one.reason as { code: string }).code,
    )
    expect(outcomes.toSorted()).toEqual(['committed', 'ops.lock_held'])
    expect(setting.running()).toEqual(all('2'))
  })

  test('a plan that was made before somebody else deployed is refused', { timeout: 60_000 }, async () => {
    const setting = await startRollouts()
    const old = await setting.planFor('2')
    await deploy(setting.operator, await setting.planFor('3'), { reason: 'three' })
    await expect(deploy(setting.operator, old, { reason: 'two' })).rejects.toMatchObject({
      code: 'ops.plan_drifted',
    })
    expect(setting.running()).toEqual(all('3'))
  })

  test('a lock that is stolen: nothing more is written', { timeout: 60_000 }, async () => {
    const setting = await startRollouts()
    const plan = await setting.planFor('2')
    const { store } = setting.server
    const steal = () => {
      const lease = structuredClone(store.get('leases', 'goalixa-api', 'goalixa-ops-staging')!)
      store.replace('leases', {
        ...lease,
        spec: { ...lease.spec, holderIdentity: 'thief', leaseTransitions: 99 },
      })
    }
    const operator = setting.operatorWith({
      write: (event) => {
        if (event.message === 'apply api') steal()
      },
    })
    await expect(deploy(operator, plan, { reason: 'two' })).rejects.toMatchObject({ code: 'ops.lock_lost' })
    const applied = setting.server.requests.count({ verb: 'apply' })
    await setting.clock.sleep(60_000)
    expect(setting.server.requests.count({ verb: 'apply' })).toBe(applied)
  })
})
