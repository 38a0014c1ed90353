/** What the registers of each table may hold: every operation of a device is checked against this. */
import * as z from 'zod'
import { Colour, Id, Name, Text, WeekStart, Zone } from './primitives.ts'
import { requiredRegisters } from './required-registers.ts'
import { Priority, TaskStatus, taskFields } from './tasks.ts'
import { Source } from './time-entries.ts'
import { weeklyGoalFields } from './weekly-goals.ts'

/** Epoch seconds from 1900 to 9999. */
const Seconds = z.int().min(-2_208_988_800).max(253_402_300_799)

const Span = z
  .strictObject({ start: Seconds, end: Seconds.nullable(), zone: Zone })
  .refine(({ start, end }) => end === null || end >= start, 'it would end before it starts')

interface TableRegisters {
  /** Registers that a new row must bring. */
  readonly required: readonly string[]
  readonly registers: Readonly<Record<string, z.ZodType>>
  /** Registers that hold the id of a row, and of which table. */
  readonly references: Readonly<Record<string, 'labels' | 'projects' | 'tasks'>>
  /** Registers `<name>:<id>` that hold true or false, and of which table the id is. */
  readonly memberships: Readonly<Record<string, 'labels' | 'projects' | 'tasks'>>
}

const everywhere = { createdAt: Seconds, deleted: z.boolean() }

export const tableRegisters: Readonly<
  Record<'settings' | 'labels' | 'projects' | 'tasks' | 'timeEntries' | 'weeklyGoals', TableRegisters>
> = {
  settings: {
    required: requiredRegisters.settings,
    registers: { createdAt: Seconds, zone: Zone.nullable(), weekStart: WeekStart },
    references: {},
    memberships: {},
  },
  labels: {
    required: requiredRegisters.labels,
    registers: { ...everywhere, name: Name, colour: Colour.nullable(), archived: z.boolean() },
    references: {},
    memberships: {},
  },
  projects: {
    required: requiredRegisters.projects,
    registers: {
      ...everywhere,
      name: Name,
      colour: Colour.nullable(),
      archived: z.boolean(),
      billableDefault: z.boolean(),
    },
    references: {},
    memberships: { label: 'labels' },
  },
  tasks: {
    required: requiredRegisters.tasks,
    registers: {
      ...everywhere,
      title: taskFields.title,
      description: taskFields.description,
      projectId: Id.nullable(),
      priority: Priority,
      status: z.strictObject({ status: TaskStatus, completedAt: Seconds.nullable() }),
      due: taskFields.due,
      scheduled: taskFields.scheduled,
      waitUntil: taskFields.waitUntil,
      expiresAt: taskFields.expiresAt,
      estimateSeconds: taskFields.estimateSeconds,
      parentId: Id.nullable(),
      recurrence: taskFields.recurrence,
    },
    references: { projectId: 'projects', parentId: 'tasks' },
    memberships: { label: 'labels', dependsOn: 'tasks' },
  },
  timeEntries: {
    required: requiredRegisters.timeEntries,
    registers: {
      ...everywhere,
      span: Span,
      description: Text(10_000),
      taskId: Id.nullable(),
      projectId: Id.nullable(),
      billable: z.boolean(),
      source: Source,
    },
    references: { taskId: 'tasks', projectId: 'projects' },
    memberships: { label: 'labels' },
  },
  weeklyGoals: {
    required: requiredRegisters.weeklyGoals,
    registers: {
      ...everywhere,
      title: weeklyGoalFields.title,
      weekStart: weeklyGoalFields.weekStart,
      targetSeconds: weeklyGoalFields.targetSeconds,
      labelId: Id.nullable(),
    },
    references: { labelId: 'labels' },
    memberships: {},
  },
}
