import type { StoredGoal, StoredSubgoal } from '@goalixa/domain/goals'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const goalsTable = storedTable({
  name: 'goals',
  table: 'goals',
  registers: {
    name: single('name', 'text', ''),
    description: single('description', 'text', ''),
    priority: single('priority', 'text', 'none'),
    targetDate: single('target_date', 'date'),
    targetSeconds: single('target_seconds', 'integer'),
    labelId: single('label_id', 'uuid'),
    colour: single('colour', 'text'),
    order: single('order', 'text', ''),
    archived: single('archived', 'boolean', false),
    completedAt: single('completed_at', 'instant'),
    deleted: single('deleted', 'boolean', false),
  },
  memberships: {
    project: { table: 'goal_projects', owner: 'goal_id', member: 'project_id' },
    task: { table: 'goal_tasks', owner: 'goal_id', member: 'task_id' },
  },
})

export const subgoalsTable = storedTable({
  name: 'subgoals',
  table: 'subgoals',
  registers: {
    goalId: single('goal_id', 'uuid'),
    title: single('title', 'text', ''),
    labelId: single('label_id', 'uuid'),
    projectId: single('project_id', 'uuid'),
    targetDate: single('target_date', 'date'),
    doneAt: single('done_at', 'instant'),
    order: single('order', 'text', ''),
    deleted: single('deleted', 'boolean', false),
  },
})

/** Names of projects and titles of tasks come also from the trash, where their time still counts. */
const selectGoals = (where: Sql): Sql => sql`
  select g.id, g.name, g.description, g.priority, g.target_date as "targetDate", g.target_seconds as "targetSeconds",
    g.label_id as "labelId", label.name as label, g.colour, g.order, g.archived,
    array(
      select gp.project_id::text from goal_projects gp
      where gp.user_id = g.user_id and gp.goal_id = g.id order by gp.project_id
    ) as "projectIds",
    array(
      select p.name from goal_projects gp join projects p on p.user_id = gp.user_id and p.id = gp.project_id
      where gp.user_id = g.user_id and gp.goal_id = g.id order by gp.project_id
    ) as projects,
    array(
      select gt.task_id::text from goal_tasks gt
      where gt.user_id = g.user_id and gt.goal_id = g.id order by gt.task_id
    ) as "taskIds",
    array(
      select t.title from goal_tasks gt join tasks t on t.user_id = gt.user_id and t.id = gt.task_id
      where gt.user_id = g.user_id and gt.goal_id = g.id order by gt.task_id
    ) as tasks,
    extract(epoch from g.completed_at)::bigint as "completedAt",
    extract(epoch from g.created_at)::bigint as "createdAt", extract(epoch from g.updated_at)::bigint as "updatedAt"
  from goals g left join labels label
    on label.user_id = g.user_id and label.id = g.label_id and not label.deleted
  where not g.deleted and ${where}`

type GoalRow = Omit<StoredGoal, 'subgoals'>
type SubgoalRow = StoredSubgoal & { readonly goalId: string }

/** The goals with their subgoals, these in their order. */
async function withSubgoals(db: Db, userId: string, goals: readonly GoalRow[]): Promise<StoredGoal[]> {
  const ids = goals.map(({ id }) => id)
  const found =
    ids.length === 0
      ? []
      : await db.rows<SubgoalRow>(sql`
    select s.goal_id as "goalId", s.id, s.title, s.label_id as "labelId", label.name as label,
      s.project_id as "projectId", p.name as project, s.target_date as "targetDate",
      extract(epoch from s.done_at)::bigint as "doneAt", s.order
    from subgoals s
    left join labels label on label.user_id = s.user_id and label.id = s.label_id and not label.deleted
    left join projects p on p.user_id = s.user_id and p.id = s.project_id
    where s.user_id = ${userId} and s.goal_id = any(${ids}::uuid[]) and not s.deleted
    order by s.order, s.id`)
  const byGoal = Map.groupBy(found, ({ goalId }) => goalId)
  return goals.map((goal) => ({ ...goal, subgoals: byGoal.get(goal.id) ?? [] }))
}

export async function findGoal(db: Db, userId: string, id: string): Promise<StoredGoal | undefined> {
  const row = await db.row<GoalRow>(selectGoals(sql`g.user_id = ${userId} and g.id = ${id}`))
  return row && (await withSubgoals(db, userId, [row]))[0]
}

export interface GoalFilter {
  readonly archived?: boolean | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** In their order; begins after `after`. */
export async function listGoals(
  db: Db,
  userId: string,
  { archived, name, idTail }: GoalFilter,
  after: readonly [order: string, id: string] | undefined,
  limit: number,
): Promise<StoredGoal[]> {
  const rows = await db.rows<GoalRow>(sql`
    ${selectGoals(sql`g.user_id = ${userId}`)}
    ${archived === undefined ? nothing : sql`and g.archived = ${archived}`}
    ${name === undefined ? nothing : sql`and g.name = ${name}`}
    ${idTail === undefined ? nothing : sql`and right(g.id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (g.order, g.id) > (${after[0]}, ${after[1]}::uuid)`}
    order by g.order, g.id limit ${limit}`)
  return withSubgoals(db, userId, rows)
}
