/** The order in which objects of one service are applied: what others refer to comes first. */
import type { KubeObject } from '../kube-object.ts'

const order = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'ExternalSecret',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'Service',
  'PodDisruptionBudget',
  'StatefulSet',
  'DaemonSet',
  'Deployment',
  'CronJob',
  'HorizontalPodAutoscaler',
]

/** Routes, monitors and all else come after what they lead to. */
const rankOf = ({ kind }: KubeObject): number => {
  const rank = order.indexOf(kind)
  return rank === -1 ? order.length : rank
}

export const inApplyOrder = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.toSorted((a, b) => rankOf(a) - rankOf(b))

/** Kinds whose rollout is watched. */
export const isWorkload = ({ kind }: KubeObject): boolean =>
  kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet'
