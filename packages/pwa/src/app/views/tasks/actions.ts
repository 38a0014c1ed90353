/** What can be done with tasks, by the rules of the domain. */
import type { TaskBulk } from '@goalixa/contracts/bulk'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { changeTasks } from '@goalixa/domain/plans/bulk'
import { createSavedView, deleteSavedView } from '@goalixa/domain/plans/saved-views'
import { createTask, deleteTask, setTaskStatus, updateTask } from '@goalixa/domain/plans/task-changes'
import { checkTask, uncheckTask } from '@goalixa/domain/plans/task-checks'
import { startTimer } from '@goalixa/domain/plans/timer'
import { zone } from '../../store/dates.ts'
import type { Store } from '../../store/store.ts'

const source = 'pwa'

export const addTask = (store: Store, input: NewTask) =>
  store.write('tasks.create', (view, draft, newId) => createTask(view, draft, input, newId))

export const changeTask = (store: Store, id: string, patch: TaskPatch) =>
  store.write('tasks.update', (view, draft, newId) => updateTask(view, draft, id, patch, newId))

export const setStatus = (store: Store, id: string, status: 'done' | 'open') =>
  store.write(status === 'done' ? 'tasks.done' : 'tasks.reopen', (view, draft) =>
    setTaskStatus(view, draft, id, status),
  )

export const removeTask = (store: Store, id: string) =>
  store.write('tasks.delete', (view, draft) => deleteTask(view, draft, id))

/** All of them in one operation. */
export const changeMany = (store: Store, input: TaskBulk) =>
  store.write(`tasks.${input.verb}`, (view, draft, newId) => changeTasks(view, draft, input, newId))

export const setCheck = (store: Store, id: string, date: string, isDone: boolean) =>
  store.write(isDone ? 'tasks.check' : 'tasks.uncheck', (view, draft) =>
    isDone ? checkTask(view, draft, id, date) : uncheckTask(view, draft, id, date),
  )

export const startOn = (store: Store, { id, title }: Pick<Task, 'id' | 'title'>) =>
  store.write('timer.start', (view, draft, newId) =>
    startTimer(view, draft, { description: title, taskId: id, zone: zone(), source }, newId),
  )

export const saveView = (store: Store, name: string, query: string) =>
  store.write('savedViews.create', (view, draft, newId) =>
    createSavedView(view, draft, { name, query, kind: 'task' }, newId),
  )

export const removeView = (store: Store, id: string) =>
  store.write('savedViews.delete', (view, draft) => deleteSavedView(view, draft, id))
