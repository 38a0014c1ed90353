import type { Task, TaskCheck } from '@goalixa/contracts/tasks'
import type { Patch } from '@goalixa/domain/apply-operations'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { Filter } from '@goalixa/domain/filters/conditions'
import type { Json } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { join, nothing, sql } from '@goalixa/service-kit/sql'
import { taskFilterSql } from '../filters/task-filter-sql.ts'
import { single, storedTable } from '../operations/stored-table.ts'

/** A register that holds a civil date or an instant text, in a column for each. */
const dayOrInstant = (name: string) => ({
  columns: { [`${name}_on`]: 'date', [`${name}_at`]: 'instant' } as const,
  absent: null,
  toColumns: (value: Json) => {
    const text = value as string | null
    const isDay = text?.length === 10
    return {
      [`${name}_on`]: isDay ? text : null,
      [`${name}_at`]: isDay || text === null ? null : fromInstantText(text),
    }
  },
  toValue: (columns: Record<string, Json>) => dayOrInstantOf(columns[`${name}_on`], columns[`${name}_at`]),
})

const dayOrInstantOf = (day: unknown, instant: unknown): string | null =>
  typeof day === 'string' ? day : typeof instant === 'number' ? toInstantText(instant) : null

export const tasksTable = storedTable({
  name: 'tasks',
  table: 'tasks',
  registers: {
    title: single('title', 'text', ''),
    description: single('description', 'text', ''),
    projectId: single('project_id', 'uuid'),
    priority: single('priority', 'text', 'none'),
    // When a task was completed belongs to its being done: they change together.
    status: {
      columns: { status: 'text', completed_at: 'instant' },
      absent: { status: 'open', completedAt: null },
      toColumns: (value) => {
        const { status, completedAt } = value as { status: string; completedAt: number | null }
        return { status, completed_at: completedAt }
      },
      toValue: (columns) => ({
        status: columns['status'] ?? 'open',
        completedAt: columns['completed_at'] ?? null,
      }),
    },
    due: dayOrInstant('due'),
    scheduled: dayOrInstant('scheduled'),
    waitUntil: dayOrInstant('wait'),
    expiresAt: dayOrInstant('expires'),
    estimateSeconds: single('estimate_seconds', 'integer'),
    parentId: single('parent_id', 'uuid'),
    recurrence: single('recurrence', 'text'),
    recurrenceMode: single('recurrence_mode', 'text', 'schedule'),
    recurrenceZone: single('recurrence_zone', 'text'),
    previousId: single('previous_id', 'uuid'),
    order: single('order', 'text', ''),
    deleted: single('deleted', 'boolean', false),
  },
  memberships: {
    label: { table: 'task_labels', owner: 'task_id', member: 'label_id' },
    dependsOn: { table: 'task_dependencies', owner: 'task_id', member: 'depends_on_id' },
  },
  // Those that recent entries are about, too: without them, time would have no name.
  recent: (since) => sql`not deleted and (
    status = 'open' or updated_at >= to_timestamp(${since}) or exists (
      select from time_entries e where e.user_id = tasks.user_id and e.task_id = tasks.id
        and not e.deleted and (
          e.start_at is not null and (e.end_at is null or e.end_at >= to_timestamp(${since}))
          or e.log_date >= (to_timestamp(${since}) at time zone 'UTC')::date
        )
    )
  )`,
})

export const taskChecksTable = storedTable({
  name: 'taskChecks',
  table: 'task_checks',
  registers: {
    taskId: single('task_id', 'uuid'),
    checkDate: single('check_date', 'date'),
    deleted: single('deleted', 'boolean', false),
  },
})

/** The tasks above those that get a parent: what the rule on circles looks at. */
export async function lineIds(db: Db, userId: string, patched: readonly Patch[]): Promise<string[]> {
  const moved = patched.filter(({ regs }) => Object.hasOwn(regs, 'parentId'))
  if (moved.length === 0) return []
  const parents = moved.flatMap(({ regs }) =>
    typeof regs['parentId']!.v === 'string' ? regs['parentId']!.v : [],
  )
  const found = await db.rows<{ id: string }>(sql`
    with recursive line as (
      select id, parent_id from tasks where user_id = ${userId} and id = any(${[...parents, ...moved.map(({ id }) => id)]}::uuid[])
      union
      select above.id, above.parent_id from line
      join tasks above on above.user_id = ${userId} and above.id = line.parent_id
    )
    select id from line`)
  return found.map(({ id }) => id)
}

type Plain = Pick<
  Task,
  | 'id'
  | 'title'
  | 'description'
  | 'status'
  | 'projectId'
  | 'project'
  | 'labels'
  | 'priority'
  | 'estimateSeconds'
  | 'parentId'
  | 'dependsOn'
  | 'recurrence'
  | 'recurrenceMode'
  | 'recurrenceZone'
  | 'previousId'
  | 'order'
  | 'blocked'
  | 'checkedOn'
  | 'trackedSeconds'
