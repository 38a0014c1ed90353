import type { Response } from 'express'
import type { HeadEvent, eventRoutes } from '@goalixa/contracts/events'
import { heartbeatMs as usualHeartbeatMs } from '@goalixa/contracts/events'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import { onDrain } from '@goalixa/service-kit/draining'
import type { EventsService } from './events.service.ts'

interface EventsOptions {
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs?: number | undefined
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Whoever compresses would hold events back until there is enough to compress.
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

export const eventsHandlers = (
  events: EventsService,
  { now, heartbeatMs = usualHeartbeatMs }: EventsOptions,
): Handlers<typeof eventRoutes> => ({
  async stream(_, { principal, request, response }) {
    response.set(headers)
    if (request.method === 'HEAD') {
      response.end()
      return answered
    }
    const unfollow = await events.follow(principal.userId, latestOnly(response))
    const stop = () => {
      unfollow()
      clearInterval(heartbeat)
      clearTimeout(expiry)
      forget()
    }
    const end = () => {
      stop()
      // Who does not read would not see the end either, and keep the connection open.
      if (response.writableNeedDrain) response.destroy()
      else response.end()
    }
    const heartbeat = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), heartbeatMs)
    const expiry = setTimeout(end, principal.expiresAt * 1000 - now())
    const forget = onDrain(response, end)
    response.once('close', stop)
    if (response.destroyed) stop()
    return answered
  },
})

/** Writes heads as events. A reader that is slow misses heads in between, and gets the last one when it reads again. */
function latestOnly(response: Response): (head: number) => void {
  let waiting: number | undefined
  return (head) => {
    if (!response.writableNeedDrain) return void response.write(event(head))
    if (waiting === undefined) {
      response.once('drain', () => {
        if (!response.writableEnded) response.write(event(waiting!))
        waiting = undefined
      })
    }
    waiting = head
  }
}

const event = (head: number): string =>
  `id: ${head}\nevent: head\ndata: ${JSON.stringify({ head } satisfies HeadEvent)}\n\n`
