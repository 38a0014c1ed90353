/** What a register says that an existing row never had: writing it is no change, and undo goes back to it. */
import type { Json } from '@goalixa/domain/rows'

const absent: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  settings: { zone: null, weekStart: 1 },
  labels: { colour: null, archived: false, deleted: false },
  projects: { colour: null, archived: false, billableDefault: false, deleted: false },
  tasks: {
    description: '', projectId: null, priority: 'none', status: { status: 'open', completedAt: null },
    due: null, scheduled: null, waitUntil: null, expiresAt: null, estimateSeconds: null, parentId: null, recurrence: null,
    deleted: false,
  },
  timeEntries: { description: '', taskId: null, projectId: null, billable: false, deleted: false },
}

/** Undefined for registers that this version does not know. */
export function absentValue(table: string, register: string): Json | undefined {
  if (!Object.hasOwn(absent, table)) return undefined
  if (register.startsWith('label:') || register.startsWith('dependsOn:')) return false
  return Object.hasOwn(absent[table]!, register) ? absent[table]![register] : undefined
}
