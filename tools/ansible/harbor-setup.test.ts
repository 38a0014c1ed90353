/**
 * The role harbor_setup against a simulated Harbor, and its installation with an installer that writes down how it was
 * called: no Harbor comes up here.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registryMissing } from '../../packages/ops/src/testing/harbor/start-registry.ts'
import { startHarbor } from '../../packages/ops/src/testing/harbor/start-harbor.ts'
import type { SimulatedHarbor } from '../../packages/ops/src/testing/harbor/start-harbor.ts'
import { chrootMissing, createRoots } from './debian.ts'
import { sha256, startMirror } from './mirror.ts'
import { play } from './playbook.ts'

const hasAnsible = spawnSync('ansible-playbook', ['--version']).status === 0
const setUpMissing = hasAnsible ? registryMissing : 'ansible-playbook is not installed'

const folder = mkdtempSync(join(tmpdir(), 'goalixa-ansible-'))
const secrets = join(folder, 'secrets')
const databasePassword = 'password-of-the-database'
let harbor: SimulatedHarbor | undefined

beforeAll(async () => {
  if (setUpMissing === undefined) harbor = await startHarbor()
})
afterAll(async () => {
  await harbor?.close()
  rmSync(folder, { recursive: true, force: true })
})

const vars = (settings: object = {}) => ({
  ansible_become: false,
  harbor_setup_install: false,
  harbor_setup_hostname: 'harbor.example.internal',
  harbor_setup_url: harbor!.url,
  harbor_setup_admin_password: harbor!.admin.password,
  harbor_setup_secrets_folder: secrets,
  ...settings,
})
const inventory = (settings?: object) => ({
  harbor: { hosts: { registry: { ansible_connection: 'local' } }, vars: vars(settings) },
})
/** What was asked of Harbor that changes something, and forgotten afterwards. */
const writes = () => harbor!.requests.splice(0).filter((one) => !/^(GET|HEAD) /.test(one))

describe.skipIf(setUpMissing !== undefined)(
  `harbor_setup${setUpMissing === undefined ? '' : `: skipped, ${setUpMissing}`}`,
  { timeout: 120_000 },
  () => {
    test('the first run does what --check says, the second changes nothing in Harbor', async () => {
      const predicted = await play(folder, 'harbor.yml', inventory(), ['--check'])
      expect(predicted.failed).toEqual([])
      expect(writes()).toEqual([])
      expect(existsSync(secrets)).toBe(false)
      const first = await play(folder, 'harbor.yml', inventory())
      expect(first.failed).toEqual([])
      expect(first.changed).toEqual(['registry: harbor_setup : Projects', 'registry: harbor_setup : Robots'])
      expect(predicted.changed).toEqual(first.changed)
      expect(writes()).toEqual([
        'POST /api/v2.0/projects',
        'POST /api/v2.0/retentions',
        'POST /api/v2.0/projects',
        'POST /api/v2.0/projects/goalixa/immutabletagrules',
        'POST /api/v2.0/retentions',
        'POST /api/v2.0/robots',
        'POST /api/v2.0/robots',
      ])
      const kept = readFileSync(join(secrets, 'pull.json'), 'utf8')
      const second = await play(folder, 'harbor.yml', inventory())
      expect(second).toMatchObject({ changed: [], failed: [] })
      expect(writes()).toEqual([])
      expect(readFileSync(join(secrets, 'pull.json'), 'utf8')).toBe(kept)
      for (const { output } of [predicted, first, second])
        for (const secret of [harbor!.admin.password, ...harbor!.state.robots.map((robot) => robot.secret)])
          expect(output).not.toContain(secret)
    })

    test('projects have their policies, tags of releases cannot be moved, old images are cleaned up', () => {
      const production = harbor!.state.projects.find(({ name }) => name === 'goalixa')!
      expect(production.metadata).toMatchObject({
        public: 'false',
        auto_scan: 'true',
        prevent_vul: 'true',
        severity: 'critical',
      })
      expect(
        harbor!.state.immutability.map(({ projectId, body }) => [projectId, body['tag_selectors']]),
      ).toEqual([[production.id, [{ kind: 'doublestar', decoration: 'matches', pattern: '[0-9]*' }]]])
      expect(harbor!.state.retentions.map(({ body }) => body)).toMatchObject([
        { trigger: { settings: { cron: '0 0 3 * * *' } }, rules: [{ params: { latestPushedK: 30 } }] },
        {
          trigger: { settings: { cron: '0 30 3 * * *' } },
          rules: [{ params: { latestPushedK: 60 } }, { params: { nDaysSinceLastPull: 90 } }],
        },
      ])
    })

    test('the secret of a robot is kept where only its owner reads it, and lets the robot in', async () => {
      const file = join(secrets, 'pull.json')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(statSync(secrets).mode & 0o777).toBe(0o700)
      const { name, secret } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; secret: string }
      const digest = await harbor!.push('goalixa/app', '1.0.0')
      const ask = (password: string) =>
        fetch(`${harbor!.url}/v2/goalixa/app/manifests/${digest}`, {
          headers: {
            authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
            accept: 'application/vnd.oci.image.manifest.v1+json',
          },
        })
      expect((await ask(secret)).status).toBe(200)
      expect((await ask('nonsense')).status).toBe(401)
      harbor!.requests.splice(0)
    })

    test('what somebody changed by hand is put right, and what is no longer wanted is removed', async () => {
      const { state } = harbor!
      const production = state.projects.find(({ name }) => name === 'goalixa')!
      production.metadata = { ...production.metadata, public: 'true' }
      state.immutability[0]!.body = {
        ...state.immutability[0]!.body,
        tag_selectors: [{ kind: 'doublestar', decoration: 'matches', pattern: 'v*' }],
      }
      state.robots.find(({ name }) => name === 'robot$pull')!.permissions = [
        { kind: 'project', namespace: 'goalixa', access: [{ resource: 'repository', action: 'push' }] },
      ]
      const mended = await play(folder, 'harbor.yml', inventory())
      expect(mended.failed).toEqual([])
      expect(writes()).toEqual([
        'PUT /api/v2.0/projects/goalixa',
        'DELETE /api/v2.0/projects/goalixa/immutabletagrules/1',
        'POST /api/v2.0/projects/goalixa/immutabletagrules',
        'PUT /api/v2.0/robots/2',
      ])
      expect(production.metadata['public']).toBe('false')
      expect(state.robots.find(({ name }) => name === 'robot$pull')!.permissions).toMatchObject([
        { namespace: 'goalixa-staging', access: [{ resource: 'repository', action: 'pull' }] },
        { namespace: 'goalixa', access: [{ resource: 'repository', action: 'pull' }] },
      ])
    })

    test('a lost secret is told and not replaced, until that is asked for', async () => {
      const file = join(secrets, 'deploy.json')
      const before = JSON.parse(readFileSync(file, 'utf8')) as { secret: string }
      rmSync(file)
      const told = await play(folder, 'harbor.yml', inventory())
      expect(told).toMatchObject({ changed: [], failed: [] })
      expect(told.output).toContain('The secret of robot deploy is not in')
      expect(writes()).toEqual([])
      const replaced = await play(
        folder,
        'harbor.yml',
        inventory({ harbor_setup_replace_lost_secrets: true }),
      )
      expect(replaced.failed).toEqual([])
      expect(writes()).toEqual(['PATCH /api/v2.0/robots/1'])
      expect(JSON.parse(readFileSync(file, 'utf8'))).not.toMatchObject(before)
    })

    test("a wrong password is refused in Harbor's words", async () => {
      const refused = await play(
        folder,
        'harbor.yml',
        inventory({ harbor_setup_admin_password: 'wrong-password' }),
      )
      expect(refused.failed.join()).toMatch(/GET \/projects\/goalixa-staging: 401 unauthorized/)
      expect(refused.output).not.toContain('wrong-password')
      expect(writes()).toEqual([])
    })
  },
)

