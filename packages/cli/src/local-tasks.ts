import { taskBulkRoutes } from '@goalixa/contracts/bulk'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { changeTasks } from '@goalixa/domain/plans/bulk'
import { createTask, deleteTask, setTaskStatus, updateTask } from '@goalixa/domain/plans/task-changes'
import { checkTask, uncheckTask } from '@goalixa/domain/plans/task-checks'
import { listTasks } from '@goalixa/replica/queries/lists'
import type { Shapes } from '@goalixa/replica/queries/shapes'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows, readId, readItem, writeIntent } from './local-rows.ts'
import { createLocalBulk } from './local-bulk.ts'
import { readDay } from './read-day.ts'
import type { Store } from './store.ts'

const localTask = {
  table: 'tasks',
  missing: 'tasks.not_found',
  toItem: (shapes: Shapes) => shapes.toTask,
} as const

export function createLocalTasks({ withReplica, newId }: LocalParts): Store['tasks'] {
  const setStatus = async (given: string, verb: 'done' | 'reopen') => {
    const id = readId(given, localTask.missing)
    return withReplica(async (replica) => {
      const status = verb === 'done' ? 'done' : 'open'
      await writeIntent(
        replica,
        `tasks.${verb}`,
        (view, draft) => setTaskStatus(view, draft, id, status),
        newId,
      )
      return readItem(replica, localTask, id)
    })
  }
  const setCheck = async (given: string, day: string, verb: 'check' | 'uncheck') => {
    const id = readId(given, localTask.missing)
    const date = readDay(day)
    const rule = verb === 'check' ? checkTask : uncheckTask
    return withReplica(async (replica) => {
      await writeIntent(replica, `tasks.${verb}`, (view, draft) => rule(view, draft, id, date), newId)
      return readItem(replica, localTask, id)
    })
  }
  return {
    ...createLocalRows(
      {
        ...localTask,
        routes: taskRoutes,
        list: listTasks,
        create: (input) => (view, draft) => createTask(view, draft, input, newId),
        update: (id, patch) => (view, draft) => updateTask(view, draft, id, patch, newId),
        delete: (id) => (view, draft) => deleteTask(view, draft, id),
      },
      withReplica,
      newId,
    ),
    done: (id) => setStatus(id, 'done'),
    reopen: (id) => setStatus(id, 'reopen'),
    bulk: createLocalBulk({ withReplica, newId }, 'tasks', taskBulkRoutes.bulk.body, changeTasks),
    check: (id, date) => setCheck(id, date, 'check'),
    uncheck: (id, date) => setCheck(id, date, 'uncheck'),
  }
}
