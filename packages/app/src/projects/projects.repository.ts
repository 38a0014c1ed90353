import type { Project } from '@goalixa/contracts/projects'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const projectsTable = storedTable({
  name: 'projects',
  table: 'projects',
  registers: {
    name: single('name', 'text', ''),
    colour: single('colour', 'text'),
    clientId: single('client_id', 'uuid'),
    billableDefault: single('billable_default', 'boolean', false),
    archived: single('archived', 'boolean', false),
    deleted: single('deleted', 'boolean', false),
  },
  memberships: { label: { table: 'project_labels', owner: 'project_id', member: 'label_id' } },
})

interface ProjectRow extends Omit<Project, 'createdAt' | 'updatedAt'> {
  readonly createdAt: number
  readonly updatedAt: number
}

const toProject = (row: ProjectRow): Project => ({
  ...row,
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
})

const selectProjects = (where: Sql): Sql => sql`
  select id, name, colour, client_id as "clientId",
    (select client.name from clients client where client.user_id = projects.user_id and client.id = projects.client_id) as client,
    billable_default as "billableDefault", archived,
    array(
      select label.name from project_labels pl join labels label on label.user_id = pl.user_id and label.id = pl.label_id
      where pl.user_id = projects.user_id and pl.project_id = projects.id and not label.deleted order by label.name
    ) as labels,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from projects where not deleted and ${where}`

export async function findProject(db: Db, userId: string, id: string): Promise<Project | undefined> {
  const row = await db.row<ProjectRow>(selectProjects(sql`user_id = ${userId} and id = ${id}`))
  return row && toProject(row)
}

export interface ProjectFilter {
  readonly archived?: boolean | undefined
  readonly name?: string | undefined
  readonly clientId?: string | undefined
  readonly idTail?: string | undefined
}

/** By name, then id; begins after `after`. */
export async function listProjects(
  db: Db,
  userId: string,
  filter: ProjectFilter,
  after: readonly [name: string, id: string] | undefined,
  limit: number,
): Promise<Project[]> {
  const rows = await db.rows<ProjectRow>(sql`
    ${selectProjects(sql`user_id = ${userId}`)}
    ${filter.archived === undefined ? nothing : sql`and archived = ${filter.archived}`}
    ${filter.name === undefined ? nothing : sql`and name = ${filter.name}`}
    ${filter.clientId === undefined ? nothing : sql`and client_id = ${filter.clientId}`}
    ${filter.idTail === undefined ? nothing : sql`and right(id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${after === undefined ? nothing : sql`and (name, id) > (${after[0]}, ${after[1]}::uuid)`}
    order by name, id limit ${limit}`)
  return rows.map(toProject)
}

/** Live projects of these names. */
export const findProjectsByName = (
  db: Db,
  userId: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  db.rows(
    sql`select id, name from projects where user_id = ${userId} and name = any(${names}) and not deleted`,
  )

/** Names of all projects of a user, those in the trash too: their time stays in reports. */
export const projectNames = (db: Db, userId: string): Promise<{ id: string; name: string }[]> =>
  db.rows(sql`select id, name from projects where user_id = ${userId}`)

/** Clients of all projects that have one, with their names, those in the trash too. */
export const projectClients = (
  db: Db,
  userId: string,
): Promise<{ id: string; clientId: string; client: string }[]> =>
  db.rows(sql`
    select project.id, client.id as "clientId", client.name as client
    from projects project join clients client on client.user_id = project.user_id and client.id = project.client_id
    where project.user_id = ${userId}`)

/** Labels of all projects of a user. */
export const projectLabelIds = (db: Db, userId: string): Promise<{ id: string; labelId: string }[]> =>
  db.rows(sql`select project_id as id, label_id as "labelId" from project_labels where user_id = ${userId}`)
