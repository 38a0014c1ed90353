/** Client: whom projects are for, a grouping above them and nothing more; its name is unique per user. */
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

export const Client = z.object({
  id: Id,
  name: z.string(),
  colour: z.string().nullable(),
  archived: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Client = z.infer<typeof Client>

export const NewClient = z.strictObject({
  id: Id.optional(),
  name: Name,
  colour: Colour.nullable().optional(),
})
export type NewClient = z.output<typeof NewClient>
export const ClientPatch = z
  .strictObject({ name: Name, colour: Colour.nullable(), archived: z.boolean() })
  .partial()
export type ClientPatch = z.output<typeof ClientPatch>

const params = z.object({ id: Id })

export const clientRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/clients',
    summary: 'List clients by name',
    access: 'user',
    scope: 'clients:read',
    query: z.strictObject({
      ...pageQuery,
      archived: QueryFlag.optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Client),
  }),
  create: route({
    method: 'POST',
    path: '/v1/clients',
    summary: 'Create a client',
    access: 'user',
    scope: 'clients:write',
    body: NewClient,
    status: 201,
    response: Client,
  }),
  get: route({
    method: 'GET',
    path: '/v1/clients/{id}',
    summary: 'Read a client',
    access: 'user',
    scope: 'clients:read',
    params,
    response: Client,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/clients/{id}',
    summary: 'Change a client',
    access: 'user',
    scope: 'clients:write',
    params,
    body: ClientPatch,
    response: Client,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/clients/{id}',
    summary: 'Move a client to the trash; its projects stay, and their time in reports',
    access: 'user',
    scope: 'clients:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
