import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KubeObject } from '../../kube-object.ts'
import { startCluster } from './start-cluster.ts'
import type { SimulatedCluster } from './start-cluster.ts'

// kubectl as a second client. What differs for it from a real server:
// - it sends no token over plain HTTP, so these clusters let everybody in;
// - there is no protobuf: `auth can-i` of newer versions is answered 415, and `apply` of versions without server-side
//   validation (before 1.27) needs --validate=false, as /openapi/v2 is empty;
// - lists come as objects, not as tables: `get` prints names and ages.

const run = promisify(execFile)
const kubectl = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'kubectl'))
  .find((file) => existsSync(file))

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'goalixa-app' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
    },
  },
}

describe.skipIf(kubectl === undefined)('kubectl (skipped where it is not on the PATH)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goalixa-kubectl-'))
  let cluster: SimulatedCluster

  beforeAll(async () => {
    cluster = await startCluster({
      namespaces: ['goalixa-app'],
      identities: { '': { user: 'system:admin' } },
    })
    // Stands in for the Deployment controller: what is desired is there at once.
    cluster.store.subscribe(({ resource, type, object }) => {
      if (resource !== 'deployments' || type === 'DELETED') return
      const { generation = 1 } = object.metadata
      if (object.status?.['observedGeneration'] === generation) return
      const replicas = Number(object.spec?.['replicas'])
      const counts = {
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
      }
      cluster.store.replace(
        resource,
        { ...object, status: { observedGeneration: generation, ...counts } },
        { status: true },
      )
    })
    writeFileSync(join(folder, 'config'), cluster.kubeconfig)
    writeFileSync(join(folder, 'web.json'), JSON.stringify(deployment))
  })

  afterAll(async () => {
    await cluster.close()
    rmSync(folder, { recursive: true })
  })

  async function ask(...words: string[]): Promise<string> {
    const environment = { ...process.env, KUBECONFIG: join(folder, 'config'), HOME: folder }
    const { stdout } = await run(kubectl ?? '', words, { env: environment, timeout: 60_000 })
    return stdout
  }

  const live = () => cluster.store.get('deployments', 'goalixa-app', 'web')

  test('apply, server-side and by the client, rollout status, scale, set image, describe, delete', async () => {
    const file = join(folder, 'web.json')
    expect(await ask('apply', '--server-side', '--validate=false', '-f', file)).toContain(
      'deployment.apps/web serverside-applied',
    )
    expect(live()?.metadata.managedFields?.[0]).toMatchObject({ manager: 'kubectl', operation: 'Apply' })
    expect(await ask('apply', '--validate=false', '-f', file)).toContain('deployment.apps/web configured')
    expect(await ask('apply', '--validate=false', '-f', file)).toContain('deployment.apps/web unchanged')
    expect(await ask('-n', 'goalixa-app', 'scale', 'deployment/web', '--replicas=2')).toContain('scaled')
    expect(live()?.spec?.['replicas']).toBe(2)
    expect(
      await ask('-n', 'goalixa-app', 'set', 'image', 'deployment/web', 'web=registry.example/web:2'),
    ).toContain('image updated')
    expect(await ask('-n', 'goalixa-app', 'rollout', 'status', 'deployment/web')).toContain(
      'successfully rolled out',
    )
    expect(await ask('-n', 'goalixa-app', 'get', 'deploy,cm')).toMatch(/web/)
    expect(await ask('-n', 'goalixa-app', 'describe', 'deployment', 'web')).toContain(
      '2 desired | 2 updated | 2 total',
    )
    expect(await ask('-n', 'goalixa-app', 'delete', 'deployment', 'web')).toContain('"web" deleted')
    expect(live()).toBeUndefined()
  })

  test('logs of a pod, also as they come', async () => {
    const metadata = { name: 'one', namespace: 'goalixa-app' }
    cluster.add({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { nodeName: 'n', containers: [{ name: 'c', image: 'x:1' }] },
    })
    cluster.logs.write('goalixa-app', 'one', 'c', 'first')
    expect(await ask('-n', 'goalixa-app', 'logs', 'one')).toBe('first\n')
    const followed = ask('-n', 'goalixa-app', 'logs', '-f', 'one')
    await expect
      .poll(() => cluster.requests.all.some(({ query }) => query.includes('follow=true')), {
        timeout: 30_000,
      })
      .toBe(true)
    cluster.logs.write('goalixa-app', 'one', 'c', 'second')
    cluster.store.remove('pods', 'goalixa-app', 'one')
    expect(await followed).toBe('first\nsecond\n')
  })
})
