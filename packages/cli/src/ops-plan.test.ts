/** `goalixa ops` before anything is changed: what it shows, and every reason for which it refuses (ops, section 3). */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lookSchema } from '@goalixa/ops/look'
import { openCluster } from '@goalixa/ops/cluster'
import { acquireLock } from '@goalixa/ops/lock'
import { systemClock } from '@goalixa/ops/system-clock'
import Deploy from './commands/ops/deploy.ts'
import Doctor from './commands/ops/doctor.ts'
import History from './commands/ops/history.ts'
import Logs from './commands/ops/logs.ts'
import Plan from './commands/ops/plan.ts'
import Preflight from './commands/ops/preflight.ts'
import Rollback from './commands/ops/rollback.ts'
import Status from './commands/ops/status.ts'
import Unlock from './commands/ops/unlock.ts'
import { FailureDocument } from './failure-document.ts'
import { deployment, image, migration, opsCluster, settings } from './testing/ops-cluster.ts'
import type { OpsCluster } from './testing/ops-cluster.ts'
import { runCommand } from './testing/run-command.ts'

vi.mock(import('@goalixa/ops/system-clock'), async () => {
  const { fastClock } = await import('@goalixa/ops/testing/fast-clock')
  return { systemClock: fastClock() }
})

let ops: OpsCluster
beforeEach(async () => {
  ops = await opsCluster()
})
afterEach(() => ops.close())

const plan = async (objects: readonly unknown[], ...words: string[]) =>
  runCommand(Plan, 'ops:plan', [...ops.at, ...(await ops.manifests(...objects)), ...words])
const deploy = async (objects: readonly unknown[], ...words: string[]) =>
  runCommand(Deploy, 'ops:deploy', [...ops.at, ...(await ops.manifests(...objects)), ...words])
const failureIn = (out: string) => FailureDocument.parse(JSON.parse(out)).error

