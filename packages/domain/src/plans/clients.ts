/** Clients: made, changed, put in the trash, and named by projects. */
import type { ClientPatch, NewClient } from '@goalixa/contracts/clients'
import { AppError } from '@goalixa/contracts/errors'
import { idsByName, requireFreeName } from './names.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, View } from './view.ts'
import { findLive, secondsOf } from './view.ts'

const requireClient = async (view: View, id: string): Promise<void> => {
  if ((await findLive(view, 'clients', id)) === undefined) throw new AppError('clients.not_found')
}

/** Answers the id. @throws AppError `request.id_taken`, `clients.name_taken` */
export async function createClient(
  view: View,
  draft: Draft,
  input: NewClient,
  newId: NewId,
): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'clients', id)
  await requireFreeName(view, 'clients', fields.name)
  draft.patch('clients', id, { createdAt: secondsOf(draft), ...fields })
  return id
}

/** @throws AppError `clients.not_found`, `clients.name_taken` */
export async function updateClient(view: View, draft: Draft, id: string, patch: ClientPatch): Promise<void> {
  await requireClient(view, id)
  if (patch.name !== undefined) await requireFreeName(view, 'clients', patch.name, id)
  draft.patch('clients', id, patch)
}

/** Its projects keep it, so that it is theirs again when it is restored. @throws AppError `clients.not_found` */
export async function deleteClient(view: View, draft: Draft, id: string): Promise<void> {
  await requireClient(view, id)
  draft.patch('clients', id, { deleted: true })
}

interface NamesClient {
  readonly clientId?: string | null | undefined
  readonly client?: string | null | undefined
}

/**
 * The client that a project names, by id or by name (made when absent); undefined when it names none.
 * @throws AppError `clients.not_found`, `request.invalid` when both are given
 */
export async function clientNamed(
  view: View,
  draft: Draft,
  { clientId, client }: NamesClient,
  newId: NewId,
): Promise<string | null | undefined> {
  if (clientId !== undefined && client !== undefined) {
    const message = 'give either client or clientId'
    throw new AppError('request.invalid', `client: ${message}`, { fields: [{ path: 'client', message }] })
  }
  if (typeof clientId === 'string') await requireClient(view, clientId)
  if (typeof client === 'string')
    return (await idsByName(view, draft, 'clients', [client], newId)).get(client)
  return client === null ? null : clientId
}
