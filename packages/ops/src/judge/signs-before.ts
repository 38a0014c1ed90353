/** Trouble that was there before a rollout began, on every revision: it must not be held against the new one. */
import { refusalsOf } from './create-signals.ts'
import type { Observation } from './objects.ts'
import { podSignals } from './pod-signals.ts'
import type { Signal } from './signals.ts'

export const signsBefore = ({ workload, revisions, pods, events }: Observation): readonly Signal[] => [
  ...(workload === undefined ? [] : refusalsOf(workload.kind, workload.metadata, undefined, events)),
  ...revisions.flatMap((revision) =>
    refusalsOf(revision.kind, revision.metadata, failureOf(revision), events),
  ),
  ...pods.flatMap((pod) => podSignals(pod, events)),
]

const failureOf = ({ status }: Observation['revisions'][number]): string | undefined =>
  status?.conditions?.find((one) => one.type === 'ReplicaFailure' && one.status === 'True')?.message
