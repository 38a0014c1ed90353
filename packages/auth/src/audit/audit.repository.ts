import { sql } from '@goalixa/service-kit/sql'
import type { AppendAudit } from './audit-event.ts'

export const appendAudit: AppendAudit = async (db, { at, event, outcome, userId, sessionId, caller }) => {
  await db.rows(sql`
    insert into audit_events (happened_at, event, outcome, user_id, session_id, address, request_id)
    values (${at}, ${event}, ${outcome}, ${userId}, ${sessionId}, ${caller.address}, ${caller.requestId})`)
}
