/** Tells the gateway which sids have ended while access tokens of theirs may still live. */
import type { Database, Db } from '@goalixa/service-kit/db'
import { afterSeconds, toInstant } from '../instants.ts'
import {
  deleteRevocationsBefore,
  insertRevocations,
  lockRevocations,
  revocationsAfter,
} from './revocations.repository.ts'

export interface RevocationsService {
  /** In the transaction that ends the sids, as its last act. `tokenSeconds`: longest life of their access tokens. */
  record(tx: Db, sids: readonly string[], tokenSeconds: number): Promise<void>
  /** What was recorded after `cursor`, oldest first; read on with the cursor of the answer. */
  after(cursor: number): Promise<{ cursor: number; items: { sid: string; until: string }[] }>
}

/** Services accept a token for this long after its end, because clocks differ. */
const clockToleranceSeconds = 60
const pageSize = 1000

export function createRevocationsService(options: {
  readonly database: Database
  readonly now: () => Date
}): RevocationsService {
  const { database, now } = options
  return {
    async record(tx, sids, tokenSeconds) {
      if (sids.length === 0) return
      await lockRevocations(tx)
      await deleteRevocationsBefore(tx, now())
      // One second more: instants on the wire have whole seconds.
      await insertRevocations(tx, sids, afterSeconds(now(), tokenSeconds + clockToleranceSeconds + 1))
    },
    async after(cursor) {
      const rows = await revocationsAfter(database, cursor, now(), pageSize)
      return {
        cursor: rows.at(-1)?.id ?? cursor,
        items: rows.map((row) => ({ sid: row.sid, until: toInstant(row.until) })),
      }
    },
  }
}
