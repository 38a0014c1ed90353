/** Project: what tasks and time are grouped by; its name is unique per user. */
import * as z from 'zod'
import {
  Colour,
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  QueryFlag,
  page,
  pageQuery,
  Text,
} from './primitives.ts'
import { route } from './route.ts'

export const Project = z.object({
  id: Id,
  name: z.string(),
  colour: z.string().nullable(),
  clientId: Id.nullable(),
  /** The client's name. */
  client: z.string().nullable(),
  labels: z.array(z.string()),
  billableDefault: z.boolean(),
  archived: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Project = z.infer<typeof Project>

const fields = {
  name: Name,
  colour: Colour.nullable(),
  clientId: Id.nullable(),
  /** By name; made when there is none. Instead of `clientId`. */
  client: Name.nullable(),
  labels: z.array(Name).max(50),
  billableDefault: z.boolean(),
}
export const NewProject = z.strictObject({
  id: Id.optional(),
  ...z.object(fields).partial().shape,
  name: Name,
})
export type NewProject = z.output<typeof NewProject>
export const ProjectPatch = z.strictObject({ ...fields, archived: z.boolean() }).partial()
export type ProjectPatch = z.output<typeof ProjectPatch>

const params = z.object({ id: Id })

export const projectRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/projects',
    summary: 'List projects by name',
    access: 'user',
    scope: 'projects:read',
    query: z.strictObject({
      ...pageQuery,
      archived: QueryFlag.optional(),
      name: Text(1000).optional(),
      /** Only projects of the client of this name. */
      client: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Project),
  }),
  create: route({
    method: 'POST',
    path: '/v1/projects',
    summary: 'Create a project',
    access: 'user',
    scope: 'projects:write',
    body: NewProject,
    status: 201,
    response: Project,
  }),
  get: route({
    method: 'GET',
    path: '/v1/projects/{id}',
    summary: 'Read a project',
    access: 'user',
    scope: 'projects:read',
    params,
    response: Project,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/projects/{id}',
    summary: 'Change a project',
    access: 'user',
    scope: 'projects:write',
    params,
    body: ProjectPatch,
    response: Project,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/projects/{id}',
    summary: 'Move a project to the trash; its time stays in reports',
    access: 'user',
    scope: 'projects:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
