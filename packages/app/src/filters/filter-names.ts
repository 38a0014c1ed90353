/** What a filter may name: the live labels, clients and projects of one person, or of one project of theirs. */
import type { FilterNames } from '@goalixa/domain/filters/resolve'
import type { Db } from '@goalixa/service-kit/db'
import { nothing, sql } from '@goalixa/service-kit/sql'

export const filterNamesOf = (db: Db, userId: string, within?: string): FilterNames => ({
  labels: () =>
    db.rows(sql`select id, name from labels where user_id = ${userId} and not deleted order by id`),
  clients: () =>
    db.rows(sql`
      select id, name from clients where user_id = ${userId} and not deleted
      ${within === undefined ? nothing : sql`and id in (select client_id from projects where user_id = ${userId} and id = ${within})`}
      order by id`),
  projects: () =>
    db.rows(sql`
      select id, name from projects where user_id = ${userId} and not deleted
      ${within === undefined ? nothing : sql`and id = ${within}`}
      order by id`),
})
