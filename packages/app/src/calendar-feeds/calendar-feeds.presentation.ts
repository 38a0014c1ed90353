import type { calendarFeedRoutes } from '@goalixa/contracts/calendar-feeds'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import type { CalendarFeedsService } from './calendar-feeds.service.ts'

export const calendarFeedsHandlers = (feeds: CalendarFeedsService): Handlers<typeof calendarFeedRoutes> => ({
  list: async (_input, { principal }) => ({ items: await feeds.list(principal.userId), nextCursor: null }),
  create: ({ body }, { principal }) => feeds.create(principal.userId, body),
  delete: async ({ params }, { principal }) => {
    await feeds.delete(principal.userId, params.id)
    return undefined
  },
  read: async ({ params }, { response }) => {
    const calendar = await feeds.read(params.token)
    response.set('Cache-Control', 'private, no-store')
    // Express adds the ETag, and answers 304 to a program that has this calendar.
    response.type('text/calendar; charset=utf-8').send(calendar)
    return answered
  },
})
