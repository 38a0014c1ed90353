/** Sends objects, one by one, each after proof that the run is still ours. */
import { ApiRefusal } from '../api-refusal.ts'
import { fenceAnnotation } from '../judge/foreign.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { failed, ok } from './context.ts'
import type { RunContext, StepResult } from './context.ts'

export async function applyAll(
  context: RunContext,
  step: string,
  objects: readonly KubeObject[],
): Promise<StepResult> {
  for (const object of objects) {
    await beforeWriting(context, step, object)
    try {
      await context.cluster.apply(fenced(object, context.lock.token), {
        force: context.settings.forceConflicts,
      })
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 0) throw error
      return failed(`${objectKey(object)}: ${refusalWords(error)}`)
    }
  }
  return ok()
}

/** The journal is written before each change: whoever lost the run finds out here, and stops. */
async function beforeWriting({ lock, journal }: RunContext, step: string, object: KubeObject): Promise<void> {
  lock.assertHeld()
  await journal.touch(step, objectKey(object))
  lock.assertHeld()
}

const fenced = (object: KubeObject, token: number): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { ...object.metadata.annotations, [fenceAnnotation]: String(token) },
  },
})

/** A conflict names its managers and fields; everything else speaks for itself. */
export function refusalWords(error: ApiRefusal): string {
  const conflicts = error.causes.filter(({ reason }) => reason === 'FieldManagerConflict')
  if (conflicts.length === 0) return error.message
  const named = conflicts.map(({ field, message }) => `${field} (${message})`).join(', ')
  return `others manage these fields: ${named}; take them over with --force-conflicts`
}

/** What rollbacks never delete: it holds what cannot be made again. */
const kept = new Set([
  'PersistentVolumeClaim',
  'Namespace',
  'CustomResourceDefinition',
  'Secret',
  'Cluster',
  'ObjectStore',
])

export async function removeAll(
  context: RunContext,
  step: string,
  objects: readonly KubeObject[],
): Promise<void> {
  for (const object of objects.filter(({ kind }) => !kept.has(kind))) {
    await beforeWriting(context, step, object)
    const kind = await context.cluster.kindOf(object)
    const live = await context.cluster.get(kind, object.metadata.name, object.metadata.namespace)
    if (live !== undefined)
      await context.cluster.remove(kind, object.metadata.name, object.metadata.namespace, live.metadata.uid)
  }
}

export const deletePod = (
  { cluster }: RunContext,
  { name, namespace, uid }: { name: string; namespace?: string; uid?: string },
) => cluster.remove(kinds.Pod, name, namespace, uid)
