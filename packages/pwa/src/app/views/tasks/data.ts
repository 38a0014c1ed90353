/** What the list and the board show, in the order that was given to the tasks. */
import { AppError } from '@goalixa/contracts/errors'
import type { SavedView } from '@goalixa/contracts/saved-views'
import type { Task } from '@goalixa/contracts/tasks'
import { parseFilter } from '@goalixa/domain/filters/parse'
import { mentions } from '@goalixa/domain/filters/tree'
import { listLabels, listProjects, listTaskChecks, listTasks } from '@goalixa/replica/queries/lists'
import { listSavedViews } from '@goalixa/replica/queries/saved-views'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { viewOf } from '@goalixa/replica/queries/view'
import { requireTask } from '@goalixa/domain/plans/tasks'
import { weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

export const statuses = ['open', 'done', 'archived', 'all'] as const
export type Status = (typeof statuses)[number]

export interface Asked {
  readonly filter: string
  readonly status: Status
}

/** What is wrong with the filter; `position` counts from 0. */
interface FilterProblem {
  readonly message: string
  readonly position: number
}

export interface TaskList {
  readonly tasks: readonly Task[]
  readonly problem: FilterProblem | undefined
  readonly views: readonly SavedView[]
  readonly projects: readonly string[]
  readonly labels: readonly string[]
}

const atOnce = 5_000

export const readTasks =
  ({ filter, status }: Asked): Query<TaskList> =>
  async (reader, asking) => {
    const [views, projects, labels] = await Promise.all([
      listSavedViews(reader, { limit: atOnce, kind: 'task' }),
      listProjects(reader, asking, { limit: atOnce, archived: false }),
      listLabels(reader, asking, { limit: atOnce, archived: false }),
    ])
    const known = {
      views: views.items,
      projects: projects.items.map(({ name }) => name),
      labels: labels.items.map(({ name }) => name),
    }
    try {
      const isAnyStatus = status === 'all' || (filter !== '' && saysStatus(filter))
      const { items } = await listTasks(reader, asking, {
        limit: atOnce,
        zone: zone(),
        weekStart: weekStart(),
        ...(isAnyStatus ? {} : { status: [status] }),
        ...(filter === '' ? {} : { filter }),
      })
      return { ...known, tasks: items.toSorted(byOrder), problem: undefined }
    } catch (error) {
      const position = error instanceof AppError ? error.fields[0]?.position : undefined
      if (!(error instanceof AppError) || error.code !== 'filter.invalid') throw error
      return { ...known, tasks: [], problem: { message: error.message, position: position ?? 0 } }
    }
  }

/** Who asks for done ones does not want them taken out again. */
function saysStatus(filter: string): boolean {
  const tree = parseFilter(filter, 'tasks')
  return mentions(tree, 'status') || mentions(tree, 'completed')
}

const byOrder = (a: Task, b: Task): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1

export interface TaskDetails {
  readonly task: Task
  /** Latest first, civil dates. */
  readonly checks: readonly string[]
  readonly subtasks: readonly Task[]
  /** Open ones, of which others can be a part or wait for. */
  readonly others: readonly Task[]
  readonly projects: readonly string[]
  readonly labels: readonly string[]
}

/** @throws AppError `tasks.not_found` */
export const readDetails =
  (id: string): Query<TaskDetails> =>
  async (reader, asking) => {
    const task = await createShapes(reader, asking.nowMs).toTask(
      await requireTask(viewOf(reader, asking.userId), id),
    )
    const { items: checks } = await listTaskChecks(reader, { limit: 30, taskId: id })
    const { items: subtasks } = await listTasks(reader, asking, { limit: atOnce, parent: id })
    const { tasks, projects, labels } = await readTasks({ filter: '', status: 'open' })(reader, asking)
    return {
      task,
      checks: checks.map(({ checkDate }) => checkDate),
      subtasks: subtasks.toSorted(byOrder),
      others: tasks.filter((other) => other.id !== id),
      projects,
      labels,
    }
  }
