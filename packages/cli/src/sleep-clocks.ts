/**
 * What the clocks of the machine said at the last command while a timer ran, in one small file: the next command
 * compares, and tells once when the machine slept meanwhile.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import type { Clocks } from '@goalixa/domain/sleep-gaps'
import { sleptSeconds } from '@goalixa/domain/sleep-gaps'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'

/** The entry that ran then. */
export interface ClockRecord {
  readonly entryId: string
  readonly clocks: Clocks
}

interface SleepOptions {
  readonly stateDir: string
  readonly clocks: () => Clocks
  /** Whose hours are shown. */
  readonly zone: string
}

/** No setting asks to be told of less. */
const leastSeconds = 60

/** Linux alone counts both: on other systems the two may be one, and nothing is ever found. */
export const machineClocks = (): Clocks => ({
  wall: Date.now() / 1000,
  boot: uptime(),
  awake: Number(process.hrtime.bigint()) / 1e9,
})

/** Lines to say, on stderr; notes what the clocks say now. */
export async function takeSleep(
  replica: Pick<Replica, 'read' | 'userId'>,
  { stateDir, clocks, zone }: SleepOptions,
): Promise<readonly string[]> {
  const before = readClocks(stateDir)
  const running = await replica.read((reader) => viewOf(reader, replica.userId).running())
  if (before === undefined && running === undefined) return []
  const now = clocks()
  if (running === undefined) removeClocks(stateDir)
  else writeClocks(stateDir, { entryId: running.id, clocks: now })
  if (before === undefined || sleptSeconds(before.clocks, now) < leastSeconds) return []
  const { sleepWords } = await import('./sleep-words.ts')
  return sleepWords(replica, before, now, zone)
}

const pathOf = (stateDir: string): string => join(stateDir, 'clocks')

/** Undefined where there is none, or none that makes sense: then nothing is known. */
function readClocks(stateDir: string): ClockRecord | undefined {
  try {
    const [entryId = '', ...numbers] = readFileSync(pathOf(stateDir), 'utf8').trim().split(' ')
    const [wall, boot, awake] = numbers.map(Number)
    const isWhole = numbers.length === 3 && [wall, boot, awake].every(Number.isFinite)
    return isWhole ? { entryId, clocks: { wall: wall!, boot: boot!, awake: awake! } } : undefined
  } catch {
    return undefined
  }
}

/** Neither forced onto the disk nor replaced in one step: half a file says nothing, and does no harm. */
function writeClocks(stateDir: string, { entryId, clocks }: ClockRecord): void {
  try {
    const numbers = [clocks.wall, clocks.boot, clocks.awake].map((seconds) => seconds.toFixed(2))
    writeFileSync(pathOf(stateDir), `${[entryId, ...numbers].join(' ')}\n`, { mode: 0o600 })
  } catch {
    return
  }
}

/** Nothing stays behind after signing out. */
export function removeClocks(stateDir: string): void {
  try {
    rmSync(pathOf(stateDir), { force: true })
  } catch {
    return
  }
}
