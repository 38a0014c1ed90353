/** What the registry decides in `goalixa ops`: gates of a deploy, and promotion (ops, sections 2 and 3). */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { signingKey, simpleLayer, putSignature } from '@goalixa/ops/testing/harbor/sign'
import { startHarbor } from '@goalixa/ops/testing/harbor/start-harbor'
import type { SimulatedHarbor } from '@goalixa/ops/testing/harbor/start-harbor'
import { registryMissing } from '@goalixa/ops/testing/harbor/start-registry'
import Deploy from './commands/ops/deploy.ts'
import History from './commands/ops/history.ts'
import Images from './commands/ops/images.ts'
import Preflight from './commands/ops/preflight.ts'
import Promote from './commands/ops/promote.ts'
import { deployment, opsCluster } from './testing/ops-cluster.ts'
import type { OpsCluster } from './testing/ops-cluster.ts'
import { runCommand } from './testing/run-command.ts'

/** The clock of the commands moves the cluster's along. */
const time = vi.hoisted(() => ({ advance: (ms: number): void => void ms }))
vi.mock(import('@goalixa/ops/system-clock'), async () => {
  const { fastClock } = await import('@goalixa/ops/testing/fast-clock')
  return { systemClock: fastClock({ advance: (ms) => time.advance(ms) }) }
})

