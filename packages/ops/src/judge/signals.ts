/** Signs of trouble in what is seen of one service. Pure: what it means over time is for the judge. */
import { createSignals } from './create-signals.ts'
import { newPods } from './new-pods.ts'
import type { Observation } from './objects.ts'
import { podSignals } from './pod-signals.ts'
import type { RuleName } from './rules.ts'

export interface Signal {
  readonly rule: RuleName
  /** The cluster's own word for it. */
  readonly reason: string
  /** `Pod/app-5f6d-x7k2p`. */
  readonly object: string
  readonly container?: string
  readonly message: string
  /** How often it happened on this object, as far as the cluster remembers. */
  readonly count: number
}

/** All signs on the new revision and on the pods of it, which may be none. */
export const signalsOf = (observation: Observation): readonly Signal[] => [
  ...createSignals(observation),
  ...newPods(observation).flatMap((pod) => podSignals(pod, observation.events)),
]
