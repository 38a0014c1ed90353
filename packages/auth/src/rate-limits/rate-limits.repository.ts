import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface TakeRow {
  readonly granted: number
  readonly remaining: number
  /** Until one more unit can be had; 0 when there is one. */
  readonly waitSeconds: number
  /** Until all of it is free again. */
  readonly fullSeconds: number
}

export interface Take {
  readonly key: Buffer
  readonly limit: number
  readonly windowSeconds: number
  readonly cost: number
  readonly partly: boolean
  /** Longest of the doubling delays; 0 for none. */
  readonly longestLockSeconds: number
}

export const takeUnits = (db: Db, take: Take): Promise<TakeRow | undefined> =>
  db.row(sql`
    select granted, remaining, wait_seconds as "waitSeconds", full_seconds as "fullSeconds"
    from take_rate_limit(${take.key}, ${take.limit}, ${take.windowSeconds}, ${take.cost}, ${take.partly},
      ${take.longestLockSeconds})`)

export async function giveBackUnits(
  db: Db,
  { key, limit, windowSeconds, cost }: Pick<Take, 'key' | 'limit' | 'windowSeconds' | 'cost'>,
): Promise<void> {
  await db.rows(sql`select give_back_rate_limit(${key}, ${limit}, ${windowSeconds}, ${cost})`)
}

/** Rows that say nothing any more; those that somebody uses just now stay for the next time. */
export async function forgetFreeRows(db: Db, most: number): Promise<void> {
  await db.rows(sql`
    delete from rate_limits where key in (
      select key from rate_limits where forget_at < clock_timestamp()
      order by forget_at limit ${most} for update skip locked)`)
}
