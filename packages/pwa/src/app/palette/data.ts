/** A person's own data for the palette: what can be gone on with. */
import { spanOf } from '@goalixa/domain/one-running-timer'
import { said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type { Query } from '../store/store.ts'

export interface OwnRow {
  readonly table: 'tasks' | 'projects' | 'timeEntries'
  readonly id: string
  readonly text: string
}

const recent = 1000

/** Open tasks, newest first; projects; the latest entries, each text once. */
export const readOwn: Query<readonly OwnRow[]> = async (reader) => {
  const [tasks, projects, entries] = await Promise.all([
    reader.rowsOf('tasks'),
    reader.rowsOf('projects'),
    reader.latestEntries({ limit: recent }),
  ])
  const isOpen = (row: Row) => (said(row, 'status') as { readonly status: string }).status === 'open'
  const seen = new Set<string>()
  const isNew = (row: Row) => {
    const text = said(row, 'description') as string
    const like = `${text}\n${said(row, 'projectId') as string | null}`
    if (text === '' || spanOf(row).end === null || seen.has(like)) return false
    seen.add(like)
    return true
  }
  return [
    ...tasks
      .filter(isOpen)
      .map(({ id, ...row }) => ({
        table: 'tasks' as const,
        id,
        text: said({ id, ...row }, 'title') as string,
      }))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    ...projects.map((row) => ({ table: 'projects' as const, id: row.id, text: said(row, 'name') as string })),
    ...entries.filter(isNew).map((row) => ({
      table: 'timeEntries' as const,
      id: row.id,
      text: said(row, 'description') as string,
    })),
  ]
}
