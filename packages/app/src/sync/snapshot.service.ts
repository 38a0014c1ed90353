/** Snapshots: all rows of a user as they are at one moment, in lines, so that a device begins without asking in pages. */
import { AppError } from '@goalixa/contracts/errors'
import type { HistoryLine, SnapshotEnd, SnapshotStart } from '@goalixa/contracts/sync'
import { snapshotSchema } from '@goalixa/contracts/sync-limits'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Operations } from '../operations/operations.service.ts'
import type { StoredRow, StoredTable } from '../operations/stored-table.ts'
import type { Turns } from '../operations/turns.ts'
import { scanLatestHistory } from './sync.repository.ts'

interface SnapshotOptions {
  readonly database: Database
  readonly operations: Operations
  readonly inTurn: Turns
  readonly tables: readonly StoredTable[]
  readonly now: () => number
}

/** Takes some lines, each with its end; resolves when it may get the next ones. */
type Write = (lines: string) => Promise<void>

const recentSeconds = 90 * 86_400
/** Each holds a connection to the database for as long as its reader takes; others must find one, too. */
const atOnce = 4

export function createSnapshotService({ database, operations, inTurn, tables, now }: SnapshotOptions) {
  let open = 0

  const write = async (tx: Db, userId: string, withHistory: boolean, out: Write): Promise<void> => {
    const head = await operations.readHead(tx, userId)
    if (head === undefined)
      throw new AppError('service.unavailable', 'the database has just been taken over by another server', {
        retryAfterSeconds: 1,
      })
    const sinceSeconds = Math.floor(now() / 1000) - recentSeconds
    let recent = 0
    for (const table of tables) recent += await table.countRecent(tx, userId, sinceSeconds)
    const { epoch, seq } = head
    await out(
      lineOf({ epoch, head: seq, schema: snapshotSchema, recent, serverTime: now() } satisfies SnapshotStart),
    )
    let count = 0
    for (const isRecent of [true, false]) {
      for (const table of tables) {
        for await (const rows of table.scan(tx, userId, { isRecent, sinceSeconds })) {
          count += rows.length
          await out(rows.map(({ table, id, regs, seq }) => lineOf({ table, id, regs, seq })).join(''))
        }
      }
    }
    let history = 0
    if (withHistory) {
      for await (const lines of scanLatestHistory(tx, userId, seq)) {
        history += lines.length
        await out(lines.map((line) => lineOf(line)).join(''))
      }
    }
    await out(lineOf({ end: true, count, history } satisfies SnapshotEnd))
  }

  return {
    /** @throws AppError `service.unavailable`; once lines were written, whatever the database or the reader failed with */
    async write(userId: string, { history = false }: { readonly history?: boolean | undefined }, out: Write) {
      if (open >= atOnce)
        throw new AppError('service.unavailable', 'many devices are loading everything now', {
          retryAfterSeconds: 2,
        })
      open++
      try {
        // Made when absent, and renewed where the database was restored: the epoch is settled first.
        if ((await operations.readHead(database, userId)) === undefined)
          await inTurn(userId, () => database.transaction((tx) => operations.lockHead(tx, userId)))
        await database.snapshot((tx) => write(tx, userId, history, out))
      } finally {
        open--
      }
    },
  }
}
export type SnapshotService = ReturnType<typeof createSnapshotService>

type Line = SnapshotStart | SnapshotEnd | StoredRow | HistoryLine
const lineOf = (line: Line): string => `${JSON.stringify(line)}\n`
