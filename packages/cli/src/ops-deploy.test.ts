/** `goalixa ops deploy` and what follows it, until the end and to each end (ops, section 3). */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openCluster } from '@goalixa/ops/cluster'
import { eventSchema } from '@goalixa/ops/events'
import { listRuns, requestAbort } from '@goalixa/ops/journal/journal'
import { systemClock } from '@goalixa/ops/system-clock'
import Abort from './commands/ops/abort.ts'
import Deploy from './commands/ops/deploy.ts'
import Health from './commands/ops/health.ts'
import History from './commands/ops/history.ts'
import Logs from './commands/ops/logs.ts'
import Resume from './commands/ops/resume.ts'
import Rollback from './commands/ops/rollback.ts'
import Status from './commands/ops/status.ts'
import { FailureDocument } from './failure-document.ts'
import { deployment, image, migration, opsCluster, settings } from './testing/ops-cluster.ts'
import type { OpsCluster } from './testing/ops-cluster.ts'
import { runCommand } from './testing/run-command.ts'
import type { Ran } from './testing/run-command.ts'

/** The clock of the commands moves the cluster's along. */
const time = vi.hoisted(() => ({ advance: (ms: number): void => void ms }))
vi.mock(import('@goalixa/ops/system-clock'), async () => {
  const { fastClock } = await import('@goalixa/ops/testing/fast-clock')
  return { systemClock: fastClock({ advance: (ms) => time.advance(ms) }) }
})

let ops: OpsCluster
beforeEach(async () => {
  ops = await opsCluster()
  time.advance = ops.server.clock.advance
})
afterEach(async () => {
  time.advance = () => {}
  await ops.close()
})

const deploy = async (objects: readonly unknown[], ...words: string[]): Promise<Ran> =>
  runCommand(Deploy, 'ops:deploy', [...ops.at, ...(await ops.manifests(...objects)), ...words])
const status = async () =>
  Status.output.parse(JSON.parse((await runCommand(Status, 'ops:status', [...ops.at, '--json'])).out))
const history = async () =>
  History.output.parse(JSON.parse((await runCommand(History, 'ops:history', [...ops.at, '--json'])).out))
/** The run has changed something by now. */
const applied = () =>
  expect.poll(() => ops.server.store.list('deployments'), { timeout: 30_000 }).toHaveLength(1)
const imageOf = () =>
  ops.server.store.get('deployments', 'goalixa-app', 'app')?.spec?.['template'].spec.containers[0]
    .image as string
const linesOf = ({ out }: Ran): unknown[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

test('a good version is committed, and each line is an event; then one can go back, and forth (0)', async () => {
  ops.runPods().behave({ [image(1)]: { log: ['listening', 'password=hunter22'] } })
  const first = await deploy([deployment(image(1)), settings({ level: 'info' })], '--json')
  expect(first).toMatchObject({ code: 0, err: '' })
  const events = linesOf(first).map((line) => eventSchema.parse(line))
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)).toMatchObject({ type: 'result', data: { outcome: 'committed' } })

  const second = await deploy([deployment(image(2))], '--reason', 'faster')
  expect(second.code).toBe(0)
  expect(second.out).toMatch(/^Committed: deploy \S+ of local\n$/)
  expect(second.err).toMatch(/progress app: 2\/2 done/)
  expect(imageOf()).toBe(image(2))
  // What is no longer in the manifests is gone.
  expect(ops.server.store.get('configmaps', 'goalixa-app', 'app-settings')).toBeUndefined()
  expect(await status()).toMatchObject({
    lock: null,
    run: null,
    revision: { number: 2 },
    workloads: [{ service: 'app', complete: true, available: 2, wanted: 2, problem: null }],
  })
  expect(await deploy([deployment(image(2))])).toMatchObject({
    code: 0,
    out: 'local is as the manifests say: nothing to do\n',
  })

  const shown = await runCommand(Rollback, 'ops:rollback', [...ops.at, '--dry-run'])
  expect(shown.out).toContain(`        + ${image(1)}`)
  expect(imageOf()).toBe(image(2))
  const back = await runCommand(Rollback, 'ops:rollback', [...ops.at, '--to', '1'])
  expect(back.code).toBe(0)
  expect(imageOf()).toBe(image(1))
  expect(ops.server.store.get('configmaps', 'goalixa-app', 'app-settings')?.data).toEqual({ level: 'info' })
  const { revisions, runs } = await history()
  expect(revisions.map(({ number }) => number)).toEqual([3, 2, 1])
  expect(runs.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
    'rollback to revision 1',
    'deploy faster',
    'deploy app 1.1.0',
  ])
  const logs = await runCommand(Logs, 'ops:logs', ['app', ...ops.at, '--json'])
  const written = Logs.output.parse(JSON.parse(logs.out)).logs
  expect(written.map(({ lines }) => lines.map((line) => line.replace(/^\S+Z /, '')))).toEqual([
    ['listening', 'password=[redacted]'],
    ['listening', 'password=[redacted]'],
  ])
  const followed = runCommand(Logs, 'ops:logs', ['app', ...ops.at, '--follow', '--tail', '1', '--json'])
  await expect
    .poll(() => ops.server.requests.all.filter(({ query }) => /follow=true/.test(query)))
    .toHaveLength(2)
  process.emit('SIGINT')
  expect(await followed).toMatchObject({ code: 130, err: '' })
  const health = await runCommand(Health, 'ops:health', [
    ...ops.at,
    '--origin',
    'api=http://127.0.0.1:1',
    '--rounds',
    '1',
  ])
  expect(health).toMatchObject({ code: 1, out: expect.stringContaining('local is not well') as string })
})

