/** Routes of the internal port: for the gateway alone, never reachable from outside. */
import * as z from 'zod'
import { Id, Instant } from '@goalixa/contracts/primitives'
import { route } from '@goalixa/contracts/route'

export const internalRevocationRoutes = {
  list: route({
    method: 'GET',
    path: '/internal/revocations',
    summary: 'Sids that have ended',
    access: 'public',
    query: z.object({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0) }),
    response: z.object({ cursor: z.int(), items: z.array(z.object({ sid: Id, until: Instant })) }),
  }),
}

export const internalRateLimitRoutes = {
  lease: route({
    method: 'POST',
    path: '/internal/rate-limits/lease',
    access: 'public',
    summary: 'Take a block of a limit',
    body: z.strictObject({
      who: z.string().min(1).max(200),
      limit: z.int().min(1).max(999_999_999),
      windowSeconds: z.int().min(1).max(999_999),
      units: z.int().min(1).max(999_999_999),
    }),
    response: z.object({
      granted: z.int(),
      remaining: z.int(),
      waitSeconds: z.number(),
      fullSeconds: z.number(),
    }),
  }),
}

export const internalTokenRoutes = {
  exchange: route({
    method: 'POST',
    path: '/internal/token-exchange',
    access: 'public',
    summary: 'Exchange a personal access token for a short access token',
    body: z.strictObject({ token: z.string().max(200) }),
    response: z.object({ accessToken: z.string(), expiresIn: z.int() }),
  }),
}

export const internalDeletedAccountRoutes = {
  list: route({
    method: 'GET',
    path: '/internal/deleted-accounts',
    summary: 'Accounts that were deleted, for the services that keep data of theirs',
    access: 'public',
    query: z.object({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0) }),
    response: z.object({ cursor: z.int(), userIds: z.array(Id) }),
  }),
}
