/** Names that manifests use of each other: what is misspelt is found here and not by a pod that never starts. */
import { keyOf, podTemplates, selects } from './pods.ts'
import type { Any, Manifest } from './pods.ts'

export function referenceProblems(objects: readonly Manifest[]): readonly string[] {
  const has = (kind: string, namespace: string, name: string) =>
    objects.some(
      (one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name,
    )
  return [
    ...workloadSelectors(objects),
    ...services(objects),
    ...configs(objects, has),
    ...scalers(objects, has),
    ...backends(objects),
    ...policies(objects),
    ...namespaces(objects),
  ]
}

type Has = (kind: string, namespace: string, name: string) => boolean

const workloadSelectors = (objects: readonly Manifest[]) =>
  podTemplates(objects)
    .filter(
      ({ owner, labels }) => owner['spec'].selector !== undefined && !selects(owner['spec'].selector, labels),
    )
    .map(({ of }) => `${of}: its selector does not choose its pods`)

const services = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) => {
      const pods = podTemplates(objects).filter(
        ({ owner, labels }) =>
          owner.metadata.namespace === service.metadata.namespace &&
          selects(service['spec'].selector, labels),
      )
      if (pods.length === 0) return [`${keyOf(service)}: chooses no pod`]
      const ports = pods.flatMap(({ containers }) => containers.flatMap(({ ports = [] }: Any) => ports))
      return service['spec'].ports
        .filter(
          ({ targetPort }: Any) =>
            !ports.some(
              ({ name, containerPort }: Any) => name === targetPort || containerPort === targetPort,
            ),
        )
        .map(({ name }: Any) => `${keyOf(service)}: no pod has the port ${name}`)
    })

/** Secrets come from elsewhere, by name: an ExternalSecret stands for one. */
const configs = (objects: readonly Manifest[], has: Has) =>
  podTemplates(objects).flatMap(({ of, owner, containers }) => {
    const { namespace } = owner.metadata
    const isExternal = objects.some(({ kind }) => kind === 'ExternalSecret')
    return containers.flatMap(({ env = [], envFrom = [] }: Any) => [
      ...envFrom
        .filter(
          ({ configMapRef }: Any) =>
            configMapRef !== undefined && !has('ConfigMap', namespace, configMapRef.name),
        )
        .map(({ configMapRef }: Any) => `${of}: no ConfigMap ${configMapRef.name}`),
      ...env
        .map(({ valueFrom }: Any) => valueFrom?.secretKeyRef)
        .filter(
          (ref: Any) =>
            ref !== undefined &&
            ref.optional !== true &&
            isExternal &&
            !has('ExternalSecret', namespace, ref.name),
        )
        .map(({ name }: Any) => `${of}: nothing makes the Secret ${name}`),
    ])
  })

const scalers = (objects: readonly Manifest[], has: Has) =>
  objects
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .filter(
      ({ spec, metadata }) => !has(spec.scaleTargetRef.kind, metadata.namespace, spec.scaleTargetRef.name),
    )
    .map((one) => `${keyOf(one)}: scales nothing`)

/** A backend of another namespace needs its permission. */
const backends = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap((route) =>
      route['spec'].rules
        .flatMap(({ backendRefs = [] }: Any) => backendRefs)
        .flatMap(({ name, port, namespace = route.metadata.namespace }: Any) => {
          const service = objects.find(
            (one) =>
              one.kind === 'Service' && one.metadata.namespace === namespace && one.metadata.name === name,
          )
          if (service?.['spec'].ports.some((one: Any) => one.port === port) !== true)
            return [`${keyOf(route)}: no Service ${namespace}/${name} with port ${port}`]
          const isGranted =
            namespace === route.metadata.namespace ||
            objects.some(
              (one) =>
                one.kind === 'ReferenceGrant' &&
                one.metadata.namespace === namespace &&
                one['spec'].from.some((from: Any) => from.namespace === route.metadata.namespace) &&
                one['spec'].to.some((to: Any) => to.name === undefined || to.name === name),
            )
          return isGranted ? [] : [`${keyOf(route)}: no ReferenceGrant in ${namespace}`]
        }),
    )

/** Who is let in or out by name has to have that name, where the namespace is ours. */
const policies = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap((policy) =>
      [
        ...(policy['spec'].ingress ?? []).flatMap(({ from = [] }: Any) => from),
        ...(policy['spec'].egress ?? []).flatMap(({ to = [] }: Any) => to),
      ]
        .filter(
          ({ namespaceSelector, podSelector }: Any) =>
            namespaceSelector !== undefined && podSelector !== undefined,
        )
        .flatMap(({ namespaceSelector, podSelector }: Any) => {
          const namespace = namespaceSelector.matchLabels?.['kubernetes.io/metadata.name']
          const isOurs = objects.some(
            ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
          )
          const isFound = podTemplates(objects).some(
            ({ owner, labels }) => owner.metadata.namespace === namespace && selects(podSelector, labels),
          )
          return !isOurs || isFound
            ? []
            : [`${keyOf(policy)}: nobody in ${namespace} has ${JSON.stringify(podSelector.matchLabels)}`]
        }),
    )

/** Traefik's namespace is there before us. */
const namespaces = (objects: readonly Manifest[]) => {
  const known = new Set([
    'traefik',
    ...objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
  ])
  return objects
    .filter(({ metadata }) => metadata.namespace !== undefined && !known.has(metadata.namespace))
    .map((one) => `${keyOf(one)}: its namespace is not there`)
}
