/**
 * Rollouts of images that the cluster could not pull: refused before anything is changed, with what is wrong. The images
 * are in a real registry behind a simulated Harbor, and the cluster pulls with the secrets of its pods.
 */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChecks } from './checks.ts'
import { deploy } from './deploy.ts'
import type { KubeObject } from './kube-object.ts'
import { makePlan } from './plan/make-plan.ts'
import { checkPulls } from './preflight/pulls.ts'
import { podsIn } from './preflight/pod-specs.ts'
import { credentialsOfPods } from './registry/pull-secrets.ts'
import { resolveWith } from './registry/resolve-image.ts'
import { runFailure } from './run-failure.ts'
import { pushIndex } from './testing/harbor/push.ts'
import { startHarbor } from './testing/harbor/start-harbor.ts'
import type { SimulatedHarbor } from './testing/harbor/start-harbor.ts'
import { registryMissing } from './testing/harbor/start-registry.ts'
import { manifestsFor, services, startSetting } from './testing/rollout.ts'
import type { RolloutSetting } from './testing/rollout.ts'

const namespaces = services.map((service) => `goalixa-${service}`)
const everything = ['auth', 'auth-migrate', 'app', 'app-migrate', 'api', 'pwa', 'landing']

describe.skipIf(registryMissing !== undefined)(`a rollout ${registryMissing ?? ''}`, () => {
  let setting: RolloutSetting
  let harbor: SimulatedHarbor
  /** By repository; those of `api` are the matter of the tests. */
  const digests: Record<string, string> = {}

  beforeAll(async () => {
    setting = await startSetting()
    harbor = await startHarbor()
    harbor.state.addProject('goalixa')
    for (const name of everything) digests[name] = (await push(`goalixa/${name}`)).digest
    const access = [{ resource: 'repository', action: 'pull' }]
    const { name, secret } = harbor.state.addRobot({
      name: 'robot$pull',
      level: 'system',
      projectId: 0,
      duration: -1,
      expiresAt: -1,
      disabled: false,
      permissions: [{ kind: 'project', namespace: '*', access }],
    })
    for (const namespace of namespaces) {
      addSecret(namespace, 'pull', `${name}:${secret}`)
      const imagePullSecrets = namespace === 'goalixa-auth' ? [{ name: 'pull' }] : []
      setting.server.add({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
        imagePullSecrets,
      })
    }
    addSecret('goalixa-api', 'old', `${name}:what-it-was-before`)
  }, 60_000)
  afterAll(async () => {
    await harbor?.close()
    await setting?.close()
  })

  async function push(repository: string, architectures?: readonly string[], tag = '2.0.0') {
    const pushed = await pushIndex(`${harbor.backend.host}/${repository}`, tag, architectures)
    await harbor.backend.learn(repository, tag)
    return pushed
  }

  function addSecret(namespace: string, name: string, login: string): void {
    const auth = Buffer.from(login).toString('base64')
    const config = Buffer.from(JSON.stringify({ auths: { [harbor.host]: { auth } } })).toString('base64')
    setting.server.add({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': config },
    })
  }

  interface Other {
    /** Of the image of `api`; by its tag 2.0.0 unless said. */
    readonly repository?: string
    readonly reference?: string
    readonly host?: string
    /** Of the pods of `api`; null for none. */
    readonly secret?: string | null
  }

  /** Version 2 with its images here. */
  function manifests({ repository = 'goalixa/api', reference, host, secret = 'pull' }: Other = {}) {
    const objects = manifestsFor('2')
    for (const { spec, owner } of podsIn(objects)) {
      const container = spec['containers'][0]
      const isApi = owner.metadata.name === 'api'
      const name = /goalixa\/([a-z-]+)/.exec(container.image as string)![1]!
      const place = isApi ? repository : `goalixa/${name}`
      const ending = isApi ? (reference ?? ':2.0.0') : `:2.0.0@${digests[name]}`
      container.image = `${host ?? harbor.host}/${place}${ending}`
      const own = isApi ? secret : 'pull'
      // The account of auth brings it.
      if (own !== null && owner.metadata.name !== 'auth') spec['imagePullSecrets'] = [{ name: own }]
    }
    return objects
  }

  const planOf = (objects: readonly KubeObject[], allowMutable = false) =>
    makePlan({
      cluster: setting.cluster,
      environment: 'staging',
      objects,
      allowMutable,
      resolve: resolveWith({
        clock: setting.clock,
        credentialsFor: credentialsOfPods(setting.cluster, objects),
      }),
    })
  const rollOut = async (objects: readonly KubeObject[], overrides = {}) =>
    deploy(
      setting.operatorWith({
        checksFor: createChecks({ user: undefined, allowContract: false, preflight: [checkPulls] }),
      }),
      await planOf(objects),
      { reason: 'version 2', overrides },
    )
  const asItIs = () => ({
    jobs: setting.server.store.list('jobs').length,
    specs: ['deployments', 'services'].flatMap((resource) =>
      setting.server.store.list(resource).map(({ spec }) => spec),
    ),
  })

  test.each<[string, () => Other | Promise<Other>, RegExp]>([
    [
      'while the registry is down',
      () => ({ host: '127.0.0.1:1', reference: `:2.0.0@${digests['api']}` }),
      /^registry 127\.0\.0\.1:1: nobody knows .*: 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)$/,
    ],
    [
      'whose layer the storage lost',
      async () => {
        const { images } = await push('goalixa/lost')
        await rm(harbor.fileOf(images['amd64']!.layers[1]!.digest))
        return { repository: 'goalixa/lost' }
      },
      /^image \S+\/goalixa\/lost:2\.0\.0 in goalixa-api: layer 2 of 2 for linux\/amd64 \(sha256:\w+\) cannot be pulled: the storage lost it/,
    ],
    [
      'whose manifest is gone',
      () => ({ reference: `@sha256:${'1'.repeat(64)}` }),
      /^image \S+\/goalixa\/api@sha256:1{12} in goalixa-api: its manifest cannot be pulled: it is not there/,
    ],
    [
      'that a policy holds back',
      async () => {
        harbor.state.addProject('strict', { public: 'false', prevent_vul: 'true' })
        const scanner = { uuid: 'x', name: 's', url: 'https://s', createdAt: '', isDefault: true }
        harbor.state.scanners.push(scanner)
        await push('strict/api')
        return { repository: 'strict/api' }
      },
      /its manifest for linux\/amd64 cannot be pulled: a policy of the project refuses it: .*without vulnerability scanning/,
    ],
    [
      'of another architecture',
      async () => {
        await push('goalixa/arm', ['arm64'])
        return { repository: 'goalixa/arm' }
      },
      /^image \S+ in goalixa-api: is not built for linux\/amd64, which nodes of the cluster have$/,
    ],
    [
      'with a secret that ended',
      () => ({ reference: `:2.0.0@${digests['api']}`, secret: 'old' }),
      /its manifest cannot be pulled: the pull secret is not accepted: unauthorized/,
    ],
    [
      'without a secret',
      () => ({ reference: `:2.0.0@${digests['api']}`, secret: null }),
      /its manifest cannot be pulled: no pull secret fits: unauthorized/,
    ],
  ])('%s is refused, and nothing is changed', { timeout: 60_000 }, async (_, other, reason) => {
    const before = asItIs()
    const ended = await rollOut(manifests(await other()))
    expect(ended.outcome).toBe('refused')
    expect(ended.because).toMatch(reason)
    const failure = runFailure(ended.run, ended.because)
    expect(failure?.code).toBe('ops.preflight_failed')
    expect(failure?.fields).toHaveLength(1)
    expect(asItIs()).toEqual(before)
    expect(JSON.stringify(setting.events)).not.toContain('what-it-was-before')
  })

  test('of a tag that is not there, of one that moves, and of one that nobody tells is never planned', async () => {
    const of = (other: Other) => planOf(manifests(other))
    await expect(of({ reference: ':9.9.9' })).rejects.toMatchObject({
      code: 'ops.manifests',
      message: expect.stringMatching(/there is no \S+goalixa\/api:9\.9\.9/) as string,
    })
    await expect(of({ reference: ':latest' })).rejects.toThrow('is a tag that moves')
    await expect(of({ host: '127.0.0.1:1' })).rejects.toThrow('does not answer (ECONNREFUSED)')
    const stranger = resolveWith({
      clock: setting.clock,
      credentialsFor: async () => [{ username: 'robot$pull', password: 'what-it-was-before' }],
    })
    await expect(stranger({ repository: `${harbor.host}/goalixa/api`, reference: '2.0.0' })).rejects.toThrow(
      /does not say what \S+ is with the credentials that there are/,
    )
    await push('goalixa/api', undefined, 'latest')
    const { services: planned } = await planOf(manifests({ reference: ':latest' }), true)
    expect(planned.find(({ name }) => name === 'api')?.images).toMatchObject([
      { tag: 'latest', platforms: { 'linux/amd64': expect.stringMatching(/^sha256:/) as string } },
    ])
  })

  test('whose registry only the nodes can ask goes on with a reason', { timeout: 60_000 }, async () => {
    const objects = manifests({ reference: `:2.0.0@${digests['api']}`, secret: 'old' })
    for (const job of ['auth', 'app'])
      setting.controllers.behave({
        [`${harbor.host}/goalixa/${job}-migrate:2.0.0@${digests[`${job}-migrate`]}`]: { exits: 0 },
      })
    const ended = await rollOut(objects, { pull: 'the secret is being replaced' })
    expect(ended).toMatchObject({ outcome: 'committed' })
    expect(ended.run.overrides).toEqual({ pull: 'the secret is being replaced' })
    expect(setting.events.findLast(({ type }) => type === 'check')).toMatchObject({
      message: expect.stringContaining('(overridden: the secret is being replaced)') as string,
      data: { check: 'pull', level: 'warning' },
    })
  })

  test(
    'whose tag moved after the plan: that is told, and the digest of the plan goes out',
    {
      timeout: 60_000,
    },
    async () => {
      const { digest } = await push('goalixa/moved')
      const plan = await planOf(manifests({ repository: 'goalixa/moved' }))
      await push('goalixa/moved', ['amd64'])
      const ended = await deploy(
        setting.operatorWith({
          checksFor: createChecks({ user: undefined, allowContract: false, preflight: [checkPulls] }),
        }),
        plan,
        { reason: 'version 2' },
      )
      expect(ended.outcome).toBe('committed')
      const told = setting.events.findLast(({ type }) => type === 'check')
      expect(told?.message).toMatch(/moved:2\.0\.0 in goalixa-api: the tag 2\.0\.0 means sha256:\w{12} now/)
      await expect
        .poll(() => setting.running().api, { timeout: 30_000 })
        .toEqual([`${harbor.host}/goalixa/moved:2.0.0@${digest}`])
    },
  )
})
