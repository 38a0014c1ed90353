import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import type { SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalReplica } from './local-replica.ts'
import { createLocalStore } from './local-store.ts'
import { replicaPath } from './replica-file.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'goalixa-replica-')), 'data')
})
afterEach(() => rm(join(dataDir, '..'), { recursive: true }))

const account = { id: '01900000-0000-7000-8000-000000000001', email: 'ada@example.com' }
const apiUrl = 'http://127.0.0.1:1'
const unreachable = () => Promise.reject(new AppError('service.unreachable'))

/** A server that takes everything, keeps rows, and can be away. */
function fakeServer() {
  const rows = new Map<string, SyncResponse['rows'][number]>()
  const server = {
    seq: 0,
    calls: 0,
    seen: 0,
    fail: undefined as undefined | (() => Promise<never>),
    refuse: undefined as undefined | string,
    put(table: string, id: string, values: Record<string, unknown>, wallMs = 1) {
      const regs = Object.entries(values).map(([name, v]) => [name, { v, stamp: [wallMs, 0, 'other'] }])
      rows.set(`${table} ${id}`, { table, id, regs: Object.fromEntries(regs), seq: ++server.seq })
    },
    async exchange({ cursor, ops, now }: SyncRequest): Promise<SyncResponse> {
      server.calls += 1
      if (server.fail !== undefined) return server.fail()
      const refused =
        server.refuse === undefined ? [] : ops.map(({ n }) => ({ n, code: server.refuse!, detail: 'no' }))
      for (const op of server.refuse === undefined ? ops : []) {
        for (const patch of op['patches'] as { table: string; id: string; regs: object }[]) {
          const key = `${patch.table} ${patch.id}`
          const regs = { ...rows.get(key)?.regs, ...patch.regs } as never
          rows.set(key, { table: patch.table, id: patch.id, regs, seq: ++server.seq })
        }
      }
      server.seen = Math.max(server.seen, ...ops.map(({ n }) => n))
      const fresh = [...rows.values()].filter(({ seq }) => seq > cursor).toSorted((a, b) => a.seq - b.seq)
      const head = {
        epoch: 'epoch',
        ackedN: server.seen,
        ackedSeq: server.seq,
        rejected: refused,
        serverTime: now,
      }
      return { ...head, rows: fresh, history: [], cursor: server.seq, more: false }
    },
  }
  return server
}

/** One command: what it does with the store, then what it does after its answer. */
interface Options {
  readonly signedIn?: boolean
  /** Null leaves it to the command how long it waits. */
  readonly deadlineMs?: number | null
}

function command(server: ReturnType<typeof fakeServer>, { signedIn = true, deadlineMs = 300 }: Options = {}) {
  const said: string[] = []
  let inBackground = 0
  const local = createLocalReplica({
    sessions: {
      read: async () =>
        signedIn ? { account, accessToken: 'a', refreshToken: 'r', expiresAt: 0 } : undefined,
    },
    dataDir,
    stateDir: join(dataDir, 'state'),
    apiUrl,
    deadlineMs: deadlineMs ?? undefined,
    inBackground: async () => {
      inBackground += 1
    },
    // What comes after it was given up is not heard.
    exchange: async (request, signal) => {
      const answer = await server.exchange(request)
      if (signal.aborted) throw new AppError('service.unreachable')
      return answer
    },
    now: Date.now,
    zone: () => 'UTC',
    say: (words) => void said.push(words),
  })
  const nothing = undefined as never
  const store = createLocalStore({
    withReplica: local.withReplica,
    syncNow: local.syncNow,
    syncQuietly: local.syncQuietly,
    accounts: nothing,
    totp: nothing,
    tokens: nothing,
    sessions: nothing,
    audit: nothing,
    calendarFeeds: nothing,
    webhooks: nothing,
    exports: nothing,
    ids: async () => v7,
  })
  return { store, local, said, inBackground: () => inBackground }
}

async function run<Answer>(
  server: ReturnType<typeof fakeServer>,
  work: (store: ReturnType<typeof command>['store']) => Promise<Answer>,
  options: Parameters<typeof command>[1] = {},
) {
  const { store, local, said, inBackground } = command(server, options)
  const answer = await work(store).catch((error: unknown) => error as Answer)
  const callsBefore = server.calls
  await local.finish()
  return { answer, said, callsBefore, inBackground: inBackground() }
}

