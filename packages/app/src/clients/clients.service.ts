import { AppError } from '@goalixa/contracts/errors'
import type { ClientPatch, NewClient } from '@goalixa/contracts/clients'
import { createClient, deleteClient, updateClient } from '@goalixa/domain/plans/clients'
import { storedName } from '@goalixa/domain/plans/names'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ClientFilter } from './clients.repository.ts'
import { findClient, clientNames, listClients } from './clients.repository.ts'

interface ClientQuery extends ClientFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface ClientsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly newId: () => string
}

export function createClientsService({ database, operations, viewOf, newId }: ClientsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const client = await findClient(db, userId, id)
    if (client === undefined) throw new AppError('clients.not_found')
    return client
  }
  const listFrom = async (db: Db, userId: string, { limit, cursor, name, ...rest }: ClientQuery) => {
    const filter = { ...rest, name: name === undefined ? undefined : storedName(name) }
    const rows = await listClients(db, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
  }
  return {
    names: clientNames,
    get: (userId: string, id: string) => get(database, userId, id),

    list: (userId: string, query: ClientQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewClient) =>
      operations.write(actor, 'clients.create', async (tx, draft) => {
        const id = await createClient(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: ClientPatch) =>
      operations.write(actor, 'clients.update', async (tx, draft) => {
        await updateClient(viewOf(tx, actor.userId), draft, id, patch)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'clients.delete', async (tx, draft) => {
        await deleteClient(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type ClientsService = ReturnType<typeof createClientsService>
