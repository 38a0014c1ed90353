import type { Database } from '@goalixa/service-kit/db'
import { identifier, sql } from '@goalixa/service-kit/sql'

/** Every table with rows of people, each before those that it refers to. */
export const tablesOfUsers = [
  'time_entry_labels',
  'time_entries',
  'task_dependencies',
  'task_labels',
  'weekly_goals',
  'habit_logs',
  'habits',
  'subgoals',
  'goal_tasks',
  'goal_projects',
  'goals',
  'daily_todos',
  'daily_targets',
  'reminders',
  'saved_views',
  'task_checks',
  'tasks',
  'project_labels',
  'projects',
  'clients',
  'labels',
  'settings',
  'calendar_feeds',
  'webhooks',
  'unknown_rows',
  'idempotency_keys',
  'history',
  'operations',
  'sync_clients',
  'sync_heads',
] as const

/** Removes all that somebody had. Doing it again does no harm. */
export async function deleteDataOfUser(database: Database, userId: string): Promise<void> {
  await database.transaction(async (tx) => {
    // The lock of the write path: what is being written is finished first.
    await tx.rows(sql`select from sync_heads where user_id = ${userId} for update`)
    for (const table of tablesOfUsers) {
      await tx.rows(sql`delete from ${identifier(table)} where user_id = ${userId}`)
    }
  })
}
