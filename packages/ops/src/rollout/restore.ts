/** Puts a service back as the snapshot has it; what was not there before goes. */
import type { Observation } from '../judge/objects.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { inApplyOrder } from '../plan/order.ts'
import { applyAll, deletePod, removeAll } from './apply.ts'
import { ok, serviceOf } from './context.ts'
import type { RunContext, StepResult } from './context.ts'
import { readSnapshot } from './snapshot.ts'

export async function restore(context: RunContext, step: string, name: string): Promise<StepResult> {
  const before = await readSnapshot(context)
  const { manifests } = serviceOf(context, name)
  const previous = manifests.flatMap((object) => before[objectKey(object)] ?? [])
  const applied = await applyAll(context, step, inApplyOrder(previous))
  if (applied.outcome === 'failed') return applied
  const added = manifests.filter((object) => before[objectKey(object)] === null)
  await removeAll(context, step, inApplyOrder(added).toReversed())
  return ok()
}

/**
 * A StatefulSet that was put back waits for ever for the pods of the broken revision (kubernetes#67250): they are
 * deleted, the highest number first, and only those that do not serve. Volumes stay.
 */
export async function freeStuckPods(
  context: RunContext,
  object: KubeObject,
  seen: Observation,
): Promise<void> {
  const wanted = seen.workload?.status?.updateRevision
  if (object.kind !== 'StatefulSet' || wanted === undefined) return
  const stuck = seen.pods
    .filter(
      ({ metadata, status }) =>
        metadata.ownerReferences?.some(({ uid }) => uid === seen.workload!.metadata.uid) === true &&
        metadata.deletionTimestamp === undefined &&
        metadata.labels?.['controller-revision-hash'] !== wanted &&
        !status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    )
    .toSorted((a, b) => ordinalOf(b.metadata.name) - ordinalOf(a.metadata.name))[0]
  if (stuck === undefined) return
  context.lock.assertHeld()
  context.tell('rollback', `deleting ${stuck.metadata.name}, which keeps the broken revision`, {
    data: { pod: stuck.metadata.name },
  })
  await deletePod(context, stuck.metadata)
}

const ordinalOf = (name: string): number => Number(/-(\d+)$/.exec(name)?.[1] ?? 0)
