/** A device of the simulation: a store that lasts, a process that may be killed at any moment, a clock that may be wrong. */
import type { Operation } from '@goalixa/contracts/sync'
import { canonical } from '@goalixa/domain/rows'
import type { ReplicaState } from '../replica-state.ts'
import { findState } from '../replica-state.ts'
import type { Replica } from '../replica.ts'
import { openReplica } from '../replica.ts'
import type { ReplicaStorage, ReplicaWriter } from '../storage.ts'
import type { Chance } from './random.ts'

/** The process was killed. What it had committed is there, nothing else. */
export class Killed extends Error {}

export interface Device {
  readonly name: string
  storage: ReplicaStorage
  skewMs: number
  /** The running process; absent once it was killed. */
  replica: Replica | undefined
  /** Moments until it is killed; never when undefined. */
  killIn: number | undefined
  /** Values that were durably taken in here: none of them may ever be lost. */
  readonly expected: Set<string>
  /** Values that were refused, and told so. */
  readonly refused: Set<string>
  /** What the store said of itself last. */
  seen: Pick<ReplicaState, 'epoch' | 'cursor'> | undefined
}

/** A value of a register, as one word. */
export const saying = (table: string, id: string, register: string, value: unknown): string =>
  `${table} ${id} ${register} ${canonical(value as never)}`

export const newDevice = (name: string, storage: ReplicaStorage, skewMs: number): Device => ({
  name,
  storage,
  skewMs,
  replica: undefined,
  killIn: undefined,
  expected: new Set(),
  refused: new Set(),
  seen: undefined,
})

interface World {
  readonly chance: Chance
  readonly nowMs: () => number
  /** Plants a bug: the cursor lasts although the transaction that moved it broke off. */
  readonly cursorBeforeRows: boolean
}

/** A moment at which the device may be killed. */
export function mayDie(device: Device): void {
  if (device.killIn === undefined || --device.killIn > 0) return
  device.killIn = undefined
  device.replica = undefined
  throw new Killed(`${device.name} was killed`)
}

/** The running process, started when there is none. */
export async function processOf(device: Device, world: World): Promise<Replica> {
  device.replica ??= await openReplica({
    storage: mortal(device, device.storage, world),
    userId: 'somebody',
    now: () => world.nowMs() + device.skewMs,
    random: world.chance.bytes,
  })
  return device.replica
}

/** The store as one process sees it: it may be killed before and after each commit, and then touches nothing any more. */
function mortal(device: Device, inner: ReplicaStorage, { cursorBeforeRows }: World): ReplicaStorage {
  let isDead = false
  const die = () => {
    try {
      mayDie(device)
    } catch (error) {
      isDead = true
      throw error
    }
  }
  const requireAlive = () => {
    if (isDead) throw new Killed(`${device.name} is dead`)
  }
  return {
    async read(work) {
      requireAlive()
      return inner.read(work)
    },
    async write(work) {
      requireAlive()
      const [taken, refused]: Operation[][] = [[], []]
      let attempted: ReplicaState | undefined
      try {
        const result = await inner.write(async (writer) => {
          const done = await work(noting(writer, taken!, refused!))
          attempted = cursorBeforeRows ? await findState(writer) : undefined
          die()
          return done
        })
        for (const operation of taken!) note(device.expected, operation)
        for (const operation of refused!) note(device.refused, operation)
        die()
        return result
      } catch (error) {
        if (error instanceof Killed && attempted !== undefined) await keepCursor(inner, attempted)
        throw error
      }
    },
    close: () => inner.close(),
  }
}

const noting = (writer: ReplicaWriter, taken: Operation[], refused: Operation[]): ReplicaWriter => ({
  ...writer,
  putOutbox(item) {
    taken.push(item.operation)
    return writer.putOutbox(item)
  },
  putDeadLetter(letter) {
    refused.push(letter.operation)
    return writer.putDeadLetter(letter)
  },
})

function note(said: Set<string>, { patches }: Operation): void {
  for (const { table, id, regs } of patches) {
    for (const [register, { v }] of Object.entries(regs)) said.add(saying(table, id, register, v))
  }
}

const keepCursor = (storage: ReplicaStorage, { cursor, epoch }: ReplicaState): Promise<void> =>
  storage.write(async (writer) => {
    const state = await findState(writer)
    if (state !== undefined && state.reload === null)
      await writer.setMeta('state', { ...state, cursor, epoch } as never)
  })
