import { clientRoutes } from '@goalixa/contracts/clients'
import { createClient, deleteClient, updateClient } from '@goalixa/domain/plans/clients'
import { listClients } from '@goalixa/replica/queries/lists'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows } from './local-rows.ts'
import type { Store } from './store.ts'

export const createLocalClients = ({ withReplica, newId }: LocalParts): Store['clients'] =>
  createLocalRows(
    {
      table: 'clients',
      missing: 'clients.not_found',
      toItem: (shapes) => shapes.toClient,
      routes: clientRoutes,
      list: listClients,
      create: (input) => (view, draft) => createClient(view, draft, input, newId),
      update: (id, patch) => (view, draft) => updateClient(view, draft, id, patch),
      delete: (id) => (view, draft) => deleteClient(view, draft, id),
    },
    withReplica,
    newId,
  )
