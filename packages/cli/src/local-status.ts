/** What runs, and the time of one day: asked most of all, so it loads no schemas. */
import { summarise } from '@goalixa/replica/queries/reports'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import type { Store } from './store.ts'

type Status = Store['timer']['status']

export const statusOf = (replica: Replica, day: Parameters<Status>[0]): ReturnType<Status> =>
  replica.read(async (reader) => {
    const nowMs = replica.now()
    const running = await viewOf(reader, replica.userId).running()
    const asked = { ...day, by: 'day' as const, weekStart: 1 }
    const { totals } = await summarise(reader, { userId: replica.userId, nowMs }, asked)
    return {
      running: running === undefined ? null : await createShapes(reader, nowMs).toTimedEntry(running),
      todaySeconds: totals.wallClockSeconds + totals.untimedSeconds,
    }
  })
