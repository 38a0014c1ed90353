/** What `goalixa conflicts` and `goalixa sync --status` answer, as documents. */
import { Instant } from '@goalixa/contracts/primitives'
import { TimedEntry } from '@goalixa/contracts/time-entries'
import * as z from 'zod'

export const RowReference = z.object({
  /** `timeEntries`, `tasks`, `projects`, `labels`, `settings`. */
  table: z.string(),
  id: z.string(),
  /** Its text, title or name. */
  name: z.string().nullable(),
  /** Of a time entry. */
  start: Instant.nullable(),
  isRemoved: z.boolean(),
})
export type RowReference = z.infer<typeof RowReference>

const Device = z.enum(['this_device', 'another_device'])

export const LostValue = z.object({
  kind: z.literal('lost_value'),
  /** Short; it is what `take` and `dismiss` are given. */
  id: z.string(),
  row: RowReference,
  /** Such as `time`, `text`, `project`; `label` is about the one that `of` names. */
  field: z.string(),
  of: z.string().nullable(),
  lost: z.unknown(),
  /** What stands there instead. */
  now: z.unknown(),
  at: Instant,
  /** Where the lost value was written. */
  from: Device,
})
export type LostValue = z.infer<typeof LostValue>

export const EndedTimer = z.object({
  kind: z.literal('ended_timer'),
  /** Short; it is what `resume` and `dismiss` are given. */
  id: z.string(),
  row: RowReference,
  endedAt: Instant,
  startedInstead: RowReference.nullable(),
  /** Where that one was started. */
  from: Device.nullable(),
})
export type EndedTimer = z.infer<typeof EndedTimer>

export const Conflict = z.discriminatedUnion('kind', [LostValue, EndedTimer])
export type Conflict = z.infer<typeof Conflict>

export const ConflictList = z.object({ items: z.array(Conflict) })
export type ConflictList = z.infer<typeof ConflictList>

export const Resumed = z.object({ resumed: TimedEntry, stopped: TimedEntry.nullable() })
export type Resumed = z.infer<typeof Resumed>

/** A change that the server refused for good. */
export const RefusedChange = z.object({
  /** Short; it is what `sync retry` and `sync discard` are given. */
  id: z.string(),
  intent: z.string(),
  /** The first row that it was about, and how many there were. */
  row: RowReference.nullable(),
  rows: z.int(),
  at: Instant,
  code: z.string(),
  detail: z.string(),
})
export type RefusedChange = z.infer<typeof RefusedChange>

export const Refused = z.object({ items: z.array(RefusedChange) })
export type Refused = z.infer<typeof Refused>

/** What would be lost with this device, whole: each operation as it would be sent. */
export const Unsent = z.object({
  refused: z.array(
    z.object({ key: z.string(), code: z.string(), detail: z.string(), at: Instant, operation: z.unknown() }),
  ),
  waiting: z.array(z.object({ key: z.string(), operation: z.unknown() })),
})
export type Unsent = z.infer<typeof Unsent>
