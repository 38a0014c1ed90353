import { defaultSettings } from './default-settings.ts'
import type { Json, TableName } from './rows.ts'

const common = { createdAt: 0, deleted: false }
const absent: Readonly<Record<TableName, Readonly<Record<string, Json>>>> = {
  settings: { createdAt: 0, ...defaultSettings },
  labels: { ...common, name: '', colour: null, archived: false },
  clients: { ...common, name: '', colour: null, archived: false },
  projects: { ...common, name: '', colour: null, archived: false, billableDefault: false, clientId: null },
  tasks: {
    ...common,
    title: '',
    description: '',
    projectId: null,
    priority: 'none',
    status: { status: 'open', completedAt: null },
    due: null,
    scheduled: null,
    waitUntil: null,
    expiresAt: null,
    estimateSeconds: null,
    parentId: null,
    recurrence: null,
    recurrenceMode: 'schedule',
    recurrenceZone: null,
    previousId: null,
    order: '',
  },
  timeEntries: {
    ...common,
    description: '',
    taskId: null,
    projectId: null,
    span: null,
    billable: false,
    source: 'api',
  },
  goals: {
    ...common,
    name: '',
    description: '',
    priority: 'none',
    targetDate: null,
    targetSeconds: null,
    labelId: null,
    colour: null,
    order: '',
    archived: false,
    completedAt: null,
  },
  subgoals: {
    ...common,
    goalId: null,
    title: '',
    labelId: null,
    projectId: null,
    targetDate: null,
    doneAt: null,
    order: '',
  },
  weeklyGoals: { ...common, title: '', weekStart: null, targetSeconds: 0, labelId: null, goalId: null },
  habits: {
    ...common,
    name: '',
    frequency: { kind: 'daily' },
    targetAmount: null,
    unit: null,
    autoLabelId: null,
    autoSeconds: null,
    timeOfDay: 'any',
    reminder: null,
    notes: '',
    goalId: null,
    subgoalId: null,
    colour: null,
    order: '',
    archived: false,
  },
  habitLogs: { ...common, habitId: null, logDate: null, amount: null, state: 'done', source: 'api' },
  dailyTodos: { ...common, title: '', logDate: null, doneAt: null, order: '', taskId: null },
  dailyTargets: { ...common, logDate: null, seconds: 0 },
  taskChecks: { ...common, taskId: null, checkDate: null },
  savedViews: { ...common, name: '', kind: 'task', query: '' },
  reminders: {
    ...common,
    title: '',
    notes: '',
    schedule: null,
    priority: 'none',
    channels: ['terminal', 'browser'],
    active: true,
    taskId: null,
    lastFiredAt: null,
    snoozedUntil: null,
    doneAt: null,
  },
}
const memberships: Readonly<Record<string, readonly string[]>> = {
  projects: ['label'],
  tasks: ['label', 'dependsOn'],
  timeEntries: ['label'],
  goals: ['project', 'task'],
}

/**
 * What a register says that a row never had: what rows look like, and what writing it would not change.
 * Undefined for tables and registers that this version does not know.
 */
export function absentValue(table: string, register: string): Json | undefined {
  if (!Object.hasOwn(absent, table)) return undefined
  if (memberships[table]?.includes(register.split(':')[0]!) === true) return false
  const values = absent[table as TableName]
  return Object.hasOwn(values, register) ? values[register] : undefined
}
