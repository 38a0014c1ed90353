/** What the judge reads of Kubernetes' objects; everything else of them is left alone. Absent numbers mean zero. */

export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly managedFields?: readonly {
    readonly manager?: string
    readonly time?: string
    readonly subresource?: string
  }[]
  readonly ownerReferences?: readonly {
    readonly kind: string
    readonly uid: string
    readonly controller?: boolean
  }[]
}

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly lastUpdateTime?: string
}

export interface Workload {
  readonly kind: string
  readonly metadata: Metadata
  readonly spec?: {
    readonly replicas?: number
    readonly paused?: boolean
    readonly minReadySeconds?: number
    readonly updateStrategy?: {
      readonly type?: string
      readonly rollingUpdate?: { readonly partition?: number }
    }
  }
  readonly status?: {
    readonly observedGeneration?: number
    readonly replicas?: number
    readonly updatedReplicas?: number
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly updateRevision?: string
    readonly currentRevision?: string
    readonly desiredNumberScheduled?: number
    readonly updatedNumberScheduled?: number
    readonly numberAvailable?: number
    readonly conditions?: readonly Condition[]
  }
}

/** A ReplicaSet or a ControllerRevision: what a workload makes pods from. */
export interface Revision {
  readonly kind: string
  readonly metadata: Metadata
  readonly revision?: number
  readonly status?: { readonly conditions?: readonly Condition[] }
}

export interface Ended {
  readonly exitCode?: number
  readonly reason?: string
  readonly message?: string
  readonly finishedAt?: string
}

export interface ContainerStatus {
  readonly name: string
  readonly ready?: boolean
  readonly restartCount?: number
  readonly image?: string
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string }
    readonly running?: { readonly startedAt?: string }
    readonly terminated?: Ended
  }
  readonly lastState?: { readonly terminated?: Ended }
}

export interface Pod {
  readonly metadata: Metadata
  readonly spec?: { readonly nodeName?: string }
  readonly status?: {
    readonly phase?: string
    readonly reason?: string
    readonly message?: string
    readonly conditions?: readonly Condition[]
    readonly initContainerStatuses?: readonly ContainerStatus[]
    readonly containerStatuses?: readonly ContainerStatus[]
  }
}

/** An event as either API shows it: `note` and `regarding` are the newer names of `message` and `involvedObject`. */
export interface ClusterEvent {
  readonly metadata: Metadata
  readonly reason?: string
  readonly message?: string
  readonly type?: string
  readonly count?: number
  readonly series?: { readonly count?: number }
  readonly lastTimestamp?: string | null
  readonly eventTime?: string | null
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly uid?: string }
}

/** Everything of one service at one moment, as lists and watches showed it. */
export interface Observation {
  readonly workload: Workload | undefined
  /** ReplicaSets of a Deployment, ControllerRevisions of a DaemonSet; nothing for a StatefulSet, which names its own. */
  readonly revisions: readonly Revision[]
  readonly pods: readonly Pod[]
  readonly events: readonly ClusterEvent[]
}
