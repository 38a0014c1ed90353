/**
 * Rows that devices sent while this server did not know their table yet become rows of that table, once it does.
 * Devices keep what they have: the rows come to them again under a new sequence number, with the stamps they had.
 */
import type { Row } from '@goalixa/domain/rows'
import { mergeRegisters } from '@goalixa/domain/rows'
import type { Database, Db } from '@goalixa/service-kit/db'
import { misnamedRow } from '../sync/ids-by-content.ts'
import { isRefusal, missingRegisters, readOperation, referencesOf } from '../sync/validate-operation.ts'
import { lockHead, moveHead } from './operations.repository.ts'
import type { StoredRow, StoredTable } from './stored-table.ts'
import { forgetUnknownRows, unknownTable, usersWithUnknownRows } from './unknown-table.ts'

interface AdoptOptions {
  readonly database: Database
  /** In the order in which references need them to be written. */
  readonly tables: readonly StoredTable[]
  /** Tells listeners how far the user's data has come. */
  readonly announceHead: (tx: Db, userId: string, seq: number) => Promise<void>
  /** Told of a user whose rows could not be adopted: they stay as they are, and nobody waits for them. */
  readonly onError: (error: unknown) => void
}

/**
 * To be called before the service listens. An older service that still runs beside it may keep rows of its own: they
 * are adopted at the next start. What this version would refuse of a device stays where it is, and is echoed as before.
 * Answers how many rows were adopted.
 */
export async function adoptUnknownRows(options: AdoptOptions): Promise<number> {
  const { database, tables } = options
  const names = tables.map(({ name }) => name)
  let adopted = 0
  for (const userId of await usersWithUnknownRows(database, names)) {
    try {
      adopted += await database.transaction((tx) => adoptOf(tx, userId, options))
    } catch (error) {
      options.onError(error)
    }
  }
  return adopted
}

async function adoptOf(tx: Db, userId: string, { tables, announceHead }: AdoptOptions): Promise<number> {
  const head = await lockHead(tx, userId)
  let seq = head.seq
  for (const table of tables) {
    const given = await unknownTable(table.name).readSince(tx, userId, 0, Number.MAX_SAFE_INTEGER)
    const there = await table.read(
      tx,
      userId,
      given.map(({ id }) => id),
    )
    const here = new Map(there.map((row) => [row.id, row.regs]))
    const fit: StoredRow[] = []
    for (const row of given) {
      const regs = mergeRegisters(here.get(row.id) ?? {}, row.regs)
      if (await isWhole(tx, userId, { ...row, regs }, tables)) fit.push({ ...row, regs, seq: ++seq })
    }
    await table.write(tx, userId, fit)
    await forgetUnknownRows(
      tx,
      userId,
      table.name,
      fit.map(({ id }) => id),
    )
  }
  if (seq === head.seq) return 0
  await moveHead(tx, userId, seq, head.clock)
  await announceHead(tx, userId, seq)
  return seq - head.seq
}

/** Would it be taken from a device now: values that fit, all that a row needs, references to rows that are there? */
async function isWhole(
  tx: Db,
  userId: string,
  { table, id, regs }: Row,
  tables: readonly StoredTable[],
): Promise<boolean> {
  const operation = readOperation({ n: 1, v: 1, intent: 'rows.adopt', patches: [{ table, id, regs }] })
  if (isRefusal(operation) || missingRegisters(operation, () => false) !== undefined) return false
  if (misnamedRow(operation, userId) !== undefined) return false
  for (const reference of referencesOf(operation)) {
    const referred = tables.find(({ name }) => name === reference.table)
    if (referred === undefined || (await referred.read(tx, userId, [reference.id])).length === 0) return false
  }
  return true
}
