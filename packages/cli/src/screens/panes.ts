/** The panes of the screen, and what each of them lists. */
import type { Goal } from '@goalixa/contracts/goals'
import type { Habit } from '@goalixa/contracts/habits'
import type { DailyTodo } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { Snapshot } from '../snapshot.ts'

export const paneNames = ['today', 'reminders', 'tasks', 'habits', 'goals'] as const
export type PaneName = (typeof paneNames)[number]

export type TaskItem =
  | { readonly kind: 'task'; readonly task: Task; readonly due: 'overdue' | 'today' | 'later' }
  | { readonly kind: 'todo'; readonly todo: DailyTodo }

export type GoalItem =
  | { readonly kind: 'weekly'; readonly goal: WeeklyGoal }
  | { readonly kind: 'goal'; readonly goal: Goal }

export interface PaneItems {
  readonly today: readonly TimeEntry[]
  readonly tasks: readonly TaskItem[]
  readonly habits: readonly Habit[]
  readonly goals: readonly GoalItem[]
  readonly reminders: readonly Reminder[]
}

/** Tasks that are overdue or due today come first, then the to-dos of the day, then other open tasks. */
export function paneItems(snapshot: Snapshot): PaneItems {
  const { plan, tasks, weeklyGoals, goals, habits, reminders, today } = snapshot
  const ids = (of: readonly Task[] | undefined) => new Set(of?.map(({ id }) => id))
  const overdue = ids(plan?.overdue)
  const due = ids(plan?.due)
  const known = tasks.map((task) => {
    const when = overdue.has(task.id) ? 'overdue' : due.has(task.id) ? 'today' : 'later'
    return { kind: 'task', task, due: when } as const
  })
  const todos = (plan?.todos ?? []).filter(({ doneAt }) => doneAt === null)
  return {
    today: today.entries,
    tasks: [
      ...known.filter((item) => item.due !== 'later'),
      ...todos.map((todo) => ({ kind: 'todo', todo }) as const),
      ...known.filter((item) => item.due === 'later'),
    ],
    habits,
    goals: [
      ...weeklyGoals.map((goal) => ({ kind: 'weekly', goal }) as const),
      ...goals.map((goal) => ({ kind: 'goal', goal }) as const),
    ],
    reminders: reminders.filter(({ channels }) => channels.includes('terminal')),
  }
}

/** What can be gone to with Tab: panes with something in them. */
export const panesWithItems = (items: PaneItems): PaneName[] =>
  paneNames.filter((name) => items[name].length > 0)
