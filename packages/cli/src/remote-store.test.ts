import { createClient } from '@goalixa/client/client'
import type { SessionStore, StoredSession } from '@goalixa/client/signed-in'
import { TransportError } from '@goalixa/client/transport'
import type { HttpRequest, HttpResponse } from '@goalixa/client/transport'
import { AppError } from '@goalixa/contracts/errors'
import { toProblem } from '@goalixa/contracts/problem'
import { describe, expect, it } from 'vitest'
import { createRemoteStore } from './remote-store.ts'

const account = {
  id: '019a0000-0000-7000-8000-000000000001',
  email: 'ada@example.org',
  emailVerified: false,
  createdAt: '2026-03-02T09:00:00Z',
}
const signedIn = { account, accessToken: 'a', refreshToken: 'r', expiresIn: 900 }

const answer = (status: number, value?: unknown): HttpResponse => ({
  status,
  headers: {},
  text: async () => (value === undefined ? '' : JSON.stringify(value)),
  chunks: async function* () {},
})

function aStore(respond: (request: HttpRequest) => HttpResponse, stored?: StoredSession) {
  const sent: HttpRequest[] = []
  const state = { stored }
  const sessions: SessionStore = {
    read: async () => state.stored,
    write: async (session) => void (state.stored = session),
    clear: async () => void (state.stored = undefined),
    lock: (run) => run(),
  }
  const client = createClient(
    async (request) => {
      sent.push(request)
      return respond(request)
    },
    { wait: async () => {} },
  )
  const store = createRemoteStore({ client, sessions, newId: () => 'new-id', nowMs: () => 1_000 })
  return {
    store,
    sent,
    state,
    bodies: () => sent.map((request): unknown => JSON.parse(request.body ?? 'null')),
  }
}
const refuse = () => answer(409, toProblem(new AppError('labels.name_taken')))

describe('the remote store', () => {
  it('makes the id of a new row, and says where an entry came from', async () => {
    const { store, bodies } = aStore(refuse)
    await store.labels.create({ name: 'deep' }).catch(() => undefined)
    await store.timer.start({ description: 'x' }).catch(() => undefined)
    await store.timeEntries
      .create({ start: '2026-03-02T09:00:00Z', end: null, id: 'given' })
      .catch(() => undefined)
    expect(bodies()).toEqual([
      { id: 'new-id', name: 'deep' },
      { id: 'new-id', source: 'cli', description: 'x' },
      { id: 'given', source: 'cli', start: '2026-03-02T09:00:00Z', end: null },
    ])
  })

  const credentials = { email: 'ada@example.org', password: 'p', device: 'd' }
  const noCode = () => Promise.reject(new Error('no code was needed'))

  it('asks for a code only when the account has a second factor', async () => {
    const { store, bodies, state } = aStore(({ path }) =>
      path === '/auth/login'
        ? answer(200, { secondFactor: { challenge: 'c', methods: ['totp'], expiresIn: 300 } })
        : answer(200, signedIn),
    )
    expect(await store.accounts.login(credentials, async () => '123456')).toEqual(account)
    expect(bodies().at(-1)).toEqual({ challenge: 'c', code: '123456', delivery: 'bearer' })
    expect(state.stored?.accessToken).toBe('a')
  })

  it('keeps the tokens of a sign-in', async () => {
    const { store, state } = aStore(() => answer(200, signedIn))
    expect(await store.accounts.login(credentials, noCode)).toEqual(account)
    expect(state.stored).toEqual({
      account: { id: account.id, email: account.email },
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: 901_000,
    })
  })

  const stored = { account, accessToken: 'a', refreshToken: 'r', expiresAt: 1 }
  it.each([
    ['the server agrees', () => answer(204), true],
    ['the session is over already', () => answer(401, toProblem(new AppError('auth.session_ended'))), true],
    [
      'the server is away',
      () => {
        throw new TransportError('unreachable', 'nothing listens there')
      },
      false,
    ],
  ] as const)('signs out here when %s', async (_, respond, told) => {
    const { store, state, bodies } = aStore(respond, stored)
    expect(await store.accounts.logout()).toEqual({ told })
    expect(state.stored).toBeUndefined()
    expect(bodies()[0]).toEqual({ refreshToken: 'r' })
  })
})
