/** What is there before anything is changed: the way back. */
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { ok } from './context.ts'
import type { RunContext, StepResult } from './context.ts'
import { ownedFields } from './owned-fields.ts'

/** By object key; null where there was nothing. */
export type Snapshot = Readonly<Record<string, KubeObject | null>>

const blob = 'before'

export async function takeSnapshot(context: RunContext): Promise<StepResult> {
  const { cluster, journal } = context
  const objects = journal.plan.services.flatMap(({ manifests }) => manifests)
  const scaled = new Set(objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(targetOf))
  const before: Record<string, KubeObject | null> = {}
  for (const object of objects) {
    const key = objectKey(object)
    const { name, namespace } = object.metadata
    const live =
      context.live?.has(key) === true
        ? context.live.get(key)
        : await cluster.get(await cluster.kindOf(object), name, namespace)
    before[key] = live === undefined ? null : (ownedFields(live) ?? wholeObject(live, scaled.has(key)))
  }
  await journal.keep(blob, before)
  return ok()
}

export const readSnapshot = async ({ journal }: RunContext): Promise<Snapshot> =>
  ((await journal.kept(blob)) ?? {}) as Snapshot

const targetOf = ({ spec, metadata }: KubeObject): string =>
  `${spec?.['scaleTargetRef']?.kind} ${metadata.namespace}/${spec?.['scaleTargetRef']?.name}`

/** Somebody else made it: all that is not the server's own. What an autoscaler sets is left to it. */
function wholeObject(object: KubeObject, isScaled: boolean): KubeObject {
  const { status: _, ...live } = object
  const { name, namespace, labels, annotations } = live.metadata
  const { replicas, ...spec } = live.spec ?? {}
  return {
    ...live,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...(live.spec === undefined
      ? {}
      : { spec: isScaled || replicas === undefined ? spec : { replicas, ...spec } }),
  }
}
