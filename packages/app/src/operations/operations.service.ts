/**
 * The one write path. Every change of a user's data is planned and applied here, in one transaction under the
 * user's lock: de-duplicated, merged per register, numbered, written to the typed tables and to the history.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { Stamp } from '@goalixa/domain/clock'
import { receive, tick } from '@goalixa/domain/clock'
import { closeAllButLatest, isRunning } from '@goalixa/domain/one-running-timer'
import type { Json, Registers, TableName } from '@goalixa/domain/rows'
import { mergeRegisters, sameValue, tableNames } from '@goalixa/domain/rows'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Change, Head, HistoryLine } from './operations.repository.ts'
import { findAnswer, lockHead, moveHead, recordOperation, rememberAnswer } from './operations.repository.ts'
import type { StoredRow, StoredTable } from './stored-table.ts'

/** Who writes, and how the same write is recognised when it comes again. */
export interface Actor {
  readonly userId: string
  readonly requestId: string | undefined
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | undefined
}

/** What an operation will change, gathered while it is planned. */
export interface Draft {
  readonly nowMs: number
  /** Sets registers of a row, made when absent; undefined values are left out, later ones win. */
  patch(table: TableName, id: string, values: Readonly<Record<string, Json | undefined>>): void
}

/** Reads under the lock, checks rules, drafts changes, and returns how to answer once they are applied. */
export type Plan<Answer> = (tx: Db, draft: Draft) => Promise<(tx: Db) => Promise<Answer>>

export interface Operations {
  /** @throws AppError of the plan, `idempotency.key_reused`, `service.unavailable`; then nothing was written */
  write<Answer>(actor: Actor, intent: string, plan: Plan<Answer>): Promise<Answer>
}

interface OperationsOptions {
  readonly database: Database
  readonly tables: readonly StoredTable[]
  /** The running entries of a user, for the rule of one running timer. */
  readonly runningEntries: (db: Db, userId: string) => Promise<StoredRow[]>
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  readonly newId: () => string
}

type Patches = Map<TableName, Map<string, Record<string, Json>>>

export function createOperations({ database, tables, runningEntries, now, newId }: OperationsOptions): Operations {
  const tableOf = (name: TableName): StoredTable => tables.find((table) => table.name === name)!

  /** Merges the patches into their rows; only registers that change count. */
  const mergePatches = async (tx: Db, userId: string, patches: Patches, stamp: Stamp): Promise<Touched> => {
    const touched: Touched = new Map()
    for (const [name, rows] of patches) {
      const stored = new Map((await tableOf(name).read(tx, userId, [...rows.keys()])).map((row) => [row.id, row]))
      for (const [id, values] of rows) {
        const before = stored.get(id)?.regs ?? {}
        const changed = Object.entries(values).filter(([register, value]) => !sameValue(before[register]?.v, value))
        if (changed.length === 0) continue
        const written = Object.fromEntries(changed.map(([register, v]) => [register, { v, stamp }]))
        touched.set(id, { table: name, before, after: mergeRegisters(before, written), written })
      }
    }
    return touched
  }

  const keepOneRunning = async (tx: Db, userId: string, touched: Touched): Promise<void> => {
    const entries = [...touched].filter(([, row]) => row.table === 'timeEntries')
    const asRow = (id: string, regs: Registers) => ({ table: 'timeEntries' as const, id, regs })
    const now = entries.map(([id, row]) => asRow(id, row.after))
    if (!now.some(isRunning)) return
    const others = (await runningEntries(tx, userId)).filter((row) => !touched.has(row.id))
    for (const closed of closeAllButLatest([...now, ...others])) {
      const before = touched.get(closed.id) ?? {
        table: 'timeEntries' as const,
        before: others.find((row) => row.id === closed.id)!.regs,
        written: {},
      }
      touched.set(closed.id, { ...before, after: closed.regs, written: { ...before.written, span: closed.regs['span']! } })
    }
  }

  const apply = async (tx: Db, actor: Actor, intent: string, head: Head, patches: Patches): Promise<void> => {
    const clock = tick(head.clock, now())
    const touched = await mergePatches(tx, actor.userId, patches, [clock.wallMs, clock.counter, head.epoch])
    if (touched.size === 0) return
    await keepOneRunning(tx, actor.userId, touched)
    let seq = head.seq
    const numbered = tableNames.flatMap((table) =>
      [...touched].filter(([, row]) => row.table === table).map(([id, row]) => ({ ...row, id, seq: ++seq })),
    )
    for (const table of tableNames) {
      const rows = numbered.filter((row) => row.table === table)
      await tableOf(table).write(tx, actor.userId, rows.map((row) => ({ table, id: row.id, regs: row.after, seq: row.seq })))
    }
    const operation = { id: newId(), intent, clientId: head.epoch, requestId: actor.requestId, headSeq: seq }
    await recordOperation(tx, actor.userId, operation, numbered.map(historyLine))
    const latest = numbered.flatMap((row) => Object.values(row.written)).reduce((all, one) => receive(all, one.stamp), clock)
    await moveHead(tx, actor.userId, seq, latest)
  }

  return {
    write: (actor, intent, plan) =>
      database.transaction(async (tx) => {
        const head = await lockHead(tx, actor.userId)
        const remembered = await recall(tx, actor)
        if (remembered !== undefined) return remembered.answer as never
        const patches: Patches = new Map()
        const answer = await plan(tx, { nowMs: now(), patch: (...given) => gather(patches, ...given) })
        await apply(tx, actor, intent, head, patches)
        const result = await answer(tx)
        if (actor.idempotency !== undefined) {
          const { key, fingerprint } = actor.idempotency
          await rememberAnswer(tx, actor.userId, key, { fingerprint, answer: result })
        }
        return result
      }),
  }
}

type Touched = Map<string, { table: TableName; before: Registers; after: Registers; written: Registers }>

function gather(patches: Patches, table: TableName, id: string, values: Readonly<Record<string, Json | undefined>>): void {
  const rows = patches.get(table) ?? new Map<string, Record<string, Json>>()
  patches.set(table, rows)
  const given = Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  rows.set(id, { ...rows.get(id), ...Object.fromEntries(given) })
}

/** The answer this write got when it came first. @throws AppError `idempotency.key_reused` */
async function recall(tx: Db, actor: Actor): Promise<{ answer: unknown } | undefined> {
  if (actor.idempotency === undefined) return undefined
  const found = await findAnswer(tx, actor.userId, actor.idempotency.key)
  if (found === undefined) return undefined
  if (found.fingerprint !== actor.idempotency.fingerprint) throw new AppError('idempotency.key_reused')
  return { answer: found.answer ?? undefined }
}

function historyLine(row: { table: TableName; id: string; seq: number; before: Registers; written: Registers }): HistoryLine {
  const changes = Object.entries(row.written).map(([register, { v, stamp }]): Change => {
    const before = row.before[register]
    return { register, ...(before === undefined ? {} : { before: before.v }), after: v, stamp, outcome: 'won' }
  })
  return { seq: row.seq, table: row.table, rowId: row.id, changes }
}
