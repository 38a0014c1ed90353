/** SQL of webhooks. Times are epoch seconds. */
import type { Webhook } from '@goalixa/contracts/webhooks'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

interface NewWebhookRow {
  readonly userId: string
  readonly id: string
  readonly name: string
  readonly url: string
  readonly secret: Buffer
  readonly createdAt: number
}

/** It is told of what happens from now on. False when there are as many as there may be. */
export async function insertWebhook(db: Db, webhook: NewWebhookRow, most: number): Promise<boolean> {
  const { userId, id, name, url, secret, createdAt } = webhook
  const made = await db.rows(sql`
    insert into webhooks (user_id, id, name, url, secret, created_at, seen_seq, due_at)
    select ${userId}, ${id}, ${name}, ${url}, ${secret}, to_timestamp(${createdAt}),
      coalesce((select head_seq from sync_heads where user_id = ${userId}), 0), to_timestamp(${createdAt})
    where (select count(*) from webhooks where user_id = ${userId}) < ${most}
    returning id`)
  return made.length > 0
}

export async function listWebhooks(db: Db, userId: string): Promise<Webhook[]> {
  const rows = await db.rows<
    Omit<Webhook, 'createdAt' | 'lastTriedAt'> & { createdAt: number; lastTriedAt: number | null }
  >(sql`
    select id, name, url, last_status as "lastStatus",
      case when ended_at is not null then 'ended' when failing_since is not null then 'failing' else 'active' end
        as state,
      date_part('epoch', last_tried_at)::bigint as "lastTriedAt",
      date_part('epoch', created_at)::bigint as "createdAt"
    from webhooks where user_id = ${userId} order by created_at, id`)
  return rows.map((row) => ({
    ...row,
    lastTriedAt: row.lastTriedAt === null ? null : toInstantText(row.lastTriedAt),
    createdAt: toInstantText(row.createdAt),
  }))
}

/** False when there is none. */
export async function deleteWebhook(db: Db, userId: string, id: string): Promise<boolean> {
  const gone = await db.rows(sql`delete from webhooks where user_id = ${userId} and id = ${id} returning id`)
  return gone.length > 0
}

export interface DueWebhook {
  readonly userId: string
  readonly id: string
  readonly url: string
  readonly secret: Buffer
  readonly seenSeq: number
  readonly headSeq: number
  readonly failures: number
  readonly failingSince: number | null
}

/** One with something to be told, held until `heldUntil`; of several instances each takes another. */
export const takeDueWebhook = (db: Db, now: number, heldUntil: number): Promise<DueWebhook | undefined> =>
  db.row(sql`
    with due as (
      select w.user_id, w.id, h.head_seq from webhooks w join sync_heads h on h.user_id = w.user_id
      where w.ended_at is null and w.due_at <= to_timestamp(${now}) and h.head_seq <> w.seen_seq
      order by w.due_at limit 1 for update of w skip locked
    )
    update webhooks w set due_at = to_timestamp(${heldUntil}) from due
    where w.user_id = due.user_id and w.id = due.id
    returning w.user_id as "userId", w.id, w.url, w.secret, w.seen_seq as "seenSeq", due.head_seq as "headSeq",
      w.failures, date_part('epoch', w.failing_since)::bigint as "failingSince"`)

export interface Change {
  readonly seq: number
  readonly at: number
  readonly intent: string
  readonly table: string
  readonly id: string
  readonly fields: readonly string[]
}

/** The next changes after `after`, in order. Fields that lost against a later value are left out. */
export const changesAfter = (db: Db, userId: string, after: number, most: number): Promise<Change[]> =>
  db.rows(sql`
    select h.seq, date_part('epoch', o.made_at)::bigint as at, o.intent, h.table_name as "table", h.row_id as id,
      array(select c ->> 'register' from jsonb_array_elements(h.changes) c where c ->> 'outcome' = 'won') as fields
    from history h join operations o on o.user_id = h.user_id and o.client_id = h.client_id and o.n = h.n
    where h.user_id = ${userId} and h.seq > ${after}
    order by h.seq limit ${most}`)

interface Try {
  readonly at: number
  /** Null where there was no answer. */
  readonly status: number | null
}

/** What was sent has arrived; the next is sent at `dueAt`. */
export async function moveWebhook(
  db: Db,
  { userId, id }: DueWebhook,
  { at, status }: Try,
  { seenSeq, dueAt }: { readonly seenSeq: number; readonly dueAt: number },
): Promise<void> {
  await db.rows(sql`
    update webhooks set seen_seq = ${seenSeq}, failures = 0, failing_since = null, due_at = to_timestamp(${dueAt}),
      last_status = ${status}, last_tried_at = to_timestamp(${at})
    where user_id = ${userId} and id = ${id}`)
}

/** There is nothing to be sent up to there: the database is an older one than it was. */
export async function resetWebhook(
  db: Db,
  { userId, id, headSeq }: DueWebhook,
  dueAt: number,
): Promise<void> {
  await db.rows(sql`
    update webhooks set seen_seq = ${headSeq}, due_at = to_timestamp(${dueAt})
    where user_id = ${userId} and id = ${id}`)
}

/** It did not arrive: it is tried again at `dueAt`, or never when that is undefined. */
export async function postponeWebhook(
  db: Db,
  { userId, id }: DueWebhook,
  { at, status }: Try,
  dueAt: number | undefined,
): Promise<void> {
  const next =
    dueAt === undefined ? sql`ended_at = to_timestamp(${at})` : sql`due_at = to_timestamp(${dueAt})`
  await db.rows(sql`
    update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, to_timestamp(${at})),
      last_status = ${status}, last_tried_at = to_timestamp(${at}), ${next}
    where user_id = ${userId} and id = ${id}`)
}
