import { apiVersionOf } from '../../kube-object.ts'
import type { GroupVersionResource } from '../../kube-object.ts'

/** What the simulated server knows of a kind. A free-form kind is stored as it comes, without schema or defaults. */
export type Resource = GroupVersionResource & {
  kind: string
  singular: string
  shortNames: string[]
  subresources: string[]
  freeForm: boolean
}

type Row = [resource: string, kind: string, shortNames?: string, subresources?: string]

function group(
  name: string,
  version: string,
  rows: Row[],
  how: { clusterWide?: boolean; freeForm?: boolean } = {},
): Resource[] {
  return rows.map(([resource, kind, shortNames = '', subresources = '']) => ({
    group: name,
    version,
    resource,
    kind,
    singular: kind.toLowerCase(),
    namespaced: !how.clusterWide,
    freeForm: how.freeForm ?? false,
    shortNames: words(shortNames),
    subresources: words(subresources),
  }))
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}

const clusterWide = { clusterWide: true }
const freeForm = { freeForm: true }

/** Every resource that the simulated server serves. */
export const resources: Resource[] = [
  ...group('', 'v1', [
    ['configmaps', 'ConfigMap', 'cm'],
    ['endpoints', 'Endpoints', 'ep'],
    ['events', 'Event', 'ev'],
    ['limitranges', 'LimitRange', 'limits'],
    ['persistentvolumeclaims', 'PersistentVolumeClaim', 'pvc', 'status'],
    ['pods', 'Pod', 'po', 'status log eviction binding'],
    ['resourcequotas', 'ResourceQuota', 'quota', 'status'],
    ['secrets', 'Secret'],
    ['serviceaccounts', 'ServiceAccount', 'sa'],
    ['services', 'Service', 'svc', 'status proxy'],
  ]),
  ...group(
    '',
    'v1',
    [
      ['namespaces', 'Namespace', 'ns', 'status'],
      ['nodes', 'Node', 'no', 'status'],
      ['persistentvolumes', 'PersistentVolume', 'pv', 'status'],
    ],
    clusterWide,
  ),
  ...group('apps', 'v1', [
    ['controllerrevisions', 'ControllerRevision'],
    ['daemonsets', 'DaemonSet', 'ds', 'status'],
    ['deployments', 'Deployment', 'deploy', 'status scale'],
    ['replicasets', 'ReplicaSet', 'rs', 'status scale'],
    ['statefulsets', 'StatefulSet', 'sts', 'status scale'],
  ]),
  ...group('batch', 'v1', [
    ['cronjobs', 'CronJob', 'cj', 'status'],
    ['jobs', 'Job', '', 'status'],
  ]),
  ...group('autoscaling', 'v2', [['horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'hpa', 'status']]),
  ...group('policy', 'v1', [['poddisruptionbudgets', 'PodDisruptionBudget', 'pdb', 'status']]),
  ...group('discovery.k8s.io', 'v1', [['endpointslices', 'EndpointSlice']], freeForm),
  ...group('coordination.k8s.io', 'v1', [['leases', 'Lease']]),
  ...group('networking.k8s.io', 'v1', [
    ['ingresses', 'Ingress', 'ing', 'status'],
    ['networkpolicies', 'NetworkPolicy', 'netpol'],
  ]),
  ...group('rbac.authorization.k8s.io', 'v1', [
    ['rolebindings', 'RoleBinding'],
    ['roles', 'Role'],
  ]),
  ...group(
    'rbac.authorization.k8s.io',
    'v1',
    [
      ['clusterrolebindings', 'ClusterRoleBinding'],
      ['clusterroles', 'ClusterRole'],
    ],
    clusterWide,
  ),
  ...group('scheduling.k8s.io', 'v1', [['priorityclasses', 'PriorityClass', 'pc']], clusterWide),
  ...group('storage.k8s.io', 'v1', [['storageclasses', 'StorageClass', 'sc']], clusterWide),
  ...group(
    'authorization.k8s.io',
    'v1',
    [
      ['selfsubjectaccessreviews', 'SelfSubjectAccessReview'],
      ['subjectaccessreviews', 'SubjectAccessReview'],
    ],
    clusterWide,
  ),
  ...group(
    'gateway.networking.k8s.io',
    'v1',
    [
      ['gateways', 'Gateway', 'gtw', 'status'],
      ['httproutes', 'HTTPRoute', '', 'status'],
    ],
    freeForm,
  ),
  ...group('gateway.networking.k8s.io', 'v1', [['gatewayclasses', 'GatewayClass', 'gc', 'status']], {
    ...freeForm,
    ...clusterWide,
  }),
  ...group(
    'gateway.networking.k8s.io',
    'v1beta1',
    [['referencegrants', 'ReferenceGrant', 'refgrant']],
    freeForm,
  ),
  ...group(
    'monitoring.coreos.com',
    'v1',
    [
      ['podmonitors', 'PodMonitor'],
      ['prometheusrules', 'PrometheusRule'],
      ['servicemonitors', 'ServiceMonitor'],
    ],
    freeForm,
  ),
  ...group(
    'postgresql.cnpg.io',
    'v1',
    [
      ['backups', 'Backup', '', 'status'],
      ['clusters', 'Cluster', '', 'status scale'],
      ['poolers', 'Pooler', '', 'status'],
      ['scheduledbackups', 'ScheduledBackup', '', 'status'],
    ],
    freeForm,
  ),
  ...group('barmancloud.cnpg.io', 'v1', [['objectstores', 'ObjectStore', '', 'status']], freeForm),
  ...group('external-secrets.io', 'v1', [['externalsecrets', 'ExternalSecret', 'es', 'status']], freeForm),
  ...group('cert-manager.io', 'v1', [['certificates', 'Certificate', 'cert', 'status']], freeForm),
  ...group('traefik.io', 'v1alpha1', [['middlewares', 'Middleware']], freeForm),
]

const byPlural = new Map(resources.map((resource) => [resource.resource, resource]))
const byKind = new Map(resources.map((resource) => [`${apiVersionOf(resource)}/${resource.kind}`, resource]))

/** The resource with this plural; the simulated server has no plural twice. */
export function resourceNamed(plural: string): Resource {
  const found = byPlural.get(plural)
  if (!found) throw new Error(`the simulated server has no resource ${plural}`)
  return found
}

export function resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
  return byKind.get(`${apiVersion}/${kind}`)
}

/** `deployments.apps`, or `pods` in the core group: how messages name a resource. */
export function qualified(resource: Resource, name = resource.resource): string {
  return resource.group === '' ? name : `${name}.${resource.group}`
}