test('an image that is not there is taken back, with the verdict and what to do (20)', async () => {
  const controllers = ops.runPods()
  controllers.behave({ [image(2)]: { pull: 'missing' } })
  expect((await deploy([deployment(image(1))])).code).toBe(0)
  const { code, err, out } = await deploy([deployment(image(2))])
  expect({ code, out }).toEqual({ code: 20, out: '' })
  expect(err).toMatch(/verdict {2}app: .*not found/)
  expect(err).toMatch(/\n\s+hint: /)
  expect(imageOf()).toBe(image(1))
  expect((await history()).runs[0]).toMatchObject({ outcome: 'rolled-back' })
})

test('one that never becomes ready in the time that it has is late (70)', async () => {
  const controllers = ops.runPods()
  expect((await deploy([deployment(image(1))])).code).toBe(0)
  controllers.behave({ [image(2)]: { ready: 'never' } })
  const late = await deploy([deployment(image(2))], '--timeout', '1m', '--json')
  expect(late.code).toBe(70)
  expect(FailureDocument.parse(linesOf(late).at(-1)).error).toMatchObject({ code: 'ops.deadline', exit: 70 })
})

test('a first signal stops it before its next change, and it can be gone on with (130)', async () => {
  const running = deploy([deployment(image(1))])
  await applied()
  process.emit('SIGINT')
  const { code, err } = await running
  expect(code).toBe(130)
  expect(err).toContain('goalixa ops resume --env local')
  const { lock, run } = await status()
  expect({ lock, run }).toMatchObject({ lock: null, run: { kind: 'deploy' } })
  // Nobody says "nothing to do" of what was never proven.
  expect((await deploy([deployment(image(1))])).code).toBe(12)
  ops.runPods()
  const resumed = await runCommand(Resume, 'ops:resume', [...ops.at])
  expect(resumed).toMatchObject({ code: 0, out: expect.stringMatching(/^Committed/) as string })
  expect((await runCommand(Resume, 'ops:resume', [...ops.at])).code).toBe(3)
})

test('a reader that goes away ends no run', async () => {
  ops.runPods()
  const running = deploy([deployment(image(1))], '--json')
  await applied()
  process.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  expect((await running).code).toBe(0)
  expect((await history()).runs[0]).toMatchObject({ outcome: 'committed' })
})

test('one that was broken off is taken back by abort (0), and one that goes on is told (22)', async () => {
  const running = deploy([deployment(image(1))])
  await applied()
  const cluster = openCluster({ text: ops.server.kubeconfig, clock: systemClock })
  const place = { cluster, clock: systemClock, namespace: 'goalixa-api' }
  const [run] = await listRuns(place, 'local')
  await requestAbort(place, run!.id, 'sara@desk')
  await cluster.close()
  expect((await running).code).toBe(22)
  expect(ops.server.store.list('deployments')).toEqual([])

  const again = deploy([deployment(image(2))])
  await applied()
  process.emit('SIGINT')
  await again
  const aborted = await runCommand(Abort, 'ops:abort', [...ops.at])
  expect(aborted).toMatchObject({ code: 0, out: expect.stringMatching(/^Aborted and taken back/) as string })
  expect(ops.server.store.list('deployments')).toEqual([])
  expect((await runCommand(Abort, 'ops:abort', [...ops.at])).code).toBe(3)
})

test('there is no way back past a contract migration (21)', async () => {
  ops.runPods().behave({ [image(3)]: { exits: 0 } })
  const job = migration('contract')
  job.spec!['template'].spec.containers[0].image = image(3)
  expect((await deploy([deployment(image(1))])).code).toBe(0)
  const contracted = await deploy([deployment(image(2)), job], '--override', 'contract=the old code is gone')
  expect(contracted.code).toBe(0)
  expect((await history()).runs[0]?.overrides).toEqual({ contract: 'the old code is gone' })
  const { code, err } = await runCommand(Rollback, 'ops:rollback', [...ops.at])
  expect(code).toBe(21)
  expect(err).toContain('contract migration of app')
  expect(imageOf()).toBe(image(2))
})

test('a server that goes away in the middle leaves a run that can be resumed (130)', async () => {
  const running = deploy([deployment(image(1))])
  await applied()
  ops.server.faults.next({ kind: 'answer', code: 403 }, { path: 'leases', times: 1000 })
  const { code, err } = await running
  expect(code).toBe(130)
  expect(err).toContain('goalixa ops resume')
  ops.server.faults.clear()
})
