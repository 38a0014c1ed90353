/** Filters over time entries `e`. */
import type { Filter } from '@goalixa/domain/filters/conditions'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import type { FilterColumns } from './filter-sql.ts'
import { filterSql } from './filter-sql.ts'

// An untimed entry has a day in the place of both its times.
const times: Readonly<Record<string, { readonly instant: Sql; readonly day?: Sql }>> = {
  start: { instant: sql`e.start_at`, day: sql`e.log_date` },
  end: { instant: sql`e.end_at`, day: sql`e.log_date` },
  created: { instant: sql`e.created_at` },
}

const columnsOf = (within: string | undefined): FilterColumns => ({
  label: (ids) => sql`
    e.label_ids && ${ids}::uuid[]
    or exists (select from task_labels tl where tl.user_id = e.user_id and tl.task_id = e.task_id and tl.label_id = any(${ids}::uuid[]) ${ofTask(within)})
    or exists (select from project_labels pl where pl.user_id = e.user_id and pl.project_id = e.project_id and pl.label_id = any(${ids}::uuid[]))`,
  projectId: sql`e.project_id`,
  clientId: sql`(select p.client_id from projects p where p.user_id = e.user_id and p.id = e.project_id)`,
  choice: () => sql`null::text`,
  time: (field) => times[field] ?? { instant: sql`null::timestamptz` },
  seconds: (field, now) =>
    field === 'duration'
      ? sql`coalesce(e.seconds, extract(epoch from coalesce(e.end_at, greatest(e.start_at, to_timestamp(${now}))) - e.start_at))`
      : sql`null::bigint`,
  text: () => sql`e.description`,
  source: sql`e.source`,
  billable: sql`e.billable`,
  running: sql`e.end_at is null and e.start_at is not null`,
  blocked: sql`false`,
})

/** An entry has no label of a task that is of another project. */
const ofTask = (within: string | undefined): Sql =>
  within === undefined
    ? nothing
    : sql`and exists (select from tasks t where t.user_id = tl.user_id and t.id = tl.task_id and t.project_id = ${within})`

/** `within`: what hangs on an entry counts where it is of this project. */
export const entryFilterSql = (filter: Filter, within?: string): Sql => filterSql(filter, columnsOf(within))
