/** Clients of an import: each goes to the project that names it, where that has none yet. */
import type { ImportPlan, Remark } from '../import/import-plan.ts'
import { show } from '../import/row-fields.ts'
import { idsByName } from './names.ts'
import type { Draft, NewId, View } from './view.ts'
import { findRow, said } from './view.ts'

interface Options {
  readonly view: View
  readonly draft: Draft
  /** By the name of the project. */
  readonly clients: NonNullable<ImportPlan['clients']>
  /** Gets what could not be kept. */
  readonly notes: Remark[]
  readonly newId: NewId
}

export function createProjectClients({ view, draft, clients, notes, newId }: Options) {
  const ids = new Map<string, string>()
  const seen = new Set<string>()

  /** Is it to get its client? One that has another keeps that, and it is said. */
  const wants = async (project: string, client: string, line: number, id: string | undefined) => {
    const row = id === undefined ? undefined : await findRow(view, 'projects', id)
    const clientId = row === undefined ? null : (said(row, 'clientId') as string | null)
    if (clientId === null) return true
    const name = valueOfName(await findRow(view, 'clients', clientId))
    if (name === client) return false
    const other = `the project ${show(project)} has the client ${show(name)} here`
    notes.push({ line, message: `the client ${show(client)} is not kept: ${other}` })
    return false
  }

  return {
    /** Ids of the clients that these projects get, by the name of the project; makes those that are not there. */
    async wanted(
      projects: readonly string[],
      projectIds: ReadonlyMap<string, string>,
    ): Promise<Map<string, string>> {
      const wanted = new Map<string, string>()
      for (const project of new Set(projects)) {
        const named = clients.get(project)
        if (named === undefined || seen.has(project)) continue
        seen.add(project)
        const { client, line } = named
        if (!(await wants(project, client, line, projectIds.get(project)))) continue
        if (!ids.has(client)) {
          for (const [name, id] of await idsByName(view, draft, 'clients', [client], newId)) ids.set(name, id)
        }
        wanted.set(project, ids.get(client)!)
      }
      return wanted
    },
  }
}

const valueOfName = (row: Parameters<typeof said>[0] | undefined): string =>
  row === undefined ? '' : (said(row, 'name') as string)
