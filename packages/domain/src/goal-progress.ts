/** How far a goal has come, whether it is in time, and what is left for each day (D14, E14). */
import type { Goal, Pacing } from '@goalixa/contracts/goals'

/** Of a subgoal: civil date, and epoch seconds. */
interface Step {
  readonly targetDate: string | null
  readonly doneAt: number | null
}

/** What progress is made of; dates are civil, moments epoch seconds. */
export interface GoalFacts {
  readonly targetDate: string | null
  readonly targetSeconds: number | null
  /** When somebody called it done. */
  readonly completedAt: number | null
  readonly subgoals: readonly Step[]
  readonly trackedSeconds: number
  /** Of these, what was tracked since the goal was made. */
  readonly trackedSinceCreation: number
  /** The day it was made, and today, in the zone of the asker. */
  readonly createdOn: string
  readonly today: string
}

export interface GoalProgress extends Pick<Goal, 'status' | 'progress' | 'pacing'> {
  /** Epoch seconds; null also where its time completed it. */
  readonly completedAt: number | null
}

/**
 * A goal is completed when somebody called it done, when all its subgoals are, or without subgoals when its time has
 * reached the target. One that is not is at risk when its date or that of an open subgoal is past, or when it needs
 * more time per day than was tracked per day since it was made; the day it was made on is too early to tell.
 */
export function goalProgress(facts: GoalFacts): GoalProgress {
  const { subgoals, targetDate, today } = facts
  const share = shareOf(facts)
  const isCompleted = facts.completedAt !== null || share >= 1
  // Without a measure, somebody's word is all there is.
  const progress = share < 0 ? Number(isCompleted) : Math.floor(share * 1e4) / 1e4
  if (isCompleted)
    return {
      status: 'completed',
      progress,
      pacing: null,
      completedAt: facts.completedAt ?? lastDone(subgoals),
    }
  const pacing = targetDate === null ? null : pacingOf(facts, targetDate)
  const dates = [targetDate, ...subgoals.map((one) => (one.doneAt === null ? one.targetDate : null))]
  const isLate = dates.some((date) => date !== null && date < today)
  const isAtRisk = isLate || (pacing !== null && isTooSlow(pacing))
  return { status: isAtRisk ? 'at_risk' : 'active', progress, pacing, completedAt: null }
}

/** From 0 to 1; below 0 where there is nothing to measure by. */
function shareOf({ subgoals, targetSeconds, trackedSeconds }: GoalFacts): number {
  if (subgoals.length > 0) return subgoals.filter(({ doneAt }) => doneAt !== null).length / subgoals.length
  return targetSeconds === null ? -1 : Math.min(1, trackedSeconds / targetSeconds)
}

const lastDone = (subgoals: readonly Step[]): number | null =>
  subgoals.length === 0 ? null : Math.max(...subgoals.map(({ doneAt }) => doneAt ?? 0))

function pacingOf(facts: GoalFacts, targetDate: string): Pacing {
  const daysLeft = Math.max(0, daysBetween(facts.today, targetDate) + 1)
  const secondsLeft =
    facts.targetSeconds === null ? null : Math.max(0, facts.targetSeconds - facts.trackedSeconds)
  const age = daysBetween(facts.createdOn, facts.today)
  return {
    daysLeft,
    secondsLeft,
    secondsPerDay: secondsLeft === null || daysLeft === 0 ? null : Math.ceil(secondsLeft / daysLeft),
    trackedSecondsPerDay: age <= 0 ? null : Math.floor(facts.trackedSinceCreation / age),
  }
}

const isTooSlow = ({ secondsPerDay, trackedSecondsPerDay }: Pacing): boolean =>
  secondsPerDay !== null && trackedSecondsPerDay !== null && secondsPerDay > trackedSecondsPerDay

const daysBetween = (from: string, to: string): number => Temporal.PlainDate.from(from).until(to).days