describe.skipIf(registryMissing !== undefined)(`with a Harbor ${registryMissing ?? ''}`, () => {
  let ops: OpsCluster
  let server: SimulatedHarbor
  beforeAll(async () => {
    ;[ops, server] = await Promise.all([opsCluster('staging'), startHarbor()])
    time.advance = ops.server.clock.advance
    ops.runPods()
    server.state.addProject('goalixa-stage', { public: 'true' })
    server.state.addProject('goalixa')
    server.state.scanners.push({ uuid: 'x', name: 's', url: 'https://s', createdAt: '', isDefault: true })
    vi.stubEnv('GOALIXA_HARBOR_URL', server.url)
    vi.stubEnv('GOALIXA_HARBOR_USER', server.admin.username)
    vi.stubEnv('GOALIXA_HARBOR_PASSWORD', server.admin.password)
  })
  beforeEach(() => {
    server.state.findingsOf = () => []
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    time.advance = () => {}
    await ops.close()
    await server.close()
  })
  const deploy = async (image: string, ...words: string[]) =>
    runCommand(Deploy, 'ops:deploy', [...ops.at, ...(await ops.manifests(deployment(image))), ...words])
  const promote = async (...words: string[]) => runCommand(Promote, 'ops:promote', [...ops.at, ...words])
  const pushed = async (tag: string) => {
    const digest = await server.push('goalixa-stage/app', tag)
    return { digest, image: `${server.host}/goalixa-stage/app:${tag}@${digest}` }
  }

  test('a vulnerable image is refused before anything changes (11), and goes out with a reason', async () => {
    const { image } = await pushed('1.0.0')
    server.state.findingsOf = () => [
      { id: 'CVE-2099-1', severity: 'Critical', package: 'zlib', version: '1' },
    ]
    const looked = await runCommand(Preflight, 'ops:preflight', [
      ...ops.at,
      ...(await ops.manifests(deployment(image))),
    ])
    expect(looked.code).toBe(11)
    expect(looked.out).toMatch(/^closed +vulnerabilities\n.*CVE-2099-1/m)
    const refused = await deploy(image)
    expect(refused.code).toBe(11)
    expect(refused.err).toMatch(
      /goalixa-stage\/app:1\.0\.0.*\n?.*has CVE-2099-1 \(Critical, zlib 1, no fix yet\)/,
    )
    expect(ops.server.store.list('deployments')).toEqual([])
    expect((await deploy(image, '--override', 'vulnerabilities=only used at build time')).code).toBe(0)
    const history = await runCommand(History, 'ops:history', [...ops.at, '--json'])
    expect(History.output.parse(JSON.parse(history.out)).runs[0]).toMatchObject({
      overrides: { vulnerabilities: 'only used at build time' },
    })
  })

  test('the file of the gates asks for signatures and lets through; one that is wrong is usage', async () => {
    const { image, digest } = await pushed('1.1.0')
    const key = signingKey()
    const pem = key.publicKey.export({ type: 'spki', format: 'pem' })
    const file = join(ops.folder, 'gates.yaml')
    const allow = [{ cve: 'CVE-2099-1', until: '2099-01-01', reason: 'not reachable' }]
    await writeFile(file, JSON.stringify({ severity: 'low', allow, keys: [pem] }))
    server.state.findingsOf = () => [{ id: 'CVE-2099-1', severity: 'Critical' }]
    const unsigned = await deploy(image, '--gates', file)
    expect(unsigned).toMatchObject({ code: 11, err: expect.stringContaining('is not signed') as string })
    await putSignature(server, 'goalixa-stage/app', digest, [simpleLayer(digest, key.privateKey)])
    expect((await deploy(image, '--gates', file)).code).toBe(0)
    await writeFile(file, 'severity: bad')
    const { image: next } = await pushed('1.1.1')
    expect(await deploy(next, '--gates', file)).toMatchObject({
      code: 10,
      err: expect.stringContaining('severity') as string,
    })
    expect((await deploy(next, '--gates', `${file}.missing`)).code).toBe(2)
  })

  test('what staging runs is promoted with its tag and its signature, once', async () => {
    const { image, digest } = await pushed('1.2.0')
    const key = signingKey()
    await putSignature(server, 'goalixa-stage/app', digest, [simpleLayer(digest, key.privateKey)])
    expect((await deploy(image)).code).toBe(0)
    const reference = `${server.host}/goalixa/app:1.2.0@${digest}`
    const tried = await promote('--to', 'goalixa', '--dry-run')
    expect(tried).toMatchObject({ code: 0, out: `${reference}\n` })
    expect(server.state.artifacts.some((one) => one.repository.name === 'goalixa/app')).toBe(false)
    const done = await promote('--to', 'goalixa', '--json')
    expect(Promote.output.parse(JSON.parse(done.out))).toEqual({
      revision: 3,
      skipped: null,
      images: [{ from: `${server.host}/goalixa-stage/app@${digest}`, reference, copied: true }],
    })
    expect((await promote('--to', 'goalixa')).err).toContain(
      '0 copied, 1 there already; revision 3 of staging',
    )
    const copied = server.state.artifacts.filter(({ repository }) => repository.name === 'goalixa/app')
    expect(copied.map(({ subject = 'image' }) => subject).toSorted()).toEqual(['image', digest].toSorted())
  })

  test('what staging does not run is promoted with a reason only, and no tag is moved', async () => {
    const { digest } = await pushed('1.3.0')
    const named = `${server.host}/goalixa-stage/app:1.3.0`
    const refused = await promote(named, '--to', 'goalixa')
    expect(refused).toMatchObject({ code: 11, out: '' })
    expect(refused.err).toContain(`Revision 3 of staging does not run goalixa-stage/app@${digest}`)
    const skipped = await promote(named, '--to', 'goalixa', '--skip-staging', 'urgent')
    expect(skipped).toMatchObject({ code: 0, out: `${server.host}/goalixa/app:1.3.0@${digest}\n` })
    expect(skipped.err).toContain('staging was not asked: urgent')

    await server.push('goalixa-stage/app', '1.3.0', 'arm64')
    const moved = await promote(named, '--to', 'goalixa', '--skip-staging', 'urgent')
    expect(moved).toMatchObject({ code: 10, out: '' })
    expect(moved.err).toContain(`goalixa/app:1.3.0 is another image there, ${digest}`)
    expect((await promote('goalixa-stage/app:9', '--to', 'goalixa', '--skip-staging', 'x')).code).toBe(10)
    expect((await promote('--to', 'goalixa', '--skip-staging', 'x')).code).toBe(2)
    vi.stubEnv('GOALIXA_HARBOR_PASSWORD', 'wrong-word')
    const stranger = await promote(named, '--to', 'goalixa', '--skip-staging', 'x')
    expect(stranger.code).toBe(10)
    expect(stranger.err).not.toContain('wrong-word')
    vi.stubEnv('GOALIXA_HARBOR_PASSWORD', server.admin.password)
  })

  test('production takes what staging runs, or a reason (11)', async () => {
    const production = await opsCluster('production')
    try {
      production.runPods()
      time.advance = (ms) => [ops, production].forEach(({ server: { clock } }) => clock.advance(ms))
      const { image, digest } = await pushed('1.2.0')
      const at = async (...words: string[]) =>
        runCommand(Deploy, 'ops:deploy', [
          ...production.at,
          ...(await production.manifests(deployment(image))),
          '--yes',
          ...words,
        ])
      const alone = await at()
      expect(alone).toMatchObject({ code: 11, err: expect.stringContaining('--staging-context') as string })
      await writeFile(production.kubeconfig, kubeconfigOf({ production, staging: ops }))
      expect((await at('--staging-context', 'staging')).code).toBe(0)
      const { image: unproved } = await pushed('1.4.0')
      expect(digest).not.toBe(unproved.split('@')[1])
      const words = await production.manifests(deployment(unproved))
      const go = (...more: string[]) =>
        runCommand(Deploy, 'ops:deploy', [
          ...production.at,
          ...words,
          '--yes',
          '--staging-context',
          'staging',
          ...more,
        ])
      expect(await go()).toMatchObject({
        code: 11,
        err: expect.stringContaining('is not in revision 3 of staging') as string,
      })
      expect((await go('--skip-staging', 'staging is down')).code).toBe(0)
    } finally {
      time.advance = ops.server.clock.advance
      await production.close()
    }
  })

  test('images are listed as Harbor knows them: what runs, what ran before, what else is there', async () => {
    const { digest: before, image: earlier } = await pushed('1.2.1')
    expect((await deploy(earlier)).code).toBe(0)
    const { digest: now, image } = await pushed('1.2.2')
    expect((await deploy(image)).code).toBe(0)
    const { digest: newest } = await pushed('1.2.3')
    const images = (...words: string[]) => runCommand(Images, 'ops:images', [...ops.at, ...words])
    const asked = await images('--json', '--limit', '1')
    expect(asked).toMatchObject({ code: 0, err: '' })
    const document = Images.output.parse(JSON.parse(asked.out))
    expect(document.images.map(({ digest, state, tags }) => [digest, state, tags])).toEqual([
      [now, 'running', ['1.2.2']],
      [before, 'previous', ['1.2.1']],
      [newest, 'stored', ['1.2.3']],
    ])
    expect(document.images[0]).toMatchObject({
      service: 'app',
      repository: `${server.host}/goalixa-stage/app`,
      isInRegistry: true,
      platforms: ['linux/amd64'],
      scan: { status: 'Success' },
      isSigned: false,
    })
    expect(document.images[0]!.bytes).toBeGreaterThan(0)
    const words = await images()
    expect(words.out).toMatch(/^running +1\.2\.2 +[0-9a-f]{12} +linux\/amd64/m)
    expect((await images('--services', 'nobody')).out).toBe('Nothing runs in staging\n')
  })

  test('a registry that is no Harbor is asked as any other, and what it lost is told', async () => {
    vi.stubEnv('GOALIXA_HARBOR_URL', '')
    const running = ops.server.store.get('deployments', 'goalixa-app', 'app')!
    const spec = structuredClone(running.spec!)
    spec['template'].spec.containers[0].image =
      `${server.host}/goalixa-stage/app:0.9@sha256:${'0'.repeat(64)}`
    ops.server.store.replace('deployments', { ...structuredClone(running), spec })
    const { code, out } = await runCommand(Images, 'ops:images', [...ops.at, '--limit', '2'])
    vi.stubEnv('GOALIXA_HARBOR_URL', server.url)
    expect(code).toBe(0)
    expect(out).toMatch(/^running +– +0{12}/m)
    expect(out).toMatch(/^stored +1\.4\.0 +[0-9a-f]{12} +linux\/amd64/m)
    expect(out).toContain('sha256:000000000000 (running) is not in the registry: no node can pull it')
  })
})

/** One file that leads to several clusters; the first is the one that is meant unless said. */
const kubeconfigOf = (clusters: Readonly<Record<string, OpsCluster>>): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: Object.entries(clusters).map(([name, { server }]) => ({
      name,
      cluster: { server: server.url, 'insecure-skip-tls-verify': true },
    })),
    users: Object.entries(clusters).map(([name, { server }]) => ({ name, user: { token: server.token } })),
    contexts: Object.keys(clusters).map((name) => ({ name, context: { cluster: name, user: name } })),
    'current-context': Object.keys(clusters)[0],
  })
