/** Images that go out, and those that would have to come back (section 3, preflight 3 and 5). */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openCluster } from '../cluster.ts'
import type { Cluster } from '../cluster.ts'
import type { KubeObject } from '../kube-object.ts'
import type { RunContext } from '../rollout/context.ts'
import { node } from '../testing/cluster/controllers/nodes.ts'
import { startCluster } from '../testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from '../testing/cluster/start-cluster.ts'
import { fastClock } from '../testing/fast-clock.ts'
import { serveImages } from '../testing/image-server.ts'
import { checkEarlierPulls, checkPulls } from './pulls.ts'

const images = await serveImages()
const there = (tag: string) => images.image('goalixa/app', tag)
const lost = (tag: string) => there(tag).replace(/[0-9a-f]{64}$/, '1'.repeat(64))
const namespace = 'goalixa-app'

let server: SimulatedCluster
let cluster: Cluster
const clock = fastClock()
beforeEach(async () => {
  server = await startCluster({ namespaces: [namespace] })
  server.add(node('n1'))
  cluster = openCluster({ text: server.kubeconfig, clock })
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})

const deployment = (image: string, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'app' } },
    template: {
      metadata: { labels: { app: 'app' } },
      spec: { containers: [{ name: 'app', image }], ...more },
    },
  },
})
/** Lets nobody in. */
async function closedRegistry(): Promise<string> {
  const closed = createServer((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
  })
  await new Promise<void>((resolve) => void closed.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void closed.close())
  return `127.0.0.1:${(closed.address() as AddressInfo).port}`
}

const well = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }
function run(image: string, status: object = well): void {
  server.add(deployment(image))
  const stored = server.store.get('deployments', namespace, 'app')!
  server.store.replace('deployments', { ...stored, status: { ...status } }, { status: true })
}

function contextFor(object: KubeObject, kind: 'deploy' | 'rollback' = 'deploy'): RunContext {
  const changes = [{ object: 'Deployment goalixa-app/app', action: 'change', fields: [] }]
  const journal = {
    plan: { services: [{ name: 'app', manifests: [object], changes }] },
    run: () => ({ kind, overrides: {} }),
  }
  return { cluster, clock, journal, lock: { lost: new AbortController().signal } } as unknown as RunContext
}

describe('an image that runs now', () => {
  test('and is lost could not be gone back to: that is an error of its own', async () => {
    run(lost('1.0.0'))
    expect(await checkEarlierPulls(contextFor(deployment(there('2.0.0'))))).toMatchObject([
      {
        check: 'rollback',
        level: 'error',
        object: expect.stringMatching(/^image \S+\/goalixa\/app:1\.0\.0 in goalixa-app$/) as string,
        message: expect.stringMatching(
          /^runs now, and could not be gone back to: .* it is not there/,
        ) as string,
      },
    ])
  })

  test('and is there, or stays the same, is nothing to tell', async () => {
    run(there('1.0.0'))
    expect(await checkEarlierPulls(contextFor(deployment(there('2.0.0'))))).toEqual([])
    server.store.remove('deployments', namespace, 'app')
    run(lost('1.0.0'))
    expect(await checkEarlierPulls(contextFor(deployment(lost('1.0.0'))))).toEqual([])
  })

  test('and does not run well keeps no repair out, and nobody from going back', async () => {
    run(lost('1.0.0'), { ...well, availableReplicas: 1 })
    expect(await checkEarlierPulls(contextFor(deployment(there('2.0.0'))))).toEqual([])
    server.store.remove('deployments', namespace, 'app')
    run(lost('1.0.0'))
    expect(await checkEarlierPulls(contextFor(deployment(there('2.0.0')), 'rollback'))).toEqual([])
  })

  test('and was built for other nodes than there are now is not lost', async () => {
    server.add(node('n2', { architecture: 'arm64' }))
    run(there('1.0.0'))
    expect(await checkEarlierPulls(contextFor(deployment(there('2.0.0'))))).toEqual([])
  })
})

describe('an image that goes out', () => {
  const pulls = (image: string, more: object = {}) => checkPulls(contextFor(deployment(image, more)))

  test('has to fit the nodes that its pods may go to, and no others', async () => {
    server.add(node('n2', { architecture: 'arm64' }))
    expect(await pulls(there('2.0.0'))).toMatchObject([{ check: 'pull', level: 'error' }])
    expect(await pulls(there('2.0.0'), { nodeSelector: { 'kubernetes.io/arch': 'amd64' } })).toEqual([])
  })

  test('is looked at with the secrets that can be read; others are told only when it is refused', async () => {
    server.add({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'odd', namespace },
      data: { a: 'YQ==' },
    })
    const imagePullSecrets = [{ name: 'odd' }, { name: 'absent' }]
    expect(await pulls(there('2.0.0'), { imagePullSecrets })).toEqual([])
    const closed = await closedRegistry()
    const refused = await pulls(`${closed}/goalixa/app:1`, { imagePullSecrets })
    expect(refused).toMatchObject([
      {
        level: 'warning',
        message: expect.stringMatching(
          /no pull secret fits.*\(goalixa-app\/absent is not there yet, goalixa-app\/odd is no pull secret\)$/,
        ) as string,
      },
    ])
    const [useless] = await pulls(`${closed}/goalixa/app:1`, { imagePullSecrets: [{ name: 'odd' }] })
    expect(useless).toMatchObject({ level: 'error' })
  })

  test('of a registry that gives no answer is told once for all of its images', async () => {
    const containers = ['a', 'b'].map((name) => ({ name, image: `127.0.0.1:1/goalixa/${name}:1` }))
    expect(await pulls('', { containers })).toMatchObject([
      { level: 'error', object: 'registry 127.0.0.1:1', check: 'pull' },
    ])
  })
})
