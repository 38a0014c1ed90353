/** Where the kinds live that our manifests use. Others are asked of the cluster. */
import type { GroupVersionResource } from './kube-object.ts'

const kind = (group: string, version: string, resource: string, namespaced = true): GroupVersionResource => ({
  group,
  version,
  resource,
  namespaced,
})

export const kinds = {
  Namespace: kind('', 'v1', 'namespaces', false),
  Node: kind('', 'v1', 'nodes', false),
  Pod: kind('', 'v1', 'pods'),
  Event: kind('', 'v1', 'events'),
  Secret: kind('', 'v1', 'secrets'),
  ConfigMap: kind('', 'v1', 'configmaps'),
  Service: kind('', 'v1', 'services'),
  ServiceAccount: kind('', 'v1', 'serviceaccounts'),
  PersistentVolumeClaim: kind('', 'v1', 'persistentvolumeclaims'),
  ResourceQuota: kind('', 'v1', 'resourcequotas'),
  LimitRange: kind('', 'v1', 'limitranges'),
  Deployment: kind('apps', 'v1', 'deployments'),
  ReplicaSet: kind('apps', 'v1', 'replicasets'),
  StatefulSet: kind('apps', 'v1', 'statefulsets'),
  DaemonSet: kind('apps', 'v1', 'daemonsets'),
  ControllerRevision: kind('apps', 'v1', 'controllerrevisions'),
  Job: kind('batch', 'v1', 'jobs'),
  CronJob: kind('batch', 'v1', 'cronjobs'),
  HorizontalPodAutoscaler: kind('autoscaling', 'v2', 'horizontalpodautoscalers'),
  PodDisruptionBudget: kind('policy', 'v1', 'poddisruptionbudgets'),
  Lease: kind('coordination.k8s.io', 'v1', 'leases'),
  NetworkPolicy: kind('networking.k8s.io', 'v1', 'networkpolicies'),
  Role: kind('rbac.authorization.k8s.io', 'v1', 'roles'),
  RoleBinding: kind('rbac.authorization.k8s.io', 'v1', 'rolebindings'),
  ClusterRole: kind('rbac.authorization.k8s.io', 'v1', 'clusterroles', false),
  ClusterRoleBinding: kind('rbac.authorization.k8s.io', 'v1', 'clusterrolebindings', false),
  StorageClass: kind('storage.k8s.io', 'v1', 'storageclasses', false),
  PriorityClass: kind('scheduling.k8s.io', 'v1', 'priorityclasses', false),
  SubjectAccessReview: kind('authorization.k8s.io', 'v1', 'subjectaccessreviews', false),
  SelfSubjectAccessReview: kind('authorization.k8s.io', 'v1', 'selfsubjectaccessreviews', false),
} as const satisfies Readonly<Record<string, GroupVersionResource>>
