/** Which time entries `e` lie in a range: those with times, and untimed ones. */
import type { Dates } from '@goalixa/domain/untimed'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'

export const daySeconds = 86_400

/**
 * Conditions whose entries `e` together touch `[from, to)`, epoch seconds: those that start within a day before it or
 * later, and those of the small index of long and running ones that start earlier. Each is to be a query of its own,
 * with an index of its own: so a range costs what lies around it, not the whole past.
 */
export function touching(from: number | undefined, to: number | undefined): Sql[] {
  const before =
    to === undefined ? sql`and e.start_at is not null` : sql`and e.start_at < to_timestamp(${to})`
  if (from === undefined) return [before]
  const dayBefore = sql`to_timestamp(${from - daySeconds})`
  const after = sql`and (e.end_at is null or e.end_at > to_timestamp(${from}) or e.start_at >= to_timestamp(${from}))`
  return [
    sql`and e.start_at > ${dayBefore} ${after} ${before}`,
    sql`and e.start_at <= ${dayBefore} and (e.end_at is null or e.end_at - e.start_at > interval '24 hours') ${after} ${before}`,
  ]
}

/** Conditions of the untimed entries `e` of these days. */
export const onDates = ({ first, last }: Dates): Sql => sql`and e.log_date is not null
  ${first === undefined ? nothing : sql`and e.log_date >= ${first}::date`}
  ${last === undefined ? nothing : sql`and e.log_date <= ${last}::date`}`
