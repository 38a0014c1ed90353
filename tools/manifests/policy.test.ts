/** The manifests of every environment against the policy, and the policy against manifests that break it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { describe, expect, test } from 'vitest'
import { keyOf } from './pods.ts'
import type { Any, Manifest } from './pods.ts'
import { checks } from './policy.ts'

const overlays = fileURLToPath(new URL('../../k8s/overlays', import.meta.url))
const environments = readdirSync(overlays)
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

const render = (environment: string): string =>
  execFileSync('kubectl', ['kustomize', `${overlays}/${environment}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
const parse = (text: string): Manifest[] => {
  const documents = parseAllDocuments(text)
  return (Array.isArray(documents) ? documents : []).map((one) => one.toJS() as Manifest)
}
const text = hasKubectl ? render('production') : ''

describe.skipIf(!hasKubectl)(
  hasKubectl ? 'manifests' : 'manifests: skipped, kubectl is not installed here',
  () => {
    test('there are the three environments', () => {
      expect(environments.toSorted()).toEqual(['local', 'production', 'staging'])
    })

    describe.each(environments)('%s', (environment) => {
      const objects = parse(render(environment))
      test('renders the same twice, and something', () => {
        expect(render(environment)).toBe(render(environment))
        expect(objects.length).toBeGreaterThan(50)
        expect(new Set(objects.map(keyOf)).size).toBe(objects.length)
      })
      test.each(Object.entries(checks))('%s', (_, check) => {
        expect(check(objects)).toEqual([])
      })
      test('says which environment its control namespace is', () => {
        const control = objects.find(
          ({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'goalixa-api',
        )
        expect(control?.metadata.labels['goalixa.com/environment']).toBe(environment)
      })
    })

    test('environments differ in hosts, replicas, resources, secrets, digests and the kind of database only', () => {
      const shape = (environment: string) =>
        parse(render(environment))
          .filter(
            ({ kind, apiVersion, metadata }) =>
              kind !== 'ExternalSecret' &&
              !apiVersion.startsWith('monitoring.') &&
              metadata.labels?.['grafana_dashboard'] === undefined &&
              metadata.namespace !== 'goalixa-db',
          )
          .map((one) => keyOf(one).replace(/-[a-z0-9]{10}$/, ''))
          .toSorted()
      expect(shape('staging')).toEqual(shape('production'))
      expect(shape('local')).toEqual(shape('production'))
    })

    describe('each check finds what breaks it', () => {
      const find = (objects: Manifest[], kind: string, name: string) =>
        objects.find((one) => one.kind === kind && one.metadata.name === name)!
      const app = (objects: Manifest[]) => find(objects, 'Deployment', 'app')['spec']
      const pod = (objects: Manifest[]) => app(objects).template.spec
      const container = (objects: Manifest[]) => pod(objects).containers[0]

      test.each<[keyof typeof checks, string, (objects: Manifest[]) => void]>([
        [
          'images are digests',
          'a tag',
          (all) => (container(all).image = 'harbor.example.internal/goalixa/app:1.0'),
        ],
        ['nothing is called latest', 'latest', (all) => (container(all).image = 'x:latest')],
        ['restricted pod security', 'root', (all) => (pod(all).securityContext.runAsUser = 0)],
        [
          'restricted pod security',
          'privileges',
          (all) => delete container(all).securityContext.allowPrivilegeEscalation,
        ],
        [
          'restricted pod security',
          'a host path',
          (all) => pod(all).volumes.push({ name: 'h', hostPath: { path: '/' } }),
        ],
        [
          'restricted pod security',
          'capabilities',
          (all) => (container(all).securityContext.capabilities.add = ['SYS_ADMIN']),
        ],
        [
          'restricted pod security',
          'a probe elsewhere',
          (all) => (container(all).livenessProbe.httpGet.host = '10.0.0.1'),
        ],
        [
          'namespaces enforce restricted, at a version',
          'baseline',
          (all) =>
            (find(all, 'Namespace', 'goalixa-app').metadata.labels['pod-security.kubernetes.io/enforce'] =
              'baseline'),
        ],
        [
          'namespaces have quota, limits and default deny',
          'no policy',
          (all) =>
            all.splice(
              all.findIndex(
                ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'default-deny',
              ),
              1,
            ),
        ],
        [
          'every pod may ask the names',
          'no DNS',
          (all) =>
            all.splice(
              all.findIndex(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'app'),
              1,
            ),
        ],
        [
          'own service account with the pull secret, no token',
          'no pull secret',
          (all) => delete find(all, 'ServiceAccount', 'app')['imagePullSecrets' as never],
        ],
        [
          'own service account with the pull secret, no token',
          'a token',
          (all) => delete pod(all).automountServiceAccountToken,
        ],
        [
          'resources are asked for and memory is limited',
          'no limit',
          (all) => delete container(all).resources.limits.memory,
        ],
        [
          'read-only root and a bounded /tmp',
          'a writable root',
          (all) => (container(all).securityContext.readOnlyRootFilesystem = false),
        ],
        [
          'read-only root and a bounded /tmp',
          'no bound',
          (all) => delete pod(all).volumes[0].emptyDir.sizeLimit,
        ],
        [
          'three probes, and liveness is another question than readiness',
          'the same',
          (all) => (container(all).livenessProbe.httpGet.path = '/readyz'),
        ],
        [
          'ends in order: preStop, and grace for it and the drain',
          'short',
          (all) => (pod(all).terminationGracePeriodSeconds = 6),
        ],
        [
          'spread over nodes, with a priority',
          'not spread',
          (all) => delete pod(all).topologySpreadConstraints,
        ],
        ['two replicas or an autoscaler, never both', 'both', (all) => (app(all).replicas = 3)],
        [
          'two replicas or an autoscaler, never both',
          'neither',
          (all) =>
            all.splice(
              all.findIndex(
                ({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === 'app',
              ),
              1,
            ),
        ],
        [
          'nobody is without a pod during a rollout',
          'one away',
          (all) => (app(all).strategy.rollingUpdate.maxUnavailable = 1),
        ],
        [
          'a disruption budget below the replicas',
          'none may go',
          (all) => (find(all, 'PodDisruptionBudget', 'app')['spec'].minAvailable = 2),
        ],
        [
          'cron jobs do not pile up',
          'Allow',
          (all) =>
            all.push({
              apiVersion: 'batch/v1',
              kind: 'CronJob',
              metadata: { name: 'c', namespace: 'goalixa-app' },
              spec: { jobTemplate: { spec: { template: {} } } },
            }),
        ],
        [
          'a volume that one node holds has one pod',
          'a claim',
          (all) => pod(all).volumes.push({ name: 'c', persistentVolumeClaim: { claimName: 'c' } }),
        ],
        [
          'no secret in the clear',
          'a Secret',
          (all) =>
            all.push({
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: { name: 's', namespace: 'goalixa-app' },
              data: { a: 'b' },
            }),
        ],
        [
          'no secret in the clear',
          'a password in an address',
          (all) =>
            all.push({
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 's', namespace: 'goalixa-app' },
              data: { U: 'postgres://goalixa:hunter2@db/x' },
            }),
        ],
        [
          'routes lead to no probe and no metrics',
          'metrics',
          (all) => (find(all, 'HTTPRoute', 'api')['spec'].rules[0].matches[0].path.value = '/metrics'),
        ],
        [
          'HTTPS in one hop, and browsers remember it',
          'plain HTTP',
          (all) => (find(all, 'HTTPRoute', 'api')['spec'].parentRefs[0].sectionName = 'http'),
        ],
        [
          'what is named exists',
          'a service of no pod',
          (all) => (find(all, 'Service', 'app')['spec'].selector = { a: 'b' }),
        ],
        [
          'what is named exists',
          'a port that is not there',
          (all) => (find(all, 'Service', 'app')['spec'].ports[0].targetPort = 'htttp'),
        ],
        [
          'what is named exists',
          'a config that is not there',
          (all) => (container(all).envFrom[0].configMapRef.name = 'x'),
        ],
        [
          'what is named exists',
          'a secret that nobody makes',
          (all) =>
            (container(all).env.find((one: Any) => one.name === 'DATABASE_URL').valueFrom.secretKeyRef.name =
              'x'),
        ],
        [
          'what is named exists',
          'no grant',
          (all) =>
            all.splice(
              all.findIndex(({ kind }) => kind === 'ReferenceGrant'),
              1,
            ),
        ],
        [
          'what is named exists',
          'a policy for nobody',
          (all) =>
            (find(all, 'NetworkPolicy', 'auth')['spec'].ingress[1].from[0].podSelector.matchLabels = {
              'app.kubernetes.io/name': 'apy',
            }),
        ],
      ])('%s: %s', (name, _, plant) => {
        const objects = parse(text)
        plant(objects)
        expect(checks[name]!(objects)).not.toEqual([])
      })
    })
  },
)
