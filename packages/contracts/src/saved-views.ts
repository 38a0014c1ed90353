/** Saved view: a filter with a name, to be asked again; its dates are read anew each time. */
import * as z from 'zod'
import { Id, IdTail, Instant, Name, NoContent, Text, page, pageQuery } from './primitives.ts'
import { route } from './route.ts'

/** What it chooses from; a report chooses among time entries. */
export const SavedViewKind = z.enum(['task', 'entry', 'report'])
export type SavedViewKind = z.infer<typeof SavedViewKind>

export const SavedView = z.object({
  id: Id,
  name: z.string(),
  kind: SavedViewKind,
  /** The filter, such as `project:ops due<fri`. */
  query: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type SavedView = z.infer<typeof SavedView>

/** What a person may set of a view. */
export const savedViewFields = {
  name: Name,
  kind: SavedViewKind,
  query: z
    .string()
    .transform((text) => text.trim())
    .pipe(Text(2000).min(1, 'it is empty')),
}
export const NewSavedView = z.strictObject({ id: Id.optional(), ...savedViewFields })
export type NewSavedView = z.output<typeof NewSavedView>
export const SavedViewPatch = z.strictObject(savedViewFields).partial()
export type SavedViewPatch = z.output<typeof SavedViewPatch>

const params = z.object({ id: Id })

export const savedViewRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/views',
    summary: 'List saved views by name',
    access: 'user',
    scope: 'views:read',
    query: z.strictObject({
      ...pageQuery,
      kind: SavedViewKind.optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(SavedView),
  }),
  create: route({
    method: 'POST',
    path: '/v1/views',
    summary: 'Save a view',
    access: 'user',
    scope: 'views:write',
    body: NewSavedView,
    status: 201,
    response: SavedView,
  }),
  get: route({
    method: 'GET',
    path: '/v1/views/{id}',
    summary: 'Read a saved view',
    access: 'user',
    scope: 'views:read',
    params,
    response: SavedView,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/views/{id}',
    summary: 'Change a saved view',
    access: 'user',
    scope: 'views:write',
    params,
    body: SavedViewPatch,
    response: SavedView,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/views/{id}',
    summary: 'Move a saved view to the trash',
    access: 'user',
    scope: 'views:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
