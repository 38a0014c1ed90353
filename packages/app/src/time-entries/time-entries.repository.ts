import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Span } from '@goalixa/domain/one-running-timer'
import { isRunning } from '@goalixa/domain/one-running-timer'
import type { Json } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { TrackedSpans } from '@goalixa/domain/totals'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { join, nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const timeEntriesTable = storedTable({
  name: 'timeEntries',
  table: 'time_entries',
  registers: {
    description: single('description', 'text', ''),
    taskId: single('task_id', 'uuid'),
    projectId: single('project_id', 'uuid'),
    // Start, end and zone change together: two devices that each move one end must not make a third entry of it.
    span: {
      columns: { start_at: 'instant', end_at: 'instant', zone: 'text' },
      absent: null,
      toColumns: (value) => {
        const { start, end, zone } = value as unknown as Span
        return { start_at: start, end_at: end, zone }
      },
      toValue: (columns): Json => ({
        start: columns['start_at']!,
        end: columns['end_at'] ?? null,
        zone: columns['zone']!,
      }),
    },
    billable: single('billable', 'boolean', false),
    source: single('source', 'text', 'api'),
    deleted: single('deleted', 'boolean', false),
  },
  memberships: { label: { table: 'time_entry_labels', owner: 'time_entry_id', member: 'label_id' } },
  derived: {
    columns: { label_ids: 'uuid[]' },
    toColumns: (row) => ({ label_ids: membersOf(row.regs, 'label') }),
  },
  recent: (since) => sql`not deleted and (end_at is null or end_at >= to_timestamp(${since}))`,
  // The index of the running entry is checked row by row: close one before another opens.
  order: (a, b) => Number(isRunning(a)) - Number(isRunning(b)),
})

/** Ids of the entries that run: one at most, once the rules are kept. */
export async function runningEntryIds(db: Db, userId: string): Promise<string[]> {
  const found = await db.rows<{ id: string }>(sql`
    select id from time_entries where user_id = ${userId} and end_at is null and not deleted`)
  return found.map((row) => row.id)
}

/** The entry that started last among those that have ended. */
export async function latestEndedId(db: Db, userId: string): Promise<string | undefined> {
  const row = await db.row<{ id: string }>(sql`
    select id from time_entries where user_id = ${userId} and end_at is not null and not deleted
    order by start_at desc, id desc limit 1`)
  return row?.id
}

interface TimeEntryRow extends Pick<
  TimeEntry,
  'id' | 'description' | 'taskId' | 'projectId' | 'project' | 'labels' | 'zone' | 'billable' | 'source'
> {
  readonly start: number
  readonly end: number | null
  readonly created: number
  readonly updated: number
}

const toTimeEntry = (row: TimeEntryRow, now: number): TimeEntry => ({
  id: row.id,
  description: row.description,
  taskId: row.taskId,
  projectId: row.projectId,
  project: row.project,
  labels: row.labels,
  start: toInstantText(row.start),
  end: row.end === null ? null : toInstantText(row.end),
  durationSeconds: Math.max(0, (row.end ?? now) - row.start),
  zone: row.zone,
  billable: row.billable,
  source: row.source,
  createdAt: toInstantText(row.created),
  updatedAt: toInstantText(row.updated),
})

const selectEntries = (where: Sql): Sql => sql`
  select e.id, e.description, e.task_id as "taskId", e.project_id as "projectId", p.name as project,
    array(
      select label.name from time_entry_labels el join labels label on label.user_id = el.user_id and label.id = el.label_id
      where el.user_id = e.user_id and el.time_entry_id = e.id and not label.deleted order by label.name
    ) as labels,
    extract(epoch from e.start_at)::bigint as start, extract(epoch from e.end_at)::bigint as "end",
    e.zone, e.billable, e.source,
    extract(epoch from e.created_at)::bigint as created, extract(epoch from e.updated_at)::bigint as updated
  from time_entries e left join projects p on p.user_id = e.user_id and p.id = e.project_id
  where not e.deleted and ${where}`

/** `now`, epoch seconds: up to where a running entry counts. */
export async function findTimeEntry(
  db: Db,
  userId: string,
  id: string,
  now: number,
): Promise<TimeEntry | undefined> {
  const row = await db.row<TimeEntryRow>(selectEntries(sql`e.user_id = ${userId} and e.id = ${id}`))
  return row && toTimeEntry(row, now)
}

export async function findRunning(db: Db, userId: string, now: number): Promise<TimeEntry | undefined> {
  const row = await db.row<TimeEntryRow>(selectEntries(sql`e.user_id = ${userId} and e.end_at is null`))
  return row && toTimeEntry(row, now)
}

/** Instants are epoch seconds. */
export interface TimeEntryFilter {
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly projectId?: string | undefined
  /** Entries that have all of these, themselves or through their task or project. */
  readonly labelIds: readonly string[]
  readonly taskId?: string | undefined
  readonly running?: boolean | undefined
  readonly idTail?: string | undefined
}

const hasLabel = (userId: string, id: string): Sql => sql`and (
  ${id} = any(e.label_ids)
  or e.task_id in (select task_id from task_labels where user_id = ${userId} and label_id = ${id})
  or e.project_id in (select project_id from project_labels where user_id = ${userId} and label_id = ${id})
)`

const daySeconds = 86_400

/**
 * Conditions whose entries `e` together touch `[from, to)`, epoch seconds: those that start within a day before it or
 * later, and those of the small index of long and running ones that start earlier. Each is to be a query of its own,
 * with an index of its own: so a range costs what lies around it, not the whole past.
 */
function touching(from: number | undefined, to: number | undefined): Sql[] {
  const before = to === undefined ? nothing : sql`and e.start_at < to_timestamp(${to})`
  if (from === undefined) return [before]
  const dayBefore = sql`to_timestamp(${from - daySeconds})`
  const after = sql`and (e.end_at is null or e.end_at > to_timestamp(${from}) or e.start_at >= to_timestamp(${from}))`
  return [
    sql`and e.start_at > ${dayBefore} ${after} ${before}`,
    sql`and e.start_at <= ${dayBefore} and (e.end_at is null or e.end_at - e.start_at > interval '24 hours') ${after} ${before}`,
  ]
}

/** Ids of the entries that touch `[from, to)`, epoch seconds; an empty one touches where it is. */
export async function touchingEntryIds(db: Db, userId: string, from: number, to: number): Promise<string[]> {
  const parts = touching(from, to).map(
    (part) => sql`select e.id from time_entries e where e.user_id = ${userId} and not e.deleted ${part}`,
  )
  return (await db.rows<{ id: string }>(sql`${join(parts, ' union all ')}`)).map((row) => row.id)
}

/** Latest start first; begins after `after`. */
export async function listTimeEntries(
  db: Db,
  userId: string,
  filter: TimeEntryFilter,
  after: readonly [start: number, id: string] | undefined,
  limit: number,
  now: number,
): Promise<TimeEntry[]> {
  const filters = sql`
    ${filter.projectId === undefined ? nothing : sql`and e.project_id = ${filter.projectId}`}
    ${filter.taskId === undefined ? nothing : sql`and e.task_id = ${filter.taskId}`}
    ${filter.running === undefined ? nothing : sql`and (e.end_at is null) = ${filter.running}`}
    ${filter.idTail === undefined ? nothing : sql`and right(e.id::text, 5) = right(${filter.idTail}, 5) and right(e.id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${join(
      filter.labelIds.map((id) => hasLabel(userId, id)),
      ' ',
    )}
    ${after === undefined ? nothing : sql`and (e.start_at, e.id) < (to_timestamp(${after[0]}), ${after[1]}::uuid)`}`
  const parts = touching(filter.from, filter.to).map(
    (part) =>
      sql`(${selectEntries(sql`e.user_id = ${userId} ${part} ${filters}`)} order by e.start_at desc, e.id desc limit ${limit})`,
  )
  const rows = await db.rows<TimeEntryRow>(sql`
    select * from (${join(parts, ' union all ')}) parts order by start desc, id desc limit ${limit}`)
  return rows.map((row) => toTimeEntry(row, now))
}

/**
 * Entries that touch the range, grouped by task, project and own labels, their spans packed as text: a year of
 * entries comes as a few rows. In a transaction only. All in epoch seconds; a running entry ends at `asOf`.
 */
export async function readTrackedSpans(
  db: Db,
  userId: string,
  range: { readonly start: number; readonly end: number; readonly asOf: number },
  filter: { readonly projectId: string | undefined; readonly taskId: string | undefined },
): Promise<TrackedSpans[]> {
  // The planner takes 8 kB for each group it fears, and would sort a year of entries rather than hash them.
  await db.rows(sql`select set_config('hash_mem_multiplier', '100', true)`)
  const parts = touching(range.start, range.end).map(
    (part) => sql`
    select task_id, project_id, label_ids, start_at, end_at from time_entries e
    where e.user_id = ${userId} and not e.deleted ${part}
      ${filter.projectId === undefined ? nothing : sql`and e.project_id = ${filter.projectId}`}
      ${filter.taskId === undefined ? nothing : sql`and e.task_id = ${filter.taskId}`}`,
  )
  const rows = await db.rows<{
    taskId: string | null
    projectId: string | null
    labelIds: string
    spans: string
  }>(sql`
    select e.task_id as "taskId", e.project_id as "projectId", array_to_string(e.label_ids, ' ') as "labelIds",
      string_agg(
        date_part('epoch', e.start_at)::bigint || ' ' ||
        date_part('epoch', coalesce(e.end_at, greatest(e.start_at, to_timestamp(${range.asOf}))))::bigint, ' '
      ) as spans
    from (${join(parts, ' union all ')}) e
    group by e.task_id, e.project_id, array_to_string(e.label_ids, ' ')`)
  return rows.map((row) => ({
    taskId: row.taskId,
    projectId: row.projectId,
    labelIds: row.labelIds === '' ? [] : row.labelIds.split(' '),
    spans: Float64Array.from(row.spans.split(' '), Number),
  }))
}
