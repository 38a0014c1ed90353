/** Going back: to what was there, service by service, and not where there is no way back. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import type { Clock } from './clock.ts'
import { commitRevision } from './journal/revisions.ts'
import type { KubeObject } from './kube-object.ts'
import { objectKey } from './object-key.ts'
import type { Plan } from './plan/plan.ts'
import { planRollback, readState } from './rollback.ts'
import { startCluster } from './testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from './testing/cluster/start-cluster.ts'
import { fastClock } from './testing/fast-clock.ts'

let server: SimulatedCluster
let cluster: Cluster
let place: { cluster: Cluster; clock: Clock; namespace: string; environment: string }
beforeEach(async () => {
  server = await startCluster({ namespaces: ['goalixa-api', 'goalixa-app'] })
  cluster = openCluster({ text: server.kubeconfig, clock: fastClock() })
  place = { cluster, clock: fastClock(), namespace: 'goalixa-api', environment: 'staging' }
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})

const config = (service: string, version: string, name = service): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'goalixa-app', labels: { 'app.kubernetes.io/name': service } },
  data: { version },
})
const job = (kind: 'expand' | 'contract', version: string) => ({
  kind,
  job: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `migrate-${version}`, namespace: 'goalixa-app' },
  },
})
type Service = Partial<Plan['services'][number]> & { name: string }

async function commit(run: string, ...services: Service[]) {
  const plan: Plan = {
    version: 1,
    environment: 'staging',
    cluster: 'c',
    services: services.map((service) => ({ level: 0, images: [], manifests: [], changes: [], ...service })),
    prune: [],
    basedOn: {},
  }
  for (const { manifests } of plan.services) for (const object of manifests) await cluster.apply(object)
  const committedAt = '2026-11-23T03:00:00.000Z'
  await commitRevision(place, plan, {
    run,
    planHash: run,
    committedAt,
    summary: run,
  })
}
const wanted = ({ services }: Plan) =>
  Object.fromEntries(
    services.flatMap(({ manifests }) => manifests.map((one) => [one.metadata.name, one.data?.['version']])),
  )

test('what is deployed is what the newest revisions brought together', async () => {
  expect(await readState(place)).toBeUndefined()
  await commit(
    'a',
    { name: 'auth', manifests: [config('auth', '1')] },
    { name: 'app', manifests: [config('app', '1')] },
  )
  await commit('b', { name: 'app', manifests: [config('app', '2')] })
  expect(wanted((await readState(place))!)).toEqual({ auth: '1', app: '2' })
})

test('goes back to the revision before, removes what came since, and keeps what cannot be made again', async () => {
  await commit(
    'a',
    { name: 'auth', manifests: [config('auth', '1')] },
    { name: 'app', manifests: [config('app', '1')] },
  )
  const claim = { ...config('app', '', 'data'), kind: 'PersistentVolumeClaim', data: undefined }
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  const { data: _, ...volume } = { ...claim, spec }
  await commit('b', { name: 'app', manifests: [config('app', '2'), config('app', '2', 'extra'), volume] })
  const { plan, from, to } = await planRollback(place)
  expect([from.number, to.number]).toEqual([2, 1])
  expect(wanted(plan)).toEqual({ auth: '1', app: '1' })
  expect(plan.prune.map(objectKey)).toEqual(['ConfigMap goalixa-app/extra'])
  const changed = plan.services.flatMap(({ changes }) => changes.filter(({ action }) => action !== 'none'))
  expect(changed.map(({ object }) => object)).toEqual(['ConfigMap goalixa-app/app'])
})

test('runs no migration, and goes back past one that old and new code can work with', async () => {
  await commit('a', { name: 'app', manifests: [config('app', '1')] })
  await commit('b', { name: 'app', manifests: [config('app', '2')], migration: job('expand', '2') })
  expect((await planRollback(place)).plan.services[0]).not.toHaveProperty('migration')
})

test('does not go back past a contract migration, wherever in between it is', async () => {
  await commit('a', { name: 'app', manifests: [config('app', '1')] })
  await commit('b', { name: 'app', manifests: [config('app', '2')], migration: job('contract', '2') })
  await commit('c', { name: 'app', manifests: [config('app', '3')], migration: job('contract', '2') })
  await expect(planRollback({ ...place, to: 1 })).rejects.toMatchObject({ code: 'ops.rollback_failed' })
  // The same one in the target has been there already.
  expect(wanted((await planRollback(place)).plan)).toEqual({ app: '2' })
})

test('names the revisions that there are', async () => {
  await expect(planRollback(place)).rejects.toMatchObject({ code: 'ops.run_not_found' })
  await commit('a', { name: 'app', manifests: [config('app', '1')] })
  await expect(planRollback(place)).rejects.toThrow('no revision to go back to')
  await expect(planRollback({ ...place, to: 9 })).rejects.toMatchObject({ try: 'choose from: 1' })
})
