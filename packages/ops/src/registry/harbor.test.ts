/** The client of Harbor's management interface before the simulated Harbor (section 4). */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fastClock } from '../testing/fast-clock.ts'
import { startHarbor } from '../testing/harbor/start-harbor.ts'
import type { SimulatedHarbor } from '../testing/harbor/start-harbor.ts'
import { registryMissing } from '../testing/harbor/start-registry.ts'
import { openHarbor } from './harbor.ts'
import type { Harbor } from './harbor.ts'
import { openRegistry } from './registry.ts'
import type { Credentials } from './docker-config.ts'

const clock = fastClock()
afterAll(clock.stop)

describe.skipIf(registryMissing !== undefined)(`Harbor ${registryMissing ?? ''}`, () => {
  let server: SimulatedHarbor
  let harbor: Harbor
  beforeAll(async () => {
    server = await startHarbor()
    server.state.addProject('goalixa')
    server.state.addProject('goalixa-prod')
    harbor = openHarbor({ url: server.url, clock, credentials: server.admin })
  })
  afterAll(async () => {
    await harbor.close()
    await server.close()
  })
  const as = (credentials: Credentials | undefined) => {
    const opened = openHarbor({
      url: server.url,
      clock,
      ...(credentials === undefined ? {} : { credentials }),
    })
    onTestFinished(opened.close)
    return opened
  }

  test('says whether it is well, and to those it knows which version it is', async () => {
    expect(await as(undefined).health()).toEqual({ isHealthy: true, sick: [] })
    expect(await harbor.systemInfo()).toEqual({ version: 'v2.9.5-672ec4adab', isReadOnly: false })
  })

  test('tells what a tag of an index means, in a repository whose name has slashes', async () => {
    const { digest, children } = await server.pushIndex('goalixa/services/app', '1.4.0')
    expect(await harbor.artifact('goalixa/services/app', '1.4.0')).toMatchObject({
      digest,
      tags: [{ name: '1.4.0', immutable: false }],
      references: [
        { digest: children['amd64'], platform: 'linux/amd64' },
        { digest: children['arm64'], platform: 'linux/arm64' },
      ],
    })
    expect(server.requests.at(-1)).toContain('/repositories/services%252Fapp/artifacts/1.4.0?')
    expect(await harbor.artifact('goalixa/services/app', '9.9.9')).toBeUndefined()
  })

  test('gives all of a list that has pages', async () => {
    for (let count = 0; count < 120; count += 1) server.state.addProject(`many-${count}`)
    const names = (await harbor.projects()).map(({ name }) => name)
    expect(names.length).toBe(new Set(names).size)
    expect(names).toContain('many-119')
    expect((await harbor.repositories('goalixa')).map(({ name }) => name)).toEqual(['goalixa/services/app'])
    expect(await harbor.artifacts('goalixa/services/app', { tag: '1.4.0' })).toHaveLength(1)
    expect(await harbor.artifacts('goalixa/services/app', { tag: '1.4' })).toHaveLength(0)
  })

  test('scans what it is asked to, once, and tells what was found', async () => {
    const digest = await server.push('goalixa/scanned', '1.0.0')
    await expect(harbor.startScan('goalixa/scanned', digest)).rejects.toMatchObject({ status: 412 })
    server.state.scanners.push({ uuid: 'x', name: 's', url: 'https://s', createdAt: '', isDefault: true })
    server.state.findingsOf = () => [{ id: 'CVE-2099-1', severity: 'High', package: 'zlib', version: '1.2' }]
    expect((await harbor.artifact('goalixa/scanned', digest))?.scan).toBeUndefined()
    expect(await harbor.vulnerabilities('goalixa/scanned', digest)).toBeUndefined()
    await harbor.startScan('goalixa/scanned', digest)
    await harbor.startScan('goalixa/scanned', digest)
    expect((await harbor.artifact('goalixa/scanned', digest))?.scan?.status).toBe('Pending')
    expect((await harbor.artifact('goalixa/scanned', digest))?.scan).toEqual({
      status: 'Success',
      severity: 'High',
    })
    expect(await harbor.vulnerabilities('goalixa/scanned', digest)).toEqual([
      { id: 'CVE-2099-1', severity: 'High', package: 'zlib', version: '1.2', fixVersion: '' },
    ])
  })

  test('copies a digest into another project, where it stays the same and can be pulled', async () => {
    const { digest } = await server.pushIndex('goalixa/app', '2.0.0')
    await harbor.copy({ repository: 'goalixa/app', digest }, 'goalixa-prod/app')
    await harbor.copy({ repository: 'goalixa/app', digest }, 'goalixa-prod/app')
    await harbor.addTag('goalixa-prod/app', digest, 'stable')
    await harbor.removeTag('goalixa-prod/app', digest, 'stable')
    await expect(harbor.addTag('goalixa-prod/app', digest, '2.0.0')).rejects.toMatchObject({ status: 409 })
    expect(await harbor.artifact('goalixa-prod/app', '2.0.0')).toMatchObject({ digest })
    const registry = openRegistry({ host: server.host, clock, credentials: server.admin })
    onTestFinished(registry.close)
    expect((await registry.manifest('goalixa-prod/app', '2.0.0')).digest).toBe(digest)
  })

  test('keeps tags where they are once a rule says so', async () => {
    await harbor.createImmutabilityRule('goalixa-prod', { tags: ['[0-9]*'], repositories: ['**'] })
    expect(await harbor.immutabilityRules('goalixa-prod')).toMatchObject([
      { isDisabled: false, tags: ['[0-9]*'], repositories: ['**'] },
    ])
    const digest = await server.push('goalixa-prod/web', '1.0.0')
    expect((await harbor.artifact('goalixa-prod/web', digest))?.tags).toEqual([
      { name: '1.0.0', immutable: true },
    ])
    await expect(harbor.removeTag('goalixa-prod/web', digest, '1.0.0')).rejects.toMatchObject({
      status: 412,
      code: 'PRECONDITION',
    })
  })

  test('makes robots, gives each a new secret, and knows when they end', async () => {
    const permissions = [{ project: 'goalixa', access: [{ resource: 'repository', action: 'pull' }] }]
    const robot = await harbor.createRobot({ name: 'pull', level: 'project', days: 30, permissions })
    expect(robot.name).toBe('robot$goalixa+pull')
    const { id } = await harbor.project('goalixa')
    const days = (robot.expiresAt!.getTime() - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(29)
    expect(await harbor.robots(id)).toMatchObject([{ id: robot.id, name: robot.name, isDisabled: false }])
    expect(await harbor.robots()).toEqual([])
    const secret = await harbor.rotateRobot(robot.id)
    const registry = openRegistry({
      host: server.host,
      clock,
      credentials: { username: robot.name, password: secret },
    })
    onTestFinished(registry.close)
    await registry.digestNow('goalixa/app', '2.0.0')
    await expect(as({ username: robot.name, password: robot.secret }).robots()).rejects.toMatchObject({
      status: 401,
    })
    await expect(as({ username: robot.name, password: secret }).robots()).rejects.toMatchObject({
      status: 403,
    })
  })

  test('says what a project keeps', async () => {
    expect(await harbor.hasProject('goalixa')).toBe(true)
    expect(await harbor.hasProject('nothing')).toBe(false)
    await harbor.createProject('goalixa-stage')
    await harbor.updateProject('goalixa-stage', { prevent_vul: 'true' })
    expect(await harbor.project('goalixa-stage')).toMatchObject({
      metadata: { public: 'false', prevent_vul: 'true' },
    })
    expect(await harbor.retention('goalixa-stage')).toBeUndefined()
    const project = server.state.projects.find(({ name }) => name === 'goalixa-stage')!
    server.state.retentions.push({
      id: 7,
      projectId: project.id,
      body: {
        trigger: { kind: 'Schedule', settings: { cron: '0 0 3 * * *' } },
        rules: [
          { template: 'latestPushedK', params: { latestPushedK: 10 }, tag_selectors: [{ pattern: '**' }] },
        ],
      },
    })
    project.metadata = { ...project.metadata, retention_id: '7' }
    expect(await harbor.retention('goalixa-stage')).toEqual({
      id: 7,
      cron: '0 0 3 * * *',
      rules: [{ template: 'latestPushedK', count: 10, tags: ['**'] }],
    })
    await harbor.tryRetention(7)
    expect(server.state.executions).toMatchObject([{ retentionId: 7, dryRun: true }])
  })

  test('is never sent a cookie back, although every answer brings one', () => {
    expect(server.requests.length).toBeGreaterThan(30)
    expect(server.requests.filter((line) => line.endsWith('!'))).toEqual([])
  })
})

describe('what goes wrong', () => {
  test('names no credentials, and no address without TLS is logged in to', async () => {
    expect(() => openHarbor({ url: 'http://harbor.example', clock })).toThrow(/TLS/)
    expect(() => openHarbor({ url: 'https://a:secret@harbor.example', clock })).toThrow(/TLS/)
    const nobody = openHarbor({
      url: 'http://127.0.0.1:1',
      clock,
      credentials: { username: 'a', password: 'hidden-word' },
    })
    onTestFinished(nobody.close)
    const refused = await nobody.createProject('x').catch((error: unknown) => error)
    expect(refused).toMatchObject({ kind: 'unreachable', status: 0 })
    expect(String(refused)).not.toContain('hidden')
  })
})
