/** Events: the server says that something changed; what changed is asked for by sync. */
import * as z from 'zod'
import { route } from './route.ts'

/**
 * A stream says something at least this often, in milliseconds: proxies commonly cut what is silent for 30 to 60 s.
 * Three times as long without a word, and it is dead.
 */
export const heartbeatMs = 25_000
export const silenceMs = 3 * heartbeatMs

/** Data of the event `head`: everything up to this sequence number can be read. */
export const HeadEvent = z.object({ head: z.int() })
export type HeadEvent = z.infer<typeof HeadEvent>

export const eventRoutes = {
  stream: route({
    method: 'GET',
    path: '/v1/events',
    summary: 'Server-sent events: `head` on connect and after each change',
    access: 'user',
    scope: 'read',
    response: z.string(),
    produces: ['text/event-stream'],
    stream: true,
  }),
}
