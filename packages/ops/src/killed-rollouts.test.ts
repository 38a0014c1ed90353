/**
 * Operators that die after each write of their journal, and lines that are cut: whoever resumes converges, there are
 * never two writers, and the lock frees itself.
 */
import { describe, expect, test } from 'vitest'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { abort, deploy, resume } from './deploy.ts'
import { listRuns } from './journal/journal.ts'
import { imageOf, okChecks, services } from './testing/rollout.ts'
import type { RolloutSetting } from './testing/rollout.ts'
import { startRollouts } from './testing/start-rollouts.ts'

const all = (version: string) =>
  Object.fromEntries(services.map((service) => [service, [imageOf(service, version)]]))

/** A cluster connection that dies for good after so many journal writes: as kill -9 looks from outside. */
function mortal(cluster: Cluster, writes: number): Cluster {
  let left = writes
  let isDead = false
  const alive =
    <Args extends readonly unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (isDead) return new Promise<never>(() => undefined)
      const answer = await call(...args)
      const [kind, object] = args as unknown as [{ resource?: string }, { metadata?: { name?: string } }]
      const isJournal =
        kind.resource === 'configmaps' && object.metadata?.name?.startsWith('goalixa-run-') === true
      if (isJournal && call === (cluster.replace as unknown)) left -= 1
      if (left === 0) {
        isDead = true
        return new Promise<never>(() => undefined)
      }
      return answer
    }
  return {
    ...cluster,
    get: alive(cluster.get),
    list: alive(cluster.list),
    create: alive(cluster.create),
    replace: alive(cluster.replace),
    apply: alive(cluster.apply),
    remove: alive(cluster.remove),
  }
}

/** How many journal writes a rollout needs that nobody kills. */
async function writesOf(outcomes: 'good' | 'bad'): Promise<number> {
  const setting = await settingFor(outcomes)
  await deploy(setting.operator, await setting.planFor('2'), { reason: 'whole' })
  return setting.server.requests.count({ method: 'PUT', path: 'configmaps/goalixa-run-' })
}

const settingFor = (outcomes: 'good' | 'bad') =>
  startRollouts(outcomes === 'good' ? {} : { [imageOf('api', '2')]: { pull: 'missing' } })

async function killAfter(setting: RolloutSetting, writes: number) {
  const cluster = mortal(setting.cluster, writes)
  void deploy(setting.operatorWith({ cluster }), await setting.planFor('2'), {
    reason: 'to be killed',
  }).catch(() => undefined)
  const journalWrites = () =>
    setting.server.requests.count({ method: 'PUT', path: 'configmaps/goalixa-run-' })
  await expect.poll(journalWrites, { timeout: 30_000, interval: 5 }).toBe(writes)
}

describe.each(['good', 'bad'] as const)('a %s rollout that is killed', (outcomes) => {
  test('at each of its steps, and resumed', { timeout: 600_000 }, async () => {
    const writes = await writesOf(outcomes)
    expect(writes).toBeGreaterThan(20)
    // Some of the writes here; `npm run chaos` kills after each.
    const step = process.env['OPS_KILL_EVERY'] === '1' ? 1 : 9
    for (let after = 1; after < writes; after += step) {
      const setting = await settingFor(outcomes)
      await killAfter(setting, after)
      const other = openCluster({ text: setting.server.kubeconfig, clock: setting.clock, timeoutMs: 500 })
      const heir = setting.operatorWith({ cluster: other, actor: 'sara@desk', waitLockMs: 60_000 })
      const ended = await resume(heir)
      expect(ended.outcome, `killed after write ${after}`).toBe(
        outcomes === 'good' ? 'committed' : 'rolled-back',
      )
      await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all(outcomes === 'good' ? '2' : '1'))
      const jobs = setting.server.store.list('jobs').length
      expect(jobs, 'migrations run once').toBe(2)
      await other.close()
    }
  })
})

test('a run whose line is cut for a minute stops writing, and is resumed', { timeout: 60_000 }, async () => {
  const setting = await startRollouts({ [imageOf('api', '2')]: { pullMs: 90_000 } })
  const operator = setting.operatorWith({
    write: (event) => {
      if (event.message === 'watch api') {
        setting.server.faults.next({ kind: 'hang' }, { times: 10_000 })
        setting.server.faults.cutWatches('reset')
      }
    },
  })
  await expect(deploy(operator, await setting.planFor('2'), { reason: 'cut' })).rejects.toMatchObject({
    code: 'ops.lock_lost',
  })
  setting.server.faults.clear()
  const heir = openCluster({ text: setting.server.kubeconfig, clock: setting.clock, timeoutMs: 500 })
  const ended = await resume(setting.operatorWith({ cluster: heir, waitLockMs: 60_000 }))
  expect(ended).toMatchObject({ outcome: 'committed' })
  await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('2'))
  await heir.close()
})

test('a dead run that is aborted is taken back', { timeout: 60_000 }, async () => {
  const setting = await startRollouts()
  await killAfter(setting, 25)
  const other = openCluster({ text: setting.server.kubeconfig, clock: setting.clock, timeoutMs: 500 })
  const ended = await abort(setting.operatorWith({ cluster: other, waitLockMs: 60_000 }))
  expect(ended).toMatchObject({ outcome: 'aborted' })
  await expect.poll(setting.running, { timeout: 30_000 }).toEqual(all('1'))
  const runs = await listRuns({ cluster: other, clock: setting.clock, namespace: 'goalixa-api' }, 'staging')
  expect(runs).toMatchObject([{ outcome: 'aborted' }])
  await other.close()
})

test('nothing new begins while a run has no end', { timeout: 60_000 }, async () => {
  const setting = await startRollouts()
  await killAfter(setting, 9)
  const other = openCluster({ text: setting.server.kubeconfig, clock: setting.clock, timeoutMs: 500 })
  const next = setting.operatorWith({ cluster: other, waitLockMs: 60_000, checksFor: () => okChecks })
  await expect(deploy(next, await setting.planFor('3'), { reason: 'impatient' })).rejects.toMatchObject({
    code: 'ops.lock_held',
  })
  await other.close()
})
