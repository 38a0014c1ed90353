/**
 * What the rules of a feature read and change. Rules are written once, over a {@link View}: the server gives one over
 * its tables, a device one over its own store. Rules await nothing but the view, so that a store's transaction lasts.
 */
import type { Json, Row, TableName } from '../rows.ts'
import { valueOf } from '../rows.ts'
import { absentValue } from '../absent-values.ts'

/** Tables whose rows have a name that is unique per user. */
export type NamedTable = Extract<TableName, 'labels' | 'clients' | 'projects' | 'savedViews'>

/** Rows of one user, as they are before the change. */
export interface View {
  readonly userId: string
  /** Those that are there, also those in the trash, in any order. */
  rows(table: TableName, ids: readonly string[]): Promise<readonly Row[]>
  /** Live rows that have exactly one of these names, as they are stored. */
  named(
    table: NamedTable,
    names: readonly string[],
  ): Promise<readonly { readonly id: string; readonly name: string }[]>
  /** The live time entry that runs. */
  running(): Promise<Row | undefined>
  /** Of the live time entries that have ended, untimed ones aside, the one with the latest start (then the greatest id). */
  latestEnded(): Promise<Row | undefined>
  /**
   * Live time entries that touch `[from, to)`, epoch seconds, in any order; an empty one touches where it is, an untimed
   * one nowhere.
   */
  entriesTouching(from: number, to: number): Promise<readonly Row[]>
}

/** What a rule changes, gathered while it is planned. */
export interface Draft {
  /** Milliseconds: the moment of the change. */
  readonly nowMs: number
  /** Sets registers of a row, made when absent; undefined values are left out, later ones win. */
  patch(table: TableName, id: string, values: Readonly<Record<string, Json | undefined>>): void
  /** Lets the store write what it holds, before more than fits into memory is gathered. */
  flush?(): Promise<void>
}

/** Makes the id of a new row. */
export type NewId = () => string

/** Register values, as a draft takes them. */
export type Values = Record<string, Json | undefined>

const needed: Readonly<Record<TableName, readonly string[]>> = {
  settings: [],
  labels: ['name'],
  clients: ['name'],
  projects: ['name'],
  tasks: ['title'],
  timeEntries: ['span'],
  goals: ['name'],
  subgoals: ['goalId', 'title'],
  weeklyGoals: ['title', 'weekStart', 'targetSeconds'],
  habits: ['name', 'frequency'],
  habitLogs: ['habitId', 'logDate'],
  dailyTodos: ['title', 'logDate'],
  dailyTargets: ['logDate', 'seconds'],
  taskChecks: ['taskId', 'checkDate'],
  reminders: ['title', 'schedule'],
  savedViews: ['name', 'kind', 'query'],
}

/** Is the row there for people: not in the trash, and whole? */
export const isLive = (row: Row | undefined): row is Row =>
  row !== undefined &&
  valueOf(row, 'deleted') !== true &&
  (needed[row.table as TableName] ?? []).every((register) => Object.hasOwn(row.regs, register))

/** The row, also one in the trash. */
export const findRow = async (view: View, table: TableName, id: string): Promise<Row | undefined> =>
  (await view.rows(table, [id]))[0]

/** The row, unless it is in the trash. */
export async function findLive(view: View, table: TableName, id: string): Promise<Row | undefined> {
  const row = await findRow(view, table, id)
  return isLive(row) ? row : undefined
}

/** The value of a register, or what its absence says. */
export const said = (row: Row, register: string): Json => {
  const value = valueOf(row, register)
  return value === undefined ? (absentValue(row.table, register) ?? null) : value
}

/** Epoch seconds of the moment of a change. */
export const secondsOf = (draft: Pick<Draft, 'nowMs'>): number => Math.floor(draft.nowMs / 1000)
