import type { TimedEntry } from '@goalixa/contracts/time-entries'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Query } from '../store/store.ts'

/** What runs now. */
export const readRunning: Query<TimedEntry | null> = async (reader, { userId, nowMs }) => {
  const row = await viewOf(reader, userId).running()
  return row === undefined ? null : createShapes(reader, nowMs).toTimedEntry(row)
}
