/** A simulated cluster that is an environment, and the manifests of a small application for it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { startControllers } from '@goalixa/ops/testing/cluster/controllers/start-controllers'
import type { Controllers } from '@goalixa/ops/testing/cluster/controllers/start-controllers'
import { node } from '@goalixa/ops/testing/cluster/controllers/nodes'
import { startCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import type { SimulatedCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import { serveImages } from '@goalixa/ops/testing/image-server'

export interface OpsCluster {
  readonly server: SimulatedCluster
  readonly folder: string
  /** A file. */
  readonly kubeconfig: string
  /** Flags that lead to it. */
  readonly at: readonly string[]
  /** Its pods come up from now on. */
  readonly runPods: () => Controllers
  /** Writes the manifests to a file, and returns `--manifests FILE`. */
  readonly manifests: (...objects: readonly unknown[]) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

export async function opsCluster(environment = 'local'): Promise<OpsCluster> {
  const server = await startCluster({
    namespaces: ['goalixa-app'],
    identities: { 'token of the runner': { user: 'system:serviceaccount:goalixa-api:goalixa-ops' } },
  })
  server.add({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'goalixa-api', labels: { 'goalixa.com/environment': environment } },
  })
  server.add(node('n1'))
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-ops-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await writeFile(kubeconfig, server.kubeconfig)
  let controllers: Controllers | undefined
  let files = 0
  return {
    server,
    folder,
    kubeconfig,
    at: ['--env', environment, '--kubeconfig', kubeconfig],
    runPods: () => (controllers ??= startControllers(server.store, { logs: server.logs })),
    manifests: async (...objects) => {
      const file = join(folder, `manifests-${(files += 1)}.yaml`)
      // JSON is YAML.
      await writeFile(file, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''))
      return ['--manifests', file]
    },
    close: async () => {
      controllers?.stop()
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

const labels = { 'app.kubernetes.io/name': 'app', 'app.kubernetes.io/part-of': 'goalixa' }

const images = await serveImages()

/** `host/goalixa/app:1.4.0@sha256:…` for 4, which can be pulled; for 0 the placeholder of an overlay. */
export function image(minor: number): string {
  const name = images.image('goalixa/app', `1.${minor}.0`)
  return minor === 0 ? name.replace(/[0-9a-f]{64}$/, '0'.repeat(64)) : name
}

const readinessProbe = { httpGet: { path: '/readyz', port: 8080 } }

export const deployment = (imageName: string, more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'goalixa-app', labels },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'app' } },
    template: {
      metadata: { labels: { app: 'app' } },
      spec: { containers: [{ name: 'app', image: imageName, readinessProbe }] },
    },
    ...more,
  },
})

export const settings = (data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'app-settings', namespace: 'goalixa-app', labels },
  data,
})

export const migration = (kind: 'expand' | 'contract'): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'app-migrate',
    namespace: 'goalixa-app',
    labels: { ...labels, 'goalixa.com/migration': kind },
  },
  spec: {
    backoffLimit: 0,
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'migrate', image: image(1) }] },
    },
  },
})