describe('ops plan', () => {
  test('shows per object what would become of it, as words and as JSON, and changes nothing', async () => {
    ops.server.add(settings({ level: 'info' }))
    const objects = [settings({ level: 'debug' }), deployment(image(1))]
    const words = await plan(objects)
    expect(words).toMatchObject({ code: 0, err: '' })
    expect(words.out).toMatch(/^local: 1 service to change \(plan [0-9a-f]{8}\)$/m)
    expect(words.out).toContain(`  image ${image(1).replace(/@(sha256:[0-9a-f]{12}).*/, ' $1')}\n`)
    expect(words.out).toContain('  + Deployment goalixa-app/app')
    expect(words.out).toContain(
      '  ~ ConfigMap goalixa-app/app-settings\n      data.level\n        - info\n        + debug',
    )
    const document = Plan.output.parse(JSON.parse((await plan(objects, '--json')).out))
    expect(document).toMatchObject({ environment: 'local', changes: true, services: [{ name: 'app' }] })
    expect(document.services[0]!.changes.map(({ object, action }) => `${action} ${object}`)).toEqual([
      'change ConfigMap goalixa-app/app-settings',
      'create Deployment goalixa-app/app',
    ])
    expect(ops.server.requests.count({ method: 'POST' })).toBe(0)
    expect(ops.server.store.list('deployments')).toEqual([])
  })

  test('says by its exit code whether something changes: 14, 13', async () => {
    const objects = [settings({ level: 'info' })]
    expect((await plan(objects, '--exit-code')).code).toBe(14)
    const cluster = openCluster({ text: ops.server.kubeconfig, clock: systemClock })
    await cluster.apply(settings({ level: 'info' }))
    await cluster.close()
    expect(await plan(objects, '--exit-code')).toMatchObject({
      code: 13,
      out: expect.stringMatching(/^local: nothing changes/) as string,
    })
  })

  test('two plans of the same are the same to the last byte', async () => {
    const files = [join(ops.folder, 'a.json'), join(ops.folder, 'b.json')]
    for (const file of files) await plan([deployment(image(1)), settings({ a: '1' })], '--out', file)
    expect(await readFile(files[0]!, 'utf8')).toBe(await readFile(files[1]!, 'utf8'))
  })

  test.each([
    ['a field with a typo, at its object', [deployment(image(1), { replicaz: 3 })], [], /replicaz/],
    [
      'latest, unless it is allowed',
      [deployment('harbor.example.com/goalixa/app:latest')],
      [],
      /tag that moves/,
    ],
    ['a tag that is not there', [deployment(image(1))], ['--tag', '2.0.0'], /there is no \S+app:2\.0\.0/],
    ['a placeholder for a digest', [deployment(image(0))], [], /placeholder/],
    ['a service that is not in the manifests', [deployment(image(1))], ['--services', 'ap'], /no service ap/],
    [
      'a secret in the clear',
      [{ ...settings({}), kind: 'Secret', data: { a: 'Yg==' } }],
      [],
      /holds its secret/,
    ],
    [
      'a kind that the cluster does not know',
      [{ ...settings({}), apiVersion: 'nowhere.example/v1', kind: 'Gizmo' }],
      [],
      /knows no Gizmo/,
    ],
  ])('refuses %s (10)', async (_, objects, words, reason) => {
    const { code, out } = await plan(objects, '--json', ...words)
    const { message, fields = [] } = failureIn(out)
    expect(code).toBe(10)
    expect([message, ...fields.map((field) => `${field.path} ${field.message}`)].join('\n')).toMatch(reason)
  })

  test('names the object of a mistake in the manifests', async () => {
    const { out } = await plan([deployment(image(1), { replicaz: 3 })], '--json')
    expect(failureIn(out)).toMatchObject({
      code: 'ops.manifests',
      fields: [{ path: 'Deployment goalixa-app/app' }],
    })
  })

  test('refuses YAML that is none, with the line (10)', async () => {
    const file = join(ops.folder, 'broken.yaml')
    await writeFile(file, 'kind: ConfigMap\nmetadata: {name: a\n')
    const { code, err } = await runCommand(Plan, 'ops:plan', [...ops.at, '--manifests', file])
    expect(code).toBe(10)
    expect(err).toMatch(/line [23]:/)
  })

  test('says where manifests would have to be, and that kubectl is missing (10)', async () => {
    const none = await runCommand(Plan, 'ops:plan', [...ops.at, '--manifests-dir', ops.folder, '--json'])
    expect(failureIn(none.out)).toMatchObject({ code: 'ops.manifests', exit: 10 })
    vi.stubEnv('PATH', ops.folder)
    const folder = join(import.meta.dirname, '../../../k8s')
    const without = await runCommand(Plan, 'ops:plan', [...ops.at, '--manifests-dir', folder, '--json'])
    vi.unstubAllEnvs()
    expect(failureIn(without.out)).toMatchObject({ code: 'ops.kubectl_missing', exit: 10 })
  })
})

describe('ops preflight', () => {
  const preflight = async (objects: readonly unknown[], ...words: string[]) =>
    runCommand(Preflight, 'ops:preflight', [...ops.at, ...(await ops.manifests(...objects)), ...words])

  test('asks all that a deploy asks, and changes nothing', async () => {
    const { code, out } = await preflight([deployment(image(1))])
    expect({ code, out }).toEqual({
      code: 0,
      out: 'passed      contract\nNothing stands in the way of a deploy to local\n',
    })
    expect(ops.server.store.list('deployments')).toEqual([])
    expect(ops.server.store.list('leases')).toEqual([])
  })

  test('tells every finding of every check together (10), with what the gates say', async () => {
    ops.server.access.deny({ verb: 'patch', resource: 'jobs' })
    const { code, out } = await preflight([deployment(image(1)), migration('contract')], '--json')
    expect(code).toBe(10)
    expect(Object.keys(lookSchema.shape)).toEqual(Object.keys(JSON.parse(out) as object))
    const { ok, checks, gates } = lookSchema.parse(JSON.parse(out))
    expect(ok).toBe(false)
    expect(checks.map(({ check, level }) => `${level} ${check}`)).toEqual(['error access'])
    expect(gates).toMatchObject([{ gate: 'contract', state: 'closed', findings: [{ object: 'app' }] }])
  })

  test('ends with 11 when only a gate is closed, and can be told to open it', async () => {
    const objects = [deployment(image(1)), migration('contract')]
    expect((await preflight(objects)).code).toBe(11)
    expect((await preflight(objects, '--allow-contract')).code).toBe(0)
    const opened = await preflight(objects, '--override', 'contract=the old code is gone')
    expect(opened.code).toBe(0)
    expect(opened.out).toMatch(/^overridden +contract$/m)
  })
})

