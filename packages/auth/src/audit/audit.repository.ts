import type { AuditEvent } from '@goalixa/contracts/audit'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { AppendAudit } from './audit-event.ts'

export const appendAudit: AppendAudit = async (db, { at, event, outcome, userId, sessionId, caller }) => {
  await db.rows(sql`
    insert into audit_events (happened_at, event, outcome, user_id, session_id, address, request_id, client)
    values (${at}, ${event}, ${outcome}, ${userId}, ${sessionId}, ${caller.address}, ${caller.requestId},
      ${caller.client})`)
}

interface AuditRow extends Omit<AuditEvent, 'at'> {
  readonly id: number
  readonly at: Date
}

/** Newest first, with ids below `before`; `userId` null: of everybody. */
export const auditEvents = (
  db: Db,
  { userId, before, limit }: { userId: string | null; before: number; limit: number },
): Promise<AuditRow[]> =>
  db.rows(sql`
    select id, happened_at as at, event, outcome, user_id as "userId", session_id as "sessionId", address,
      request_id as "requestId", client
    from audit_events
    where id < ${before} and (${userId}::uuid is null or user_id = ${userId}::uuid)
    order by id desc limit ${limit}`)
