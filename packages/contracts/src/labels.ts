/** Label: a word put on entries, tasks and projects; its name is unique per user. */
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

export const Label = z.object({
  id: Id,
  name: z.string(),
  colour: z.string().nullable(),
  archived: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Label = z.infer<typeof Label>

export const NewLabel = z.strictObject({
  id: Id.optional(),
  name: Name,
  colour: Colour.nullable().optional(),
})
export type NewLabel = z.output<typeof NewLabel>
export const LabelPatch = z
  .strictObject({ name: Name, colour: Colour.nullable(), archived: z.boolean() })
  .partial()
export type LabelPatch = z.output<typeof LabelPatch>

const params = z.object({ id: Id })

export const labelRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/labels',
    summary: 'List labels by name',
    access: 'user',
    scope: 'labels:read',
    query: z.strictObject({
      ...pageQuery,
      archived: QueryFlag.optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Label),
  }),
  create: route({
    method: 'POST',
    path: '/v1/labels',
    summary: 'Create a label',
    access: 'user',
    scope: 'labels:write',
    body: NewLabel,
    status: 201,
    response: Label,
  }),
  get: route({
    method: 'GET',
    path: '/v1/labels/{id}',
    summary: 'Read a label',
    access: 'user',
    scope: 'labels:read',
    params,
    response: Label,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/labels/{id}',
    summary: 'Change a label',
    access: 'user',
    scope: 'labels:write',
    params,
    body: LabelPatch,
    response: Label,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/labels/{id}',
    summary: 'Move a label to the trash',
    access: 'user',
    scope: 'labels:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
