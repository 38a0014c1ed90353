/** The timer: at most one time entry of a user runs. */
import * as z from 'zod'
import { Id, Instant, Zone } from './primitives.ts'
import { route } from './route.ts'
import { Source, TimedEntry, entryFields } from './time-entries.ts'

export const Timer = z.object({ running: TimedEntry.nullable() })
export type Timer = z.infer<typeof Timer>

/** The entry that runs now, and the one that was stopped for it. */
export const TimerStarted = TimedEntry.extend({ stopped: TimedEntry.nullable() })
export type TimerStarted = z.infer<typeof TimerStarted>

export const TimerStart = z.strictObject({
  id: Id.optional(),
  ...z.object(entryFields).partial().shape,
  /** When it began; now unless said. */
  at: Instant.optional(),
  source: Source.optional(),
})
export type TimerStart = z.output<typeof TimerStart>

const TimerStop = z.strictObject({ at: Instant.optional() })
export type TimerStop = z.output<typeof TimerStop>
export const TimerContinue = z.strictObject({
  /** The entry to continue; the latest unless said. */
  entryId: Id.optional(),
  at: Instant.optional(),
  zone: Zone.optional(),
  source: Source.optional(),
})
export type TimerContinue = z.output<typeof TimerContinue>

export const timerRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/timer',
    summary: 'What runs now',
    access: 'user',
    scope: 'time-entries:read',
    perProject: true,
    response: Timer,
  }),
  start: route({
    method: 'POST',
    path: '/v1/timer/start',
    summary: 'Start a timer; a running one stops at that moment',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
    body: TimerStart,
    status: 201,
    response: TimerStarted,
  }),
  stop: route({
    method: 'POST',
    path: '/v1/timer/stop',
    summary: 'Stop the running timer',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
    body: TimerStop,
    response: TimedEntry,
  }),
  continue: route({
    method: 'POST',
    path: '/v1/timer/continue',
    summary: 'Start a timer like an earlier entry',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
    body: TimerContinue,
    status: 201,
    response: TimerStarted,
  }),
  cancel: route({
    method: 'POST',
    path: '/v1/timer/cancel',
    summary: 'Throw the running timer away',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
    response: TimedEntry,
  }),
}
