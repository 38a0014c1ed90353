/** A cluster with five services that run, and everything to roll out the next version of them. */
import { openCluster } from '../cluster.ts'
import type { Cluster } from '../cluster.ts'
import type { Clock } from '../clock.ts'
import type { Operator } from '../begin-run.ts'
import type { OpsEvent } from '../events.ts'
import type { KubeObject } from '../kube-object.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Checks } from '../rollout/engine.ts'
import { startControllers } from './cluster/controllers/start-controllers.ts'
import type { Controllers } from './cluster/controllers/start-controllers.ts'
import type { Behaviours } from './cluster/controllers/behaviours.ts'
import { node } from './cluster/controllers/nodes.ts'
import { startCluster } from './cluster/start-cluster.ts'
import type { SimulatedCluster } from './cluster/start-cluster.ts'
import { fastClock } from './fast-clock.ts'

export const services = ['auth', 'app', 'api', 'pwa', 'landing'] as const
type Service = (typeof services)[number]

export interface RolloutSetting {
  readonly server: SimulatedCluster
  readonly controllers: Controllers
  readonly cluster: Cluster
  readonly clock: Clock
  readonly events: OpsEvent[]
  readonly operator: Operator
  readonly operatorWith: (more: Partial<Operator>) => Operator
  /** A plan for a version of every service; with `change` the manifests may be spoilt first. */
  readonly planFor: (version: string, change?: (objects: KubeObject[]) => void) => Promise<Plan>
  /** The images that pods run, by service, sorted; a service that mixes versions has several. */
  readonly close: () => Promise<void>
  readonly running: () => Readonly<Record<Service, readonly string[]>>
}

const digests: Record<string, string> = { '1': 'a', '2': 'b', '3': 'c' }
export const imageOf = (service: string, version: string): string =>
  `harbor.example.internal/goalixa/${service}:${version}.0.0@sha256:${(digests[version] ?? 'd').repeat(64)}`

/** Its program ends, a service's does not: so it behaves as another image. */
export const migrationOf = (service: string, version: string): string =>
  imageOf(service, version).replace(`/${service}:`, `/${service}-migrate:`)

const labels = (service: string) => ({
  'app.kubernetes.io/name': service,
  'app.kubernetes.io/part-of': 'goalixa',
})

export function manifestsFor(version: string): KubeObject[] {
  return services.flatMap((service): KubeObject[] => {
    const metadata = { name: service, namespace: `goalixa-${service}`, labels: labels(service) }
    const server = { ...labels(service), 'app.kubernetes.io/component': 'server' }
    const container = {
      name: service,
      image: imageOf(service, version),
      resources: { requests: { cpu: '50m', memory: '64Mi' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 8080 } },
    }
    const isMigrated = service === 'auth' || service === 'app'
    return [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { ...metadata, name: `${service}-config` },
        data: { VERSION: version },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { selector: server, ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }] },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: 2,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          selector: { matchLabels: server },
          template: {
            metadata: { labels: server },
            // Named, because a name that is left out later stays: the server keeps its old spelling `serviceAccount`.
            spec: {
              serviceAccountName: 'default',
              terminationGracePeriodSeconds: 1,
              containers: [container],
            },
          },
        },
      },
      ...(isMigrated
        ? [
            {
              apiVersion: 'batch/v1',
              kind: 'Job',
              metadata: {
                ...metadata,
                name: `${service}-migrate`,
                labels: { ...labels(service), 'goalixa.com/migration': 'expand' },
              },
              spec: {
                backoffLimit: 0,
                template: {
                  metadata: { labels: labels(service) },
                  spec: {
                    restartPolicy: 'Never',
                    containers: [
                      {
                        name: 'migrate',
                        image: migrationOf(service, version),
                      },
                    ],
                  },
                },
              },
            },
          ]
        : []),
    ]
  })
}

export const migrations = (version: string): Behaviours =>
  Object.fromEntries(['auth', 'app'].map((service) => [migrationOf(service, version), { exits: 0 }]))

export const okChecks: Checks = {
  preflight: () => Promise.resolve({ outcome: 'ok' }),
  gates: () => Promise.resolve({ outcome: 'ok' }),
  baseline: () => Promise.resolve({ outcome: 'ok' }),
  verify: () => Promise.resolve({ outcome: 'ok' }),
}

/** Version 1 runs everywhere when this resolves. */
export async function startSetting(behaviours: Behaviours = {}): Promise<RolloutSetting> {
  const server = await startCluster({
    namespaces: services.map((service) => `goalixa-${service}`),
    identities: { 'token of the runner': { user: 'system:serviceaccount:goalixa-api:runner' } },
  })
  const controllers = startControllers(server.store, {
    nodes: [node('worker-1'), node('worker-2')],
    behaviours: { ...migrations('1'), ...migrations('2'), ...migrations('3'), ...behaviours },
    logs: server.logs,
  })
  const clock = fastClock(server.clock)
  const cluster = openCluster({ text: server.kubeconfig, clock, timeoutMs: 500 })
  const close = async () => {
    controllers.stop()
    clock.stop()
    await cluster.close()
    await server.close()
  }
  const events: OpsEvent[] = []
  const operator: Operator = {
    cluster,
    clock,
    namespace: 'goalixa-api',
    environment: 'staging',
    actor: 'ali@laptop',
    write: (event) => events.push(event),
    checksFor: () => okChecks,
    settings: { deadlineMs: 300_000, settleMs: 5_000, forceConflicts: false },
  }
  for (const object of manifestsFor('1').filter(({ kind }) => kind !== 'Job')) await cluster.apply(object)
  const running = () =>
    Object.fromEntries(
      services.map((service) => [
        service,
        [
          ...new Set(
            server.store
              .list('pods', `goalixa-${service}`)
              .filter(
                ({ metadata, status }) =>
                  metadata.deletionTimestamp === undefined && status?.['phase'] === 'Running',
              )
              .map(({ spec }) => spec!['containers'][0].image as string),
          ),
        ].toSorted(),
      ]),
    ) as unknown as Record<Service, string[]>
  const isAll1 = () =>
    services.every(
      (service) =>
        server.store.get('deployments', `goalixa-${service}`, service)?.status?.['availableReplicas'] === 2,
    )
  while (!isAll1()) await clock.sleep(500)
  return {
    server,
    controllers,
    cluster,
    clock,
    events,
    operator,
    operatorWith: (more) => ({ ...operator, ...more }),
    planFor: async (version, change) => {
      const objects = manifestsFor(version)
      change?.(objects)
      return makePlan({
        cluster,
        environment: 'staging',
        objects,
        resolve: ({ reference }) => Promise.resolve({ digest: reference, platforms: {} }),
      })
    },
    running,
    close,
  }
}
