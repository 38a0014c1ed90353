/** Projects: made, changed, put in the trash, and named by other rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewProject, ProjectPatch } from '@goalixa/contracts/projects'
import type { Row } from '../rows.ts'
import { clientNamed } from './clients.ts'
import { labelValues } from './labels.ts'
import { idsByName, requireFreeName } from './names.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, findRow, said, secondsOf } from './view.ts'

/** @throws AppError `projects.not_found` unless all of them are live projects */
export async function requireProjects(view: View, ids: readonly string[]): Promise<void> {
  for (const id of ids) await requireProject(view, id)
}

const requireProject = async (view: View, id: string): Promise<void> => {
  if ((await findLive(view, 'projects', id)) === undefined) throw new AppError('projects.not_found')
}

/** The name of a client becomes its id, label names become membership registers. */
async function values(
  view: View,
  draft: Draft,
  row: Row | undefined,
  { labels, client, clientId, ...fields }: ProjectPatch,
  newId: NewId,
): Promise<Values> {
  return {
    ...fields,
    clientId: await clientNamed(view, draft, { client, clientId }, newId),
    ...(await labelValues(view, draft, row, labels, newId)),
  }
}

/** Answers the id. @throws AppError `request.id_taken`, `projects.name_taken`, `clients.not_found` */
export async function createProject(
  view: View,
  draft: Draft,
  input: NewProject,
  newId: NewId,
): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'projects', id)
  await requireFreeName(view, 'projects', fields.name)
  const createdAt = secondsOf(draft)
  draft.patch('projects', id, { createdAt, ...(await values(view, draft, undefined, fields, newId)) })
  return id
}

/** @throws AppError `projects.not_found`, `projects.name_taken`, `clients.not_found` */
export async function updateProject(
  view: View,
  draft: Draft,
  id: string,
  patch: ProjectPatch,
  newId: NewId,
): Promise<void> {
  await requireProject(view, id)
  if (patch.name !== undefined) await requireFreeName(view, 'projects', patch.name, id)
  draft.patch('projects', id, await values(view, draft, await findRow(view, 'projects', id), patch, newId))
}

/** @throws AppError `projects.not_found` */
export async function deleteProject(view: View, draft: Draft, id: string): Promise<void> {
  await requireProject(view, id)
  draft.patch('projects', id, { deleted: true })
}

interface NamesProject {
  readonly projectId?: string | null | undefined
  readonly project?: string | null | undefined
}

/**
 * The project that a write names, by id or by name (made when absent); undefined when it names none.
 * @throws AppError `projects.not_found`, `request.invalid` when both are given
 */
export async function projectNamed(
  view: View,
  draft: Draft,
  { projectId, project }: NamesProject,
  newId: NewId,
): Promise<string | null | undefined> {
  if (projectId !== undefined && project !== undefined) {
    const message = 'give either project or projectId'
    throw new AppError('request.invalid', `project: ${message}`, { fields: [{ path: 'project', message }] })
  }
  if (typeof projectId === 'string') await requireProject(view, projectId)
  if (typeof project === 'string')
    return (await idsByName(view, draft, 'projects', [project], newId)).get(project)
  return project === null ? null : projectId
}

/** Are new entries of the project billable? Undefined for one that is just being made, or in the trash. */
export async function billableDefault(view: View, id: string): Promise<boolean | undefined> {
  const row = await findLive(view, 'projects', id)
  return row && said(row, 'billableDefault') === true
}