describe('a cluster that is not the right one', () => {
  test.each([
    [{ kubeconfig: '/no/such/kubeconfig' }, 'ops.kubeconfig', /cannot be read/],
    [{ context: 'nowhere' }, 'ops.kubeconfig', /no context nowhere/],
    [{ env: 'staging' }, 'ops.environment', /is local, not staging/],
  ])('%j is refused (10)', async (otherwise, wanted, reason) => {
    const place = { env: 'local', kubeconfig: ops.kubeconfig, ...otherwise }
    const words = Object.entries(place).flatMap(([name, value]) => [`--${name}`, value])
    const { code, out } = await runCommand(Status, 'ops:status', [...words, '--json'])
    expect(code).toBe(10)
    expect(failureIn(out)).toMatchObject({ code: wanted, message: expect.stringMatching(reason) as string })
  })

  test('one that does not answer is told with its address (10)', async () => {
    const file = join(ops.folder, 'down')
    await writeFile(file, ops.server.kubeconfig.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'))
    const { code, err } = await runCommand(Status, 'ops:status', ['--kubeconfig', file])
    expect(code).toBe(10)
    expect(err).toMatch(/127\.0\.0\.1:1 does not answer: ECONNREFUSED/)
  })

  test('a namespace that says nothing can be told what it is', async () => {
    ops.server.store.remove('namespaces', '', 'goalixa-api')
    const { code, err } = await runCommand(Status, 'ops:status', [...ops.at])
    expect(code).toBe(10)
    expect(err).toContain('kubectl label namespace goalixa-api goalixa.com/environment=local')
  })

  test('a missing right is named by verb and resource (10)', async () => {
    ops.server.access.deny({ verb: 'list', resource: 'statefulsets' })
    const { code, out, err } = await runCommand(Status, 'ops:status', [...ops.at])
    expect({ code, out }).toEqual({ code: 10, out: '' })
    expect(err).toMatch(/^You may not list statefulsets\.apps in the whole cluster\n/)
  })

  test('nothing that is printed holds the token', async () => {
    ops.server.faults.next({ kind: 'answer', code: 401 }, { times: 100 })
    const { code, out, err } = await runCommand(Status, 'ops:status', [...ops.at, '--json'])
    expect(code).toBe(10)
    expect(out + err).not.toContain(ops.server.token)
  })
})

describe('ops deploy refuses', () => {
  test('what changed since its plan was made, object by object (10)', async () => {
    const file = join(ops.folder, 'plan.json')
    ops.server.add(settings({ level: 'info' }))
    await plan([settings({ level: 'debug' }), deployment(image(1))], '--out', file)
    const stored = ops.server.store.get('configmaps', 'goalixa-app', 'app-settings')!
    ops.server.store.replace('configmaps', { ...stored, data: { level: 'trace' } })
    const { code, err } = await runCommand(Deploy, 'ops:deploy', [...ops.at, '--plan', file])
    expect(code).toBe(10)
    expect(err).toMatch(/ConfigMap goalixa-app\/app-settings: was changed since the plan was made/)
    expect(ops.server.store.list('deployments')).toEqual([])
  })

  test('a plan that is none, one of another environment, and one of another cluster (10)', async () => {
    const file = join(ops.folder, 'plan.json')
    const run = () => runCommand(Deploy, 'ops:deploy', [...ops.at, '--plan', file, '--json'])
    await plan([settings({ a: '1' })], '--out', file)
    const text = await readFile(file, 'utf8')
    await writeFile(file, '{"version":1}')
    expect(failureIn((await run()).out)).toMatchObject({ code: 'ops.plan_invalid', exit: 10 })
    await writeFile(file, text.replace('"environment": "local"', '"environment": "staging"'))
    expect(failureIn((await run()).out)).toMatchObject({ code: 'ops.plan_invalid', exit: 10 })
    await writeFile(file, text.replace(/"cluster": "[^"]+"/, '"cluster": "another"'))
    expect(failureIn((await run()).out)).toMatchObject({ code: 'ops.environment', exit: 10 })
  })

  test('what preflight finds, all of it together (10)', async () => {
    const pod = {
      containers: [{ name: 'app', image: image(1), envFrom: [{ secretRef: { name: 'database' } }] }],
    }
    const app = deployment(image(1), { template: { metadata: { labels: { app: 'app' } }, spec: pod } })
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: 'goalixa-app' },
    }
    ops.server.add({ ...quota, spec: { hard: { pods: '1' } } })
    const { code, out } = await deploy([app], '--json')
    expect(code).toBe(10)
    const last = out.trim().split('\n').at(-1)!
    expect(failureIn(last)).toMatchObject({
      code: 'ops.preflight_failed',
      fields: [
        { path: 'Deployment goalixa-app/app', message: 'Secret goalixa-app/database is missing' },
        { path: 'ResourceQuota goalixa-app/q' },
      ],
    })
    expect(ops.server.store.list('deployments')).toEqual([])
  })

  test('a right that only its rollback would need (10)', async () => {
    ops.server.access.deny({ verb: 'delete', resource: 'deployments' })
    const { code, err } = await deploy([deployment(image(1))])
    expect(code).toBe(10)
    expect(err).toContain('delete deployments.apps in goalixa-app: is not allowed')
  })

  test('a contract migration that nobody allowed (11)', async () => {
    const { code, err } = await deploy([deployment(image(1)), migration('contract')])
    expect(code).toBe(11)
    expect(err).toContain('allow it with --allow-contract')
    expect(ops.server.store.list('jobs')).toEqual([])
  })

  test('while somebody else works, with who, since when and for what (12)', async () => {
    const cluster = openCluster({ text: ops.server.kubeconfig, clock: systemClock })
    const options = { cluster, clock: systemClock, namespace: 'goalixa-api', environment: 'local' }
    const lock = await acquireLock({ ...options, holder: 'sara@desk', doing: 'deploy: 1.9.0' })
    const { code, err } = await deploy([deployment(image(1))])
    expect(code).toBe(12)
    expect(err).toMatch(/locked by sara@desk since .*Z, for: deploy: 1\.9\.0/)
    const status = await runCommand(Status, 'ops:status', [...ops.at, '--json'])
    expect(Status.output.parse(JSON.parse(status.out)).lock).toMatchObject({ holder: 'sara@desk' })
    const taken = await runCommand(Unlock, 'ops:unlock', [...ops.at, '--force', '--reason', 'she is gone'])
    expect(taken).toMatchObject({ code: 0, out: expect.stringMatching(/^Taken from sara@desk/) as string })
    await expect.poll(() => lock.lost.aborted, { timeout: 30_000 }).toBe(true)
    await lock.release()
    await cluster.close()
  })

  test('production, unless somebody says so (10)', async () => {
    await ops.close()
    ops = await opsCluster('production')
    const { code, out } = await deploy([settings({ a: '1' })], '--json')
    expect(code).toBe(10)
    expect(failureIn(out)).toMatchObject({ code: 'ops.unconfirmed' })
  })
})

