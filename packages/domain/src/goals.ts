/** Goals as they are answered, with how far they have come: the same for the server, a device and a screen. */
import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import type { DaySettings } from '@goalixa/contracts/settings'
import { civilDate, toInstantText } from './calendar.ts'
import { goalProgress } from './goal-progress.ts'
import type { Tracked } from './plans/reports.ts'
import { withEffectiveLabels } from './plans/reports.ts'
import type { TrackedSpans } from './totals.ts'
import { totalsOf } from './totals.ts'

/** What is stored of a subgoal, with names; moments in epoch seconds. */
export interface StoredSubgoal extends Omit<Subgoal, 'doneAt' | 'trackedSeconds'> {
  readonly doneAt: number | null
}

/** What is stored of a goal, with names; moments in epoch seconds. */
export interface StoredGoal extends Omit<
  Goal,
  'status' | 'subgoals' | 'trackedSeconds' | 'progress' | 'pacing' | 'createdAt' | 'updatedAt' | 'completedAt'
> {
  /** In their order. */
  readonly subgoals: readonly StoredSubgoal[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly completedAt: number | null
}

/** Whose time counts: of these tasks, of these projects and their tasks, and of these labels. */
export interface Links {
  readonly taskIds: readonly string[]
  readonly projectIds: readonly string[]
  readonly labelIds: readonly string[]
}

/** Epoch seconds; a running entry counts up to `asOf`. */
export interface AllTime {
  readonly start: number
  readonly end: number
  readonly asOf: number
}

/** What may count: all that the links reach, or more. */
export interface LinkedTime extends Pick<Tracked, 'own' | 'inherited' | 'labelNames'> {
  /** Project of a task, by the id of the task, also of those in the trash. */
  readonly projectOfTask: ReadonlyMap<string, string>
}

interface Reading {
  /** Called once at most, and not when nothing is linked. */
  readonly read: (time: AllTime, links: Links) => Promise<LinkedTime>
  /** The zone whose days are counted, where it is not that of the settings. */
  readonly zone: string | undefined
  readonly settings: DaySettings
  readonly nowMs: number
}

/** The first and the last second that an entry may have. */
const always = { start: -2_208_988_800, end: 253_402_300_800 }

const nothing: LinkedTime = {
  own: [],
  inherited: new Map(),
  labelNames: new Map(),
  projectOfTask: new Map(),
}

/** The goals in their order, from one reading. */
export async function goalsOf(
  goals: readonly StoredGoal[],
  { read, zone, settings, nowMs }: Reading,
): Promise<Goal[]> {
  const asOf = Math.floor(nowMs / 1000)
  const links = goals.flatMap((goal) => [linksOf(goal), ...goal.subgoals.map(linksOfSubgoal)])
  const all: Links = {
    taskIds: unique(links.flatMap(({ taskIds }) => taskIds)),
    projectIds: unique(links.flatMap(({ projectIds }) => projectIds)),
    labelIds: unique(links.flatMap(({ labelIds }) => labelIds)),
  }
  const linked = isNothing(all) ? nothing : await read({ ...always, asOf }, all)
  const own = withEffectiveLabels(linked)
  const dayOf = (instant: number) => civilDate(instant, zone ?? settings.zone ?? 'UTC')
  const seconds = (of: Links, since?: number) =>
    secondsOf(own, linked, of, since === undefined ? {} : { start: since, from: dayOf(since) })
  return goals.map((goal) => {
    const trackedSeconds = seconds(linksOf(goal))
    const { status, progress, pacing, completedAt } = goalProgress({
      ...goal,
      trackedSeconds,
      trackedSinceCreation: seconds(linksOf(goal), goal.createdAt),
      createdOn: dayOf(goal.createdAt),
      today: dayOf(asOf),
    })
    return {
      id: goal.id,
      name: goal.name,
      description: goal.description,
      status,
      priority: goal.priority,
      targetDate: goal.targetDate,
      targetSeconds: goal.targetSeconds,
      labelId: goal.labelId,
      label: goal.label,
      colour: goal.colour,
      order: goal.order,
      archived: goal.archived,
      projectIds: goal.projectIds,
      projects: goal.projects,
      taskIds: goal.taskIds,
      tasks: goal.tasks,
      subgoals: goal.subgoals.map((subgoal) => toSubgoal(subgoal, seconds(linksOfSubgoal(subgoal)))),
      trackedSeconds,
      progress,
      pacing,
      createdAt: toInstantText(goal.createdAt),
      updatedAt: toInstantText(goal.updatedAt),
      completedAt: instantOf(completedAt),
    }
  })
}

const toSubgoal = (subgoal: StoredSubgoal, trackedSeconds: number): Subgoal => ({
  id: subgoal.id,
  title: subgoal.title,
  labelId: subgoal.labelId,
  label: subgoal.label,
  projectId: subgoal.projectId,
  project: subgoal.project,
  targetDate: subgoal.targetDate,
  doneAt: instantOf(subgoal.doneAt),
  order: subgoal.order,
  trackedSeconds,
})

const instantOf = (instant: number | null): string | null =>
  instant === null ? null : toInstantText(instant)
const unique = (ids: readonly string[]): string[] => [...new Set(ids)]
const only = (id: string | null): string[] => (id === null ? [] : [id])

const linksOf = ({ taskIds, projectIds, labelId }: StoredGoal): Links => ({
  taskIds,
  projectIds,
  labelIds: only(labelId),
})
const linksOfSubgoal = ({ projectId, labelId }: StoredSubgoal): Links => ({
  taskIds: [],
  projectIds: only(projectId),
  labelIds: only(labelId),
})
const isNothing = (links: Links): boolean => Object.values(links).every(({ length }) => length === 0)

/** Length of the union (D14): each moment once, however many links reach it, and each untimed entry once. */
function secondsOf(
  own: readonly TrackedSpans[],
  { projectOfTask }: LinkedTime,
  links: Links,
  since: { readonly start?: number; readonly from?: string },
): number {
  if (isNothing(links)) return 0
  const counted = own.filter(
    ({ taskId, projectId, labelIds }) =>
      (taskId !== null && links.taskIds.includes(taskId)) ||
      (projectId !== null && links.projectIds.includes(projectId)) ||
      (taskId !== null && links.projectIds.includes(projectOfTask.get(taskId) ?? '')) ||
      labelIds.some((id) => links.labelIds.includes(id)),
  )
  const options = {
    ...always,
    ...since,
    by: 'task',
    buckets: [],
    nameOf: (id: string) => id,
  } as const
  const { totals } = totalsOf(counted, options)
  return totals.wallClockSeconds + totals.untimedSeconds
}