>
interface TaskRow extends Plain {
  readonly created: number
  readonly updated: number
  readonly completed: number | null
  readonly [date: string]: unknown
}

const toTask = (row: TaskRow): Task => ({
  id: row.id,
  title: row.title,
  description: row.description,
  status: row.status,
  projectId: row.projectId,
  project: row.project,
  labels: row.labels,
  priority: row.priority,
  due: dayOrInstantOf(row['due_on'], row['due_at']),
  scheduled: dayOrInstantOf(row['scheduled_on'], row['scheduled_at']),
  waitUntil: dayOrInstantOf(row['wait_on'], row['wait_at']),
  expiresAt: dayOrInstantOf(row['expires_on'], row['expires_at']),
  estimateSeconds: row.estimateSeconds,
  parentId: row.parentId,
  dependsOn: row.dependsOn,
  recurrence: row.recurrence,
  recurrenceMode: row.recurrenceMode,
  recurrenceZone: row.recurrenceZone,
  previousId: row.previousId,
  order: row.order,
  blocked: row.blocked,
  checkedOn: row.checkedOn,
  trackedSeconds: row.trackedSeconds,
  createdAt: toInstantText(row.created),
  updatedAt: toInstantText(row.updated),
  completedAt: row.completed === null ? null : toInstantText(row.completed),
})

/** Rows of the one project, where there is one. */
const ofProject = (column: Sql, within: string | undefined): Sql =>
  within === undefined ? nothing : sql`and ${column} = ${within}`

/** The id of another task, or null where that is of another project than the one that may be seen. */
const related = (of: Sql, column: Sql, within: string | undefined): Sql =>
  within === undefined
    ? sql`${of}.${column}`
    : sql`(
        select other.id from tasks other
        where other.user_id = ${of}.user_id and other.id = ${of}.${column} and other.project_id = ${within}
      )`

/** `now`, epoch seconds: up to where a running entry counts in `trackedSeconds`. `within`: nothing of other projects. */
const selectTasks = (now: number, where: Sql, within: string | undefined): Sql => sql`
  select t.id, t.title, t.description, t.status, t.project_id as "projectId", p.name as project, t.priority,
    t.estimate_seconds as "estimateSeconds", ${related(sql`t`, sql`parent_id`, within)} as "parentId", t.recurrence,
    t.recurrence_mode as "recurrenceMode", t.recurrence_zone as "recurrenceZone", ${related(sql`t`, sql`previous_id`, within)} as "previousId", t."order",
    exists (
      select from task_dependencies d join tasks needed on needed.user_id = d.user_id and needed.id = d.depends_on_id
      where d.user_id = t.user_id and d.task_id = t.id and needed.status = 'open' and not needed.deleted
        ${ofProject(sql`needed.project_id`, within)}
    ) as blocked,
    (
      select max(c.check_date) from task_checks c
      where c.user_id = t.user_id and c.task_id = t.id and not c.deleted
    ) as "checkedOn",
    t.due_on, t.scheduled_on, t.wait_on, t.expires_on,
    extract(epoch from t.due_at)::bigint as due_at, extract(epoch from t.scheduled_at)::bigint as scheduled_at,
    extract(epoch from t.wait_at)::bigint as wait_at, extract(epoch from t.expires_at)::bigint as expires_at,
    extract(epoch from t.created_at)::bigint as created, extract(epoch from t.updated_at)::bigint as updated,
    extract(epoch from t.completed_at)::bigint as completed,
    array(
      select label.name from task_labels tl join labels label on label.user_id = tl.user_id and label.id = tl.label_id
      where tl.user_id = t.user_id and tl.task_id = t.id and not label.deleted order by label.name
    ) as labels,
    array(
      select d.depends_on_id::text from task_dependencies d
      where d.user_id = t.user_id and d.task_id = t.id
      ${within === undefined ? nothing : sql`and ${related(sql`d`, sql`depends_on_id`, within)} is not null`}
      order by d.depends_on_id
    ) as "dependsOn",
    (
      select coalesce(sum(coalesce(e.seconds, extract(epoch from coalesce(e.end_at, greatest(e.start_at, to_timestamp(${now}))) - e.start_at))), 0)::bigint
      from time_entries e where e.user_id = t.user_id and e.task_id = t.id and not e.deleted
        ${ofProject(sql`e.project_id`, within)}
    ) as "trackedSeconds"
  from tasks t left join projects p on p.user_id = t.user_id and p.id = t.project_id
  where not t.deleted ${ofProject(sql`t.project_id`, within)} and ${where}`

/** `within`: only when it is of this project. */
export async function findTask(
  db: Db,
  userId: string,
  id: string,
  now: number,
  within?: string,
): Promise<Task | undefined> {
  const row = await db.row<TaskRow>(selectTasks(now, sql`t.user_id = ${userId} and t.id = ${id}`, within))
  return row && toTask(row)
}

