/** Calendar feeds are the server's own, as tokens are: their secrets are never on a device. */
import type { CreatedCalendarFeed, NewCalendarFeed } from '@goalixa/contracts/calendar-feeds'
import type { RouteOutput } from '@goalixa/contracts/route'
import type { Routes } from '@goalixa/contracts/routes'

export interface CalendarFeedCalls {
  readonly list: () => Promise<RouteOutput<Routes['calendarFeeds']['list']>>
  readonly create: (input: NewCalendarFeed) => Promise<CreatedCalendarFeed>
  readonly delete: (id: string) => Promise<void>
}
