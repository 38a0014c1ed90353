import type { CalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

interface NewFeedRow {
  readonly userId: string
  readonly id: string
  readonly name: string
  readonly hash: Buffer
  /** Epoch seconds. */
  readonly createdAt: number
}

/** False when there are as many as there may be. */
export async function insertCalendarFeed(db: Db, feed: NewFeedRow, most: number): Promise<boolean> {
  const { userId, id, name, hash, createdAt } = feed
  const made = await db.rows(sql`
    insert into calendar_feeds (user_id, id, name, hash, created_at)
    select ${userId}, ${id}, ${name}, ${hash}, to_timestamp(${createdAt})
    where (select count(*) from calendar_feeds where user_id = ${userId}) < ${most}
    returning id`)
  return made.length > 0
}

export async function listCalendarFeeds(db: Db, userId: string): Promise<CalendarFeed[]> {
  const rows = await db.rows<{ id: string; name: string; createdAt: number }>(sql`
    select id, name, extract(epoch from created_at)::bigint as "createdAt"
    from calendar_feeds where user_id = ${userId} order by created_at, id`)
  return rows.map((row) => ({ ...row, createdAt: toInstantText(row.createdAt) }))
}

/** False when there is none. */
export async function deleteCalendarFeed(db: Db, userId: string, id: string): Promise<boolean> {
  const gone = await db.rows(
    sql`delete from calendar_feeds where user_id = ${userId} and id = ${id} returning id`,
  )
  return gone.length > 0
}

/** Whose feed it is. */
export const findFeedOwner = (db: Db, hash: Buffer): Promise<{ userId: string } | undefined> =>
  db.row(sql`select user_id as "userId" from calendar_feeds where hash = ${hash} limit 1`)
