/**
 * How long after its first sign a rollout is known to have failed: each fault in a cluster of its own, at the speed of
 * life, all at once. The sign is what the cluster stores; the verdict is what the operator is told.
 */
import { openCluster } from '@goalixa/ops/cluster'
import { deploy } from '@goalixa/ops/deploy'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { makePlan } from '@goalixa/ops/plan/make-plan'
import { systemClock } from '@goalixa/ops/system-clock'
import type { Behaviour } from '@goalixa/ops/testing/cluster/controllers/behaviours'
import { node } from '@goalixa/ops/testing/cluster/controllers/nodes'
import { startControllers } from '@goalixa/ops/testing/cluster/controllers/start-controllers'
import { startCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import { imageOf, manifestsFor, okChecks } from '@goalixa/ops/testing/rollout'

interface Fault {
  readonly name: string
  readonly needsBudget?: boolean
  readonly behaviour?: Behaviour
  readonly spoil?: (deployment: KubeObject) => void
  readonly quota?: boolean
  /** Found in what the cluster stores as soon as it is so. */
  readonly sign: RegExp
}

const containerOf = ({ spec }: KubeObject) => spec!['template'].spec.containers[0]

const faults: readonly Fault[] = [
  { name: 'image missing', behaviour: { pull: 'missing' }, sign: /ErrImagePull/ },
  { name: 'pull secret refused', behaviour: { pull: 'unauthorized' }, sign: /ErrImagePull/ },
  { name: 'wrong platform', behaviour: { pull: 'wrong platform' }, sign: /ErrImagePull/ },
  { name: 'policy 412', behaviour: { pull: 'blocked by policy' }, sign: /ErrImagePull/ },
  { name: 'exec format error', behaviour: { crash: 'exec format error' }, sign: /exec format error/ },
  {
    name: 'Secret missing',
    spoil: (api) => {
      containerOf(api).env = [{ name: 'URL', valueFrom: { secretKeyRef: { name: 'absent', key: 'url' } } }]
    },
    sign: /CreateContainerConfigError/,
  },
  { name: 'quota', quota: true, sign: /exceeded quota/ },
  {
    name: 'ServiceAccount missing',
    spoil: (api) => {
      api.spec!['template'].spec.serviceAccountName = 'absent'
    },
    sign: /serviceaccount \\?"absent\\?" not found/,
  },
  { name: 'program ends', needsBudget: true, behaviour: { crash: 'always' }, sign: /"terminated"/ },
  { name: 'out of memory', needsBudget: true, behaviour: { crash: 'out of memory' }, sign: /OOMKilled/ },
  { name: 'registry limits', needsBudget: true, behaviour: { pull: 'rate limited' }, sign: /ErrImagePull/ },
  { name: 'node trouble', needsBudget: true, behaviour: { crash: 'node trouble' }, sign: /"exitCode":128/ },
]

export interface TimeToVerdict {
  readonly name: string
  readonly needsBudget: boolean
  readonly ms: number
}

export const timesToVerdict = (): Promise<readonly TimeToVerdict[]> => Promise.all(faults.map(measure))

async function measure({ name, needsBudget = false, behaviour = {}, spoil, quota, sign }: Fault) {
  const server = await startCluster({ speed: 1, namespaces: ['goalixa-api'] })
  const controllers = startControllers(server.store, {
    nodes: [node('worker-1'), node('worker-2')],
    behaviours: { [imageOf('api', '2')]: behaviour },
    logs: server.logs,
  })
  const cluster = openCluster({ text: server.kubeconfig, clock: systemClock })
  try {
    server.add(...own('1'))
    await until(
      () => server.store.get('deployments', 'goalixa-api', 'api')?.status?.['availableReplicas'] === 2,
    )
    if (quota === true)
      server.add({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'pods', namespace: 'goalixa-api' },
        spec: { hard: { pods: '2' } },
      })
    const objects = own('2')
    spoil?.(objects.find(({ kind }) => kind === 'Deployment')!)
    let signAt: number | undefined
    let verdictAt: number | undefined
    server.store.subscribe(({ object }) => {
      if (sign.test(JSON.stringify([object.status, object['message']]))) signAt ??= performance.now()
    })
    const plan = await makePlan({
      cluster,
      environment: 'staging',
      objects,
      resolve: ({ reference }) => Promise.resolve({ digest: reference, platforms: {} }),
    })
    const { outcome } = await deploy(
      {
        cluster,
        clock: systemClock,
        namespace: 'goalixa-api',
        environment: 'staging',
        actor: 'bench',
        write: ({ type }) => {
          if (type === 'verdict') verdictAt ??= performance.now()
        },
        checksFor: () => okChecks,
        settings: { deadlineMs: 300_000, settleMs: 0, forceConflicts: false },
      },
      plan,
      { reason: name },
    )
    if (outcome !== 'rolled-back' || signAt === undefined || verdictAt === undefined)
      throw new Error(`${name}: ${outcome}, sign ${signAt}, verdict ${verdictAt}`)
    return { name, needsBudget, ms: verdictAt - signAt }
  } finally {
    await cluster.close()
    controllers.stop()
    await server.close()
  }
}

const own = (version: string): KubeObject[] =>
  manifestsFor(version).filter(({ kind, metadata }) => metadata.namespace === 'goalixa-api' && kind !== 'Job')

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50))
}
