import { projectRoutes } from '@goalixa/contracts/projects'
import { createProject, deleteProject, updateProject } from '@goalixa/domain/plans/projects'
import { listProjects } from '@goalixa/replica/queries/lists'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows } from './local-rows.ts'
import type { Store } from './store.ts'

export const createLocalProjects = ({ withReplica, newId }: LocalParts): Store['projects'] =>
  createLocalRows(
    {
      table: 'projects',
      missing: 'projects.not_found',
      toItem: (shapes) => shapes.toProject,
      routes: projectRoutes,
      list: listProjects,
      create: (input) => (view, draft) => createProject(view, draft, input, newId),
      update: (id, patch) => (view, draft) => updateProject(view, draft, id, patch, newId),
      delete: (id) => (view, draft) => deleteProject(view, draft, id),
    },
    withReplica,
    newId,
  )