test('unlock wants to be meant, and a reason (2)', async () => {
  expect((await runCommand(Unlock, 'ops:unlock', [...ops.at, '--force'])).code).toBe(2)
})

test('there is nothing to go back to, and no service to read of, in an empty cluster', async () => {
  expect((await runCommand(Rollback, 'ops:rollback', [...ops.at])).code).toBe(3)
  expect((await runCommand(Logs, 'ops:logs', ['app', ...ops.at])).code).toBe(10)
  expect(await runCommand(History, 'ops:history', [...ops.at])).toMatchObject({
    code: 0,
    out: 'Nothing was deployed yet\n',
  })
})

test('doctor tells what is missing, and goes on with the rest (10)', async () => {
  ops.server.access.deny({ verb: 'create', resource: 'leases' })
  const { code, out } = await runCommand(Doctor, 'ops:doctor', [
    ...ops.at,
    '--registry',
    '127.0.0.1:1',
    '--json',
  ])
  expect(code).toBe(10)
  const { ok, checks } = Doctor.output.parse(JSON.parse(out))
  expect(ok).toBe(false)
  const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]))
  expect(states).toMatchObject({
    kubeconfig: 'ok',
    server: 'ok',
    environment: 'ok',
    permissions: 'fail',
    'registry 127.0.0.1:1': 'fail',
  })
  expect(checks.find(({ name }) => name === 'permissions')?.detail).toContain(
    'create leases.coordination.k8s.io in goalixa-api',
  )
})
