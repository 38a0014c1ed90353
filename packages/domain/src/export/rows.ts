/**
 * Rows as a file keeps them: every value that was written, also of rows in the trash, without who wrote it when. The
 * same rows give the same text on a server and on a device, whatever the tables are.
 */
import { requiredRegisters } from '@goalixa/contracts/required-registers'
import { absentValue } from '../absent-values.ts'
import { habitLogId } from '../habit-log-ids.ts'
import { dailyTargetId } from '../planner.ts'
import { taskCheckId } from '../task-ids.ts'
import type { Json, Row, TableName } from '../rows.ts'
import { canonical, sameValue, tableNames } from '../rows.ts'

type IdOf = (userId: string, values: Readonly<Record<string, Json>>) => string
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Tables whose ids follow from whose row it is and what it says: such an id is not in a file, and is made again. */
const madeIds: Readonly<Partial<Record<TableName, IdOf>>> = {
  settings: (userId) => userId,
  habitLogs: (userId, { habitId, logDate }) => habitLogId(userId, text(habitId), text(logDate)),
  taskChecks: (userId, { taskId, checkDate }) => taskCheckId(userId, text(taskId), text(checkDate)),
  dailyTargets: (userId, { logDate }) => dailyTargetId(userId, text(logDate)),
}

/** The id that a row with these values has by itself; undefined in tables where each row brings its own. */
export const madeId = (
  table: TableName,
  userId: string,
  values: Readonly<Record<string, Json>>,
): string | undefined => madeIds[table]?.(userId, values)

const needsOf = (table: string): readonly string[] => requiredRegisters[table as TableName]

/** Has the row all that one of its table needs? */
const isWhole = ({ table, regs }: Row): boolean =>
  needsOf(table).every((register) => Object.hasOwn(regs, register))

/** One row as an object of JSON: its id, then its values by name; what its absence would say is left out. */
function rowText(row: Row, userId: string): string {
  const said = Object.entries(row.regs).filter(
    ([register, { v }]) =>
      needsOf(row.table).includes(register) || !sameValue(absentValue(row.table, register), v),
  )
  const values = Object.fromEntries(said.map(([register, { v }]) => [register, v]))
  const isMade = madeId(row.table as TableName, userId, values) === row.id
  const parts = Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([register, v]) => `${JSON.stringify(register)}:${canonical(v)}`)
  return `{${[...(isMade ? [] : [`"id":"${row.id}"`]), ...parts].join(',')}}`
}

/** All rows of a table, in the order of their ids, piece by piece. */
export type RowsOf = (table: TableName) => AsyncIterable<readonly Row[]>

/**
 * `"labels":[{…},…],"projects":[…],…`: the tables of the write path, in their order, a row on a line. Rows with ids that
 * are made stand in the order of what they say, since their ids are others in another account.
 */
export async function* rowPieces(userId: string, rowsOf: RowsOf): AsyncGenerator<string> {
  for (const [index, table] of tableNames.entries()) {
    yield `${index === 0 ? '' : ',\n'}"${table}":[`
    const texts = textsOf(userId, rowsOf(table))
    let before = '\n'
    for await (const piece of table in madeIds ? allSorted(texts) : texts) {
      if (piece.length === 0) continue
      yield before + piece.join(',\n')
      before = ',\n'
    }
    yield ']'
  }
}

async function* textsOf(userId: string, pieces: AsyncIterable<readonly Row[]>): AsyncGenerator<string[]> {
  for await (const rows of pieces) yield rows.filter(isWhole).map((row) => rowText(row, userId))
}

async function* allSorted(pieces: AsyncIterable<readonly string[]>): AsyncGenerator<string[]> {
  const all: string[] = []
  for await (const piece of pieces) all.push(...piece)
  yield all.toSorted()
}
