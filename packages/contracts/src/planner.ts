/** Planner: one day with its to-dos, its target of time, and the tasks that are due. */
import * as z from 'zod'
import { CivilDate, Id, IdTail, Instant, NoContent, Text, Zone, page, pageQuery } from './primitives.ts'
import { route } from './route.ts'
import { Task } from './tasks.ts'

export const DailyTodo = z.object({
  id: Id,
  title: z.string(),
  /** The civil date that it is for. */
  logDate: z.string(),
  doneAt: Instant.nullable(),
  /** A day is sorted by it, byte by byte: see `order` of a change. */
  order: z.string(),
  taskId: Id.nullable(),
  /** Title of the task; null without one, and while it is in the trash. */
  task: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type DailyTodo = z.infer<typeof DailyTodo>

export const DailyTarget = z.object({
  id: Id,
  logDate: z.string(),
  seconds: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type DailyTarget = z.infer<typeof DailyTarget>

/** What one day holds. */
export const DayPlan = z.object({
  date: z.string(),
  zone: z.string(),
  /** In their order. */
  todos: z.array(DailyTodo),
  /** How many to-dos of the day before are not done. */
  undoneBefore: z.int(),
  /** `leftSeconds` is 0 once the target is reached. */
  target: z.object({ seconds: z.int(), leftSeconds: z.int() }).nullable(),
  /** Length of the union of the entries of the day. */
  trackedSeconds: z.int(),
  /** Open tasks that are due or scheduled that day. */
  due: z.array(Task),
  /** Open tasks that were due before it, and before today. */
  overdue: z.array(Task),
})
export type DayPlan = z.infer<typeof DayPlan>

/** A rank, `domain/ranks` makes one between any two others. */
const Rank = z
  .string()
  .regex(/^[0-9a-z]{0,199}[1-9a-z]$/, 'it is no rank: write 0-9 and a-z, not 0 at the end')

/** What a person may set of a to-do. */
export const dailyTodoFields = {
  title: z
    .string()
    .transform((text) => text.trim())
    .pipe(Text(1000).min(1, 'it is empty')),
  logDate: CivilDate,
  /** Where it stands in its day; a new one stands last. */
  order: Rank,
  taskId: Id.nullable(),
}
export const NewDailyTodo = z.strictObject({
  id: Id.optional(),
  ...z.object(dailyTodoFields).partial().shape,
  title: dailyTodoFields.title,
})
export type NewDailyTodo = z.output<typeof NewDailyTodo>
export const DailyTodoPatch = z.strictObject(dailyTodoFields).partial()
export type DailyTodoPatch = z.output<typeof DailyTodoPatch>

/** What a person may set of a day's target. A day with a change of the clock has up to 25 hours. */
export const dailyTargetFields = {
  seconds: z
    .int()
    .min(1, 'it must be longer than nothing')
    .max(25 * 3600, 'a day has no more than 25 hours'),
}
export const NewDailyTarget = z.strictObject(dailyTargetFields)
export type NewDailyTarget = z.output<typeof NewDailyTarget>

/** To-dos that were moved to another day. */
export const CarriedOver = z.object({ to: CivilDate, items: z.array(DailyTodo) })
export type CarriedOver = z.infer<typeof CarriedOver>

const params = z.object({ id: Id })
const onDate = z.object({ date: CivilDate })
/** Whose days are meant: the zone of the settings unless given. */
const zoned = z.strictObject({ zone: Zone.optional() })

/** The total of a day takes as long as a report. */
const timeoutMs = 30_000
const reading = { access: 'user', scope: 'planner:read', timeoutMs } as const
const writing = { access: 'user', scope: 'planner:write' } as const

export const plannerRoutes = {
  get: route({
    ...reading,
    method: 'GET',
    path: '/v1/planner',
    summary:
      'Read a day: its to-dos, target, tracked time, and the tasks that are due; today unless `date` is given',
    query: z.strictObject({ date: CivilDate.optional(), ...zoned.shape }),
    response: DayPlan,
  }),
  listTodos: route({
    ...reading,
    method: 'GET',
    path: '/v1/planner/todos',
    summary: 'List to-dos, latest day first',
    query: z.strictObject({
      ...pageQuery,
      date: CivilDate.optional(),
      title: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(DailyTodo),
  }),
  createTodo: route({
    ...writing,
    method: 'POST',
    path: '/v1/planner/todos',
    summary: 'Add a to-do, for today unless `logDate` names another day',
    query: zoned,
    body: NewDailyTodo,
    status: 201,
    response: DailyTodo,
  }),
  getTodo: route({
    ...reading,
    method: 'GET',
    path: '/v1/planner/todos/{id}',
    summary: 'Read a to-do',
    params,
    response: DailyTodo,
  }),
  updateTodo: route({
    ...writing,
    method: 'PATCH',
    path: '/v1/planner/todos/{id}',
    summary: 'Change a to-do, or move it to another day',
    params,
    body: DailyTodoPatch,
    response: DailyTodo,
  }),
  deleteTodo: route({
    ...writing,
    method: 'DELETE',
    path: '/v1/planner/todos/{id}',
    summary: 'Move a to-do to the trash',
    params,
    status: 204,
    response: NoContent,
  }),
  doneTodo: route({
    ...writing,
    method: 'POST',
    path: '/v1/planner/todos/{id}/done',
    summary: 'Mark a to-do as done',
    params,
    response: DailyTodo,
  }),
  reopenTodo: route({
    ...writing,
    method: 'POST',
    path: '/v1/planner/todos/{id}/reopen',
    summary: 'Mark a to-do as not done',
    params,
    response: DailyTodo,
  }),
  carry: route({
    ...writing,
    method: 'POST',
    path: '/v1/planner/carry',
    summary:
      'Move what is not done from one day, yesterday unless `from` is given, to another, today unless `to` is',
    query: zoned,
    body: z.strictObject({ from: CivilDate.optional(), to: CivilDate.optional() }),
    response: CarriedOver,
  }),
  listTargets: route({
    ...reading,
    method: 'GET',
    path: '/v1/planner/targets',
    summary: 'List daily targets, latest day first',
    query: z.strictObject(pageQuery),
    response: page(DailyTarget),
  }),
  setTarget: route({
    ...writing,
    method: 'PUT',
    path: '/v1/planner/targets/{date}',
    summary: 'Set the target of a day',
    params: onDate,
    body: NewDailyTarget,
    response: DailyTarget,
  }),
  deleteTarget: route({
    ...writing,
    method: 'DELETE',
    path: '/v1/planner/targets/{date}',
    summary: 'Take the target of a day away',
    params: onDate,
    status: 204,
    response: NoContent,
  }),
}
export type PlannerCarry = z.output<typeof plannerRoutes.carry.body>
