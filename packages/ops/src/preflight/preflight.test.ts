/** What is found out before anything is changed: rights, references, room (section 3, preflight 1, 6, 7). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCluster } from '../cluster.ts'
import type { Cluster } from '../cluster.ts'
import type { KubeObject } from '../kube-object.ts'
import type { Plan } from '../plan/plan.ts'
import { startCluster } from '../testing/cluster/start-cluster.ts'
import type { SimulatedCluster } from '../testing/cluster/start-cluster.ts'
import { fastClock } from '../testing/fast-clock.ts'
import { checkAccess, rightWords, rightsFor } from './access.ts'
import { amountOf } from './quantity.ts'
import { checkReferences, referencesIn } from './references.ts'
import { platformsFor, roomFindings } from './room.ts'
import type { Room } from './room.ts'

let server: SimulatedCluster
let cluster: Cluster
beforeEach(async () => {
  server = await startCluster({ namespaces: ['goalixa-app'] })
  cluster = openCluster({ text: server.kubeconfig, clock: fastClock() })
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})

const namespace = 'goalixa-app'
const workload = (spec: object, more: object = {}, kind = 'Deployment'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'app', namespace },
  spec: { replicas: 4, template: { spec }, ...more },
})
const planOf = (object: KubeObject, action: 'create' | 'change' | 'none' = 'create'): Plan => ({
  version: 1,
  environment: 'staging',
  cluster: 'c',
  services: [
    {
      name: 'app',
      level: 0,
      images: [],
      manifests: [object],
      changes: [{ object: `${object.kind} ${namespace}/app`, action, fields: [] }],
    },
  ],
  prune: [],
  basedOn: {},
})

describe('rights', () => {
  test('are those of the run and of its rollback, each once', async () => {
    const words = (await rightsFor(cluster, planOf(workload({})), 'goalixa-api')).map(rightWords)
    expect(new Set(words).size).toBe(words.length)
    for (const wanted of [
      'patch deployments.apps in goalixa-app',
      'delete deployments.apps in goalixa-app',
      'watch pods in goalixa-app',
      'get pods/log in goalixa-app',
      'list replicasets.apps in goalixa-app',
      'update leases.coordination.k8s.io in goalixa-api',
      'create configmaps in goalixa-api',
    ])
      expect(words).toContain(wanted)
  })

  test('never ask to delete what is never deleted, and of a StatefulSet for its stuck pods', async () => {
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'app', namespace } }
    const ofClaim = (await rightsFor(cluster, planOf(claim), 'goalixa-api')).map(rightWords)
    expect(ofClaim).not.toContain('delete persistentvolumeclaims in goalixa-app')
    const ofSet = await rightsFor(cluster, planOf(workload({}, {}, 'StatefulSet')), 'goalixa-api')
    expect(ofSet.map(rightWords)).toContain('delete pods in goalixa-app')
  })

  test('that are missing are all told, in the words of the verb and the resource', async () => {
    server.access.deny({ verb: 'patch', resource: 'deployments' })
    server.access.deny({ verb: 'watch', namespace })
    const found = await checkAccess(cluster, await rightsFor(cluster, planOf(workload({})), 'goalixa-api'))
    expect(found.map(({ object }) => object).toSorted()).toEqual([
      'patch deployments.apps in goalixa-app',
      'watch deployments.apps in goalixa-app',
      'watch events in goalixa-app',
      'watch pods in goalixa-app',
      'watch replicasets.apps in goalixa-app',
    ])
  })
})

describe('references', () => {
  const pod = {
    serviceAccountName: 'app',
    imagePullSecrets: [{ name: 'pull' }],
    initContainers: [{ name: 'init', envFrom: [{ configMapRef: { name: 'settings' } }] }],
    containers: [
      {
        name: 'app',
        env: [
          { name: 'URL', valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } },
          { name: 'MAY', valueFrom: { secretKeyRef: { name: 'absent', key: 'x', optional: true } } },
          { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        ],
      },
    ],
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'tls', secret: { secretName: 'tls', items: [{ key: 'tls.crt', path: 'tls.crt' }] } },
      { name: 'all', projected: { sources: [{ configMap: { name: 'ca' } }, { secret: { name: 'token' } }] } },
    ],
  }
  const words = (objects: readonly KubeObject[]) =>
    referencesIn(objects)
      .map(({ kind, name, key }) => `${kind} ${name}${key === undefined ? '' : ` ${key}`}`)
      .toSorted()

  test('are found wherever a pod has them, in a CronJob as well', () => {
    const all = [
      'ConfigMap ca',
      'ConfigMap settings',
      'Secret database url',
      'Secret pull',
      'Secret tls tls.crt',
      'Secret token',
      'ServiceAccount app',
    ]
    expect(words([workload(pod)])).toEqual(all)
    const job = { spec: { template: { spec: pod } } }
    const cron = { ...workload({}), kind: 'CronJob', spec: { jobTemplate: job } }
    expect(words([cron])).toEqual(all)
  })

  test('that the manifests bring along, or a controller makes of them, are none', () => {
    const meta = (name: string) => ({ metadata: { name, namespace } })
    const brought: KubeObject[] = [
      { apiVersion: 'v1', kind: 'ServiceAccount', ...meta('app') },
      { apiVersion: 'v1', kind: 'ConfigMap', ...meta('settings') },
      { apiVersion: 'e/v1', kind: 'ExternalSecret', ...meta('database') },
      { apiVersion: 'e/v1', kind: 'ExternalSecret', ...meta('x'), spec: { target: { name: 'pull' } } },
      { apiVersion: 'c/v1', kind: 'Certificate', ...meta('x'), spec: { secretName: 'tls' } },
    ]
    expect(words([workload(pod), ...brought])).toEqual(['ConfigMap ca', 'Secret token'])
  })

  test('that are missing are told with who needs them, and so are missing keys', async () => {
    server.add(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database', namespace }, data: { uri: 'YQ==' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace }, data: { 'tls.crt': 'YQ==' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace } },
    )
    const claim = { spec: { storageClassName: 'fast' }, metadata: { name: 'data' } }
    const set = workload(pod, { volumeClaimTemplates: [claim] }, 'StatefulSet')
    const found = await checkReferences(cluster, referencesIn([set]))
    expect(found.every(({ object }) => object === 'StatefulSet goalixa-app/app')).toBe(true)
    expect(found.map(({ message }) => message).toSorted()).toEqual([
      'ConfigMap goalixa-app/ca is missing',
      'Secret goalixa-app/database has no key url',
      'Secret goalixa-app/pull is missing',
      'Secret goalixa-app/token is missing',
      'ServiceAccount goalixa-app/app is missing',
      'StorageClass fast is missing',
    ])
  })

  test('that may not be looked at are warned of', async () => {
    server.access.deny({ verb: 'get', resource: 'secrets' })
    const secrets = [{ name: 'pull' }]
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app', namespace } }
    const found = await checkReferences(cluster, referencesIn([{ ...account, imagePullSecrets: secrets }]))
    expect(found).toMatchObject([{ level: 'warning', object: 'Secret goalixa-app/pull' }])
  })
})

describe('room', () => {
  const ready = { conditions: [{ type: 'Ready', status: 'True' }] }
  const node = (architecture: string, status: object = ready): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: architecture },
    status: { ...status, nodeInfo: { architecture, operatingSystem: 'linux' } },
  })
  const roomWith = (more: Partial<Room>): Room => ({
    nodes: [node('amd64')],
    quotas: [],
    budgets: [],
    ...more,
  })
  const quota = (hard: object, used: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'all', namespace },
    status: { hard, used },
  })
  const messages = (plan: Plan, room: Partial<Room>) =>
    roomFindings(plan, roomWith(room)).map(({ object, message }) => `${object}: ${message}`)
  const limited = { containers: [{ resources: { requests: { cpu: '250m', memory: '128Mi' } } }] }

  test.each([
    // 25 % of 4 is one pod more; all 4 of a new one; none of a set that replaces in place, or of what stays.
    ['a change by its surge', workload(limited), 'change', '3', false],
    ['a change by its surge', workload(limited), 'change', '4', true],
    [
      'a surge that is written down',
      workload(limited, { strategy: { rollingUpdate: { maxSurge: 2 } } }),
      'change',
      '3',
      true,
    ],
    ['a new one by all its pods', workload(limited), 'create', '1', true],
    ['a StatefulSet, which replaces in place', workload(limited, {}, 'StatefulSet'), 'change', '4', false],
    ['one that stays as it is', workload(limited), 'none', '4', false],
  ] as const)('counts %s', (_, object, action, used, isFull) => {
    const found = messages(planOf(object, action), { quotas: [quota({ pods: '4' }, { pods: used })] })
    expect(found.length > 0).toBe(isFull)
  })

  test('is told in the amounts that a quota counts', () => {
    const hard = { 'requests.cpu': '1', 'requests.memory': '1Gi' }
    const used = { 'requests.cpu': '900m', 'requests.memory': '256Mi' }
    expect(messages(planOf(workload(limited), 'change'), { quotas: [quota(hard, used)] })).toEqual([
      'ResourceQuota goalixa-app/all: requests.cpu: 0.25 more are needed while old and new pods run, 0.1 of 1 are free',
    ])
  })

  test('is on a ready node, and of the platforms of those that pods may go to', () => {
    const plan = planOf(workload({}))
    expect(messages(plan, {})).toEqual([])
    expect(messages(plan, { nodes: [node('amd64', {})] })).toEqual(['Node: no node of the cluster is ready'])
    const labelled = { ...node('arm64'), metadata: { name: 'arm', labels: { disk: 'fast' } } }
    const nodes = [node('amd64'), labelled, node('s390x', {})]
    expect(platformsFor({}, nodes)).toEqual(['linux/amd64', 'linux/arm64'])
    expect(platformsFor({ nodeSelector: { disk: 'fast' } }, nodes)).toEqual(['linux/arm64'])
    expect(platformsFor({ nodeSelector: { disk: 'slow' } }, nodes)).toEqual(['linux/amd64', 'linux/arm64'])
  })

  test('a budget that lets no pod go is warned of', () => {
    const budget = (status: object): KubeObject => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'app', namespace },
      status,
    })
    const plan = planOf(budget({}))
    const status = { expectedPods: 2, desiredHealthy: 2, currentHealthy: 2, disruptionsAllowed: 0 }
    expect(roomFindings(plan, roomWith({ budgets: [budget(status)] }))).toMatchObject([
      { level: 'warning', message: expect.stringContaining('allows no pod to be moved') as string },
    ])
    expect(messages(plan, { budgets: [budget({ ...status, disruptionsAllowed: 1 })] })).toEqual([])
    expect(messages(plan, { budgets: [budget({ ...status, currentHealthy: 1 })] })[0]).toContain(
      'only 1 of 2',
    )
  })
})

test.each([
  ['250m', 0.25],
  ['1.5', 1.5],
  ['512Mi', 536_870_912],
  ['2G', 2e9],
  ['1e3', 1000],
  [3, 3],
  ['many', 0],
  [undefined, 0],
])('%s is %d', (text, amount) => {
  expect(amountOf(text)).toBe(amount)
})
