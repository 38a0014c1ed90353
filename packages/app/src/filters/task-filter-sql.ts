/** Filters over tasks `t`. */
import type { Filter } from '@goalixa/domain/filters/conditions'
import type { SecondsField, TimeField } from '@goalixa/domain/filters/fields'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import type { FilterColumns } from './filter-sql.ts'
import { filterSql } from './filter-sql.ts'

const times: Readonly<Partial<Record<TimeField, { readonly instant: Sql; readonly day?: Sql }>>> = {
  due: { instant: sql`t.due_at`, day: sql`t.due_on` },
  scheduled: { instant: sql`t.scheduled_at`, day: sql`t.scheduled_on` },
  created: { instant: sql`t.created_at` },
  completed: { instant: sql`t.completed_at` },
}

/** As it is counted in the list: a running entry counts up to now. */
const tracked = (now: number, within: string | undefined): Sql => sql`(
  select coalesce(sum(coalesce(e.seconds, extract(epoch from coalesce(e.end_at, greatest(e.start_at, to_timestamp(${now}))) - e.start_at))), 0)::bigint
  from time_entries e where e.user_id = t.user_id and e.task_id = t.id and not e.deleted ${ofProject(sql`e.project_id`, within)}
)`

const ofProject = (column: Sql, within: string | undefined): Sql =>
  within === undefined ? nothing : sql`and ${column} = ${within}`

const columnsOf = (within: string | undefined): FilterColumns => ({
  label: (ids) => sql`
    exists (select from task_labels tl where tl.user_id = t.user_id and tl.task_id = t.id and tl.label_id = any(${ids}::uuid[]))
    or exists (select from project_labels pl where pl.user_id = t.user_id and pl.project_id = t.project_id and pl.label_id = any(${ids}::uuid[]))`,
  projectId: sql`t.project_id`,
  clientId: sql`(select p.client_id from projects p where p.user_id = t.user_id and p.id = t.project_id)`,
  choice: (field) => (field === 'status' ? sql`t.status` : sql`t.priority`),
  time: (field) => times[field] ?? { instant: sql`null::timestamptz` },
  seconds: (field: SecondsField, now) =>
    field === 'estimate'
      ? sql`t.estimate_seconds`
      : field === 'tracked'
        ? tracked(now, within)
        : sql`null::bigint`,
  text: (field) => (field === 'title' ? sql`t.title` : sql`t.description`),
  source: sql`''`,
  billable: sql`false`,
  running: sql`exists (select from time_entries e where e.user_id = t.user_id and e.task_id = t.id and e.end_at is null and e.start_at is not null and not e.deleted ${ofProject(sql`e.project_id`, within)})`,
  blocked: sql`exists (
    select from task_dependencies d join tasks b on b.user_id = d.user_id and b.id = d.depends_on_id
    where d.user_id = t.user_id and d.task_id = t.id and not b.deleted and b.status = 'open'
      ${ofProject(sql`b.project_id`, within)}
  )`,
})

/** `within`: what hangs on a task counts where it is of this project. */
export const taskFilterSql = (filter: Filter, within?: string): Sql => filterSql(filter, columnsOf(within))
