/** Sessions: where an account is signed in. */
import * as z from 'zod'
import { Id, Instant, NoContent } from './primitives.ts'
import { route } from './route.ts'

export const Session = z.object({
  id: Id,
  device: z.string(),
  current: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
})
export type Session = z.infer<typeof Session>

export const sessionRoutes = {
  list: route({
    method: 'GET',
    path: '/auth/sessions',
    summary: 'List the sessions that are signed in',
    access: 'session',
    response: z.object({ items: z.array(Session), nextCursor: z.null() }),
  }),
  revokeAll: route({
    method: 'DELETE',
    path: '/auth/sessions',
    summary: 'End all sessions, or all but the current one',
    access: 'session',
    query: z.strictObject({ except: z.literal('current').optional() }),
    status: 204,
    response: NoContent,
  }),
  revoke: route({
    method: 'DELETE',
    path: '/auth/sessions/{id}',
    summary: 'End a session',
    access: 'session',
    params: z.object({ id: Id }),
    status: 204,
    response: NoContent,
  }),
}
