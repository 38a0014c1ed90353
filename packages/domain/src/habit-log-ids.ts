/** Ids of habit logs: two devices that say something of the same day say it of the same row (D19). */
import { parse as parseUuid, v5 as uuidV5 } from 'uuid'

/** Never to be changed: the ids of all logs hang on it. */
const namespace = parseUuid('3b1f6f0e-52c7-5d0a-8a67-0d9e2c4b8f15')

/** The id of the log of a habit on a civil date `YYYY-MM-DD`. */
export const habitLogId = (userId: string, habitId: string, logDate: string): string =>
  uuidV5(`${userId}\nhabitLog\n${habitId}\n${logDate}`, namespace)
