import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import type { ObjectStore } from '../store.ts'

/** What the environment of a container refers to and does not exist, in a node's words: `secret "api-env" not found`. */
export function missingReference(
  store: ObjectStore,
  pod: KubeObject,
  container: JsonObject,
): string | undefined {
  return firstMissing(store, pod, environment(container))
}

/** The first volume of a pod that cannot be mounted, and why. */
export function missingVolume(
  store: ObjectStore,
  pod: KubeObject,
): { volume: string; message: string } | undefined {
  for (const volume of (pod.spec?.['volumes'] ?? []) as JsonObject[]) {
    const message = firstMissing(store, pod, sourcesOf(volume))
    if (message !== undefined) return { volume: volume['name'] as string, message }
  }
  return undefined
}

function firstMissing(store: ObjectStore, pod: KubeObject, references: Reference[]): string | undefined {
  const namespace = pod.metadata.namespace ?? ''
  for (const { kind, name, key } of references) {
    const found = store.get(`${kind}s`, namespace, name)
    if (!found) return `${kind} "${name}" not found`
    if (key !== undefined && found.data?.[key] === undefined)
      return `couldn't find key ${key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${name}`
  }
  return undefined
}

type Reference = { kind: 'secret' | 'configmap'; name: string; key?: string }

function sourcesOf({ secret, configMap, projected }: JsonObject): Reference[] {
  return [
    ...(secret && !secret.optional ? [{ kind: 'secret' as const, name: secret.secretName }] : []),
    ...(configMap && !configMap.optional ? [{ kind: 'configmap' as const, name: configMap.name }] : []),
    ...((projected?.sources ?? []) as JsonObject[]).flatMap((source): Reference[] => [
      ...(source['secret'] && !source['secret'].optional
        ? [{ kind: 'secret' as const, name: source['secret'].name }]
        : []),
      ...(source['configMap'] && !source['configMap'].optional
        ? [{ kind: 'configmap' as const, name: source['configMap'].name }]
        : []),
    ]),
  ]
}

function environment(container: JsonObject): Reference[] {
  const sources = [
    ...((container['envFrom'] ?? []) as JsonObject[]).map(({ secretRef, configMapRef }) => [
      secretRef,
      configMapRef,
    ]),
    ...((container['env'] ?? []) as JsonObject[]).map(({ valueFrom }) => [
      valueFrom?.secretKeyRef,
      valueFrom?.configMapKeyRef,
    ]),
  ]
  return sources.flatMap(([secret, map]): Reference[] => [
    ...(secret && !secret.optional ? [{ kind: 'secret' as const, ...named(secret) }] : []),
    ...(map && !map.optional ? [{ kind: 'configmap' as const, ...named(map) }] : []),
  ])
}

function named({ name, key }: JsonObject): { name: string; key?: string } {
  return key === undefined ? { name } : { name, key }
}
