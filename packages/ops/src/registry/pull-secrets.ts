/** The pull secrets of pods, read as the cluster would hand them to the kubelet. */
import { ApiRefusal } from '../api-refusal.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { JsonObject, KubeObject } from '../kube-object.ts'
import { podsIn } from '../preflight/pod-specs.ts'
import type { PlannedPods } from '../preflight/pod-specs.ts'
import { credentialsIn } from './docker-config.ts'
import type { Credentials } from './docker-config.ts'

export interface PullSecrets {
  /** In the order in which the pods name them. */
  readonly texts: readonly string[]
  /** `goalixa-app/pull may not be read`: what is in these only the kubelet will know. */
  readonly unread: readonly string[]
  /** `goalixa-app/pull is no pull secret`: the kubelet passes them over. */
  readonly useless: readonly string[]
}

/** Those of pods that `objects` would make; the ServiceAccount may be among the objects or in the cluster. */
export async function readPullSecrets(
  cluster: Cluster,
  { spec, namespace }: Pick<PlannedPods, 'spec' | 'namespace'>,
  objects: readonly KubeObject[],
): Promise<PullSecrets> {
  const own = namesIn(spec['imagePullSecrets'])
  const names = own.length > 0 ? own : await namesOfAccount(cluster, spec, namespace, objects)
  const read = await Promise.all(
    names.map(async (name) => {
      const secret = await readable(cluster.get(kinds.Secret, name, namespace))
      if (secret === 'hidden') return { unread: `${namespace}/${name} may not be read` }
      if (secret === undefined) return { unread: `${namespace}/${name} is not there yet` }
      const text = textIn(secret)
      const isUsable = text !== undefined && credentialsIn(text, '') !== undefined
      return isUsable ? { text } : { useless: `${namespace}/${name} is no pull secret` }
    }),
  )
  return {
    texts: read.flatMap(({ text }) => text ?? []),
    unread: read.flatMap(({ unread }) => unread ?? []),
    useless: read.flatMap(({ useless }) => useless ?? []),
  }
}

/** For asking what a tag means: any of the pods' secrets that fits will do. Reads them once, when first asked. */
export function credentialsOfPods(
  cluster: Cluster,
  objects: readonly KubeObject[],
): (repository: string) => Promise<readonly Credentials[]> {
  let all: Promise<readonly PullSecrets[]> | undefined
  return async (repository) => {
    all ??= Promise.all(podsIn(objects).map((pods) => readPullSecrets(cluster, pods, objects)))
    const texts = new Set((await all).flatMap((one) => one.texts))
    return [...texts].flatMap((text) => credentialsIn(text, repository) ?? [])
  }
}

async function namesOfAccount(
  cluster: Cluster,
  spec: JsonObject,
  namespace: string,
  objects: readonly KubeObject[],
): Promise<readonly string[]> {
  const name = typeof spec['serviceAccountName'] === 'string' ? spec['serviceAccountName'] : 'default'
  const brought = objects.find(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' && metadata.name === name && (metadata.namespace ?? 'default') === namespace,
  )
  const account = brought ?? (await readable(cluster.get(kinds.ServiceAccount, name, namespace)))
  return account === undefined || account === 'hidden' ? [] : namesIn(account['imagePullSecrets'])
}

const namesIn = (value: unknown): readonly string[] =>
  ((value ?? []) as readonly { readonly name?: string }[]).flatMap(({ name }) => name ?? [])

async function readable(asked: Promise<KubeObject | undefined>): Promise<KubeObject | undefined | 'hidden'> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) return 'hidden'
    throw error
  }
}

function textIn(secret: KubeObject): string | undefined {
  const data: JsonObject = secret['data'] ?? {}
  const encoded = data['.dockerconfigjson'] ?? data['.dockercfg']
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : undefined
}
