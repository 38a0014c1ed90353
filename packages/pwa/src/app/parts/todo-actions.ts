/** What can be done with the to-dos of a day, by the rules of the domain. */
import type { DailyTodo, DailyTodoPatch, NewDailyTodo } from '@goalixa/contracts/planner'
import { carryTodos, createTodo, deleteTodo, setTodoDone, updateTodo } from '@goalixa/domain/plans/planner'
import { startTimer } from '@goalixa/domain/plans/timer'
import { zone } from '../store/dates.ts'
import type { Store } from '../store/store.ts'

const source = 'pwa'

export const addTodo = (store: Store, input: NewDailyTodo) =>
  store.write('dailyTodos.create', (view, draft, newId) =>
    createTodo(view, draft, input, { zone: zone() }, newId),
  )

export const changeTodo = (store: Store, id: string, patch: DailyTodoPatch) =>
  store.write('dailyTodos.update', (view, draft) => updateTodo(view, draft, id, patch))

export const setTodo = (store: Store, id: string, isDone: boolean) =>
  store.write(isDone ? 'dailyTodos.done' : 'dailyTodos.reopen', (view, draft) =>
    setTodoDone(view, draft, id, isDone),
  )

export const removeTodo = (store: Store, id: string) =>
  store.write('dailyTodos.delete', (view, draft) => deleteTodo(view, draft, id))

/** Those of them that are not done. */
export const carryOver = (store: Store, ids: readonly string[], to: string) =>
  store.write('dailyTodos.carry', (view, draft) => carryTodos(view, draft, ids, to))

/** On its task, unless that is in the trash. */
export const startTodo = (store: Store, { title, taskId, task }: DailyTodo) =>
  store.write('timer.start', (view, draft, newId) =>
    startTimer(
      view,
      draft,
      { description: title, ...(task === null ? {} : { taskId }), zone: zone(), source },
      newId,
    ),
  )
