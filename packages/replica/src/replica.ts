/** The local-first store of one user: reads and writes work without network; `sync.ts` exchanges with the server. */
import { AppError } from '@goalixa/contracts/errors'
import type { Json, TableName } from '@goalixa/domain/rows'
import type { PatchValues } from './enqueue.ts'
import { enqueue } from './enqueue.ts'
import type { ReplicaState } from './replica-state.ts'
import { correctedNow, findState, newState, noneNoticed, readState, writeState } from './replica-state.ts'
import type { RowKey } from './row-changes.ts'
import type { ReplicaReader, ReplicaStorage } from './storage.ts'

interface ReplicaOptions {
  readonly storage: ReplicaStorage
  readonly userId: string
  /** Milliseconds of the wall clock; it may be wrong. */
  readonly now: () => number
  /** So many random bytes, unpredictable. */
  readonly random: (bytes: number) => Uint8Array
}

/** Rows of a large intent that are written at once: some operations' worth. */
const portion = 2_000

/** What an intent will change, gathered while it is planned. */
export interface Draft {
  /** Milliseconds now; corrected when the wall clock is known to be wrong. For starts and stops. */
  readonly nowMs: number
  /** Sets registers of a row, made when absent; undefined values are left out, later ones win. */
  patch(table: TableName, id: string, values: Readonly<Record<string, Json | undefined>>): void
  /**
   * Of an intent that may be divided: writes what was gathered so far, in the same transaction, so that it need not be
   * held in memory. What is patched later must not be referred to by what was patched before.
   */
  flush?(): Promise<void>
}

interface WriteOptions {
  /** The operation that this one takes back. */
  readonly undoes?: string
  /** Imports: more than 512 KiB become several operations, each applied whole, taken back together. */
  readonly mayDivide?: boolean
}

export interface Written<Result> {
  readonly result: Result
  /** `<clientId>/<n>` of each operation; none when nothing changed. */
  readonly operations: readonly string[]
}

interface ReplicaStatus {
  readonly userId: string
  readonly clientId: string
  /** Operations that the server has not consumed yet. */
  readonly pending: number
  readonly deadLetters: number
  /** Ever on this device, what was settled since included. */
  readonly conflicts: number
  readonly automaticEnds: number
  readonly cursor: number
  readonly epoch: string | null
  readonly lastSync: ReplicaState['lastSync']
  readonly skewMs: number
  readonly paused: ReplicaState['paused']
  readonly stoppedAt: number | null
}

export interface Replica {
  readonly storage: ReplicaStorage
  readonly userId: string
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  read<Result>(work: (reader: ReplicaReader) => Promise<Result>): Promise<Result>
  /**
   * One intent, durable when the promise resolves. The plan awaits nothing but the reader's own promises.
   * @throws AppError of the plan, `request.too_large`, `replica.unwritable`; then nothing was written
   */
  write<Result>(
    intent: string,
    plan: (draft: Draft, reader: ReplicaReader) => Promise<Result> | Result,
    options?: WriteOptions,
  ): Promise<Written<Result>>
  status(): Promise<ReplicaStatus>
  /** Called after each change with the rows that look different. Returns how to end it. */
  onChange(listener: (changed: readonly RowKey[]) => void): () => void
  /** Tells the listeners. */
  announce(changed: readonly RowKey[]): void
  close(): Promise<void>
}

/** @throws AppError `replica.damaged` when the store is another user's */
export async function openReplica({ storage, userId, now, random }: ReplicaOptions): Promise<Replica> {
  const here = await storage.read(findState)
  if (here === undefined) {
    await storage.write(async (writer) => {
      // Another process may have been quicker.
      if ((await findState(writer)) === undefined)
        await writeState(writer, newState(userId, newClientId(random)))
    })
  } else if (here.userId !== userId) {
    throw new AppError('replica.damaged', 'the local store belongs to another account', {
      try: 'sign in as that account',
    })
  }
  const listeners = new Set<(changed: readonly RowKey[]) => void>()
  const announce = (changed: readonly RowKey[]) => {
    if (changed.length > 0) for (const listener of listeners) listener(changed)
  }
  return {
    storage,
    userId,
    now,
    random,
    announce,
    read: storage.read,
    async write(intent, plan, { undoes, mayDivide = false } = {}) {
      const { result, operations, changed } = await storage.write(async (writer) => {
        const state = await readState(writer)
        const values = new Map<string, { table: string; id: string; values: PatchValues }>()
        const nowMs = now()
        const group = mayDivide ? newClientId(random) : undefined
        const done = { operations: [] as string[], changed: [] as RowKey[] }
        let clock: ReplicaState['clock'] | undefined
        const take = async (isLast: boolean) => {
          const given = { intent, undoes, group, values, clock, isPortion: clock !== undefined || !isLast }
          // Only a portion before this one has changed it.
          const current = clock === undefined ? state : await readState(writer)
          const taken = await enqueue(writer, current, nowMs, given)
          values.clear()
          for (const operation of taken.operations) done.operations.push(operation)
          for (const key of taken.changed) done.changed.push(key)
          if (taken.operations.length > 0) clock = taken.clock
        }
        const draft: Draft = {
          nowMs: correctedNow(state, nowMs),
          patch: (...given) => gather(values, ...given),
          ...(mayDivide && {
            flush: async () => {
              if (values.size >= portion) await take(false)
            },
          }),
        }
        const planned = await plan(draft, writer)
        await take(true)
        return { result: planned, ...done }
      })
      announce(changed)
      return { result, operations }
    },
    status: () =>
      storage.read(async (reader) => {
        const state = await readState(reader)
        const { clientId, cursor, epoch, lastSync, skewMs, paused, stoppedAt, nextN, acked } = state
        const { conflicts, automaticEnds } = state.noticed ?? noneNoticed
        const deadLetters = (await reader.deadLetters()).length
        // The outbox ends at nextN - 1; what is consumed but not confirmed yet is not pending.
        const pending = Math.min(await reader.outboxSize(), nextN - 1 - acked.n)
        const noticed = { deadLetters, conflicts, automaticEnds }
        return { userId, clientId, pending, ...noticed, cursor, epoch, lastSync, skewMs, paused, stoppedAt }
      }),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => storage.close(),
  }
}

/** 96 random bits: no two devices have the same. */
export const newClientId = (random: (bytes: number) => Uint8Array): string =>
  Array.from(random(12), (byte) => byte.toString(16).padStart(2, '0')).join('')

function gather(
  gathered: Map<string, { table: string; id: string; values: PatchValues }>,
  table: TableName,
  id: string,
  values: Readonly<Record<string, Json | undefined>>,
): void {
  const key = `${table} ${id}`
  const given = Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  gathered.set(key, { table, id, values: { ...gathered.get(key)?.values, ...Object.fromEntries(given) } })
}
