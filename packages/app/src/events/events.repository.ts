/** SQL of events: heads are announced on a channel of the database, and read by whoever starts to follow. */
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

/** Where changes of every user are announced to every instance, as `<user id> <head>`. */
export const headsChannel = 'goalixa_heads'

/** Inside a transaction: PostgreSQL sends it when that commits, and not at all when it is rolled back. */
export async function announceHead(db: Db, userId: string, seq: number): Promise<void> {
  await db.rows(sql`select pg_notify(${headsChannel}, ${`${userId} ${seq}`})`)
}

/** Heads of users, 0 where nothing was ever written. */
export async function readHeads(db: Db, userIds: readonly string[]): Promise<Map<string, number>> {
  const found = await db.rows<{ userId: string; head: number }>(sql`
    select user_id as "userId", head_seq as head from sync_heads where user_id = any(${userIds}::uuid[])`)
  const heads = new Map(found.map(({ userId, head }) => [userId, head]))
  return new Map(userIds.map((userId) => [userId, heads.get(userId) ?? 0]))
}
