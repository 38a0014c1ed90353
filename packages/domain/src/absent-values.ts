import type { Json, TableName } from './rows.ts'

const common = { createdAt: 0, deleted: false }
const absent: Readonly<Record<TableName, Readonly<Record<string, Json>>>> = {
  settings: { createdAt: 0, zone: null, weekStart: 1 },
  labels: { ...common, name: '', colour: null, archived: false },
  projects: { ...common, name: '', colour: null, archived: false, billableDefault: false },
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
  weeklyGoals: { ...common, title: '', weekStart: null, targetSeconds: 0, labelId: null },
}
const memberships: Readonly<Record<string, readonly string[]>> = {
  projects: ['label'],
  tasks: ['label', 'dependsOn'],
  timeEntries: ['label'],
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
