/** Signs that somebody else had a hand in the rollout: then it stops, and undoes nothing of theirs. */
import { isSeen, revisionName } from './new-pods.ts'
import type { Observation, Workload } from './objects.ts'
import type { Verdict } from './judge.ts'
import { rules } from './rules.ts'

/** The annotation with the token of the run that wrote an object last. */
export const fenceAnnotation = 'goalixa.com/fence'

/** `revision` is the one that this run's apply made, undefined until it was seen. */
export function foreignSign(
  revision: string | undefined,
  observation: Observation,
  fence: string | undefined,
): Verdict | undefined {
  const { workload } = observation
  if (workload === undefined) {
    // Before the first sight a list may simply be older than the apply.
    return revision === undefined ? undefined : foreign('deleted', 'the workload', 'Deleted', 'it is gone')
  }
  const object = `${workload.kind}/${workload.metadata.name}`
  if (workload.metadata.deletionTimestamp !== undefined && revision !== undefined)
    return foreign('deleted', object, 'Deleted', `it is being deleted${by(workload)}`)
  if (!isSeen(workload)) return undefined
  if (workload.spec?.paused === true)
    return foreign('paused', object, 'DeploymentPaused', `the rollout is paused${by(workload)}`)
  const written = workload.metadata.annotations?.[fenceAnnotation]
  // Tokens grow: a smaller one was written by whoever had this run before it was taken up.
  if (fence !== undefined && written !== undefined && Number(written) > Number(fence))
    return foreign(
      'changed',
      object,
      'FenceChanged',
      `another run (token ${written}) wrote it after this one`,
    )
  const now = revisionName(observation)
  if (revision !== undefined && now !== undefined && now !== revision)
    return foreign(
      'changed',
      object,
      'RevisionChanged',
      `its template was changed after this run${by(workload)}`,
    )
  return undefined
}

function foreign(
  rule: 'paused' | 'deleted' | 'changed',
  object: string,
  reason: string,
  message: string,
): Verdict {
  return { class: 'foreign', rule, reason, object, message, hint: rules[rule].hint }
}

/** Who wrote last, as far as the object tells: a controller's status does not count. */
function by({ metadata }: Workload): string {
  const last = metadata.managedFields
    ?.filter(({ subresource }) => subresource !== 'status')
    .toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    .at(-1)
  return last?.manager === undefined ? '' : ` by ${last.manager}`
}
