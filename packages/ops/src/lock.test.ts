/** One writer at a time, whatever dies or hangs. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { kinds } from './kinds.ts'
import { acquireLock } from './lock.ts'
import type { LockOptions } from './lock.ts'
import { startCluster } from './testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from './testing/cluster/start-cluster.ts'
import { fastClock } from './testing/fast-clock.ts'

const clock = fastClock()
let server: SimulatedCluster
let cluster: Cluster
beforeEach(async () => {
  server = await startCluster({ namespaces: ['goalixa-api'] })
  cluster = openCluster({ text: server.kubeconfig, clock })
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})

const options = (holder: string, more: Partial<LockOptions> = {}): LockOptions => ({
  cluster,
  clock,
  namespace: 'goalixa-api',
  environment: 'staging',
  holder,
  doing: 'deploy 1.4.0',
  ...more,
})
const lease = () => cluster.get(kinds.Lease, 'goalixa-ops-staging', 'goalixa-api')

test('somebody else is told who, since when, and for what', async () => {
  const lock = await acquireLock(options('ali@laptop'))
  await expect(acquireLock(options('sara@desk'))).rejects.toMatchObject({
    code: 'ops.lock_held',
    message: expect.stringMatching(/locked by ali@laptop since \d{4}-.*Z, for: deploy 1\.4\.0/),
  })
  await lock.release()
  const next = await acquireLock(options('sara@desk'))
  expect(next.token).toBe(lock.token + 1)
  await next.release()
})

test('who waits gets it as soon as it is given back', async () => {
  const first = await acquireLock(options('ali'))
  const second = acquireLock(options('sara', { waitMs: 600_000 }))
  await clock.sleep(5_000)
  await first.release()
  expect((await second).token).toBe(first.token + 1)
  await (await second).release()
})

test('the lock of one who died frees itself, and is never held by two', async () => {
  const dead = await acquireLock(options('dead'))
  // It still believes; its renewals do not arrive.
  server.faults.next({ kind: 'answer', code: 403 }, { method: 'PUT', path: 'leases', times: 1000 })
  const lostAt = new Promise<number>((resolve) => {
    dead.lost.addEventListener('abort', () => resolve(clock.now()))
  })
  const begin = clock.now()
  await expect.poll(() => dead.lost.aborted, { timeout: 30_000 }).toBe(true)
  expect(() => dead.assertHeld()).toThrow(/could not be renewed/)
  expect((await lostAt) - begin).toBeLessThan(15_000)
  server.faults.clear()
  const heir = await acquireLock(options('heir', { waitMs: 60_000 }))
  expect(heir.token).toBe(dead.token + 1)
  await heir.release()
})

test('a stolen lock is noticed at the next renewal', async () => {
  const lock = await acquireLock(options('ali'))
  const stored = await lease()
  await cluster.replace(kinds.Lease, {
    ...stored!,
    spec: { ...stored!.spec, holderIdentity: 'thief', leaseTransitions: 9 },
  })
  await expect.poll(() => lock.lost.aborted, { timeout: 30_000 }).toBe(true)
  expect(() => lock.assertHeld()).toThrow(/held by thief/)
  await lock.release()
  expect((await lease())?.spec).toMatchObject({ holderIdentity: 'thief' })
})

test('of ten who ask at once one gets it', async () => {
  const asked = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => acquireLock(options(`p${index}`))),
  )
  const got = asked.filter(({ status }) => status === 'fulfilled')
  expect(got).toHaveLength(1)
  for (const one of asked) if (one.status === 'fulfilled') await one.value.release()
})

test('an answer that is lost on the way is no lock lost', async () => {
  server.faults.next({ kind: 'lose-answer' }, { method: 'POST', path: 'leases' })
  const lock = await acquireLock(options('ali'))
  server.faults.next({ kind: 'lose-answer' }, { method: 'PUT', path: 'leases', times: 2 })
  await clock.sleep(9_000)
  expect(lock.lost.aborted).toBe(false)
  await lock.release()
  expect((await lease())?.spec).toMatchObject({ holderIdentity: '' })
})
