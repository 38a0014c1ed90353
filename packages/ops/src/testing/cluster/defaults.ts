import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { defaultedPod, defaultedTemplate, withDefaults } from './pod-defaults.ts'

const rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%' }

/** The object with what the server fills in when a client leaves it out. */
export function defaulted(object: KubeObject): KubeObject {
  const fill = defaultsByKind[`${object.apiVersion}/${object.kind}`]
  return fill ? fill(object) : object
}

function spec(fill: (spec: JsonObject) => JsonObject): (object: KubeObject) => KubeObject {
  return (object) => ({ ...object, spec: fill(object.spec ?? {}) })
}

const defaultsByKind: Record<string, (object: KubeObject) => KubeObject> = {
  'v1/Pod': spec(defaultedPod),
  'v1/Namespace': (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name },
    },
    spec: withDefaults(object.spec, { finalizers: ['kubernetes'] }),
  }),
  'v1/Secret': (object) => {
    const { stringData, ...rest } = object as KubeObject & { stringData?: Record<string, string> }
    const encoded = Object.entries(stringData ?? {}).map(([key, text]) => [
      key,
      Buffer.from(text).toString('base64'),
    ])
    const data: JsonObject = { ...object.data, ...Object.fromEntries(encoded) }
    return {
      ...rest,
      type: (object['type'] as string | undefined) ?? 'Opaque',
      ...(Object.keys(data).length > 0 ? { data } : {}),
    }
  },
  'v1/Service': spec(defaultedService),
  'v1/PersistentVolumeClaim': spec((claim) => withDefaults(claim, { volumeMode: 'Filesystem' })),
  'apps/v1/Deployment': spec((deployment) => {
    const filled = withDefaults(deployment, {
      replicas: 1,
      strategy: {},
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    })
    // What is false or zero by default is left out, as the server's own types leave it out.
    for (const member of ['paused', 'minReadySeconds']) if (!filled[member]) delete filled[member]
    const strategy = withDefaults(filled['strategy'] as JsonObject, { type: 'RollingUpdate' })
    if (strategy['type'] === 'RollingUpdate')
      strategy['rollingUpdate'] = withDefaults(
        strategy['rollingUpdate'] as JsonObject | undefined,
        rollingUpdate,
      )
    return {
      ...filled,
      strategy,
      template: defaultedTemplate(deployment['template'] as JsonObject | undefined),
    }
  }),
  'apps/v1/ReplicaSet': spec((set) => ({
    ...withDefaults(set, { replicas: 1 }),
    template: defaultedTemplate(set['template'] as JsonObject | undefined),
  })),
  'apps/v1/StatefulSet': spec((set) => ({
    ...withDefaults(set, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    }),
    template: defaultedTemplate(set['template'] as JsonObject | undefined),
    ...(Array.isArray(set['volumeClaimTemplates'])
      ? {
          volumeClaimTemplates: (set['volumeClaimTemplates'] as JsonObject[]).map((claim) =>
            defaultedClaim(claim),
          ),
        }
      : {}),
  })),
  'apps/v1/DaemonSet': spec((set) => ({
    ...withDefaults(set, {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      revisionHistoryLimit: 10,
    }),
    template: defaultedTemplate(set['template'] as JsonObject | undefined),
  })),
  'batch/v1/Job': spec(defaultedJob),
  'batch/v1/CronJob': spec((cron) => {
    const template = (cron['jobTemplate'] ?? {}) as JsonObject
    const inner = (template['spec'] ?? {}) as JsonObject
    return {
      ...withDefaults(cron, {
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      }),
      jobTemplate: {
        ...template,
        metadata: { creationTimestamp: null, ...(template['metadata'] as JsonObject | undefined) },
        spec: { ...inner, template: defaultedTemplate(inner['template'] as JsonObject | undefined) },
      },
    }
  }),
  'autoscaling/v2/HorizontalPodAutoscaler': spec((scaler) => withDefaults(scaler, { minReplicas: 1 })),
}

function defaultedJob(job: JsonObject): JsonObject {
  return {
    ...withDefaults(job, {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      manualSelector: false,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
    }),
    template: defaultedTemplate(job['template'] as JsonObject | undefined),
  }
}

function defaultedClaim(claim: JsonObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...claim,
    metadata: { creationTimestamp: null, ...(claim['metadata'] as JsonObject | undefined) },
    spec: withDefaults(claim['spec'] as JsonObject | undefined, { volumeMode: 'Filesystem' }),
    status: { phase: 'Pending' },
  }
}

function defaultedService(service: JsonObject): JsonObject {
  const address = clusterAddress()
  const filled = withDefaults(service, {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    clusterIP: address,
  })
  filled['clusterIPs'] ??= [filled['clusterIP'] as string]
  if (Array.isArray(filled['ports']))
    filled['ports'] = (filled['ports'] as JsonObject[]).map((port) =>
      withDefaults(port, { protocol: 'TCP', targetPort: port['port'] as number }),
    )
  return filled
}

let addresses = 0
function clusterAddress(): string {
  addresses += 1
  return `10.96.${Math.floor(addresses / 250) % 250}.${(addresses % 250) + 1}`
}

/** The status with which the server stores a new object; controllers fill it afterwards. */
export function initialStatus(object: KubeObject): JsonObject | undefined {
  switch (`${object.apiVersion}/${object.kind}`) {
    case 'apps/v1/Deployment':
    case 'batch/v1/Job':
    case 'batch/v1/CronJob':
    case 'v1/ResourceQuota':
      return {}
    case 'apps/v1/ReplicaSet':
      return { replicas: 0 }
    case 'apps/v1/StatefulSet':
      return { replicas: 0, availableReplicas: 0 }
    case 'apps/v1/DaemonSet':
      return { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }
    case 'policy/v1/PodDisruptionBudget':
      return { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
    case 'autoscaling/v2/HorizontalPodAutoscaler':
      return { desiredReplicas: 0, currentMetrics: null }
    case 'v1/Namespace':
      return { phase: 'Active' }
    case 'v1/Pod':
      return { phase: 'Pending', qosClass: qosClass(object.spec ?? {}) }
    case 'v1/PersistentVolumeClaim':
      return { phase: 'Pending' }
    case 'v1/Service':
      return { loadBalancer: {} }
    default:
      return undefined
  }
}

function qosClass(podSpec: JsonObject): string {
  const resources = ((podSpec['containers'] ?? []) as JsonObject[]).map(
    (container) => (container['resources'] ?? {}) as { requests?: JsonObject; limits?: JsonObject },
  )
  if (resources.every(({ requests, limits }) => !requests && !limits)) return 'BestEffort'
  const guaranteed = resources.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(
      (name) => limits?.[name] !== undefined && (requests?.[name] ?? limits[name]) === limits[name],
    ),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
