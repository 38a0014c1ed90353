/** Devices in this process: the local-first store in a SQLite file, synchronising with the gateway all the time. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import { NewTimeEntry } from '@goalixa/contracts/time-entries'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { createEntry } from '@goalixa/domain/plans/time-entries'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { breath } from './scripts.ts'
import type { World } from './world.ts'
import { explained, pause } from './world.ts'

export interface Device {
  readonly name: string
  /** Writes and synchronises until the load ends. */
  run(): Promise<void>
  /** Synchronises until nothing waits. @throws AppError when the server does not answer */
  settle(): Promise<void>
  entries(): Promise<TimeEntry[]>
  /** Operations that the server refused for good. */
  refused(): Promise<number>
  close(): Promise<void>
}

export async function openDevice(world: World, name: string): Promise<Device> {
  const { client, userId, ledger, user } = world
  const replica: Replica = await openReplica({
    storage: openSqliteStorage({ path: join(user.home, `${name}.sqlite`) }),
    userId,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
  })
  const chance = world.chance(name)

  const log = async (): Promise<void> => {
    const { seconds, ...span } = ledger.slot()
    const write = ledger.begin(name, seconds)
    const input = NewTimeEntry.parse({ description: write.description, ...span })
    await replica.write('timeEntries.create', (draft, reader) =>
      createEntry(viewOf(reader, userId), draft, input, chance.id),
    )
    ledger.acknowledge(write)
  }
  const sync = () =>
    syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: pause, attempts: 1 })
  const write = async (): Promise<void> => {
    while (world.isLoaded()) {
      await log()
      await breath(chance)
    }
  }
  const exchange = async (): Promise<void> => {
    while (world.isLoaded()) {
      await ledger.inFlight(sync).catch((error: unknown) => {
        explained(ledger, `sync of ${name}`, statusOf(error), String(error))
      })
      await breath(chance)
    }
  }
  return {
    name,
    run: async () => void (await Promise.all([write(), exchange()])),
    async settle() {
      await sync()
    },
    refused: async () => (await replica.status()).deadLetters,
    entries: () =>
      replica.read(async (reader) => {
        const all: TimeEntry[] = []
        let cursor: string | undefined
        do {
          const asking = { userId, nowMs: Date.now() }
          const page = await listTimeEntries(reader, asking, { limit: 500, cursor })
          all.push(...page.items)
          cursor = page.nextCursor ?? undefined
        } while (cursor !== undefined)
        return all
      }),
    close: () => replica.close(),
  }
}

/** An answer that does not fit the question has a status, too, but no kill explains it. */
const statusOf = (error: unknown): number =>
  error instanceof AppError && !/does not fit|did not take/.test(error.message) ? error.status : 0
