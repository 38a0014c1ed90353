/** Calendar feeds: addresses at which a calendar program reads the time entries, without any other sign-in. */
import * as z from 'zod'
import { Id, Instant, Name, NoContent } from './primitives.ts'
import { route } from './route.ts'

export const CalendarFeed = z.object({ id: Id, name: z.string(), createdAt: Instant })
export type CalendarFeed = z.infer<typeof CalendarFeed>

export const NewCalendarFeed = z.strictObject({ name: Name })
export type NewCalendarFeed = z.output<typeof NewCalendarFeed>

/** `path` holds the secret and is shown once: whoever has it reads the feed. */
export const CreatedCalendarFeed = CalendarFeed.extend({ path: z.string() })
export type CreatedCalendarFeed = z.infer<typeof CreatedCalendarFeed>

export const calendarFeedRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/calendar-feeds',
    summary: 'List the calendar feeds',
    access: 'session',
    response: z.object({ items: z.array(CalendarFeed), nextCursor: z.null() }),
  }),
  create: route({
    method: 'POST',
    path: '/v1/calendar-feeds',
    summary: 'Make a calendar feed; its address is shown only now',
    access: 'session',
    body: NewCalendarFeed,
    status: 201,
    response: CreatedCalendarFeed,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/calendar-feeds/{id}',
    summary: 'Revoke a calendar feed; its address stops working at once',
    access: 'session',
    params: z.object({ id: Id }),
    status: 204,
    response: NoContent,
  }),
  read: route({
    method: 'GET',
    path: '/v1/calendar-feeds/{token}/calendar.ics',
    summary: 'The time entries of the last 90 days, for calendar programs that have the address',
    access: 'public',
    params: z.object({ token: z.string() }),
    response: z.string(),
    produces: ['text/calendar'],
    timeoutMs: 30_000,
    priority: 'low',
  }),
}