const installMissing = setUpMissing ?? chrootMissing
describe.skipIf(installMissing !== undefined)(
  `installing Harbor${installMissing === undefined ? '' : `: skipped, ${installMissing}`}`,
  { timeout: 120_000 },
  () => {
    test('the first run does what --check says, the second nothing; other settings run the installer again', async () => {
      mkdirSync(join(folder, 'installer/harbor'), { recursive: true })
      const script = '#!/bin/sh\necho "$PWD $*" >> /var/lib/installer-calls\n'
      writeFileSync(join(folder, 'installer/harbor/install.sh'), script, { mode: 0o755 })
      execFileSync('tar', ['-C', join(folder, 'installer'), '-czf', join(folder, 'harbor.tgz'), 'harbor'])
      const installer = readFileSync(join(folder, 'harbor.tgz'))
      const mirror = await startMirror({ 'harbor.tgz': installer })
      try {
        const root = (await createRoots(folder, ['registry']))['registry']!
        const machine = (settings: object = {}) => ({
          harbor: {
            hosts: { registry: { ansible_connection: 'community.general.chroot', ansible_host: root } },
            vars: vars({
              harbor_setup_install: true,
              harbor_setup_packages: ['ca-certificates'],
              harbor_setup_version: 'v2.14.0',
              harbor_setup_installer_url: `${mirror.url}/harbor.tgz`,
              harbor_setup_installer_sha256: sha256(installer),
              harbor_setup_certificate: 'a certificate\n',
              harbor_setup_private_key: 'the key of it\n',
              harbor_setup_database_password: databasePassword,
              harbor_setup_projects: [],
              harbor_setup_robots: [],
              ...settings,
            }),
          },
        })
        const calls = () => readFileSync(join(root, 'var/lib/installer-calls'), 'utf8').trim().split('\n')
        const predicted = await play(folder, 'harbor.yml', machine(), ['--check'])
        expect(predicted.failed).toEqual([])
        const first = await play(folder, 'harbor.yml', machine())
        expect(first.failed).toEqual([])
        expect(predicted.changed).toEqual(first.changed)
        expect(calls()).toEqual(['/opt/harbor/v2.14.0 --with-trivy'])
        const second = await play(folder, 'harbor.yml', machine())
        expect(second).toMatchObject({ changed: [], failed: [] })
        for (const { output } of [predicted, first, second]) {
          expect(output).not.toContain(databasePassword)
          expect(output).not.toContain('the key of it')
        }
        const settings = join(root, 'opt/harbor/v2.14.0/harbor.yml')
        expect(statSync(settings).mode & 0o777).toBe(0o600)
        expect(parse(readFileSync(settings, 'utf8'))).toMatchObject({
          hostname: 'harbor.example.internal',
          database: { password: databasePassword },
          https: { private_key: '/opt/harbor/tls/harbor.key' },
        })
        const other = await play(
          folder,
          'harbor.yml',
          machine({ harbor_setup_scanner: false, harbor_setup_data_folder: '/data' }),
        )
        expect(other.failed).toEqual([])
        expect(calls()).toEqual(['/opt/harbor/v2.14.0 --with-trivy', '/opt/harbor/v2.14.0'])
      } finally {
        await mirror.close()
      }
    })
  },
)
