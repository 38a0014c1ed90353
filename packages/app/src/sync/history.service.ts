/** The history as people read it, and undo over it: an operation like any other, made here and applied by the write path. */
import { AppError } from '@goalixa/contracts/errors'
import type { HistoryItem, Undo, Undone } from '@goalixa/contracts/sync'
import { toInstantText } from '@goalixa/domain/calendar'
import type { ChangedSince, Deed } from '@goalixa/domain/reversal'
import { deedsOf, reversalOf, undoable } from '@goalixa/domain/reversal'
import type { Json, Registers, TableName } from '@goalixa/domain/rows'
import { sameValue } from '@goalixa/domain/rows'
import { absentValue } from '@goalixa/domain/absent-values'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { StoredTable } from '../operations/stored-table.ts'
import { unknownTable } from '../operations/unknown-table.ts'
import { HistoryPosition, pageOf, readCursor } from '../page-cursor.ts'
import type { DoneOperation, IntentRow, LineOfIntent } from './history.repository.ts'
import { doneOperations, linesOf, listIntents } from './history.repository.ts'
import { readRefused } from './refused-operation.ts'

interface HistoryOptions {
  readonly database: Db
  readonly operations: Operations
  /** Those that this version knows; rows of others are found, too. */
  readonly tables: readonly StoredTable[]
}

/** An import may touch thousands; nobody reads them in one item. */
const rowsInItem = 200

export function createHistoryService({ database, operations, tables }: HistoryOptions) {
  const tableOf = (name: string) => tables.find((table) => table.name === name) ?? unknownTable(name)

  /** What the rows of these lines are now. */
  const rowsNow = async (tx: Db, userId: string, lines: readonly LineOfIntent[]) => {
    const found = new Map<string, Registers>()
    for (const [table, ofTable] of Map.groupBy(lines, (line) => line.table)) {
      const ids = [...new Set(ofTable.map(({ rowId }) => rowId))]
      for (const { id, regs } of await tableOf(table).read(tx, userId, ids)) found.set(`${table} ${id}`, regs)
    }
    return (table: string, id: string) => found.get(`${table} ${id}`)
  }

  /** What taking a deed back would write; nothing when all of it is as it was. */
  const planOf = async (tx: Db, userId: string, deed: Deed<DoneOperation>, choice: Undo['choice']) => {
    const intents = deed.records.map(({ clientId, n }) => ({ clientId, n, group: null }))
    const lines = (await linesOf(tx, userId, intents, null)).toReversed()
    const now = await rowsNow(tx, userId, lines)
    const { changed, steps } = reversalOf(lines, now)
    const isNew = (table: string, id: string, [register, value]: [string, Json]) => {
      const regs = now(table, id)!
      return !sameValue(
        Object.hasOwn(regs, register) ? regs[register]!.v : absentValue(table, register),
        value,
      )
    }
    const writes = steps(choice).filter(({ table, rowId, values }) =>
      Object.entries(values).some((entry) => isNew(table, rowId, entry)),
    )
    return { changed, writes, rows: lines.length }
  }

  return {
    async list(userId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
      const found = await listIntents(database, userId, readCursor(cursor, HistoryPosition), limit + 1)
      const lines = await linesOf(database, userId, found.slice(0, limit), rowsInItem)
      const ofIntent = Map.groupBy(lines, (line) => `${line.clientId}/${line.n}`)
      return pageOf(
        found,
        limit,
        ({ headSeq, clientId, n }) => [headSeq, clientId, n],
        (intent) => toItem(intent, ofIntent.get(`${intent.clientId}/${intent.n}`) ?? []),
      )
    },

    /** @throws AppError `history.nothing`, `history.changed_since` with the registers in `fields` */
    undo: (actor: Actor, { operation, choice }: Undo): Promise<Undone> =>
      operations.write(actor, 'undo', async (tx, draft, tell) => {
        const done = await doneOperations(tx, actor.userId)
        const deeds = undoable(deedsOf(done), operation).filter(({ records }) =>
          records.some(({ isEffective }) => isEffective),
        )
        for (const deed of deeds) {
          const { changed, writes, rows } = await planOf(tx, actor.userId, deed, choice)
          if (changed.length > 0 && choice === undefined) throw changedSince(deed, changed)
          if (writes.length === 0 && choice === undefined) continue
          for (const { table, rowId, values } of writes) draft.patch(table as TableName, rowId, values)
          tell({ intent: deed.kind === 'undone' ? 'redo' : 'undo', undoes: deed.operation })
          const undone = { id: deed.operation, intent: deed.intent, at: instantOf(deed.at), rows }
          return async (_after, made) => ({ operation: made ?? null, undone })
        }
        throw new AppError(
          'history.nothing',
          operation === undefined
            ? undefined
            : 'nothing of the last 30 days goes by that name and can be taken back',
          { try: 'see what there is: GET /v1/sync/history' },
        )
      }),
  }
}
export type HistoryService = ReturnType<typeof createHistoryService>

function changedSince({ intent }: Deed, changes: readonly ChangedSince[]): AppError {
  const registers = changes.map(({ register }) => register).join(', ')
  return new AppError(
    'history.changed_since',
    `${intent} cannot simply be taken back: ${registers} changed since`,
    {
      try: 'send the choice "rest" to leave that as it is, or "anyway" to go over it',
      fields: changes.slice(0, 50).map(({ table, rowId, register }) => ({
        path: `${table}.${rowId}.${register}`,
        message: 'it was changed since',
      })),
    },
  )
}

const toItem = (intent: IntentRow, lines: readonly LineOfIntent[]): HistoryItem => {
  const { clientId, n, isRest, undoes, refusal } = intent
  const told = {
    id: `${clientId}/${n}`,
    intent: intent.intent,
    at: instantOf(intent.at),
    author: { clientId, via: isRest ? ('rest' as const) : ('sync' as const) },
    undoes,
    refusal,
  }
  if (refusal !== null) {
    const refused = readRefused(intent.refused)
    return {
      ...told,
      intent: refused.intent ?? told.intent,
      rowCount: refused.rows.length,
      rows: refused.rows.slice(0, rowsInItem),
    }
  }
  const rows = lines.map(({ table, rowId, changes }) => ({
    table,
    id: rowId,
    changes: changes.map(({ stamp: _stamp, ...change }) => change),
  }))
  return { ...told, rowCount: intent.rowCount, rows }
}

const instantOf = (ms: number): string => toInstantText(Math.floor(ms / 1000))
