/**
 * Applies operations of any author to rows: the heart of the write path, the same in the server and in simulations.
 * Pure: the caller loads the rows that can be touched, and stores what changed in one transaction.
 */
import type { ClockState, Stamp } from './clock.ts'
import { compareStamps, receive, tick } from './clock.ts'
import { closeAllButLatest, isRunning } from './one-running-timer.ts'
import type { Json, Register, Registers, Row } from './rows.ts'
import { mergeRegisters, sameValue, winner } from './rows.ts'
import { openTaskCycles } from './task-cycles.ts'
import { separateNames } from './unique-names.ts'

/** Registers to write, with the stamps of their author. */
export interface Patch {
  readonly table: string
  readonly id: string
  readonly regs: Registers
}

/** Rows that the operations may touch, by {@link rowKey}; changed in place as operations are applied. */
export interface WorkingRows {
  readonly rows: Map<string, Row>
  /** Value that a row's absent register stands for, so that writing it is no change. */
  readonly absent: (table: string, register: string) => Json | undefined
}

interface RegisterChange {
  readonly register: string
  readonly before?: Json
  readonly after: Json
  readonly stamp: Stamp
  readonly outcome: 'won' | 'lost'
}

/** What an operation did to one row, under the row's new sequence number. */
export interface RowChange {
  readonly seq: number
  readonly table: string
  readonly rowId: string
  readonly changes: readonly RegisterChange[]
}

export interface HeadState {
  readonly seq: number
  readonly clock: ClockState
}

export interface Applied {
  readonly head: HeadState
  readonly changes: readonly RowChange[]
}

/** Stamps of the future are set back to the head's clock: a wrong clock must not freeze a register for ever. */
const mostAheadMs = 60_000

export const rowKey = (table: string, id: string): string => `${table} ${id}`

/**
 * Applies the patches of one operation as a whole and keeps the rules across rows. A register that loses against a
 * later value stays readable in the changes, with the outcome `lost`.
 */
export function applyOperation(
  working: WorkingRows,
  head: HeadState,
  patches: readonly Patch[],
  nowMs: number,
): Applied {
  let clock = head.clock
  const clamp = (stamp: Stamp): Stamp => {
    if (stamp[0] <= nowMs + mostAheadMs) {
      clock = receive(clock, stamp)
      return stamp
    }
    clock = tick(clock, nowMs)
    return [clock.wallMs, clock.counter, stamp[2]]
  }
  const touched = new Map<string, TouchedRow>()
  for (const patch of patches) mergePatch(working, touched, patch, clamp)
  keepRules(working, touched)
  let seq = head.seq
  const changes = [...touched.values()]
    .filter((row) => row.changes.length > 0)
    .map(({ table, rowId, changes: registers }): RowChange => ({
      seq: ++seq,
      table,
      rowId,
      changes: registers,
    }))
  return { head: { seq, clock }, changes }
}

interface TouchedRow {
  readonly table: string
  readonly rowId: string
  readonly changes: RegisterChange[]
}
type Touched = Map<string, TouchedRow>

function touch(touched: Touched, table: string, rowId: string): TouchedRow {
  const key = rowKey(table, rowId)
  const row = touched.get(key) ?? { table, rowId, changes: [] }
  touched.set(key, row)
  return row
}

function mergePatch(
  working: WorkingRows,
  touched: Touched,
  { table, id, regs }: Patch,
  clamp: (stamp: Stamp) => Stamp,
): void {
  const key = rowKey(table, id)
  const here = working.rows.get(key)
  const before = here?.regs ?? {}
  const written: Record<string, Register> = {}
  for (const [register, { v, stamp: given }] of Object.entries(regs)) {
    const stamp = clamp(given)
    const now = Object.hasOwn(before, register) ? before[register] : undefined
    // Seen before, or older than a value that says the same: nothing to tell.
    if (now !== undefined && sameValue(now.v, v) && compareStamps(stamp, now.stamp) <= 0) continue
    written[register] = { v, stamp }
    const outcome = now === undefined || winner(now, written[register]) !== now ? 'won' : 'lost'
    const said = now?.v ?? (here === undefined ? undefined : working.absent(table, register))
    touch(touched, table, id).changes.push({
      register,
      ...(said === undefined ? {} : { before: said }),
      after: v,
      stamp,
      outcome,
    })
  }
  if (Object.keys(written).length === 0) return
  working.rows.set(key, { table, id, regs: mergeRegisters(before, written) })
}

/** One running timer, unique names, no task above itself: what the rules change is part of the operation that made it necessary. */
function keepRules(working: WorkingRows, touched: Touched): void {
  const rows = [...working.rows.values()]
  const changedTables = new Set([...touched.values()].map((row) => row.table))
  if (changedTables.has('timeEntries')) {
    const entries = rows.filter((row) => row.table === 'timeEntries' && row.regs['span'] !== undefined)
    if (entries.filter(isRunning).length > 1)
      for (const row of closeAllButLatest(entries)) replace(working, touched, row, 'span')
  }
  if (changedTables.has('tasks')) {
    const tasks = rows.filter((row) => row.table === 'tasks')
    for (const row of openTaskCycles(tasks)) replace(working, touched, row, 'parentId')
  }
  for (const table of ['labels', 'clients', 'projects', 'savedViews']) {
    if (!changedTables.has(table)) continue
    const named = rows.filter((row) => row.table === table && row.regs['name'] !== undefined)
    for (const row of separateNames(named, () => false)) replace(working, touched, row, 'name')
  }
}

function replace(working: WorkingRows, touched: Touched, row: Row, register: string): void {
  const key = rowKey(row.table, row.id)
  const before = working.rows.get(key)!.regs[register]!.v
  const { v, stamp } = row.regs[register]!
  working.rows.set(key, row)
  touch(touched, row.table, row.id).changes.push({ register, before, after: v, stamp, outcome: 'won' })
}
