/** The same commands to both stores: a replica in SQLite without any network, and the app service through HTTP. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { TestApp } from '@goalixa/app/testing'
import type { Client } from '@goalixa/client/client'
import { createClient } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import type { Replica } from '@goalixa/replica/replica'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { expect } from 'vitest'
import { createLocalStore } from '../local-store.ts'
import { createRemoteStore } from '../remote-store.ts'
import type { Store } from '../store.ts'

export interface Side {
  readonly store: Store
  readonly names: Map<string, string>
}
export interface Sides {
  readonly local: Side
  readonly remote: Side
  readonly replica: Replica
  readonly client: Client
  close(): Promise<void>
}

/** One person, twice: neither side sees what the other does until the replica is synchronised. */
export async function bothSides(app: TestApp, now: () => number): Promise<Sides> {
  const userId = randomUUID()
  const http = createHttpTransport({ baseUrl: `http://127.0.0.1:${app.port}`, userAgent: 'test' })
  const client = createClient(createTokenTransport(http.send, app.person({ userId }).token))
  const replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId,
    now,
    random: (bytes) => randomBytes(bytes),
  })
  const remote = createRemoteStore({ client, sessions: undefined as never, newId: v7, nowMs: now })
  const local = createLocalStore({
    ...remote,
    withReplica: (work) => work(replica),
    syncNow: () => Promise.resolve(),
    syncQuietly: async () => undefined,
    ids: async () => v7,
  })
  return {
    local: { store: local, names: new Map() },
    remote: { store: remote, names: new Map() },
    replica,
    client,
    async close() {
      await http.close()
      await replica.close()
    },
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** A cursor holds an id: it is compared as what it says. */
const readable = (key: string, value: unknown): unknown =>
  key === 'nextCursor' && typeof value === 'string' ? Buffer.from(value, 'base64url').toString('utf8') : value

/** Ids are made anew on each side: each gets a number, in the order in which it is first met. */
const withoutIds = (value: unknown, names: Map<string, string>): unknown =>
  JSON.parse(
    (JSON.stringify(value, readable) ?? 'null').replaceAll(uuid, (id) => {
      const name = names.get(id) ?? `#${names.size + 1}`
      names.set(id, name)
      return name
    }),
  )

/** A step is told the ids that its own side has made. */
export type Step = (store: Store, ids: Record<string, string>) => Promise<unknown>

const outcome = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    (answer) => ({ answer }),
    (error: { code?: string; message: string; fields?: unknown }) => {
      if (error.code === undefined) throw error
      return { code: error.code, message: error.message, fields: error.fields }
    },
  )

/** Each step gives the same answer or the same failure on both sides; `between` lets time pass. */
export async function play(
  { local, remote }: Sides,
  steps: Record<string, Step>,
  between: () => void,
): Promise<void> {
  const made = { local: {} as Record<string, string>, remote: {} as Record<string, string> }
  for (const [name, step] of Object.entries(steps)) {
    between()
    const answers: Record<string, unknown> = {}
    for (const [which, side] of Object.entries({ local, remote })) {
      const ids = made[which as keyof typeof made]
      const result = (await outcome(step(side.store, ids))) as { answer?: { id?: string } }
      if (result.answer?.id !== undefined) ids[name] = result.answer.id
      answers[which] = withoutIds(result, side.names)
    }
    expect(answers['local'], name).toEqual(answers['remote'])
  }
}
