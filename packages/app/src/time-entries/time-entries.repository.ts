import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Filter } from '@goalixa/domain/filters/conditions'
import type { Links } from '@goalixa/domain/goals'
import type { Span } from '@goalixa/domain/one-running-timer'
import { isRunning } from '@goalixa/domain/one-running-timer'
import type { Json } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { TrackedSpans } from '@goalixa/domain/totals'
import type { Dates } from '@goalixa/domain/untimed'
import { datesTouched, isTimed, isUntimed } from '@goalixa/domain/untimed'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { join, nothing, sql } from '@goalixa/service-kit/sql'
import { entryFilterSql } from '../filters/entry-filter-sql.ts'
import { single, storedTable } from '../operations/stored-table.ts'
import { daySeconds, onDates, touching } from './entry-ranges.ts'

export const timeEntriesTable = storedTable({
  name: 'timeEntries',
  table: 'time_entries',
  registers: {
    description: single('description', 'text', ''),
    taskId: single('task_id', 'uuid'),
    projectId: single('project_id', 'uuid'),
    // Start, end and zone change together: two devices that each move one end must not make a third entry of it.
    span: {
      columns: { start_at: 'instant', end_at: 'instant', log_date: 'date', seconds: 'integer', zone: 'text' },
      absent: null,
      toColumns: (value) => {
        const none = { start_at: null, end_at: null, log_date: null, seconds: null }
        if (isUntimed(value))
          return { ...none, log_date: value.date, seconds: value.seconds, zone: value.zone }
        const { start, end, zone } = value as unknown as Span
        return { ...none, start_at: start, end_at: end, zone }
      },
      toValue: (columns): Json => {
        const [start, zone] = [columns['start_at'] ?? null, columns['zone']!]
        if (start === null) return { date: columns['log_date']!, seconds: columns['seconds']!, zone }
        return { start, end: columns['end_at'] ?? null, zone }
      },
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
  recent: (since) => sql`not deleted and (
    start_at is not null and (end_at is null or end_at >= to_timestamp(${since}))
    or log_date is not null and log_date >= (to_timestamp(${since}) at time zone 'UTC')::date
  )`,
  // The index of the running entry is checked row by row: close one before another opens.
  order: (a, b) => Number(isRunning(a)) - Number(isRunning(b)),
})

/** Ids of the entries that run: one at most, once the rules are kept. */
export async function runningEntryIds(db: Db, userId: string): Promise<string[]> {
  const found = await db.rows<{ id: string }>(sql`
    select id from time_entries
    where user_id = ${userId} and end_at is null and start_at is not null and not deleted`)
  return found.map((row) => row.id)
}

/** The entry that started last among those that have ended, of all or of one project. */
export async function latestEndedId(db: Db, userId: string, within?: string): Promise<string | undefined> {
  const row = await db.row<{ id: string }>(sql`
    select id from time_entries where user_id = ${userId} and end_at is not null and not deleted
    ${within === undefined ? nothing : sql`and project_id = ${within}`}
    order by start_at desc, id desc limit 1`)
  return row?.id
}

interface TimeEntryRow extends Pick<
  TimeEntry,
  'id' | 'description' | 'taskId' | 'projectId' | 'project' | 'labels' | 'zone' | 'billable' | 'source'
> {
  readonly start: number | null
  readonly end: number | null
  readonly date: string | null
  readonly seconds: number | null
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
  start: row.start === null ? null : toInstantText(row.start),
  end: row.end === null ? null : toInstantText(row.end),
  date: row.date,
  durationSeconds: row.start === null ? row.seconds! : Math.max(0, (row.end ?? now) - row.start),
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
    e.log_date::text as date, e.seconds, e.zone, e.billable, e.source,
    extract(epoch from e.created_at)::bigint as created, extract(epoch from e.updated_at)::bigint as updated
  from time_entries e left join projects p on p.user_id = e.user_id and p.id = e.project_id
  where not e.deleted and ${where}`

const ofProject = (id: string | undefined): Sql =>
  id === undefined ? nothing : sql`and e.project_id = ${id}`

/** `now`, epoch seconds: up to where a running entry counts. `within`: only when it is of this project. */
export async function findTimeEntry(
  db: Db,
  userId: string,
  id: string,
  now: number,
  within?: string,
): Promise<TimeEntry | undefined> {
  const row = await db.row<TimeEntryRow>(
    selectEntries(sql`e.user_id = ${userId} and e.id = ${id} ${ofProject(within)}`),
  )
  return row && toTimeEntry(row, now)
}

export async function findRunning(
  db: Db,
  userId: string,
  now: number,
  within?: string,
): Promise<TimedEntry | undefined> {
  const row = await db.row<TimeEntryRow>(
    selectEntries(
      sql`e.user_id = ${userId} and e.end_at is null and e.start_at is not null ${ofProject(within)}`,
    ),
  )
  const entry = row && toTimeEntry(row, now)
  return entry !== undefined && isTimed(entry) ? entry : undefined
}

/** Instants are epoch seconds. */
export interface TimeEntryFilter {
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** The days whose untimed entries are wanted with it. */
  readonly dates: Dates
  readonly projectId?: string | undefined
  /** Entries that have all of these, themselves or through their task or project. */
  readonly labelIds: readonly string[]
  readonly taskId?: string | undefined
  readonly running?: boolean | undefined
  readonly idTail?: string | undefined
  readonly filter?: Filter | undefined
  /** `projectId` is then this one, and what hangs on an entry counts where it is of it, too. */
  readonly within?: string | undefined
}

const hasLabel = (userId: string, id: string, within: string | undefined): Sql => sql`and (
  ${id} = any(e.label_ids)
  or e.task_id in (
    select task_id from task_labels where user_id = ${userId} and label_id = ${id}
    ${within === undefined ? nothing : sql`and task_id in (select id from tasks where user_id = ${userId} and project_id = ${within})`}
  )
  or e.project_id in (select project_id from project_labels where user_id = ${userId} and label_id = ${id})
)`

/** Where lists put an untimed entry: see `placeOfDay`. */
const placeOfUntimed = sql`((e.log_date + time '12:00') at time zone 'UTC')`

/** Ids of the entries that touch `[from, to)`, epoch seconds; an empty one touches where it is, an untimed one nowhere. */
export async function touchingEntryIds(db: Db, userId: string, from: number, to: number): Promise<string[]> {
  const parts = touching(from, to).map(
    (part) => sql`select e.id from time_entries e where e.user_id = ${userId} and not e.deleted ${part}`,
  )
  return (await db.rows<{ id: string }>(sql`${join(parts, ' union all ')}`)).map((row) => row.id)
}

/** Latest start first, untimed entries at noon of their day; begins after `after`. */
export async function listTimeEntries(
  db: Db,
  userId: string,
  filter: TimeEntryFilter,
  after: readonly [place: number, id: string] | undefined,
  limit: number,
  now: number,
): Promise<TimeEntry[]> {
  const filters = sql`
    ${ofProject(filter.projectId)}
    ${filter.taskId === undefined ? nothing : sql`and e.task_id = ${filter.taskId}`}
    ${filter.running === undefined ? nothing : sql`and (e.end_at is null and e.start_at is not null) = ${filter.running}`}
    ${filter.idTail === undefined ? nothing : sql`and right(e.id::text, 5) = right(${filter.idTail}, 5) and right(e.id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${join(
      filter.labelIds.map((id) => hasLabel(userId, id, filter.within)),
      ' ',
    )}
    ${filter.filter === undefined ? nothing : sql`and ${entryFilterSql(filter.filter, filter.within)}`}`
  const part = (place: Sql, condition: Sql) => {
    const rest =
      after === undefined
        ? nothing
        : sql`and (${place}, e.id) < (to_timestamp(${after[0]}), ${after[1]}::uuid)`
    const found = selectEntries(sql`e.user_id = ${userId} ${condition} ${filters} ${rest}`)
    return sql`(${found} order by ${place} desc, e.id desc limit ${limit})`
  }
  const parts = [
    ...touching(filter.from, filter.to).map((condition) => part(sql`e.start_at`, condition)),
    ...(filter.running === true ? [] : [part(placeOfUntimed, onDates(filter.dates))]),
  ]
  const rows = await db.rows<TimeEntryRow>(sql`
    select * from (${join(parts, ' union all ')}) parts
    order by coalesce(start, extract(epoch from date::date)::bigint + 43200) desc, id desc limit ${limit}`)
  return rows.map((row) => toTimeEntry(row, now))
}

/** Of one of these tasks or projects, or with one of these labels of its own. What is not asked for costs no index. */
function linkedTo({ taskIds, projectIds, labelIds }: Links): Sql {
  const ways = [
    ...(taskIds.length === 0 ? [] : [sql`e.task_id = any(${taskIds}::uuid[])`]),
    ...(projectIds.length === 0 ? [] : [sql`e.project_id = any(${projectIds}::uuid[])`]),
    ...(labelIds.length === 0 ? [] : [sql`e.label_ids && ${labelIds}::uuid[]`]),
  ]
  return ways.length === 0 ? sql`and false` : sql`and (${join(ways, ' or ')})`
}

/** Epoch seconds; a running entry ends at `asOf`. */
interface Counted {
  readonly start: number
  readonly end: number
  readonly asOf: number
}

interface CountedFilter {
  readonly projectId?: string | undefined
  readonly taskId?: string | undefined
  readonly links?: Links | undefined
  readonly filter?: Filter | undefined
  readonly within?: string | undefined
}

const wanted = (filter: CountedFilter): Sql => sql`
  ${ofProject(filter.projectId)}
  ${filter.taskId === undefined ? nothing : sql`and e.task_id = ${filter.taskId}`}
  ${filter.links === undefined ? nothing : linkedTo(filter.links)}
  ${filter.filter === undefined ? nothing : sql`and ${entryFilterSql(filter.filter, filter.within)}`}`

interface GroupRow {
  readonly taskId: string | null
  readonly projectId: string | null
  readonly labelIds: string
  readonly billable: boolean
}

const toGroup = ({ taskId, projectId, labelIds, billable }: GroupRow) => ({
  taskId,
  projectId,
  labelIds: labelIds === '' ? [] : labelIds.split(' '),
  billable,
})

/** What counts in a range: see {@link spansOf} and {@link untimedOf}. In a transaction only. */
export const readTracked = async (
  db: Db,
  userId: string,
  range: Counted,
  filter: CountedFilter,
): Promise<TrackedSpans[]> => [
  ...(await spansOf(db, userId, range, filter)),
  ...(await untimedOf(db, userId, range, filter)),
]

/**
 * Entries that touch the range, grouped by task, project, own labels and whether billable, their spans packed as text:
 * a year of entries comes as a few rows.
 */
async function spansOf(
  db: Db,
  userId: string,
  range: Counted,
  filter: CountedFilter,
): Promise<TrackedSpans[]> {
  // The planner takes 8 kB for each group it fears, and would sort a year of entries rather than hash them.
  await db.rows(sql`select set_config('hash_mem_multiplier', '100', true)`)
  const parts = touching(range.start, range.end).map(
    (part) => sql`
    select task_id, project_id, label_ids, billable, start_at, end_at from time_entries e
    where e.user_id = ${userId} and not e.deleted ${part} ${wanted(filter)}`,
  )
  const rows = await db.rows<GroupRow & { spans: string }>(sql`
    select e.task_id as "taskId", e.project_id as "projectId", array_to_string(e.label_ids, ' ') as "labelIds", e.billable,
      string_agg(
        date_part('epoch', e.start_at)::bigint || ' ' ||
        date_part('epoch', coalesce(e.end_at, greatest(e.start_at, to_timestamp(${range.asOf}))))::bigint, ' '
      ) as spans
    from (${join(parts, ' union all ')}) e
    group by e.task_id, e.project_id, array_to_string(e.label_ids, ' '), e.billable`)
  return rows.map((row) => ({ ...toGroup(row), spans: Float64Array.from(row.spans.split(' '), Number) }))
}

/** Untimed entries of the dates that the range may have in any zone, grouped alike, the seconds of a day summed up. */
async function untimedOf(
  db: Db,
  userId: string,
  { start, end }: Counted,
  filter: CountedFilter,
): Promise<TrackedSpans[]> {
  const dates = datesTouched(
    Math.max(start - daySeconds, earliest),
    Math.min(end + daySeconds, latest),
    'UTC',
  )
  const rows = await db.rows<GroupRow & { untimed: string }>(sql`
    select "taskId", "projectId", "labelIds", billable, string_agg(date || ' ' || seconds, ' ') as untimed
    from (
      select e.task_id as "taskId", e.project_id as "projectId", array_to_string(e.label_ids, ' ') as "labelIds",
        e.billable, e.log_date::text as date, sum(e.seconds) as seconds
      from time_entries e
      where e.user_id = ${userId} and not e.deleted ${onDates(dates)} ${wanted(filter)}
      group by 1, 2, 3, 4, 5
    ) days
    group by 1, 2, 3, 4`)
  return rows.map((row) => {
    const words = row.untimed.split(' ')
    const untimed = Array.from({ length: words.length / 2 }, (_, at) => ({
      date: words[at * 2]!,
      seconds: Number(words[at * 2 + 1]),
    }))
    return { ...toGroup(row), spans: [], untimed }
  })
}

/** The first and the last second that an entry may have. */
const [earliest, latest] = [-2_208_988_800, 253_402_300_799]
