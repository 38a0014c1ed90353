/** Moving a to-do: within its day by a pointer, by Alt and the arrows, by buttons; to another day by a menu or a drop. */
import type { DailyTodo } from '@goalixa/contracts/planner'
import type { Dropped } from '../../parts/drag.ts'
import { placed, stepped, verticalStep } from '../../parts/place-in-list.ts'
import { changeTodo } from '../../parts/todo-actions.ts'
import { undoable } from '../../parts/undo.ts'
import type { PartContext } from './part.ts'
import { addLine, dayText, inRow } from './part.ts'

export function createMoves(context: PartContext) {
  const { store, words, keepFocus } = context
  const reorder = (id: string, place: { readonly order: string } | undefined) => {
    if (place === undefined) return
    const part = (document.activeElement as HTMLElement | null)?.dataset['part'] ?? 'title'
    keepFocus(inRow(id, part), inRow(id, 'title'))
    void undoable(context, () => changeTodo(store, id, place), words.reordered)
  }
  const step = (todos: readonly DailyTodo[], id: string, by: -1 | 1) => reorder(id, stepped(todos, id, by))
  /** To whoever works by keyboard the next one comes, or the one before. */
  const leaving = (todos: readonly DailyTodo[], id: string) => {
    const at = todos.findIndex((todo) => todo.id === id)
    const beside = (todos[at + 1] ?? todos[at - 1])?.id
    keepFocus(...(beside === undefined ? [] : [inRow(beside, 'title')]), addLine)
  }
  const toDay = (todos: readonly DailyTodo[], id: string, date: string) => {
    leaving(todos, id)
    const said = words.movedTo(dayText(date, { weekday: 'long', day: 'numeric', month: 'long' }))
    void undoable(context, () => changeTodo(store, id, { logDate: date }), said)
  }
  return {
    step,
    leaving,
    toDay,
    keys(event: KeyboardEvent, todos: readonly DailyTodo[], id: string): void {
      const by = verticalStep(event)
      if (by === undefined) return
      event.preventDefault()
      step(todos, id, by)
    },
    dropped({ id, beside, isAfter, column }: Dropped, todos: readonly DailyTodo[]): void {
      const todo = todos.find((one) => one.id === id)
      if (todo === undefined) return
      if (beside !== undefined) return reorder(id, placed(todos, id, beside, isAfter))
      if (column !== undefined && column !== todo.logDate) toDay(todos, id, column)
    },
  }
}
