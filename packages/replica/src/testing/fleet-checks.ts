/** What must hold while the devices of a simulation work, and once all is quiet. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Stamp } from '@goalixa/domain/clock'
import { compareStamps } from '@goalixa/domain/clock'
import { isRunning } from '@goalixa/domain/one-running-timer'
import type { Row } from '@goalixa/domain/rows'
import { canonical } from '@goalixa/domain/rows'
import { openTaskCycles } from '@goalixa/domain/task-cycles'
import { automatic } from '../intents.ts'
import type { ReplicaState } from '../replica-state.ts'
import { findState } from '../replica-state.ts'
import type { StagedRow } from '../storage.ts'
import type { Device } from './fleet-device.ts'
import { saying } from './fleet-device.ts'
import type { ServerModel } from './server-model.ts'

const requireThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}

/** Everything that the server ever said to be history, also what a backup took from it again. */
export interface History {
  note(): void
  has(said: string): boolean
  /** The server is about to be set back; devices have seen everything up to `cursor`. */
  forget(cursor: number): void
  begin(): void
  /** What was taken from the server although a device still has it. */
  readonly owed: { readonly key: string; readonly stamp: Stamp }[]
}

export function createHistory(server: ServerModel): History {
  const said = new Set<string>()
  const owed: History['owed'] = []
  let known = 0
  const note = () => {
    const lines = server.history()
    for (const { table, rowId, changes } of lines.slice(known)) {
      for (const { register, after } of changes) said.add(saying(table, rowId, register, after))
    }
    known = lines.length
  }
  return {
    note,
    owed,
    has: (one) => said.has(one),
    forget(cursor) {
      for (const { seq, operation, table, rowId, changes } of server.history()) {
        for (const { register, stamp } of changes) {
          // Its author keeps what it has not got back yet; what the server wrote or a rule did, nobody else has.
          const isHeld = seq <= cursor || (isOfDevice(operation) && stamp[2] !== automatic)
          if (isHeld) owed.push({ key: `${table} ${rowId} ${register}`, stamp })
        }
      }
    },
    begin() {
      known = 0
    },
  }
}

/** Epochs have dashes. */
const isOfDevice = (operation: string): boolean => !operation.includes('-')

/** While it works: one timer runs at most, no task is above itself, and the cursor does not go back. Answers what the store says of itself. */
export async function checkDevice(device: Device): Promise<ReplicaState | undefined> {
  const { state, running, stored } = await device.storage.read(async (reader) => ({
    state: await findState(reader),
    running: await reader.runningEntries(),
    stored: await reader.storedRows(),
  }))
  requireTrees(
    stored.map(({ table, id, visible }) => ({ table, id, regs: visible })),
    device.name,
  )
  requireThat(running.length <= 1, `${device.name} shows ${running.length} running entries`)
  if (state === undefined) return undefined
  const { epoch, cursor } = state
  const isBack = device.seen !== undefined && device.seen.epoch === epoch && cursor < device.seen.cursor
  requireThat(!isBack, `the cursor of ${device.name} went back from ${device.seen?.cursor} to ${cursor}`)
  device.seen = { epoch, cursor }
  return state
}

function requireTrees(rows: readonly Row[], whose: string): void {
  const [first] = openTaskCycles(rows.filter(({ table }) => table === 'tasks'))
  requireThat(first === undefined, `${whose} has a task above itself: ${first?.id}`)
}

interface End {
  readonly server: ServerModel
  readonly devices: readonly Device[]
  readonly history: History
  readonly calamity: string
}

export async function checkEnd({ server, devices, history, calamity }: End): Promise<void> {
  const rows = server.rows()
  const running = rows.filter((row) => row.table === 'timeEntries' && isRunning(row as unknown as Row))
  requireThat(running.length <= 1, `the server has ${running.length} running entries`)
  requireTrees(rows, 'the server')
  // Who has a row in the trash keeps it when the server forgets it.
  const isShown = ({ regs }: Pick<StagedRow, 'regs'>) =>
    calamity !== 'trash purged' || regs['deleted']?.v !== true
  const wanted = textOf(rows.filter(isShown))
  for (const device of devices) {
    const { stored, size, intents } = await device.storage.read(async (reader) => ({
      stored: await reader.storedRows(),
      size: await reader.outboxSize(),
      intents: await reader.intents(),
    }))
    requireThat(size === 0, `${device.name} still has ${size} operations to send`)
    requireThat(
      intents.every(({ pending }) => !pending),
      `${device.name} takes what was confirmed for pending`,
    )
    const has = textOf(
      stored.map(({ table, id, visible, seq }) => ({ table, id, regs: visible, seq })).filter(isShown),
    )
    requireThat(has === wanted, `${device.name} differs from the server:\n${firstDifference(has, wanted)}`)
    for (const said of device.expected) {
      requireThat(history.has(said) || device.refused.has(said), `lost, made on ${device.name}: ${said}`)
    }
  }
  checkHistory(server.history(), calamity)
  if (calamity !== 'trash purged') checkWinners(rows, server.history(), history)
}

const textOf = (rows: readonly StagedRow[]): string =>
  rows
    .map(({ table, id, regs, seq }) => canonical([table, id, seq, regs] as never))
    .toSorted()
    .join('\n')

function firstDifference(has: string, wanted: string): string {
  const [mine, theirs] = [has.split('\n'), wanted.split('\n')]
  const only = (a: string[], b: string[]) =>
    a
      .filter((line) => !b.includes(line))
      .slice(0, 3)
      .join('\n  ')
  return `  device: ${only(mine, theirs)}\n  server: ${only(theirs, mine)}`
}

/** Nothing was applied twice. */
function checkHistory(lines: readonly HistoryLine[], calamity: string): void {
  const seen = new Set<string>()
  for (const { operation, table, rowId, changes } of lines) {
    const once = `${operation} ${table} ${rowId}`
    requireThat(!seen.has(once), `applied twice: ${once}`)
    seen.add(once)
    if (calamity !== 'none') continue
    // Nobody goes by another name in such a run: a stamp is used once.
    for (const { register, stamp } of changes) {
      const written = `${table} ${rowId} ${register} ${stamp.join(' ')}`
      requireThat(!seen.has(written), `written twice: ${written}`)
      seen.add(written)
    }
  }
}

/** Of all that was ever written to a register the latest is there, whatever arrived when. */
function checkWinners(rows: readonly StagedRow[], lines: readonly HistoryLine[], { owed }: History): void {
  const stamps = new Map<string, Stamp>(
    rows.flatMap(({ table, id, regs }) =>
      Object.entries(regs).map(([register, { stamp }]) => [`${table} ${id} ${register}`, stamp] as const),
    ),
  )
  const requireAtLeast = (key: string, stamp: Stamp, what: string) => {
    const there = stamps.get(key)
    requireThat(
      there !== undefined && compareStamps(there, stamp) >= 0,
      `${what}: ${key} ${stamp.join(' ')}, there is ${there?.join(' ')}`,
    )
  }
  for (const { table, rowId, changes } of lines) {
    for (const { register, stamp } of changes)
      requireAtLeast(`${table} ${rowId} ${register}`, stamp, 'a later value was overwritten')
  }
  // What is sent again under another name keeps time and counter.
  for (const { key, stamp } of owed) requireAtLeast(key, [stamp[0], stamp[1], ''], 'lost with the backup')
}
