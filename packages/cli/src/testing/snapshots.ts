/** Snapshots to draw: Monday the 2nd of March 2026 in Berlin, five minutes past three. */
import type { Goal } from '@goalixa/contracts/goals'
import type { Habit } from '@goalixa/contracts/habits'
import type { DailyTodo, DayPlan } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimedEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { Snapshot } from '../snapshot.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const times = { createdAt: '2026-03-02T08:00:00Z', updatedAt: '2026-03-02T08:00:00Z' }

/** When it was read. */
export const now = Date.parse('2026-03-02T14:05:10Z') / 1000

export const anEntry = (over: Partial<TimedEntry> = {}): TimedEntry => ({
  id: id(1),
  description: 'write report',
  taskId: null,
  projectId: id(5),
  project: 'Thesis',
  labels: ['deep'],
  start: '2026-03-02T13:02:00Z',
  end: null,
  date: null,
  durationSeconds: 3790,
  zone: 'Europe/Berlin',
  billable: false,
  source: 'cli',
  ...times,
  ...over,
})

export const aGoal = (over: Partial<WeeklyGoal> = {}): WeeklyGoal => ({
  id: id(9),
  title: 'deep work',
  weekStart: '2026-03-02',
  targetSeconds: 36_000,
  labelId: id(6),
  label: 'deep',
  goalId: null,
  goal: null,
  status: 'active',
  trackedSeconds: 22_320,
  ...times,
  ...over,
})

const meeting = anEntry({
  id: id(2),
  description: 'meeting',
  projectId: null,
  project: null,
  labels: [],
  start: '2026-03-02T08:00:00Z',
  end: '2026-03-02T10:30:00Z',
  durationSeconds: 9000,
})

export const aSnapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  at: '2026-03-02T14:05:10Z',
  zone: 'Europe/Berlin',
  running: anEntry(),
  today: { date: '2026-03-02', seconds: 12_790, entries: [anEntry(), meeting] },
  weeklyGoals: [aGoal()],
  plan: null,
  tasks: [],
  goals: [],
  habits: [],
  reminders: [],
  pending: 0,
  lastSyncAt: '2026-03-02T14:00:00Z',
  ...over,
})

const date = '2026-03-02'

export const aTask = (over: Partial<Task> = {}): Task => ({
  id: id(20),
  title: 'pay rent',
  description: '',
  status: 'open',
  projectId: null,
  project: null,
  labels: [],
  priority: 'none',
  due: null,
  scheduled: null,
  waitUntil: null,
  expiresAt: null,
  estimateSeconds: null,
  parentId: null,
  dependsOn: [],
  recurrence: null,
  recurrenceMode: 'schedule',
  recurrenceZone: null,
  previousId: null,
  order: 'n',
  blocked: false,
  checkedOn: null,
  trackedSeconds: 0,
  completedAt: null,
  ...times,
  ...over,
})

const aTodo = (over: Partial<DailyTodo> = {}): DailyTodo => ({
  id: id(30),
  title: 'pack the bag',
  logDate: date,
  doneAt: null,
  order: 'n',
  taskId: null,
  task: null,
  ...times,
  ...over,
})

const aPlan = (over: Partial<DayPlan> = {}): DayPlan => ({
  date,
  zone: 'Europe/Berlin',
  todos: [aTodo()],
  undoneBefore: 0,
  target: null,
  trackedSeconds: 0,
  due: [],
  overdue: [],
  ...over,
})

export const aHabit = (over: Partial<Habit> = {}): Habit => ({
  id: id(40),
  name: 'read',
  frequency: { kind: 'daily' },
  targetAmount: null,
  unit: null,
  autoLabelId: null,
  autoLabel: null,
  autoSeconds: null,
  timeOfDay: 'any',
  reminder: null,
  notes: '',
  goalId: null,
  goal: null,
  subgoalId: null,
  colour: null,
  order: 'n',
  archived: false,
  today: { date, state: 'open', amount: null, seconds: null },
  streak: { current: 5, best: 9 },
  score: 62,
  recent: [],
  ...times,
  ...over,
})

const anAim = (over: Partial<Goal> = {}): Goal => ({
  id: id(50),
  name: 'write the thesis',
  description: '',
  status: 'active',
  priority: 'none',
  targetDate: null,
  targetSeconds: null,
  labelId: null,
  label: null,
  colour: null,
  order: 'n',
  archived: false,
  projectIds: [],
  projects: [],
  taskIds: [],
  tasks: [],
  subgoals: [],
  trackedSeconds: 7200,
  progress: 0.5,
  pacing: null,
  completedAt: null,
  ...times,
  ...over,
})

export const aReminder = (over: Partial<Reminder> = {}): Reminder => ({
  id: id(60),
  title: 'call Ada',
  notes: '',
  date,
  time: '14:30',
  zone: 'Europe/Berlin',
  repeat: 'none',
  days: [],
  priority: 'none',
  channels: ['terminal'],
  active: true,
  taskId: null,
  task: null,
  status: 'due',
  dueAt: '2026-03-02T13:30:00Z',
  nextAt: null,
  lastFiredAt: null,
  snoozedUntil: null,
  doneAt: null,
  ...times,
  ...over,
})

const late = aTask({ due: '2026-02-27' })
const review = aTask({ id: id(21), title: 'review', due: date, project: 'Thesis' })

/** A day in which every part of the screen has something. */
export const aFullSnapshot = (over: Partial<Snapshot> = {}): Snapshot =>
  aSnapshot({
    plan: aPlan({ overdue: [late], due: [review] }),
    tasks: [late, review],
    goals: [anAim()],
    habits: [
      aHabit(),
      aHabit({ id: id(41), name: 'run', today: { date, state: 'done', amount: null, seconds: null } }),
    ],
    reminders: [aReminder()],
    ...over,
  })

/** So many entries of today, each with an id of its own. */
export const entries = (count: number): TimedEntry[] =>
  Array.from({ length: count }, (_, n) => ({ ...meeting, id: id(100 + n), description: `entry ${n + 1}` }))

export const goals = (count: number): WeeklyGoal[] =>
  Array.from({ length: count }, (_, n) => aGoal({ id: id(300 + n), title: `goal ${n + 1}` }))
