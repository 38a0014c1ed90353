import { AppError } from '@goalixa/contracts/errors'
import type { NewProject, ProjectPatch } from '@goalixa/contracts/projects'
import { membersOf, membershipValues } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { Actor, Draft, Operations } from '../operations/operations.service.ts'
import { requireNewId } from '../operations/require-new-id.ts'
import { createUniqueNames, storedName } from '../operations/unique-names.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ProjectFilter } from './projects.repository.ts'
import {
  findProject,
  findProjectsByName,
  listProjects,
  projectLabelIds,
  projectNames,
  projectsTable,
} from './projects.repository.ts'

interface ProjectQuery extends ProjectFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface ProjectsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly labels: LabelsService
  readonly newId: () => string
}

export function createProjectsService({ database, operations, labels, newId }: ProjectsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const project = await findProject(db, userId, id)
    if (project === undefined) throw new AppError('projects.not_found')
    return project
  }
  const names = createUniqueNames({ table: 'projects', noun: 'project', find: findProjectsByName, newId })
  /** Label names of the input become membership registers. */
  const values = async (tx: Db, draft: Draft, userId: string, id: string, input: ProjectPatch) => {
    const { labels: given, ...fields } = input
    if (given === undefined) return fields
    const [row] = await projectsTable.read(tx, userId, [id])
    const wanted = await labels.idsFor(tx, draft, userId, given)
    return {
      ...fields,
      ...membershipValues('label', row ? membersOf(row.regs, 'label') : [], [...wanted.values()]),
    }
  }
  const listFrom = async (db: Db, userId: string, { limit, cursor, name, ...rest }: ProjectQuery) => {
    const filter = { ...rest, name: name === undefined ? undefined : storedName(name) }
    const rows = await listProjects(db, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
  }
  return {
    idsFor: names.idsFor,
    knownIds: names.knownIds,
    requireIds: names.requireIds,
    names: projectNames,
    labelIds: projectLabelIds,
    get: (userId: string, id: string) => get(database, userId, id),
    isLive: async (db: Db, userId: string, id: string) => (await findProject(db, userId, id)) !== undefined,
    /** Are new entries of the project billable? Undefined for one that is just being made, or in the trash. */
    billableDefault: async (db: Db, userId: string, id: string) =>
      (await findProject(db, userId, id))?.billableDefault,

    list: (userId: string, query: ProjectQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewProject) =>
      operations.write(actor, 'projects.create', async (tx, draft) => {
        const { id = newId(), ...fields } = input
        await requireNewId(tx, actor.userId, projectsTable, id)
        await names.requireFree(tx, actor.userId, fields.name)
        const createdAt = Math.floor(draft.nowMs / 1000)
        draft.patch('projects', id, { createdAt, ...(await values(tx, draft, actor.userId, id, fields)) })
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: ProjectPatch) =>
      operations.write(actor, 'projects.update', async (tx, draft) => {
        await get(tx, actor.userId, id)
        if (patch.name !== undefined) await names.requireFree(tx, actor.userId, patch.name, id)
        draft.patch('projects', id, await values(tx, draft, actor.userId, id, patch))
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'projects.delete', async (tx, draft) => {
        await get(tx, actor.userId, id)
        draft.patch('projects', id, { deleted: true })
        return async () => undefined
      }),

    /**
     * The project that a write names, by id or by name (made when absent); undefined when it names none.
     * @throws AppError `projects.not_found`, `request.invalid` when both are given
     */
    async named(
      tx: Db,
      draft: Draft,
      userId: string,
      input: { projectId?: string | null | undefined; project?: string | null | undefined },
    ): Promise<string | null | undefined> {
      const { projectId, project } = input
      if (projectId !== undefined && project !== undefined) {
        const message = 'give either project or projectId'
        throw new AppError('request.invalid', `project: ${message}`, {
          fields: [{ path: 'project', message }],
        })
      }
      if (typeof projectId === 'string') await get(tx, userId, projectId)
      if (typeof project === 'string') return (await names.idsFor(tx, draft, userId, [project])).get(project)
      return project === null ? null : projectId
    },
  }
}
export type ProjectsService = ReturnType<typeof createProjectsService>
