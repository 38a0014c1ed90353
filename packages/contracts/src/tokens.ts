/** Personal access tokens: what scripts sign in with. The secret is shown once. */
import * as z from 'zod'
import { Id, Instant, Name, NoContent } from './primitives.ts'
import { route, scopes } from './route.ts'

export const Token = z.object({
  id: Id,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant,
  /** The one project that it reaches; null: all that its scopes allow. */
  projectId: Id.nullable(),
})
export type Token = z.infer<typeof Token>

export const NewToken = z.strictObject({
  name: Name,
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).default(['read', 'write']),
  /** Days until it expires, 1 to 366. */
  expiresInDays: z.int().min(1).max(366).default(90),
  /** The token reaches the tasks, the time and the reports of this project, and nothing else. */
  projectId: Id.optional(),
})
export type NewToken = z.output<typeof NewToken>

export const CreatedToken = Token.extend({ token: z.string() })
export type CreatedToken = z.infer<typeof CreatedToken>

export const tokenRoutes = {
  list: route({
    method: 'GET',
    path: '/auth/tokens',
    summary: 'List personal access tokens',
    access: 'session',
    response: z.object({ items: z.array(Token), nextCursor: z.null() }),
  }),
  create: route({
    method: 'POST',
    path: '/auth/tokens',
    summary: 'Make a personal access token',
    access: 'session',
    body: NewToken,
    status: 201,
    response: CreatedToken,
  }),
  revoke: route({
    method: 'DELETE',
    path: '/auth/tokens/{id}',
    summary: 'Revoke a personal access token',
    access: 'session',
    params: z.object({ id: Id }),
    status: 204,
    response: NoContent,
  }),
}
