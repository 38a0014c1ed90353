// Where lists and structs of the API merge by member instead of being replaced as one: the x-kubernetes-list-map-keys,
// -list-type and -map-type of the server's OpenAPI, by model and field. A list not named here is replaced as one.

/** Keys of the lists that merge by key; '(set)' for a list whose values are owned one by one. */
export const listKeys: Record<string, string> = {
  'V1ObjectMeta.ownerReferences': 'uid',
  'V1ObjectMeta.finalizers': '(set)',
  'V1PodSpec.containers': 'name',
  'V1PodSpec.initContainers': 'name',
  'V1PodSpec.ephemeralContainers': 'name',
  'V1PodSpec.volumes': 'name',
  'V1PodSpec.imagePullSecrets': 'name',
  'V1PodSpec.hostAliases': 'ip',
  'V1PodSpec.schedulingGates': 'name',
  'V1PodSpec.resourceClaims': 'name',
  'V1PodSpec.topologySpreadConstraints': 'topologyKey whenUnsatisfiable',
  'V1Container.env': 'name',
  'V1Container.ports': 'containerPort protocol',
  'V1Container.volumeMounts': 'mountPath',
  'V1Container.volumeDevices': 'devicePath',
  'V1ServiceSpec.ports': 'port protocol',
  'V1ServiceAccount.secrets': 'name',
  'V1NodeSpec.podCIDRs': '(set)',
  'V1NodeStatus.addresses': 'type',
  'V1NodeStatus.conditions': 'type',
  'V1PodStatus.conditions': 'type',
  'V1PodStatus.podIPs': 'ip',
  'V1ServiceStatus.conditions': 'type',
  'V1NamespaceStatus.conditions': 'type',
  'V1DeploymentStatus.conditions': 'type',
  'V1ReplicaSetStatus.conditions': 'type',
  'V1StatefulSetStatus.conditions': 'type',
  'V1DaemonSetStatus.conditions': 'type',
  'V1PodDisruptionBudgetStatus.conditions': 'type',
  'V2HorizontalPodAutoscalerStatus.conditions': 'type',
}

/** Structs that are owned as one. */
export const atomicStructs = new Set([
  'V1LabelSelector',
  'V1LocalObjectReference',
  'V1ObjectReference',
  'CoreV1ObjectReference',
  'V1TypedLocalObjectReference',
  'V1SecretKeySelector',
  'V1ConfigMapKeySelector',
  'V1ObjectFieldSelector',
  'V1ResourceFieldSelector',
  'V1NodeSelector',
  'V1NodeSelectorTerm',
  'V1RoleRef',
  'V1ScopeSelector',
  'V1SecretReference',
  'V1TopologySelectorTerm',
])

/** Maps that are owned as one. */
export const atomicMaps = new Set(['V1ServiceSpec.selector', 'V1PodSpec.nodeSelector'])

/** Defaults that take part in the key of a list item before they are stored. */
export const keyDefaults: Record<string, string> = { protocol: 'TCP' }
