import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { matchesSelector } from '../selectors.ts'
import { createOwned, isActive, isTrue } from './world.ts'
import type { World } from './world.ts'

const serviceLabel = 'kubernetes.io/service-name'

/** Writes which pods stand behind a Service: an Endpoints object of its name and one EndpointSlice. */
export function reconcileService(world: World, service: KubeObject): void {
  const selector = service.spec?.['selector'] as Record<string, string> | undefined
  if (!selector || service.metadata.deletionTimestamp !== undefined) return
  const { name, namespace = '' } = service.metadata
  const pods = world.store
    .list('pods', namespace)
    .filter((pod) => isActive(pod) && pod.status?.['podIP'] !== undefined)
    .filter(({ metadata }) => matchesSelector({ matchLabels: selector }, metadata.labels ?? {}))
  const ports = ((service.spec?.['ports'] ?? []) as JsonObject[]).map(
    ({ name: called, port, targetPort, protocol }) => ({
      ...(called === undefined ? {} : { name: called }),
      port: typeof targetPort === 'number' ? targetPort : port,
      protocol: protocol ?? 'TCP',
    }),
  )
  const [ready, others] = [
    pods.filter((pod) => isTrue(pod, 'Ready')),
    pods.filter((pod) => !isTrue(pod, 'Ready')),
  ]
  const subset = {
    ...(ready.length > 0 ? { addresses: ready.map(addressOf) } : {}),
    ...(others.length > 0 ? { notReadyAddresses: others.map(addressOf) } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }
  write(world, service, 'endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, labels: service.metadata.labels ?? {} },
    ...(pods.length > 0 ? { subsets: [subset] } : {}),
  })
  write(world, service, 'endpointslices', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-slice`, labels: { [serviceLabel]: name } },
    addressType: 'IPv4',
    endpoints: pods.map((pod) => ({
      addresses: [pod.status?.['podIP']],
      conditions: { ready: isTrue(pod, 'Ready'), serving: isTrue(pod, 'Ready'), terminating: false },
      nodeName: pod.spec?.['nodeName'],
      targetRef: targetOf(pod),
    })),
    ports,
  })
}

function write(world: World, service: KubeObject, resource: string, object: JsonObject) {
  const { namespace = '' } = service.metadata
  const live = world.store.get(resource, namespace, object['metadata'].name)
  if (!live) return void createOwned(world, object, service)
  const { metadata, kind, apiVersion } = live
  world.store.replace(resource, { ...object, kind, apiVersion, metadata })
}

function addressOf(pod: KubeObject): JsonObject {
  return { ip: pod.status?.['podIP'], nodeName: pod.spec?.['nodeName'], targetRef: targetOf(pod) }
}

function targetOf({ metadata }: KubeObject): JsonObject {
  return { kind: 'Pod', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid }
}
