/** What the registers of each table may hold: every operation of a device is checked against this. */
import * as z from 'zod'
import { goalFields, subgoalFields } from './goals.ts'
import { habitFields, habitLogFields } from './habits.ts'
import { CivilDate, Colour, Id, Name, Text, Zone } from './primitives.ts'
import { dailyTargetFields, dailyTodoFields } from './planner.ts'
import { reminderFields } from './reminders.ts'
import { requiredRegisters } from './required-registers.ts'
import { savedViewFields } from './saved-views.ts'
import { settingsFields } from './settings.ts'
import { Priority, TaskStatus, taskFields } from './tasks.ts'
import { Source, UntimedSeconds } from './time-entries.ts'
import { weeklyGoalFields } from './weekly-goals.ts'

/** Epoch seconds from 1900 to 9999. */
const Seconds = z.int().min(-2_208_988_800).max(253_402_300_799)

const Span = z
  .strictObject({ start: Seconds, end: Seconds.nullable(), zone: Zone })
  .refine(({ start, end }) => end === null || end >= start, 'it would end before it starts')

/** An amount of time on a day, without start and end: the other value that `span` may have. */
const Untimed = z.strictObject({ date: CivilDate, seconds: UntimedSeconds, zone: Zone })

/** When a reminder comes: its parts change together. */
const ReminderSchedule = z
  .strictObject({
    date: reminderFields.date,
    time: reminderFields.time,
    zone: reminderFields.zone,
    repeat: reminderFields.repeat,
    days: reminderFields.days,
  })
  .refine(({ repeat, days }) => (repeat === 'weekly') === days.length > 0, 'days are those of a weekly one')

interface TableRegisters {
  /** Registers that a new row must bring. */
  readonly required: readonly string[]
  readonly registers: Readonly<Record<string, z.ZodType>>
  /** Registers that hold the id of a row, and of which table. */
  readonly references: Readonly<
    Record<string, 'labels' | 'clients' | 'projects' | 'tasks' | 'goals' | 'subgoals' | 'habits'>
  >
  /** Registers `<name>:<id>` that hold true or false, and of which table the id is. */
  readonly memberships: Readonly<Record<string, 'labels' | 'projects' | 'tasks'>>
}

const everywhere = { createdAt: Seconds, deleted: z.boolean() }

export const tableRegisters: Readonly<
  Record<
    | 'settings'
    | 'labels'
    | 'clients'
    | 'projects'
    | 'tasks'
    | 'timeEntries'
    | 'goals'
    | 'subgoals'
    | 'weeklyGoals'
    | 'habits'
    | 'habitLogs'
    | 'dailyTodos'
    | 'dailyTargets'
    | 'taskChecks'
    | 'reminders'
    | 'savedViews',
    TableRegisters
  >
