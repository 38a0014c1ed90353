/** The task above one, those that it depends on and those that are a part of it. */
import type { Task } from '@goalixa/contracts/tasks'
import { AppError } from '@goalixa/contracts/errors'
import type { TaskSurroundings } from './output/tasks.ts'
import type { Store } from './store.ts'
import { allTasks } from './task-order.ts'

export async function surroundingsOf(
  store: Pick<Store, 'tasks'>,
  { id, parentId, dependsOn }: Task,
): Promise<TaskSurroundings> {
  const [parent, needed, subtasks] = await Promise.all([
    parentId === null ? undefined : unlessGone(store.tasks.get(parentId)),
    Promise.all(dependsOn.map((one) => unlessGone(store.tasks.get(one)))),
    allTasks(store, { parent: id }),
  ])
  return { parent, dependsOn: needed.filter((task) => task !== undefined), subtasks }
}

/** What is in the trash is not shown. */
const unlessGone = (asked: Promise<Task>): Promise<Task | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'tasks.not_found') return undefined
    throw error
  })
