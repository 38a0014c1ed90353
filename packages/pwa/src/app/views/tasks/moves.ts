/** Moving a task: by a pointer, by Alt and the arrows, by the menu. All of them end in one change of its registers. */
import type { Task, TaskPatch } from '@goalixa/contracts/tasks'
import type { Dropped } from '../../parts/drag.ts'
import type { MenuItem } from '../../parts/menu.ts'
import { placed, stepped, verticalStep } from '../../parts/place-in-list.ts'
import { undoable } from '../../parts/undo.ts'
import { changeTask } from './actions.ts'
import type { Column } from './columns.ts'
import type { PartContext } from './part.ts'

interface MovesOptions extends PartContext {
  /** The focus stays on what is moved, though its row is put elsewhere. */
  readonly keepFocus: (id: string) => void
}

export function createMoves({ store, act, words, keepFocus }: MovesOptions) {
  const change = (id: string, patch: TaskPatch | undefined) => {
    if (patch === undefined || Object.keys(patch).length === 0) return
    keepFocus(id)
    void undoable({ store, act }, () => changeTask(store, id, patch), words.moved)
  }
  const isBack = () => getComputedStyle(document.body).direction === 'rtl'

  /** Those that a task stands with in the list: of the same task, where that is shown. */
  const siblingsOf = (tasks: readonly Task[], task: Task) => {
    const parent = shownParent(tasks, task)
    return tasks.filter((other) => shownParent(tasks, other) === parent)
  }
  return {
    keysInList(event: KeyboardEvent, tasks: readonly Task[], task: Task): void {
      const step = verticalStep(event)
      if (step === undefined) return
      event.preventDefault()
      change(task.id, stepped(siblingsOf(tasks, task), task.id, step))
    },
    keysOnBoard(event: KeyboardEvent, columns: readonly Column[], column: Column, task: Task): void {
      const step = verticalStep(event)
      const side = event.altKey ? { ArrowLeft: -1, ArrowRight: 1 }[event.key] : undefined
      if (step === undefined && side === undefined) return
      event.preventDefault()
      if (step !== undefined) return change(task.id, stepped(column.tasks, task.id, step))
      change(task.id, columns[columns.indexOf(column) + side! * (isBack() ? -1 : 1)]?.patch)
    },
    droppedInList({ id, beside, isAfter }: Dropped, tasks: readonly Task[]): void {
      const [task, target] = [id, beside].map((one) => tasks.find((other) => other.id === one))
      if (task === undefined || target === undefined) return
      const parent = shownParent(tasks, target)
      change(id, {
        ...placed(siblingsOf(tasks, target), id, target.id, isAfter),
        ...(parent === shownParent(tasks, task) ? {} : { parentId: parent }),
      })
    },
    droppedOnBoard({ id, beside, isAfter, column }: Dropped, columns: readonly Column[]): void {
      const into = columns.find(({ key }) => key === column)
      if (into === undefined) return
      change(id, {
        ...(into.tasks.some((task) => task.id === id) ? {} : into.patch),
        ...(beside === undefined ? {} : placed(into.tasks, id, beside, isAfter)),
      })
    },
    menuOfList: (tasks: readonly Task[], task: Task): MenuItem[] => upAndDown(siblingsOf(tasks, task), task),
    menuOfBoard: (columns: readonly Column[], column: Column, task: Task): MenuItem[] => [
      ...upAndDown(column.tasks, task),
      ...columns
        .filter((other) => other !== column)
        .map((other): MenuItem => ({
          icon: 'board',
          text: words.toColumn(other.name),
          run: () => change(task.id, other.patch),
        })),
    ],
  }

  function upAndDown(siblings: readonly Task[], task: Task): MenuItem[] {
    const up = stepped(siblings, task.id, -1)
    const down = stepped(siblings, task.id, 1)
    return [
      ...(up ? [{ icon: 'chevron-up', text: words.up, run: () => change(task.id, up) } as const] : []),
      ...(down
        ? [{ icon: 'chevron-down', text: words.down, run: () => change(task.id, down) } as const]
        : []),
    ]
  }
}

const shownParent = (tasks: readonly Task[], { parentId }: Task): string | null =>
  parentId !== null && tasks.some(({ id }) => id === parentId) ? parentId : null
