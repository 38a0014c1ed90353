/** Reminders as documents: what is due, and when it comes next, the same from the server's tables and a device's store. */
import type { Reminder } from '@goalixa/contracts/reminders'
import { toInstantText } from './calendar.ts'
import type { ReminderSchedule } from './reminder-schedule.ts'
import { occurrenceAfter, occurrenceUpTo } from './reminder-schedule.ts'

/** What decides when a reminder comes; times in epoch seconds. */
export interface ReminderFacts {
  readonly schedule: ReminderSchedule
  readonly active: boolean
  readonly lastFiredAt: number | null
  readonly snoozedUntil: number | null
  /** Everything up to here is done. */
  readonly doneAt: number | null
}

/** What is stored of a reminder, and the title of its task unless that is in the trash. */
export interface StoredReminder
  extends
    ReminderFacts,
    Pick<Reminder, 'id' | 'title' | 'notes' | 'priority' | 'channels' | 'taskId' | 'task'> {
  readonly createdAt: number
  readonly updatedAt: number
}

interface ReminderState extends Pick<Reminder, 'status'> {
  readonly dueAt: number | null
  readonly nextAt: number | null
}

/** Before everything. */
const never = Number.NEGATIVE_INFINITY

/** What a reminder is at a moment. One whose time is past is due until it is done, also one that comes only once (D16). */
export function reminderState(facts: ReminderFacts, now: number): ReminderState {
  const { schedule, active, snoozedUntil } = facts
  const doneAt = facts.doneAt ?? never
  if (!active) return { status: 'paused', dueAt: null, nextAt: null }
  const snoozed = snoozedUntil !== null && snoozedUntil > doneAt ? snoozedUntil : undefined
  if (snoozed !== undefined && snoozed > now) return { status: 'snoozed', dueAt: null, nextAt: snoozed }
  const nextAt = occurrenceAfter(schedule, Math.max(now, doneAt)) ?? null
  const occurrence = occurrenceUpTo(schedule, now) ?? never
  const dueAt = Math.max(snoozed ?? never, occurrence > doneAt ? occurrence : never)
  if (dueAt !== never) return { status: 'due', dueAt, nextAt }
  return { status: nextAt === null ? 'done' : 'upcoming', dueAt: null, nextAt }
}

/**
 * The instant from which on it has to be fired, in epoch seconds, whatever time it is; null when it does not come again.
 * What was fired or done is not fired again, and of several that were missed only the latest state is told, once.
 */
export function firesAt({
  schedule,
  active,
  lastFiredAt,
  snoozedUntil,
  doneAt,
}: ReminderFacts): number | null {
  if (!active) return null
  const over = Math.max(lastFiredAt ?? never, doneAt ?? never)
  if (snoozedUntil !== null && snoozedUntil > over) return snoozedUntil
  const next = over === never ? firstOf(schedule) : occurrenceAfter(schedule, over)
  return next ?? null
}

/** No occurrence is earlier than the day before its first date. */
function firstOf(schedule: ReminderSchedule): number | undefined {
  const before = Temporal.PlainDate.from(schedule.date).subtract({ days: 2 }).toZonedDateTime(schedule.zone)
  return occurrenceAfter(schedule, Math.floor(before.epochMilliseconds / 1000))
}

const instant = (seconds: number | null): string | null => (seconds === null ? null : toInstantText(seconds))

/** The document. `nowMs`: the moment that it is asked at. */
export function reminderOf(stored: StoredReminder, nowMs: number): Reminder {
  const { schedule } = stored
  const { status, dueAt, nextAt } = reminderState(stored, Math.floor(nowMs / 1000))
  return {
    id: stored.id,
    title: stored.title,
    notes: stored.notes,
    date: schedule.date,
    time: schedule.time,
    zone: schedule.zone,
    repeat: schedule.repeat,
    days: [...schedule.days],
    priority: stored.priority,
    channels: [...stored.channels],
    active: stored.active,
    taskId: stored.taskId,
    task: stored.task,
    status,
    dueAt: instant(dueAt),
    nextAt: instant(nextAt),
    lastFiredAt: instant(stored.lastFiredAt),
    snoozedUntil: instant(stored.snoozedUntil),
    doneAt: instant(stored.doneAt),
    createdAt: toInstantText(stored.createdAt),
    updatedAt: toInstantText(stored.updatedAt),
  }
}