> = {
  settings: {
    required: requiredRegisters.settings,
    registers: { createdAt: Seconds, ...settingsFields },
    references: {},
    memberships: {},
  },
  labels: {
    required: requiredRegisters.labels,
    registers: { ...everywhere, name: Name, colour: Colour.nullable(), archived: z.boolean() },
    references: {},
    memberships: {},
  },
  clients: {
    required: requiredRegisters.clients,
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
      clientId: Id.nullable(),
    },
    references: { clientId: 'clients' },
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
      recurrenceMode: taskFields.recurrenceMode,
      recurrenceZone: taskFields.recurrenceZone,
      previousId: Id.nullable(),
      order: taskFields.order,
    },
    references: { projectId: 'projects', parentId: 'tasks', previousId: 'tasks' },
    memberships: { label: 'labels', dependsOn: 'tasks' },
  },
  timeEntries: {
    required: requiredRegisters.timeEntries,
    registers: {
      ...everywhere,
      span: z.union([Span, Untimed]),
      description: Text(10_000),
      taskId: Id.nullable(),
      projectId: Id.nullable(),
      billable: z.boolean(),
      source: Source,
    },
    references: { taskId: 'tasks', projectId: 'projects' },
    memberships: { label: 'labels' },
  },
  goals: {
    required: requiredRegisters.goals,
    registers: {
      ...everywhere,
      name: goalFields.name,
      description: goalFields.description,
      priority: goalFields.priority,
      targetDate: goalFields.targetDate,
      targetSeconds: goalFields.targetSeconds,
      labelId: Id.nullable(),
      colour: goalFields.colour,
      order: goalFields.order,
      archived: z.boolean(),
      completedAt: Seconds.nullable(),
    },
    references: { labelId: 'labels' },
    memberships: { project: 'projects', task: 'tasks' },
  },
  subgoals: {
    required: requiredRegisters.subgoals,
    registers: {
      ...everywhere,
      goalId: Id,
      title: subgoalFields.title,
      labelId: Id.nullable(),
      projectId: Id.nullable(),
      targetDate: subgoalFields.targetDate,
      doneAt: Seconds.nullable(),
      order: subgoalFields.order,
    },
    references: { goalId: 'goals', labelId: 'labels', projectId: 'projects' },
    memberships: {},
  },
  weeklyGoals: {
    required: requiredRegisters.weeklyGoals,
    registers: {
      ...everywhere,
      title: weeklyGoalFields.title,
      weekStart: weeklyGoalFields.weekStart,
      targetSeconds: weeklyGoalFields.targetSeconds,
      labelId: Id.nullable(),
      goalId: Id.nullable(),
    },
    references: { labelId: 'labels', goalId: 'goals' },
    memberships: {},
  },
  habits: {
    required: requiredRegisters.habits,
    registers: {
      ...everywhere,
      name: habitFields.name,
      frequency: habitFields.frequency,
      targetAmount: habitFields.targetAmount,
      unit: habitFields.unit,
      autoLabelId: Id.nullable(),
      autoSeconds: habitFields.autoSeconds,
      timeOfDay: habitFields.timeOfDay,
      reminder: habitFields.reminder,
      notes: habitFields.notes,
      goalId: Id.nullable(),
      subgoalId: Id.nullable(),
      colour: habitFields.colour,
      order: habitFields.order,
      archived: z.boolean(),
    },
    references: { autoLabelId: 'labels', goalId: 'goals', subgoalId: 'subgoals' },
    memberships: {},
  },
  habitLogs: {
    required: requiredRegisters.habitLogs,
    registers: { ...everywhere, habitId: Id, logDate: CivilDate, ...habitLogFields },
    references: { habitId: 'habits' },
    memberships: {},
  },
  dailyTodos: {
    required: requiredRegisters.dailyTodos,
    registers: {
      ...everywhere,
      title: dailyTodoFields.title,
      logDate: dailyTodoFields.logDate,
      doneAt: Seconds.nullable(),
      order: dailyTodoFields.order,
      taskId: Id.nullable(),
    },
    references: { taskId: 'tasks' },
    memberships: {},
  },
  dailyTargets: {
    required: requiredRegisters.dailyTargets,
    registers: { ...everywhere, logDate: CivilDate, seconds: dailyTargetFields.seconds },
    references: {},
    memberships: {},
  },
  taskChecks: {
    required: requiredRegisters.taskChecks,
    registers: { ...everywhere, taskId: Id, checkDate: CivilDate },
    references: { taskId: 'tasks' },
    memberships: {},
  },
  savedViews: {
    required: requiredRegisters.savedViews,
    // A filter of a newer version is kept as it is: whoever asks it is told what this one does not know.
    registers: { ...everywhere, ...savedViewFields },
    references: {},
    memberships: {},
  },
  reminders: {
    required: requiredRegisters.reminders,
    registers: {
      ...everywhere,
      title: reminderFields.title,
      notes: reminderFields.notes,
      schedule: ReminderSchedule,
      priority: Priority,
      channels: reminderFields.channels,
      active: z.boolean(),
      taskId: Id.nullable(),
      lastFiredAt: Seconds.nullable(),
      snoozedUntil: Seconds.nullable(),
      doneAt: Seconds.nullable(),
    },
    references: { taskId: 'tasks' },
    memberships: {},
  },
}