const list = (store: ReturnType<typeof command>['store']) => store.timeEntries.list({})
const log = (store: ReturnType<typeof command>['store']) =>
  store.timeEntries.create({ start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' })
const span = { start: 100, end: 200, zone: 'UTC' }

describe('the local replica', () => {
  test('is filled before the first answer, and synchronised after the next ones', async () => {
    const server = fakeServer()
    server.put('timeEntries', v7(), { span })
    const first = await run(server, list)
    expect(first).toMatchObject({ answer: { items: [{ durationSeconds: 100 }] }, said: [], callsBefore: 1 })
    // The load was a moment ago: it is not asked for again.
    expect(server.calls).toBe(1)
    const second = await run(server, log)
    expect(second).toMatchObject({ said: [], callsBefore: 1 })
    expect(server.seen).toBe(1)
  })

  test('never asks for a sign-in that is not needed, and needs one', async () => {
    const server = fakeServer()
    const { answer, said } = await run(server, list, { signedIn: false })
    expect(answer).toMatchObject({ code: 'auth.required' })
    expect([said, server.calls]).toEqual([[], 0])
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('does not answer from nothing when it was never filled', async () => {
    const server = fakeServer()
    server.fail = unreachable
    expect(await run(server, list)).toMatchObject({ answer: { code: 'service.unreachable' }, said: [] })
    server.fail = undefined
    expect(await run(server, list)).toMatchObject({ answer: { items: [] } })
  })

  test('tells what waits when the server was not reached, and nothing when nothing waits', async () => {
    const server = fakeServer()
    await run(server, list)
    server.fail = unreachable
    expect(await run(server, list)).toMatchObject({ answer: { items: [] }, said: [] })
    expect((await run(server, log)).said).toEqual(['1 change waits for the server'])
    expect((await run(server, log)).said).toEqual(['2 changes wait for the server'])
    expect((await run(server, log, { deadlineMs: 0 })).said).toEqual([])
    server.fail = undefined
    expect((await run(server, list)).said).toEqual([])
    expect(server.seen).toBe(3)
  })

  test('gives the server no longer than the deadline', async () => {
    const server = fakeServer()
    await run(server, list)
    const { store, local, said } = command(server, { deadlineMs: 30 })
    await log(store)
    const began = performance.now()
    server.fail = () => Promise.reject(new AppError('service.unavailable', 'busy'))
    await local.finish()
    // Far below the waits between attempts without a deadline; how fast it is belongs to a benchmark.
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(said).toEqual(['1 change waits for the server'])
  })

  test('gives the server more time after a large write', async () => {
    const server = fakeServer()
    await run(server, list)
    const { exchange } = server
    server.exchange = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return exchange(request)
    }
    expect((await run(server, log, { deadlineMs: 1 })).said).toEqual(['1 change waits for the server'])
    const { store, local, said } = command(server, { deadlineMs: 1 })
    await log(store)
    local.bePatient()
    await local.finish()
    expect([said, server.seen]).toEqual([[], 2])
  })

  test('asks to sign in again when the session has ended, and goes on working', async () => {
    const server = fakeServer()
    await run(server, list)
    server.fail = () => Promise.reject(new AppError('auth.session_ended'))
    expect(await run(server, log)).toMatchObject({
      answer: { durationSeconds: 3600 },
      said: ['1 change waits for the server: sign in with goalixa auth login to send it'],
    })
  })

  test('tells what was refused for good, once', async () => {
    const server = fakeServer()
    await run(server, list)
    server.refuse = 'request.invalid'
    expect((await run(server, log)).said).toEqual([
      '1 change was refused by the server for good and is kept on this device: goalixa sync --status',
    ])
    expect((await run(server, list)).said).toEqual([])
  })

  test('asks the server before it says that something is not there', async () => {
    const server = fakeServer()
    await run(server, list)
    const id = v7()
    server.put('timeEntries', id, { span: { ...span, end: null } })
    expect(await run(server, (store) => store.timer.stop({}))).toMatchObject({ answer: { id } })
    server.put('labels', v7(), { name: 'made elsewhere' })
    expect(await run(server, (store) => store.labels.list({ name: 'made elsewhere' }))).toMatchObject({
      answer: { items: [{ name: 'made elsewhere' }] },
    })
    expect(await run(server, (store) => store.timer.stop({}))).toMatchObject({
      answer: { code: 'timer.not_running' },
    })
    server.fail = unreachable
    expect(await run(server, (store) => store.timer.stop({}))).toMatchObject({
      answer: { code: 'timer.not_running' },
      said: [],
    })
  })

  test('keeps a write although another command writes at the same moment', async () => {
    const server = fakeServer()
    await run(server, list)
    await Promise.all(Array.from({ length: 5 }, () => run(server, log)))
    expect((await run(server, list)).answer).toMatchObject({ items: Array.from({ length: 5 }, () => ({})) })
    expect(server.seen).toBe(5)
  })

  test('is private, sends what waits when asked, and can be forgotten', async () => {
    const server = fakeServer()
    await run(server, list)
    const path = replicaPath({ dataDir, apiUrl, accountId: account.id })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    server.fail = unreachable
    await run(server, log)
    const unsent = command(server)
    expect(await unsent.local.send()).toBe(1)
    await unsent.local.finish()
    server.fail = undefined
    const sent = command(server)
    expect(await sent.local.send()).toBe(0)
    await sent.local.forget()
    expect(await readdir(dataDir)).toEqual([])
    await sent.local.finish()
    expect(await command(server).local.send()).toBe(0)
    expect(await readdir(dataDir)).toEqual([])
  })
})

describe('a command that nobody gave a deadline', () => {
  const start = (store: ReturnType<typeof command>['store']) => store.timer.start({ zone: 'UTC' })
  const status = (store: ReturnType<typeof command>['store']) =>
    store.timer.status({ from: '2026-03-02', to: '2026-03-03', zone: 'UTC' })
  const asUsual = { deadlineMs: null }

  test('leaves the timer to a process in the background', async () => {
    const server = fakeServer()
    await run(server, list)
    expect(await run(server, start, asUsual)).toMatchObject({ callsBefore: 1, inBackground: 1, said: [] })
    expect(server.calls).toBe(1)
    const background = command(server, asUsual)
    await background.local.syncQuietly()
    await background.local.finish()
    expect([server.seen, background.said]).toEqual([1, []])
  })

  test('waits a moment for other writes', async () => {
    const server = fakeServer()
    await run(server, list)
    expect(await run(server, log, asUsual)).toMatchObject({ inBackground: 0, said: [] })
    expect(server.seen).toBe(1)
  })

  test('looks for news in the background when what is here is old, never before the answer', async () => {
    const server = fakeServer()
    await run(server, list)
    expect(await run(server, status, asUsual)).toMatchObject({ inBackground: 0 })
    const { store, local, inBackground } = command(server, asUsual)
    await local.withReplica(async (replica) => {
      await replica.storage.write(async (writer) => {
        const state = (await writer.meta('state')) as { lastSync: { atMs: number } }
        await writer.setMeta('state', {
          ...state,
          lastSync: { ...state.lastSync, atMs: Date.now() - 60_000 },
        })
      })
    }, 'at once')
    await status(store)
    await local.finish()
    expect([server.calls, inBackground()]).toEqual([1, 1])
  })

  test('does not wait again for a server that was out of reach a moment ago', async () => {
    const server = fakeServer()
    await run(server, list)
    server.fail = unreachable
    expect(await run(server, log, asUsual)).toMatchObject({
      said: ['1 change waits for the server'],
      inBackground: 1,
    })
    const { calls } = server
    expect(await run(server, log, asUsual)).toMatchObject({
      said: ['2 changes wait for the server'],
      inBackground: 1,
    })
    expect(await run(server, list, asUsual)).toMatchObject({ answer: { items: [{}, {}] } })
    expect(server.calls).toBe(calls)
    server.fail = undefined
    const { local } = command(server, asUsual)
    await local.syncQuietly()
    await local.finish()
    expect(server.seen).toBe(2)
    expect(await run(server, log, asUsual)).toMatchObject({ said: [], inBackground: 0 })
    expect(server.seen).toBe(3)
  })
})

test('accounts and installations have files of their own', () => {
  const paths = ['http://a', 'http://b'].flatMap((url) =>
    ['1', '2'].map((accountId) => replicaPath({ dataDir: '/d', apiUrl: url, accountId })),
  )
  expect(new Set(paths).size).toBe(4)
  expect(replicaPath({ dataDir: '/d', apiUrl: 'http://a', accountId: '../../x' })).toMatch(
    /^\/d\/replica-[\w-]+\.sqlite$/,
  )
})
