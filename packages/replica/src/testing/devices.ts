/** A server and devices for tests of one thing at a time: clocks stand still, nothing fails by itself. */
import type { SyncRequest } from '@goalixa/contracts/sync'
import { SyncRequest as RequestShape, SyncResponse as ResponseShape } from '@goalixa/contracts/sync'
import type { Json, Row, TableName } from '@goalixa/domain/rows'
import { canonical } from '@goalixa/domain/rows'
import type { Replica } from '../replica.ts'
import { openReplica } from '../replica.ts'
import type { ReplicaStorage } from '../storage.ts'
import type { Exchange, SyncOptions, SyncResult } from '../sync.ts'
import { syncReplica } from '../sync.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { createChance } from './random.ts'
import type { ServerModel } from './server-model.ts'
import { createServerModel } from './server-model.ts'

type ModelOptions = Omit<Parameters<typeof createServerModel>[0], 'now' | 'newEpoch'>

interface TestDevice extends Replica {
  /** The wall clock of the device against the true time. */
  skewMs: number
  sync(options?: Partial<SyncOptions> & { readonly exchange?: Exchange }): Promise<SyncResult>
  set(table: TableName, id: string, values: Readonly<Record<string, Json>>): Promise<string>
  /** What people see of a register. */
  see(table: string, id: string, register: string): Promise<Json | undefined>
  running(): Promise<Row[]>
}

export interface TestWorld {
  readonly server: ServerModel
  readonly newId: () => string
  nowMs: number
  /** Every request, as it was sent. */
  readonly sent: SyncRequest[]
  device(storage?: ReplicaStorage, skewMs?: number): Promise<TestDevice>
  /** Syncs them in turn until nothing moves. */
  settle(...devices: TestDevice[]): Promise<void>
  /** Rows of the server and of a device, equal as text when they are the same. */
  serverText(): string
  textOf(device: TestDevice): Promise<string>
}

export const hour = 3_600_000
export const running = (start: number) => ({ span: { start, end: null, zone: 'UTC' } })
export const ended = (start: number, end: number) => ({ span: { start, end, zone: 'UTC' } })

export function createWorld(options: ModelOptions = {}): TestWorld {
  const chance = createChance(7)
  const sent: SyncRequest[] = []
  const server = createServerModel({ ...options, now: () => world.nowMs, newEpoch: chance.id })
  /** Over a wire of JSON, held to the contract on both ends. */
  const exchange: Exchange = async (request) => {
    sent.push(request)
    const answer = server.exchange(RequestShape.parse(JSON.parse(JSON.stringify(request))))
    return ResponseShape.parse(JSON.parse(JSON.stringify(answer)))
  }
  const text = (rows: readonly { table: string; id: string; seq: number; regs: unknown }[]) =>
    rows
      .map(({ table, id, seq, regs }) => canonical([table, id, seq, regs] as never))
      .toSorted()
      .join('\n')
  const world: TestWorld = {
    server,
    sent,
    newId: chance.id,
    nowMs: Date.UTC(2026, 2, 2, 9),
    async device(storage = createMemoryStorage(), skewMs = 0) {
      const replica = await openReplica({
        storage,
        userId: 'me',
        now: () => world.nowMs + device.skewMs,
        random: chance.bytes,
      })
      const device: TestDevice = {
        ...replica,
        skewMs,
        sync: ({ exchange: other = exchange, ...given } = {}) =>
          syncReplica(replica, other, { delay: async () => undefined, ...given }),
        set: async (table, id, values) =>
          (await replica.write('test.set', (draft) => draft.patch(table, id, values))).operations[0]!,
        see: async (table, id, register) =>
          (await replica.read((reader) => reader.row(table, id)))?.visible[register]?.v,
        running: () => replica.read((reader) => reader.runningEntries()),
      }
      return device
    },
    async settle(...devices) {
      for (let round = 0; round < 3; round++) for (const device of devices) await device.sync()
    },
    serverText: () => text(server.rows()),
    textOf: async (device) =>
      text(
        (await device.read((reader) => reader.storedRows())).map((row) => ({ ...row, regs: row.visible })),
      ),
  }
  return world
}
