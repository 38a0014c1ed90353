/** Accounts that end while pods need them (section 3, preflight 4). */
import { afterEach, expect, test } from 'vitest'
import { openCluster } from '../cluster.ts'
import type { Plan } from '../plan/plan.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import type { RunContext } from '../rollout/context.ts'
import { startCluster } from '../testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from '../testing/cluster/start-cluster.ts'
import { fastClock } from '../testing/fast-clock.ts'
import { robotCheck, robotFindings } from './robots.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const clock = { date: () => new Date(now) }
const hour = 3_600_000
const robot = (name: string, endsInMs?: number, isDisabled = false) => ({
  id: 1,
  name,
  isDisabled,
  ...(endsInMs === undefined ? {} : { expiresAt: new Date(now + endsInMs) }),
})

test('an account that ended, is disabled, or ends during the run is an error; within a week a warning', () => {
  const robots = [
    robot('ended', -hour),
    robot('disabled', 90 * 24 * hour, true),
    robot('during', hour),
    robot('soon', 6 * 24 * hour),
    robot('later', 8 * 24 * hour),
    robot('never'),
  ]
  expect(robotFindings(robots, clock, 2 * hour).map(({ level, object }) => `${level} ${object}`)).toEqual([
    'error robot ended',
    'error robot disabled',
    'error robot during',
    'warning robot soon',
  ])
})

let server: SimulatedCluster | undefined
const used = fastClock(undefined, now)
afterEach(async () => {
  used.stop()
  await server?.close()
})

test('the accounts are those of the pull secrets and of whoever asks; who may not see them is told so', async () => {
  server = await startCluster({ namespaces: ['goalixa-app'] })
  const auth = Buffer.from('robot$goalixa+pull:secret').toString('base64')
  const text = JSON.stringify({ auths: { 'harbor.example': { auth } } })
  server.add({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'harbor-pull', namespace: 'goalixa-app' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(text).toString('base64') },
  })
  const pods = { imagePullSecrets: [{ name: 'harbor-pull' }], containers: [{ name: 'app', image: 'x' }] }
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'goalixa-app' },
    spec: { template: { spec: pods } },
  }
  const image = { repository: 'harbor.example/goalixa/app', digest: 'sha256:1', platforms: {} }
  const services = [{ name: 'app', level: 0, images: [image], manifests: [manifest], changes: [] }]
  const cluster = openCluster({ text: server.kubeconfig, clock: used })
  const context = {
    cluster,
    clock,
    journal: { plan: { services } as unknown as Plan },
    settings: { deadlineMs: hour },
  } as unknown as RunContext
  const project = async () => ({ id: 7, name: 'goalixa', metadata: {} })
  const robots = async (id?: number) =>
    id === 7
      ? [robot('robot$goalixa+pull', hour), robot('robot$goalixa+other', -hour)]
      : [robot('robot$ops', -1)]
  const check = robotCheck({ harbor: { project, robots }, host: 'harbor.example', own: 'robot$ops' })
  expect((await check(context)).map(({ level, object }) => `${level} ${object}`)).toEqual([
    'error robot robot$ops',
    'error robot robot$goalixa+pull',
  ])
  const hidden = () => Promise.reject(new RegistryRefusal('refused', 'no', { status: 403 }))
  const blind = robotCheck({ harbor: { project, robots: hidden }, host: 'harbor.example' })
  expect(await blind(context)).toMatchObject([{ level: 'warning', object: 'robots of harbor.example' }])
  await cluster.close()
})
