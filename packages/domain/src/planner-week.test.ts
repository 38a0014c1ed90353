import { expect, test } from 'vitest'
import type { PlannedTodo } from './planner-week.ts'
import { plannedSecondsOf, weekPlanOf } from './planner-week.ts'

const aTodo = (given: Partial<PlannedTodo> = {}): PlannedTodo => ({
  logDate: '2026-03-02',
  doneAt: null,
  taskId: null,
  estimateSeconds: null,
  ...given,
})

test('a task counts once a day, done or not; what has no task or no estimate adds nothing', () => {
  expect(plannedSecondsOf([])).toBe(0)
  expect(
    plannedSecondsOf([
      aTodo({ taskId: 'a', estimateSeconds: 3600 }),
      aTodo({ taskId: 'a', estimateSeconds: 3600, doneAt: 7 }),
      aTodo({ taskId: 'b', estimateSeconds: 900, doneAt: 8 }),
      aTodo({ taskId: 'c' }),
      aTodo(),
    ]),
  ).toBe(4500)
})

test('every day of a week has its own to-dos and target; one without a target has room for nothing known', () => {
  const todos = [
    aTodo({ taskId: 'a', estimateSeconds: 3600, doneAt: 7 }),
    aTodo(),
    // The same task on another day takes its time again.
    aTodo({ logDate: '2026-03-04', taskId: 'a', estimateSeconds: 3600 }),
    aTodo({ logDate: '2026-03-09', taskId: 'a', estimateSeconds: 3600 }),
  ]
  const targets = [
    { logDate: '2026-03-03', seconds: 7200 },
    { logDate: '2026-03-09', seconds: 1 },
  ]
  expect(weekPlanOf(['2026-03-02', '2026-03-03', '2026-03-04'], todos, targets)).toEqual([
    { date: '2026-03-02', todos: 2, done: 1, targetSeconds: null, plannedSeconds: 3600 },
    { date: '2026-03-03', todos: 0, done: 0, targetSeconds: 7200, plannedSeconds: 0 },
    { date: '2026-03-04', todos: 1, done: 0, targetSeconds: null, plannedSeconds: 3600 },
  ])
})
