/** What can be done with projects, labels and clients, by the rules of the domain. */
import { createClient, deleteClient, updateClient } from '@goalixa/domain/plans/clients'
import { createLabel, deleteLabel, updateLabel } from '@goalixa/domain/plans/labels'
import { createProject, deleteProject, updateProject } from '@goalixa/domain/plans/projects'
import type { Store } from '../../store/store.ts'
import type { Kind } from './data.ts'

interface Patch {
  readonly name?: string
  readonly colour?: string
  readonly archived?: boolean
}

export const createNamed = (store: Store, kind: Kind, name: string) =>
  store.write(`${kind}.create`, (view, draft, newId) =>
    kind === 'projects'
      ? createProject(view, draft, { name }, newId)
      : kind === 'labels'
        ? createLabel(view, draft, { name }, newId)
        : createClient(view, draft, { name }, newId),
  )

export const updateNamed = (store: Store, kind: Kind, id: string, patch: Patch) =>
  store.write(`${kind}.update`, (view, draft, newId) =>
    kind === 'projects'
      ? updateProject(view, draft, id, patch, newId)
      : kind === 'labels'
        ? updateLabel(view, draft, id, patch)
        : updateClient(view, draft, id, patch),
  )

export const setClient = (store: Store, id: string, clientId: string | null) =>
  store.write('projects.update', (view, draft, newId) => updateProject(view, draft, id, { clientId }, newId))

const removals = { projects: deleteProject, labels: deleteLabel, clients: deleteClient }
export const deleteNamed = (store: Store, kind: Kind, id: string) =>
  store.write(`${kind}.delete`, (view, draft) => removals[kind](view, draft, id))
