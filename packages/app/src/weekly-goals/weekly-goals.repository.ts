import type { StoredWeeklyGoal } from '@goalixa/domain/weekly-goals'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const weeklyGoalsTable = storedTable({
  name: 'weeklyGoals',
  table: 'weekly_goals',
  registers: {
    title: single('title', 'text', ''),
    weekStart: single('week_start', 'date'),
    targetSeconds: single('target_seconds', 'integer', 0),
    labelId: single('label_id', 'uuid'),
    goalId: single('goal_id', 'uuid'),
    deleted: single('deleted', 'boolean', false),
  },
})

const selectGoals = (where: Sql): Sql => sql`
  select g.id, g.title, g.week_start as "weekStart", g.target_seconds as "targetSeconds", g.label_id as "labelId",
    label.name as label, g.goal_id as "goalId", goal.name as goal,
    extract(epoch from g.created_at)::bigint as "createdAt", extract(epoch from g.updated_at)::bigint as "updatedAt"
  from weekly_goals g left join labels label
    on label.user_id = g.user_id and label.id = g.label_id and not label.deleted
  left join goals goal on goal.user_id = g.user_id and goal.id = g.goal_id and not goal.deleted
  where not g.deleted and ${where}`

export const findWeeklyGoal = (db: Db, userId: string, id: string): Promise<StoredWeeklyGoal | undefined> =>
  db.row(selectGoals(sql`g.user_id = ${userId} and g.id = ${id}`))

export interface WeeklyGoalFilter {
  /** A civil date: goals whose seven days hold it. */
  readonly week?: string | undefined
  readonly title?: string | undefined
  readonly idTail?: string | undefined
}

/** Latest week first, in it the newest goal first; begins after `after`. */
export const listWeeklyGoals = (
  db: Db,
  userId: string,
  { week, title, idTail }: WeeklyGoalFilter,
  after: readonly [weekStart: string, id: string] | undefined,
  limit: number,
): Promise<StoredWeeklyGoal[]> =>
  db.rows(sql`
    ${selectGoals(sql`g.user_id = ${userId}`)}
    ${week === undefined ? nothing : sql`and g.week_start <= ${week}::date and g.week_start > ${week}::date - 7`}
    ${title === undefined ? nothing : sql`and g.title = ${title}`}
    ${idTail === undefined ? nothing : sql`and right(g.id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (g.week_start, g.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by g.week_start desc, g.id desc limit ${limit}`)
