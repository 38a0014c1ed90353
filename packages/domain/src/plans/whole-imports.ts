/** Imports of our own export: rows of every table under their ids, those in the trash too. */
import type { ImportResult } from '@goalixa/contracts/imports'
import { requiredRegisters } from '@goalixa/contracts/required-registers'
import { tableRegisters } from '@goalixa/contracts/registers'
import { absentValue } from '../absent-values.ts'
import type { ImportPlan, PlannedRow, Remark, SkippedRow } from '../import/import-plan.ts'
import { byLine } from '../import/plan-rows.ts'
import type { Json, Row, TableName } from '../rows.ts'
import { sameValue, tableNames, valueOf } from '../rows.ts'
import type { Draft, View } from './view.ts'

interface Counts {
  created: number
  unchanged: number
  kept: number
}
type WholeResult = Pick<
  ImportResult,
  'tables' | 'timeEntries' | 'tasks' | 'projects' | 'labels' | 'skipped' | 'notes'
>

/** Drafts the rows that are not here yet; one that is here, changed or deleted since, stays as it is. */
export async function importWhole(view: View, draft: Draft, plan: ImportPlan): Promise<WholeResult> {
  const notes: Remark[] = [...plan.notes]
  const skipped: SkippedRow[] = [...plan.skipped]
  const tables = new Map<TableName, Counts>(
    tableNames.map((table) => [table, { created: 0, unchanged: 0, kept: 0 }]),
  )
  const running = await view.running()
  const rows = (plan.whole ?? []).filter((row) => {
    if (running === undefined || running.id === row.id || !isOpen(row)) return true
    const message = 'it is still running, and a timer runs here: stop one of them'
    skipped.push({ line: row.line, message, unreadable: false })
    return false
  })
  const referred = await createReferred(view, rows)
  for (const [table, ofTable] of Map.groupBy(rows, (row) => row.table)) {
    const ids = ofTable.map(({ id }) => id)
    const here = new Map((await view.rows(table, ids)).map((row) => [row.id, row]))
    const counts = tables.get(table)!
    for (const row of referredFirst(ofTable)) {
      const known = here.get(row.id)
      if (known !== undefined && table !== 'settings') {
        counts[holds(known, row) ? 'unchanged' : 'kept']++
        continue
      }
      const lost = referred.missing(row)
      const needs: readonly string[] = requiredRegisters[table]
      if (lost.some((register) => needs.includes(register))) {
        referred.drop(row)
        const message = `${table} ${row.id}: what it belongs to is not in the file`
        skipped.push({ line: row.line, message, unreadable: false })
        continue
      }
      for (const register of lost) {
        const message = `${table} ${row.id}: ${register} is left out, what it names is not in the file`
        notes.push({ line: row.line, message })
      }
      const values = Object.fromEntries(
        Object.entries(row.values).filter(
          ([register]) => !lost.includes(register) && (known === undefined || isUnsaid(known, register)),
        ),
      )
      if (known === undefined) counts.created++
      else counts[holds(known, row) ? 'unchanged' : 'kept']++
      draft.patch(table, row.id, values)
    }
  }
  const { timeEntries, tasks, projects, labels } = Object.fromEntries(tables) as Record<TableName, Counts>
  return {
    tables: Object.fromEntries(tables),
    timeEntries,
    tasks,
    projects: { created: projects.created },
    labels: { created: labels.created },
    skipped: byLine(skipped).map(({ line, message }) => ({ line, message })),
    notes: [...byLine(notes)],
  }
}

const isOpen = ({ table, values }: PlannedRow): boolean =>
  table === 'timeEntries' &&
  values['deleted'] !== true &&
  (values['span'] as { end: Json } | undefined)?.end === null

/** Settings that somebody chose here stay; the others are taken from the file. */
const isUnsaid = (row: Row, register: string): boolean =>
  register !== 'createdAt' &&
  sameValue(valueOf(row, register) ?? absentValue(row.table, register), absentValue(row.table, register))

/** Does the row say what the file says, and nothing else? */
function holds(row: Row, { values }: PlannedRow): boolean {
  const registers = new Set([...Object.keys(row.regs), ...Object.keys(values)])
  return [...registers].every((register) => {
    const absent = absentValue(row.table, register)
    return sameValue(valueOf(row, register) ?? absent, values[register] ?? absent)
  })
}

/** The registers of a row that name another one, and which. */
function referencesOf({ table, values }: PlannedRow): { register: string; table: TableName; id: string }[] {
  const { references, memberships } = tableRegisters[table]
  return Object.entries(values).flatMap(([register, value]) => {
    const [name, member] = register.split(':')
    if (member !== undefined) return [{ register, table: memberships[name!]!, id: member }]
    const target = Object.hasOwn(references, register) ? references[register] : undefined
    return target === undefined || typeof value !== 'string' ? [] : [{ register, table: target, id: value }]
  })
}

/** Rows of one table, those that others name before them: an import may be sent in several parts, one after the other. */
function referredFirst(rows: readonly PlannedRow[]): Iterable<PlannedRow> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ordered = new Set<PlannedRow>()
  const entered = new Set<PlannedRow>()
  for (const first of rows) {
    const waiting = [first]
    for (let row = waiting.at(-1); row !== undefined; row = waiting.at(-1)) {
      if (entered.has(row)) {
        ordered.add(row)
        waiting.pop()
        continue
      }
      entered.add(row)
      for (const { table, id } of referencesOf(row)) {
        const named = table === row.table ? byId.get(id) : undefined
        if (named !== undefined && !entered.has(named)) waiting.push(named)
      }
    }
  }
  return ordered
}

/** Which rows there will be, those of the file and those that are here. */
async function createReferred(view: View, rows: readonly PlannedRow[]) {
  const there = new Set(rows.map(({ table, id }) => `${table} ${id}`))
  const outside = rows.flatMap(referencesOf).filter(({ table, id }) => !there.has(`${table} ${id}`))
  for (const [table, wanted] of Map.groupBy(outside, (reference) => reference.table)) {
    const ids = [...new Set(wanted.map(({ id }) => id))]
    for (const { id } of await view.rows(table, ids)) there.add(`${table} ${id}`)
  }
  return {
    missing: (row: PlannedRow): string[] =>
      referencesOf(row)
        .filter(({ table, id }) => !there.has(`${table} ${id}`))
        .map(({ register }) => register),
    drop: ({ table, id }: PlannedRow) => void there.delete(`${table} ${id}`),
  }
}
