/** What a replica knows of itself, kept in one value so that every transaction sees and changes it whole. */
import { AppError } from '@goalixa/contracts/errors'
import type { ClockState } from '@goalixa/domain/clock'
import { clockStart } from '@goalixa/domain/clock'
import type { Json } from '@goalixa/domain/rows'
import type { ReplicaReader, ReplicaWriter } from './storage.ts'

/** Why the server's rows are being loaded anew, from the first. */
type Reload = 'epoch' | 'cursor_too_old'

export interface ReplicaState {
  readonly userId: string
  readonly clientId: string
  /** Number of the next operation: 1, 2, 3 … without a gap. */
  readonly nextN: number
  readonly clock: ClockState
  /** The greatest stamp of the server's rows: where a clock that ran ahead goes back to. */
  readonly confirmedClock: ClockState
  readonly epoch: string | null
  /** Everything up to this sequence number has been applied here. */
  readonly cursor: number
  /** Operations up to `n` are consumed by the server; the rows they wrote have sequence numbers up to `seq`. */
  readonly acked: { readonly n: number; readonly seq: number }
  readonly reload: Reload | null
  /** Pages are stored up to `cursor` and wait for the last one; `sinceMs` by the server's clock. */
  readonly staged: { readonly cursor: number; readonly epoch: string; readonly sinceMs: number } | null
  /** Rows that people see otherwise than they are stored, because of rules across rows. */
  readonly previewed: readonly (readonly [table: string, id: string])[]
  readonly lastSync: { readonly atMs: number; readonly serverMs: number } | null
  /** The server's clock minus this one. */
  readonly skewMs: number
  /** Why nothing is sent: until somebody signs in, or the program is updated. */
  readonly paused: 'sign_in' | 'update' | null
  /** The first operation that the server is too old for; it and what follows wait. */
  readonly stoppedAt: number | null
  /** Absent before the first. */
  readonly noticed?: Noticed
}

/** What came up on this device ever, what was settled since included: the numbers only grow. */
export interface Noticed {
  /** Values that lost. */
  readonly conflicts: number
  /** Timers that a rule ended. */
  readonly automaticEnds: number
  /** Operations that were refused for good. */
  readonly refused: number
}

export const noneNoticed: Noticed = { conflicts: 0, automaticEnds: 0, refused: 0 }

export const withRefused = (noticed: Noticed = noneNoticed, refused: number): Noticed => ({
  ...noticed,
  refused: noticed.refused + refused,
})

const stateKey = 'state'

export const newState = (userId: string, clientId: string): ReplicaState => ({
  userId,
  clientId,
  nextN: 1,
  clock: clockStart,
  confirmedClock: clockStart,
  epoch: null,
  cursor: 0,
  acked: { n: 0, seq: 0 },
  reload: null,
  staged: null,
  previewed: [],
  lastSync: null,
  skewMs: 0,
  paused: null,
  stoppedAt: null,
})

export const findState = async (reader: ReplicaReader): Promise<ReplicaState | undefined> =>
  (await reader.meta(stateKey)) as unknown as ReplicaState | undefined

/** @throws AppError `replica.damaged` when the store was emptied under an open replica */
export async function readState(reader: ReplicaReader): Promise<ReplicaState> {
  const state = await findState(reader)
  if (state === undefined)
    throw new AppError('replica.damaged', 'the local store was emptied while it was in use', {
      try: 'start again',
    })
  return state
}

export const writeState = (writer: ReplicaWriter, state: ReplicaState): Promise<void> =>
  writer.setMeta(stateKey, state as unknown as Json)

/** Skew that people are told of, and that new starts and stops are corrected by. */
const notableSkewMs = 120_000

/** Milliseconds of the wall clock, corrected when it is known to be wrong. */
export const correctedNow = ({ skewMs }: ReplicaState, nowMs: number): number =>
  Math.abs(skewMs) > notableSkewMs ? nowMs + skewMs : nowMs
