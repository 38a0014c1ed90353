/** The columns of the board: each knows what a task becomes that is moved into it. */
import type { Task, TaskPatch } from '@goalixa/contracts/tasks'
import type { WordsOf } from '../../../words/language.ts'
import type { TaskList } from './data.ts'
import type { ColumnKind } from './state.ts'

export interface Column {
  readonly key: string
  readonly name: string
  readonly tasks: readonly Task[]
  readonly patch: TaskPatch
}

export function columnsOf({ tasks, projects }: TaskList, by: ColumnKind, words: WordsOf<'tasks'>): Column[] {
  const column = (key: string, name: string, patch: TaskPatch, fits: (task: Task) => boolean): Column => ({
    key,
    name,
    patch,
    tasks: tasks.filter(fits),
  })
  if (by === 'priority')
    return (['high', 'medium', 'low', 'none'] as const).map((priority) =>
      column(priority, words.priority[priority], { priority }, (task) => task.priority === priority),
    )
  if (by === 'status')
    return (['open', 'done', 'archived'] as const).map((status) =>
      column(status, words.status[status], { status }, (task) => task.status === status),
    )
  const names = [...new Set([...projects, ...tasks.flatMap(({ project }) => project ?? [])])]
  return [
    column('', words.noProject, { projectId: null }, ({ project }) => project === null),
    ...names.map((project) =>
      column(`:${project}`, project, { project }, (task) => task.project === project),
    ),
  ]
}
