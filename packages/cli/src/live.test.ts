import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Client } from '@goalixa/client/client'
import type { StoredSession } from '@goalixa/client/signed-in'
import { AppError } from '@goalixa/contracts/errors'
import type { SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { v7 } from 'uuid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from './connection.ts'
import { createLocalLive, createRemoteLive } from './live.ts'
import { writeIntent } from './local-rows.ts'
import { removeReplicaFile, replicaPath } from './replica-file.ts'

const apiUrl = 'http://127.0.0.1:1'
const account = { id: '01900000-0000-7000-8000-000000000001', email: 'ada@example.com' }
const dates = () => ({ now: Math.floor(Date.now() / 1000), zone: 'Europe/Berlin', weekStart: 1 })

let dataDir: string
const closing: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'goalixa-live-'))
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  await rm(dataDir, { recursive: true })
})

/** A server that takes everything; the test announces its heads. */
function aServer() {
  const heads = new PassThrough({ objectMode: true })
  const server = {
    syncs: 0,
    /** Operations that arrived. */
    arrived: 0,
    announce: (head: number) => void heads.write(Buffer.from(`event: head\ndata: {"head":${head}}\n\n`)),
    async exchange({ ops, cursor, now }: SyncRequest): Promise<SyncResponse> {
      server.syncs += 1
      server.arrived += ops.length
      const answer = {
        epoch: 'epoch',
        ackedN: ops.at(-1)?.n ?? 0,
        ackedSeq: 0,
        rejected: [],
        rows: [],
        history: [],
      }
      return { ...answer, cursor, more: false, serverTime: now }
    },
  }
  const client: Pick<Client, 'events'> = {
    events: {
      stream: async (_, { signal } = {}) => {
        signal?.addEventListener('abort', () => heads.end())
        return {
          mediaType: 'text/event-stream',
          text: () => Promise.resolve(''),
          chunks: () => heads as AsyncIterable<Uint8Array>,
        }
      },
    },
  }
  return { server, client }
}

const openHere = () =>
  openReplica({
    storage: openSqliteStorage({ path: replicaPath({ dataDir, apiUrl, accountId: account.id }) }),
    userId: account.id,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
  })

/** Somebody who is signed in follows; `session` is what the session file holds. */
async function following(more: { readonly sendEveryMs?: number } = {}) {
  const { server, client } = aServer()
  const replica = await openHere()
  closing.push(() => replica.close())
  const there = { session: { account } as StoredSession | undefined }
  const live = createLocalLive({
    withReplica: (work) => work(replica),
    syncNow: async () => {
      await syncReplica(replica, server.exchange, { delay: () => Promise.resolve() })
    },
    client: async () => client,
    sessions: { read: async () => there.session },
    path: async () => replicaPath({ dataDir, apiUrl, accountId: account.id }),
    ...more,
  })
  const seen = { changes: 0, connections: [] as Connection[] }
  const leave = new AbortController()
  const done = live.follow(
    {
      onChange: () => void (seen.changes += 1),
      onConnection: (connection) => void seen.connections.push(connection),
    },
    leave.signal,
  )
  closing.push(async () => {
    leave.abort()
    await done.catch(() => undefined)
  })
  await expect.poll(() => seen.connections).toEqual(['live'])
  await expect.poll(() => server.syncs).toBe(1)
  await expect.poll(() => seen.changes).toBeGreaterThan(0)
  return { server, live, seen, there, done, leave, replica }
}

/** What a command in another terminal does. */
async function inAnotherTerminal() {
  const other = await openHere()
  await writeIntent(
    other,
    'timer.start',
    async (_, draft, newId) => {
      const span = { start: dates().now - 60, end: null, zone: 'UTC' }
      draft.patch('timeEntries', newId(), { span, description: 'elsewhere' })
    },
    v7,
  )
  await other.close()
}

test('a change by another command is seen', async () => {
  const { live, seen } = await following()
  const { changes } = seen
  await inAnotherTerminal()
  await expect.poll(() => seen.changes).toBeGreaterThan(changes)
  const snapshot = await live.read(dates())
  expect(snapshot).toMatchObject({
    running: { description: 'elsewhere' },
    today: { entries: [{ description: 'elsewhere' }] },
  })
  expect(snapshot.today.seconds).toBeGreaterThanOrEqual(60)
})

test('a head that is news is asked for, one that is here is not', async () => {
  const { server, seen } = await following()
  const { changes } = seen
  server.announce(0)
  server.announce(5)
  await expect.poll(() => seen.changes).toBeGreaterThan(changes)
  expect(server.syncs).toBe(2)
})

test('what another command could not send goes out by and by', async () => {
  const { server } = await following({ sendEveryMs: 50 })
  await inAnotherTerminal()
  await expect.poll(() => server.arrived).toBe(1)
})

test('somebody else who signs in on this device gets nothing of it', async () => {
  const { server, done, there } = await following()
  await inAnotherTerminal()
  there.session = { account: { id: v7(), email: 'bob@example.com' } } as StoredSession
  const refused = expect(done).rejects.toMatchObject({ code: 'auth.required' })
  server.announce(7)
  await refused
  expect(server.arrived).toBe(0)
})

test('nothing is shown any more after signing out', async () => {
  const { done } = await following()
  const refused = expect(done).rejects.toMatchObject({ code: 'auth.required' })
  removeReplicaFile(replicaPath({ dataDir, apiUrl, accountId: account.id }))
  await refused
})

test('a script with a token asks the server each time, and ends when the token does', async () => {
  const { server, client } = aServer()
  const nothing = { items: [], nextCursor: null }
  const live = createRemoteLive({
    store: {
      timer: { status: async () => ({ running: null, todaySeconds: 90 }) },
      timeEntries: { list: async () => nothing },
      weeklyGoals: { list: async () => nothing },
      tasks: { list: async () => nothing },
      goals: { list: async () => nothing },
      // A token may be allowed to read less than all of it.
      habits: { list: () => Promise.reject(new AppError('auth.forbidden_scope')) },
      planner: { get: () => Promise.reject(new AppError('auth.forbidden_scope')) },
      dueReminders: async () => [],
    } as never,
    client: async () => client,
  })
  expect(await live.read(dates())).toMatchObject({ running: null, pending: 0, today: { seconds: 90 } })
  expect(await live.read(dates())).toMatchObject({ habits: [], plan: null, tasks: [] })
  let changes = 0
  const leave = new AbortController()
  const done = live.follow(
    { onChange: () => void (changes += 1), onConnection: () => undefined },
    leave.signal,
  )
  await expect.poll(() => changes).toBe(1)
  server.announce(3)
  await expect.poll(() => changes).toBe(2)
  leave.abort()
  await done
  const refused = new AppError('auth.invalid_token')
  const ended = createRemoteLive({
    store: undefined as never,
    client: async () => ({ events: { stream: () => Promise.reject(refused) } }),
  })
  const nobody = { onChange: () => undefined, onConnection: () => undefined }
  await expect(ended.follow(nobody, new AbortController().signal)).rejects.toBe(refused)
})
