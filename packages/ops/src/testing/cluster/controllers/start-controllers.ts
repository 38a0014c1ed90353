import type { KubeObject } from '../../../kube-object.ts'
import type { PodLogs } from '../pod-logs.ts'
import type { ObjectStore } from '../store.ts'
import { usualPaces } from './behaviours.ts'
import type { Behaviours, Paces, Platforms, PullFault } from './behaviours.ts'
import { createAutoscaler } from './autoscaler.ts'
import { bindClaim } from './claims.ts'
import { reconcileDaemonSet } from './daemon-set.ts'
import { reconcileBudget } from './disruption-budget.ts'
import { reconcileService } from './endpoints.ts'
import { reconcileDeployment } from './deployment.ts'
import { createJobController } from './job.ts'
import { createKubelet } from './kubelet.ts'
import { evictPod, loseNode, regainNode } from './nodes.ts'
import { createReplicaSetController } from './replica-set.ts'
import { createScheduler } from './scheduler.ts'
import { reconcileStatefulSet } from './stateful-set.ts'
import { current } from './world.ts'
import type { World } from './world.ts'

export type Controllers = {
  stop(): void
  /** Changes how an image behaves from its next pull or start on. */
  behave(behaviours: Behaviours): void
  /** The node stops reporting: NotReady at once, its pods are evicted afterwards. */
  loseNode(name: string): void
  regainNode(name: string): void
  /** Its node throws a pod out for want of memory. */
  evictPod(namespace: string, name: string): void
  /** Every pull fails this way, by a timeout when left out. */
  breakRegistry(how?: PullFault): void
  mendRegistry(): void
}

// A controller learns of a change a moment later; the order of its work is the order of the changes.
const delayMs = 5
// The Job controller gathers what happens to pods.
const jobBatchMs = 1000

/**
 * The controllers, the scheduler and the nodes of a cluster, on the store of its server. All of it runs on the store's
 * clock. Objects that are there already are taken up.
 */
export function startControllers(
  store: ObjectStore,
  options: {
    nodes?: KubeObject[]
    behaviours?: Behaviours
    platforms?: Platforms
    paces?: Partial<Paces>
    logs?: PodLogs
  } = {},
): Controllers {
  const waiting = new Set<string>()
  const stopTimers = new Set<() => void>()
  let stopped = false
  const world: World = {
    store,
    logs: options.logs,
    behaviours: { ...options.behaviours },
    platforms: { ...options.platforms },
    registryFault: undefined,
    paces: { ...usualPaces, ...options.paces },
    again: (resource, object, ms) => later(ms, () => run(resource, object)),
  }
  const reconcilers: Record<string, (world: World, object: KubeObject) => void> = {
    deployments: reconcileDeployment,
    replicasets: (_world, set) => replicaSets(set),
    statefulsets: reconcileStatefulSet,
    jobs: (_world, job) => jobs(job),
    daemonsets: reconcileDaemonSet,
    horizontalpodautoscalers: (_world, scaler) => autoscale(scaler),
    poddisruptionbudgets: reconcileBudget,
    services: reconcileService,
    persistentvolumeclaims: bindClaim,
    pods: reconcilePod,
  }
  const replicaSets = createReplicaSetController(world)
  const jobs = createJobController(world)
  const autoscale = createAutoscaler(world)
  const schedule = createScheduler(world)
  const kubelet = createKubelet(world, later)

  function later(ms: number, run: () => void) {
    const cancel = store.clock.setTimer(ms, () => {
      stopTimers.delete(cancel)
      if (!stopped) run()
    })
    stopTimers.add(cancel)
  }

  function reconcilePod(_world: World, pod: KubeObject) {
    schedule(pod)
    kubelet(pod)
  }

  function run(resource: string, object: KubeObject) {
    const live = current(world, resource, object)
    if (live) reconcilers[resource]?.(world, live)
  }

  function enqueue(resource: string, object: KubeObject, ms = delayMs) {
    const key = `${resource}/${object.metadata.uid}`
    if (!reconcilers[resource] || waiting.has(key)) return
    waiting.add(key)
    later(ms, () => {
      waiting.delete(key)
      run(resource, object)
    })
  }

  function enqueueOwners(object: KubeObject) {
    for (const { kind, name, controller } of object.metadata.ownerReferences ?? []) {
      const resource = `${kind.toLowerCase()}s`
      const owner = controller && store.get(resource, object.metadata.namespace ?? '', name)
      if (owner) enqueue(resource, owner, kind === 'Job' ? jobBatchMs : delayMs)
    }
  }

  const unsubscribe = store.subscribe(({ resource, object }) => {
    enqueue(resource, object)
    enqueueOwners(object)
    if (resource === 'nodes') for (const set of store.list('daemonsets')) enqueue('daemonsets', set)
    if (resource === 'pods')
      for (const interested of ['services', 'poddisruptionbudgets'])
        for (const one of store.list(interested, object.metadata.namespace ?? '')) enqueue(interested, one)
  })
  for (const node of options.nodes ?? []) store.create('nodes', node)
  for (const resource of Object.keys(reconcilers))
    for (const object of store.list(resource)) enqueue(resource, object)

  return {
    stop() {
      stopped = true
      unsubscribe()
      for (const cancel of stopTimers) cancel()
    },
    behave: (behaviours) => void Object.assign(world.behaviours, behaviours),
    loseNode: (name) => loseNode(world, name, later),
    regainNode: (name) => regainNode(world, name),
    evictPod(namespace, name) {
      const pod = store.get('pods', namespace, name)
      if (pod) evictPod(world, pod)
    },
    breakRegistry: (how = 'timeout') => void (world.registryFault = how),
    mendRegistry: () => void (world.registryFault = undefined),
  }
}
