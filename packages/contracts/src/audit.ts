/** The audit: what happened to accounts. People read what is theirs, operators everything. */
import * as z from 'zod'
import { Id, Instant, page, pageQuery } from './primitives.ts'
import { route } from './route.ts'

/** `event` is a word such as `login` or `token_create`; `sessionId` may name a personal access token; `client`: null for older events. */
export const AuditEvent = z.object({
  at: Instant,
  event: z.string(),
  outcome: z.enum(['success', 'failure']),
  userId: Id.nullable(),
  sessionId: Id.nullable(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  client: z.enum(['browser', 'cli', 'api']).nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/auth/audit',
    summary: 'What happened to this account, newest first',
    access: 'session',
    query: z.strictObject(pageQuery),
    response: page(AuditEvent),
  }),
  listAll: route({
    method: 'GET',
    path: '/auth/audit/all',
    summary: 'What happened to all accounts, newest first; for operators',
    access: 'session',
    query: z.strictObject({ ...pageQuery, userId: Id.optional() }),
    response: page(AuditEvent),
  }),
}
