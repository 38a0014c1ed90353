/** Snapshots to draw: Monday the 2nd of March 2026 in Berlin, five minutes past three. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { Snapshot } from '../snapshot.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const times = { createdAt: '2026-03-02T08:00:00Z', updatedAt: '2026-03-02T08:00:00Z' }

/** When it was read. */
export const now = Date.parse('2026-03-02T14:05:10Z') / 1000

export const anEntry = (over: Partial<TimeEntry> = {}): TimeEntry => ({
  id: id(1),
  description: 'write report',
  taskId: null,
  projectId: id(5),
  project: 'Thesis',
  labels: ['deep'],
  start: '2026-03-02T13:02:00Z',
  end: null,
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
  pending: 0,
  lastSyncAt: '2026-03-02T14:00:00Z',
  ...over,
})

/** So many entries of today, each with an id of its own. */
export const entries = (count: number): TimeEntry[] =>
  Array.from({ length: count }, (_, n) => ({ ...meeting, id: id(100 + n), description: `entry ${n + 1}` }))

export const goals = (count: number): WeeklyGoal[] =>
  Array.from({ length: count }, (_, n) => aGoal({ id: id(300 + n), title: `goal ${n + 1}` }))
