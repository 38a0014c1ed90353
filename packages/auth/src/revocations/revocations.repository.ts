import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface RevocationRow {
  readonly id: number
  readonly sid: string
  readonly until: Date
}

/**
 * Writers queue here until the one before has committed: an id is drawn only when all smaller ones are visible.
 * Take it last in a transaction, so that it is held for a moment only.
 */
export async function lockRevocations(tx: Db): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext('goalixa auth revocations'))`)
}

export async function insertRevocations(tx: Db, sids: readonly string[], until: Date): Promise<void> {
  await tx.rows(sql`insert into revocations (sid, until) select unnest(${sids}::uuid[]), ${until}`)
}

export async function deleteRevocationsBefore(tx: Db, now: Date): Promise<void> {
  await tx.rows(sql`delete from revocations where until < ${now}`)
}

export const revocationsAfter = (db: Db, id: number, now: Date, limit: number): Promise<RevocationRow[]> =>
  db.rows(sql`
    select id, sid, until from revocations
    where id > ${id} and until >= ${now}
    order by id limit ${limit}`)
