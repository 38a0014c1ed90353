/** Where a task stands: among its siblings, as one sees them. */
import type { Task } from '@goalixa/contracts/tasks'

export interface Branch {
  readonly task: Task
  /** 0 for what is part of nothing that is shown. */
  readonly depth: number
}

/** Subtasks follow their task. What is part of something that is not shown stands alone. */
export function treeOf(tasks: readonly Task[]): Branch[] {
  const shown = new Set(tasks.map(({ id }) => id))
  const parentOf = ({ id, parentId }: Task) =>
    parentId !== null && parentId !== id && shown.has(parentId) ? parentId : null
  const below = Map.groupBy(tasks, parentOf)
  const found: Branch[] = []
  const seen = new Set<string>()
  const walk = (list: readonly Task[], depth: number): void => {
    for (const task of list) {
      if (seen.has(task.id)) continue
      seen.add(task.id)
      found.push({ task, depth })
      walk(below.get(task.id) ?? [], depth + 1)
    }
  }
  walk(below.get(null) ?? [], 0)
  // Devices that were apart can have made a circle: nothing may be lost of it.
  walk(tasks, 0)
  return found
}
