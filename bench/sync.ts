/**
 * A device that comes back after a while without network: 500 operations wait in its store, and go through the gateway.
 * Two devices in turn, so that what one sends is also what the other receives.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { newId } from '../packages/cli/src/new-id.ts'
import { figureOf } from './measure.ts'
import { register } from './people.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

const queued = 500
const rounds = 12

export const benchSync = (): Promise<BenchResult> =>
  withStack(async ({ url }) => {
    const person = await register(url)
    const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
    const http = createHttpTransport({ baseUrl: url, userAgent: 'goalixa-bench' })
    const client = createClient(createTokenTransport(http.send, person.accessToken))
    const device = async (name: string) => {
      const replica = await openReplica({
        storage: openSqliteStorage({ path: join(folder, `${name}.sqlite`) }),
        userId: person.userId,
        now: Date.now,
        random: (bytes) => randomBytes(bytes),
      })
      const sync = () =>
        syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: (ms) => pause(ms) })
      await sync()
      return { replica, sync }
    }
    const [away, other] = [await device('away'), await device('other')]
    const sent: number[] = []
    const received: number[] = []
    let start = Math.floor(Date.now() / 1000) - rounds * queued * 60
    for (let round = 0; round < rounds; round++) {
      for (let write = 0; write < queued; write++) {
        start += 60
        const span = { start, end: start + 50, zone: 'Europe/Berlin' }
        await away.replica.write('timeEntries.create', async (draft) =>
          draft.patch('timeEntries', newId(), { span, description: `write ${round}.${write}` }),
        )
      }
      sent.push(await timed(away.sync))
      received.push(await timed(other.sync))
    }
    const { pending } = await away.replica.status()
    const rows = await other.replica.read((reader) => reader.rowsOf('timeEntries'))
    if (pending > 0 || rows.length !== queued * rounds)
      throw new Error(`${pending} wait, and ${rows.length} of ${queued * rounds} have arrived`)
    await Promise.all([away.replica.close(), other.replica.close(), http.close()])
    await rm(folder, { recursive: true })
    const figures = {
      '500 queued operations, sent': figureOf(sent),
      '500 rows of another device, received': figureOf(received),
    }
    return {
      figures,
      targets: [
        {
          what: '500 queued operations, sent (slowest)',
          seen: figures['500 queued operations, sent'].max,
          atMost: 2_000,
          unit: 'ms',
        },
        {
          what: '500 queued operations, sent (median)',
          seen: figures['500 queued operations, sent'].median,
          atMost: 700,
          unit: 'ms',
        },
      ],
    }
  })

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
