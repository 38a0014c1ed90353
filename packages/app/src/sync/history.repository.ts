/** SQL of the history as people read it: what was done in the last 30 days, intent by intent. */
import type { OperationRecord } from '@goalixa/domain/reversal'
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'

/** The first operation of an intent, with the numbers of all of it. */
export interface IntentRow {
  readonly clientId: string
  readonly n: number
  readonly intent: string
  readonly undoes: string | null
  readonly group: string | null
  /** Milliseconds of its author's clock. */
  readonly at: number
  readonly isRest: boolean
  readonly refusal: { readonly code: string; readonly detail: string } | null
  readonly refused: string | null
  readonly headSeq: number
  readonly rowCount: number
}

const madeAt: Sql = sql`(date_part('epoch', o.made_at) * 1000)::bigint`
const days30: Sql = sql`o.applied_at >= now() - interval '30 days'`

/** Latest first by arrival. An intent in several operations stands where its first one does; a refused one alone. */
export const listIntents = (
  db: Db,
  userId: string,
  after: readonly [headSeq: number, clientId: string, n: number] | undefined,
  limit: number,
): Promise<IntentRow[]> =>
  db.rows(sql`
    select o.client_id as "clientId", o.n, o.intent, o.undoes, o.group_id as "group", ${madeAt} as at,
      o.fingerprint is null as "isRest", o.refusal, o.refused, o.head_seq as "headSeq",
      case when o.group_id is null or o.refusal is not null then o.head_seq - o.first_seq + 1 else (
        select sum(part.head_seq - part.first_seq + 1)::bigint from operations part
        where part.user_id = o.user_id and part.client_id = o.client_id and part.group_id = o.group_id
      ) end as "rowCount"
    from operations o
    where o.user_id = ${userId} and ${days30}
      ${after === undefined ? nothing : sql`and (o.head_seq, o.client_id, o.n) < (${after[0]}, ${after[1]}, ${after[2]})`}
      and (o.group_id is null or o.refusal is not null or not exists (
        select from operations earlier
        where earlier.user_id = o.user_id and earlier.client_id = o.client_id and earlier.group_id = o.group_id
          and earlier.n < o.n and earlier.refusal is null
      ))
    order by o.head_seq desc, o.client_id desc, o.n desc limit ${limit}`)

/** A line of the history, with the first operation of its intent. */
export type LineOfIntent = Pick<HistoryLine, 'table' | 'rowId' | 'changes'> & {
  readonly clientId: string
  readonly n: number
}

/** What these intents did, at most so many lines of each, in the order in which it was done. */
export const linesOf = (
  db: Db,
  userId: string,
  intents: readonly Pick<IntentRow, 'clientId' | 'n' | 'group'>[],
  limit: number | null,
): Promise<LineOfIntent[]> =>
  db.rows(sql`
    select given.client_id as "clientId", given.n, line.table_name as "table", line.row_id as "rowId", line.changes
    from unnest(
      ${intents.map(({ clientId }) => clientId)}::text[], ${intents.map(({ n }) => n)}::bigint[],
      ${intents.map(({ group }) => group)}::text[]
    ) with ordinality as given(client_id, n, group_id, place)
    cross join lateral (
      select h.seq, h.table_name, h.row_id, h.changes
      from operations o join history h on h.user_id = o.user_id and h.seq between o.first_seq and o.head_seq
      where o.user_id = ${userId} and o.client_id = given.client_id
        and (o.n = given.n or o.group_id = given.group_id)
      order by h.seq limit ${limit}
    ) line
    order by given.place, line.seq`)

/** An operation of which an undo may be made. */
export type DoneOperation = OperationRecord &
  Pick<IntentRow, 'clientId' | 'n'> & { readonly isEffective: boolean }

/** Operations of the last 30 days, latest first by when people did them; a clock that runs ahead counts for nothing. */
export const doneOperations = (db: Db, userId: string): Promise<DoneOperation[]> =>
  db.rows(sql`
    select o.client_id || '/' || o.n as operation, o.client_id as "clientId", o.n, o.intent, o.undoes,
      o.group_id as "group", ${madeAt} as at,
      exists (
        select from history h where h.user_id = o.user_id and h.seq between o.first_seq and o.head_seq
          and h.changes @> '[{"outcome": "won"}]'
      ) as "isEffective"
    from operations o
    where o.user_id = ${userId} and ${days30} and o.refusal is null
    order by least(o.made_at, o.applied_at) desc, o.head_seq desc`)
