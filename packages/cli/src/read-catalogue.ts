/** What the palette of `goalixa watch` can find beyond what stands on the screen. */
import { labelRoutes } from '@goalixa/contracts/labels'
import { projectRoutes } from '@goalixa/contracts/projects'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { listLabels, listProjects, listTasks } from '@goalixa/replica/queries/lists'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import type { Replica } from '@goalixa/replica/replica'
import { askingOf } from './local-rows.ts'
import { readQuery } from './read-input.ts'
import type { Catalogue } from './screens/choices.ts'
import type { Store } from './store.ts'

const open = { status: 'open', limit: 500 } as const
const named = { archived: 'false', limit: 500 } as const
const recent = { limit: 200 } as const

export function readLocalCatalogue(replica: Replica): Promise<Catalogue> {
  const asking = askingOf(replica)
  return replica.read(async (reader) => ({
    tasks: (await listTasks(reader, asking, readQuery(taskRoutes.list.query, open))).items,
    projects: (await listProjects(reader, asking, readQuery(projectRoutes.list.query, named))).items,
    labels: (await listLabels(reader, asking, readQuery(labelRoutes.list.query, named))).items,
    entries: (await listTimeEntries(reader, asking, readQuery(timeEntryRoutes.list.query, recent))).items,
  }))
}

export async function readRemoteCatalogue(
  store: Pick<Store, 'tasks' | 'projects' | 'labels' | 'timeEntries'>,
): Promise<Catalogue> {
  const [tasks, projects, labels, entries] = await Promise.all([
    store.tasks.list(open),
    store.projects.list(named),
    store.labels.list(named),
    store.timeEntries.list(recent),
  ])
  return { tasks: tasks.items, projects: projects.items, labels: labels.items, entries: entries.items }
}
