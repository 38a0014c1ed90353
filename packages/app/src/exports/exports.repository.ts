/** SQL of exports: the history of somebody from its beginning, piece by piece. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

/** Lines with sequence numbers greater than `after`, in order. */
export const readHistory = (db: Db, userId: string, after: number, limit: number): Promise<HistoryLine[]> =>
  db.rows<HistoryLine>(sql`
    select h.seq, h.client_id || '/' || h.n as operation, o.intent, o.undoes, o.group_id as "group",
      (date_part('epoch', o.made_at) * 1000)::bigint as at, h.table_name as "table", h.row_id as "rowId", h.changes
    from history h join operations o on o.user_id = h.user_id and o.client_id = h.client_id and o.n = h.n
    where h.user_id = ${userId} and h.seq > ${after} order by h.seq limit ${limit}`)
