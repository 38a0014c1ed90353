import { firesAt } from '@goalixa/domain/reminders'
import type { StoredReminder } from '@goalixa/domain/reminders'
import type { ReminderSchedule } from '@goalixa/domain/reminder-schedule'
import { factsOf } from '@goalixa/domain/plans/reminders'
import { isLive } from '@goalixa/domain/plans/view'
import type { Json } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const remindersTable = storedTable({
  name: 'reminders',
  table: 'reminders',
  registers: {
    title: single('title', 'text', ''),
    notes: single('notes', 'text', ''),
    schedule: {
      columns: { date: 'date', time: 'text', zone: 'text', repeat: 'text', days: 'jsonb' },
      absent: null,
      toColumns: (value) => ({ ...(value as unknown as Record<keyof ReminderSchedule, Json>) }),
      toValue: ({ date, time, zone, repeat, days }) =>
        ({ date, time, zone, repeat, days }) as Record<keyof ReminderSchedule, Json>,
    },
    priority: single('priority', 'text', 'none'),
    channels: single('channels', 'jsonb', ['terminal', 'browser']),
    active: single('active', 'boolean', true),
    taskId: single('task_id', 'uuid'),
    lastFiredAt: single('last_fired_at', 'instant'),
    snoozedUntil: single('snoozed_until', 'instant'),
    doneAt: single('done_at', 'instant'),
    deleted: single('deleted', 'boolean', false),
  },
  derived: {
    columns: { fires_at: 'instant' },
    toColumns: (row) => ({ fires_at: isLive(row) ? firesAt(factsOf(row)) : null }),
  },
})

interface ReminderRow extends Omit<StoredReminder, 'schedule'>, ReminderSchedule {}

const toStored = ({ date, time, zone, repeat, days, ...row }: ReminderRow): StoredReminder => ({
  ...row,
  schedule: { date, time, zone, repeat, days },
})

const selectReminders = (where: Sql): Sql => sql`
  select r.id, r.title, r.notes, r.date, r.time, r.zone, r.repeat, r.days, r.priority, r.channels, r.active,
    r.task_id as "taskId", task.title as task,
    extract(epoch from r.last_fired_at)::bigint as "lastFiredAt",
    extract(epoch from r.snoozed_until)::bigint as "snoozedUntil", extract(epoch from r.done_at)::bigint as "doneAt",
    extract(epoch from r.created_at)::bigint as "createdAt", extract(epoch from r.updated_at)::bigint as "updatedAt"
  from reminders r left join tasks task
    on task.user_id = r.user_id and task.id = r.task_id and not task.deleted
  where not r.deleted and ${where}`

export async function findReminder(db: Db, userId: string, id: string): Promise<StoredReminder | undefined> {
  const row = await db.row<ReminderRow>(selectReminders(sql`r.user_id = ${userId} and r.id = ${id}`))
  return row && toStored(row)
}

export interface ReminderFilter {
  readonly title?: string | undefined
  readonly idTail?: string | undefined
}

/** Newest first; begins after `after`. All of them without a limit. */
export async function listReminders(
  db: Db,
  userId: string,
  { title, idTail }: ReminderFilter,
  after: readonly [created: number, id: string] | undefined,
  limit: number | undefined,
): Promise<StoredReminder[]> {
  const rows = await db.rows<ReminderRow>(sql`
    ${selectReminders(sql`r.user_id = ${userId}`)}
    ${title === undefined ? nothing : sql`and r.title = ${title}`}
    ${idTail === undefined ? nothing : sql`and right(r.id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (r.created_at, r.id) < (to_timestamp(${after[0]}), ${after[1]}::uuid)`}
    order by r.created_at desc, r.id desc ${limit === undefined ? nothing : sql`limit ${limit}`}`)
  return rows.map(toStored)
}

/** Whose time has come, of all people, the longest ago first. `now` in epoch seconds. */
export const remindersToFire = (
  db: Db,
  now: number,
  limit: number,
): Promise<{ userId: string; id: string }[]> =>
  db.rows(sql`
    select user_id as "userId", id from reminders where fires_at <= to_timestamp(${now})
    order by fires_at limit ${limit}`)

/** When the next one is to be fired, epoch seconds. */
export async function nextFiring(db: Db): Promise<number | null> {
  const row = await db.row<{ next: number | null }>(
    sql`select extract(epoch from min(fires_at))::bigint as next from reminders where fires_at is not null`,
  )
  return row?.next ?? null
}
