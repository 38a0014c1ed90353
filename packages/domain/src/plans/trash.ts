/** Out of the trash: with all that the row was, and a number where its name is taken since. */
import { AppError } from '@goalixa/contracts/errors'
import type { RestoredRow, TrashTable } from '@goalixa/contracts/trash'
import type { Row } from '../rows.ts'
import { valueOf } from '../rows.ts'
import type { Draft, NamedTable, View } from './view.ts'
import { findRow } from './view.ts'

const naming: Readonly<Record<TrashTable, 'name' | 'title' | 'description'>> = {
  labels: 'name',
  clients: 'name',
  projects: 'name',
  tasks: 'title',
  timeEntries: 'description',
  goals: 'name',
  subgoals: 'title',
  weeklyGoals: 'title',
  habits: 'name',
  dailyTodos: 'title',
  reminders: 'title',
  savedViews: 'name',
}

/** All that can be in the trash; for browsers, which have no schema. */
export const trashTables = Object.keys(naming) as readonly TrashTable[]

/** The register that says what a row is called. */
export const namingRegister = (table: TrashTable): 'name' | 'title' | 'description' => naming[table]

/** What a row is called; null when it has no text. */
export function calledOf(table: TrashTable, row: Row): string | null {
  const name = valueOf(row, namingRegister(table))
  return typeof name === 'string' && name !== '' ? name : null
}

/** @throws AppError `trash.not_found` for what is not in the trash */
export async function restoreRow(
  view: View,
  draft: Draft,
  table: TrashTable,
  id: string,
): Promise<RestoredRow> {
  const row = await findRow(view, table, id)
  if (row === undefined || valueOf(row, 'deleted') !== true) throw new AppError('trash.not_found')
  const before = calledOf(table, row)
  const name = before !== null && isNamed(table) ? await freeName(view, table, before) : before
  draft.patch(table, id, { deleted: false, name: name === before ? undefined : name })
  return { table, id, name }
}

const isNamed = (table: TrashTable): table is NamedTable & TrashTable =>
  table === 'labels' || table === 'clients' || table === 'projects' || table === 'savedViews'

async function freeName(view: View, table: NamedTable, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, 190)} (${number})`
    if ((await view.named(table, [candidate])).length === 0) return candidate
  }
}