export interface TaskFilter {
  readonly status?: readonly string[] | undefined
  readonly projectId?: string | undefined
  /** Tasks that have all of these, themselves or through their project. */
  readonly labelIds: readonly string[]
  readonly title?: string | undefined
  readonly idTail?: string | undefined
  readonly parent?: string | undefined
  readonly previous?: string | undefined
  /** Due or scheduled on this day or before it ends, at `until` (epoch seconds). */
  readonly planned?: { readonly day: string; readonly until: number } | undefined
  readonly filter?: Filter | undefined
  /** Nothing but this project, whatever else is asked for. */
  readonly within?: string | undefined
}

const plannedBy = ({ day, until }: { day: string; until: number }): Sql => sql`and (
  t.due_on <= ${day}::date or t.scheduled_on <= ${day}::date
  or t.due_at < to_timestamp(${until}) or t.scheduled_at < to_timestamp(${until})
)`

const hasLabel = (id: string): Sql => sql`and (
  exists (select from task_labels tl where tl.user_id = t.user_id and tl.task_id = t.id and tl.label_id = ${id})
  or exists (select from project_labels pl where pl.user_id = t.user_id and pl.project_id = t.project_id and pl.label_id = ${id})
)`

/** Newest first; begins after `after`. */
export async function listTasks(
  db: Db,
  userId: string,
  filter: TaskFilter,
  after: readonly [created: number, id: string] | undefined,
  limit: number,
  now: number,
): Promise<Task[]> {
  const rows = await db.rows<TaskRow>(sql`
    ${selectTasks(now, sql`t.user_id = ${userId}`, filter.within)}
    ${filter.status === undefined ? nothing : sql`and t.status = any(${filter.status})`}
    ${filter.projectId === undefined ? nothing : sql`and t.project_id = ${filter.projectId}`}
    ${filter.title === undefined ? nothing : sql`and t.title = ${filter.title}`}
    ${filter.idTail === undefined ? nothing : sql`and right(t.id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${filter.parent === undefined ? nothing : sql`and t.parent_id = ${filter.parent}`}
    ${filter.previous === undefined ? nothing : sql`and t.previous_id = ${filter.previous}`}
    ${filter.planned === undefined ? nothing : plannedBy(filter.planned)}
    ${join(filter.labelIds.map(hasLabel), ' ')}
    ${filter.filter === undefined ? nothing : sql`and ${taskFilterSql(filter.filter, filter.within)}`}
    ${after === undefined ? nothing : sql`and (t.created_at, t.id) < (to_timestamp(${after[0]}), ${after[1]}::uuid)`}
    order by t.created_at desc, t.id desc limit ${limit}`)
  return rows.map(toTask)
}

/** Titles of tasks, those in the trash too: their time stays in reports. */
export const taskNames = (
  db: Db,
  userId: string,
  ids: readonly string[],
  within?: string,
): Promise<{ id: string; name: string }[]> =>
  db.rows(sql`
    select id, title as name from tasks
    where user_id = ${userId} and id = any(${ids}) ${ofProject(sql`project_id`, within)}`)

/** Tasks of these projects, those in the trash too. */
export const tasksOfProjects = (
  db: Db,
  userId: string,
  projectIds: readonly string[],
): Promise<{ id: string; projectId: string }[]> =>
  db.rows(sql`
    select id, project_id as "projectId" from tasks
    where user_id = ${userId} and project_id = any(${projectIds}::uuid[])`)

/** Labels of all tasks of a user, or of one project. */
export const taskLabelIds = (
  db: Db,
  userId: string,
  within?: string,
): Promise<{ id: string; labelId: string }[]> =>
  db.rows(sql`
    select task_id as id, label_id as "labelId" from task_labels l where user_id = ${userId}
    ${within === undefined ? nothing : sql`and ${related(sql`l`, sql`task_id`, within)} is not null`}`)

/** Of one task, or of all live ones: latest day first; begins after `after`. */
export async function listChecks(
  db: Db,
  userId: string,
  taskId: string | undefined,
  after: readonly [checkDate: string, id: string] | undefined,
  limit: number,
): Promise<TaskCheck[]> {
  type Found = Omit<TaskCheck, 'createdAt' | 'updatedAt'> & {
    readonly created: number
    readonly updated: number
  }
  const rows = await db.rows<Found>(sql`
    select c.id, c.task_id as "taskId", c.check_date as "checkDate",
      extract(epoch from c.created_at)::bigint as created, extract(epoch from c.updated_at)::bigint as updated
    from task_checks c where c.user_id = ${userId} and not c.deleted
    ${
      taskId === undefined
        ? sql`and exists (select from tasks t where t.user_id = c.user_id and t.id = c.task_id and not t.deleted)`
        : sql`and c.task_id = ${taskId}`
    }
    ${after === undefined ? nothing : sql`and (c.check_date, c.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by c.check_date desc, c.id desc limit ${limit}`)
  return rows.map(({ created, updated, ...check }) => ({
    ...check,
    createdAt: toInstantText(created),
    updatedAt: toInstantText(updated),
  }))
}
