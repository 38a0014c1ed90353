import { AppError } from '@goalixa/contracts/errors'
import type { NewProject, ProjectPatch } from '@goalixa/contracts/projects'
import { requireNamedIds, storedName } from '@goalixa/domain/plans/names'
import { createProject, deleteProject, updateProject } from '@goalixa/domain/plans/projects'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ProjectFilter } from './projects.repository.ts'
import {
  findProject,
  listProjects,
  projectClients,
  projectLabelIds,
  projectNames,
} from './projects.repository.ts'

interface ProjectQuery extends Omit<ProjectFilter, 'clientId'> {
  readonly client?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

interface ProjectsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly newId: () => string
}

export function createProjectsService({ database, operations, viewOf, newId }: ProjectsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const project = await findProject(db, userId, id)
    if (project === undefined) throw new AppError('projects.not_found')
    return project
  }
  const listFrom = async (db: Db, userId: string, { limit, cursor, name, client, ...rest }: ProjectQuery) => {
    const [clientId] =
      client === undefined ? [] : await requireNamedIds(viewOf(db, userId), 'clients', [client])
    const filter = { ...rest, clientId, name: name === undefined ? undefined : storedName(name) }
    const rows = await listProjects(db, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
  }
  return {
    names: projectNames,
    labelIds: projectLabelIds,
    clients: projectClients,
    get: (userId: string, id: string) => get(database, userId, id),

    list: (userId: string, query: ProjectQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewProject) =>
      operations.write(actor, 'projects.create', async (tx, draft) => {
        const id = await createProject(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: ProjectPatch) =>
      operations.write(actor, 'projects.update', async (tx, draft) => {
        await updateProject(viewOf(tx, actor.userId), draft, id, patch, newId)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'projects.delete', async (tx, draft) => {
        await deleteProject(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type ProjectsService = ReturnType<typeof createProjectsService>
