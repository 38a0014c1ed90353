/**
 * What each sign of trouble means: how often or how long it may be seen before a rollout has failed. A table, since
 * it is what an operator wants to read when the verdict surprises.
 */

/**
 * - `terminal`: waiting longer cannot help.
 * - `budget`: may heal by itself a few times.
 * - `capacity`: the cluster has no room; somebody may be adding it.
 * - `transient`: the cluster moves pods about; not the fault of what is rolled out.
 * - `foreign`: somebody else changed the object: nothing of theirs is undone.
 */
export type SignalClass = 'terminal' | 'budget' | 'capacity' | 'transient' | 'foreign'

/** What is tolerated. Absent limits do not count; without any only the service's deadline ends it. */
export interface Budget {
  /** So many occurrences on one object. */
  readonly times?: number
  /** Or so many on each of two objects. */
  readonly timesOnTwo?: number
  /** Or so many altogether. */
  readonly timesInAll?: number
  /** Or for so long, in milliseconds. */
  readonly forMs?: number
}

export interface Rule {
  readonly class: SignalClass
  readonly budget?: Budget
  /** What to do about it, for the operator. */
  readonly hint: string
}

const seconds = 1000
const terminal = (hint: string): Rule => ({ class: 'terminal', hint })
const budget = (limit: Budget, hint: string): Rule => ({ class: 'budget', budget: limit, hint })

export const rules = {
  imageName: terminal('The image reference is not valid. Correct the image of this service.'),
  imageNeverPull: terminal('The image is not on the node and imagePullPolicy is Never.'),
  imageSignature: terminal('The node refuses the image’s signature. Sign the image, or correct the policy.'),
  imageMissing: terminal('The registry does not have this image. Push it, or deploy a tag that exists.'),
  imageDenied: terminal('The registry refuses the pull secret. Renew the robot account and its Secret.'),
  imagePlatform: terminal('The image has no build for this node’s platform. Build it for all architectures.'),
  imagePolicy: terminal('A policy of the registry blocks the image. See its scan and signature there.'),
  imagePull: budget(
    { times: 3, forMs: 120 * seconds },
    'The node cannot reach the registry. See whether it is up and reachable from the node.',
  ),
  configMissing: terminal('Create the Secret or ConfigMap that the container asks for, then deploy again.'),
  configCache: budget({ forMs: 120 * seconds }, 'The node waits for its copy of Secrets and ConfigMaps.'),
  containerCreate: budget({ times: 2 }, 'The node cannot create or start the container. See its message.'),
  nodeTrouble: budget({ times: 3 }, 'The container runtime of the node fails. See the node, or drain it.'),
  notExecutable: terminal('The image’s program does not run on this node: wrong platform or wrong command.'),
  crash: budget(
    { times: 3, timesOnTwo: 2 },
    'The program ends by itself. Its last words are in the log below.',
  ),
  outOfMemory: budget({ times: 2 }, 'The program needs more memory than its limit allows.'),
  probe: { class: 'budget', hint: 'The program runs, but its probe fails. See what the probe answered.' },
  quota: terminal('The namespace’s quota has no room for another pod. Raise it, or lower the replicas.'),
  podSecurity: terminal('The namespace’s pod security refuses this pod. Correct its securityContext.'),
  podInvalid: terminal('The API server refuses the pod that this template makes. Correct the template.'),
  serviceAccount: terminal('The pod’s ServiceAccount does not exist. Apply it first.'),
  webhook: budget({ forMs: 60 * seconds }, 'An admission webhook does not answer. See whether it is up.'),
  podRefused: budget({ forMs: 60 * seconds }, 'The API server refuses to make the pod. See its message.'),
  unschedulable: {
    class: 'capacity',
    budget: { forMs: 120 * seconds },
    hint: 'No node has room for the pod. Add a node, or lower what the pod asks for.',
  },
  volume: budget({ forMs: 120 * seconds }, 'The node cannot prepare the pod’s volumes or network.'),
  moved: {
    class: 'transient',
    budget: { timesInAll: 3 },
    hint: 'Pods are evicted again and again. See the state of the nodes.',
  },
  noProgress: terminal('The rollout made no progress for progressDeadlineSeconds. See the pods below.'),
  jobFailed: terminal('The job failed. Its last words are in the log below.'),
  paused: { class: 'foreign', hint: 'Somebody paused the rollout. Ask them, then resume it.' },
  deleted: { class: 'foreign', hint: 'Somebody deleted the workload. Ask them before deploying again.' },
  changed: { class: 'foreign', hint: 'Somebody else changed the workload. Ask them before deploying again.' },
} as const satisfies Readonly<Record<string, Rule>>

export type RuleName = keyof typeof rules
