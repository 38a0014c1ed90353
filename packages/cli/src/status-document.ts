import { TimedEntry } from '@goalixa/contracts/time-entries'
import * as z from 'zod'

/** What `goalixa status --json` prints. */
export const StatusDocument = z.object({ running: TimedEntry.nullable(), todaySeconds: z.int() })
