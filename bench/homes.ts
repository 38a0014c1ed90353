/** Homes of people who have used the command for years: signed in, with a replica of so many entries. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registers } from '@goalixa/domain/rows'
import { openReplica } from '@goalixa/replica/replica'
import { readState, writeState } from '@goalixa/replica/replica-state'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { newId } from '../packages/cli/src/new-id.ts'
import { replicaPath } from '../packages/cli/src/replica-file.ts'
import { createSessionFile } from '../packages/cli/src/session-file.ts'

export interface Home {
  readonly path: string
  /** For commands of this person; nothing listens at the address of the server. */
  readonly env: Readonly<Record<string, string>>
  readonly remove: () => Promise<void>
}

/** One of the entries of {@link aHistory}. Epoch seconds. */
export interface PastEntry {
  readonly start: number
  readonly end: number
  readonly label: number
}

const apiUrl = 'http://127.0.0.1:1'
const account = { id: '01900000-0000-7000-8000-0000000000be', email: 'bench@example.com' }
const labelCount = 12
const gapSeconds = 1800

/** `count` entries up to an hour ago, one every half hour, day and night: 100,000 of them are almost six years. */
export function* aHistory(count: number): Generator<PastEntry> {
  const now = Math.floor(Date.now() / 1000) - 3600
  for (let index = 0; index < count; index++) {
    const start = now - (count - index) * gapSeconds
    yield { start, end: start + 1500, label: index % labelCount }
  }
}

export async function makeHome(count: number): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: path,
    GOALIXA_API_URL: apiUrl,
    GOALIXA_CONFIG_DIR: join(path, 'config'),
    GOALIXA_DATA_DIR: join(path, 'data'),
  }
  const session = { account, accessToken: 'a', refreshToken: 'r', expiresAt: Date.now() + 3_600_000 }
  await mkdir(env.GOALIXA_DATA_DIR)
  await createSessionFile(env.GOALIXA_CONFIG_DIR, apiUrl).write(session)
  await fillReplica(replicaPath({ dataDir: env.GOALIXA_DATA_DIR, accountId: account.id, apiUrl }), count)
  return { path, env, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

async function fillReplica(path: string, count: number): Promise<void> {
  const storage = openSqliteStorage({ path })
  const replica = await openReplica({
    storage,
    userId: account.id,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
  })
  let seq = 0
  const labels = Array.from({ length: labelCount }, (_, index) => ({ id: newId(), name: `label ${index}` }))
  await storage.write(async (writer) => {
    const put = (table: string, id: string, values: Record<string, Registers[string]['v']>) => {
      const regs = Object.fromEntries(
        Object.entries(values).map(([name, v]) => [name, { v, stamp: [1, 0, 'bench'] as const }]),
      )
      return writer.putRow({ table, id, confirmed: regs, seq: ++seq, pending: null, visible: regs })
    }
    for (const { id, name } of labels) await put('labels', id, { name })
    for (const { start, end, label } of aHistory(count)) {
      await put('timeEntries', newId(), {
        span: { start, end, zone: 'Europe/Berlin' },
        description: 'write the report',
        [`label:${labels[label]!.id}`]: true,
      })
    }
    const now = Date.now()
    const state = await readState(writer)
    await writeState(writer, {
      ...state,
      epoch: 'bench',
      cursor: seq,
      lastSync: { atMs: now, serverMs: now },
    })
  })
  await replica.close()
}
