import { AppError } from '@goalixa/contracts/errors'
import { toProblem } from '@goalixa/contracts/problem'
import { describe, expect, it } from 'vitest'
import { createSignedInTransport, createTokenTransport } from './signed-in.ts'
import type { SessionStore, StoredSession } from './signed-in.ts'
import { TransportError } from './transport.ts'
import type { HttpRequest, HttpResponse, Transport } from './transport.ts'

const account = { id: '019a0000-0000-7000-8000-000000000001', email: 'ada@example.org' }
const aSession = (over: Partial<StoredSession> = {}): StoredSession => ({
  account,
  accessToken: 'a1',
  refreshToken: 'r1',
  expiresAt: 1_000_000,
  ...over,
})
const request: HttpRequest = {
  method: 'GET',
  path: '/v1/timer',
  access: 'user',
  headers: {},
  timeoutMs: 1000,
}

function memory(stored: StoredSession | undefined) {
  const state = { stored, locks: 0 }
  const store: SessionStore = {
    read: async () => state.stored,
    write: async (session) => void (state.stored = session),
    clear: async () => void (state.stored = undefined),
    lock: async (run) => {
      state.locks += 1
      return run()
    },
  }
  return { state, store }
}

const answer = (status: number, value: unknown = {}): HttpResponse => ({
  status,
  headers: {},
  text: async () => JSON.stringify(value),
  chunks: async function* () {},
})

/** A server that knows one access token; each refresh token works once. */
function server(valid: string, options: { refresh?: () => HttpResponse } = {}) {
  const seen: string[] = []
  const state = { valid, generation: 1 }
  const transport: Transport = async ({ path, headers, body }) => {
    if (path === '/auth/refresh') {
      seen.push(`refresh ${JSON.parse(body ?? '{}').refreshToken}`)
      if (options.refresh !== undefined) return options.refresh()
      state.generation += 1
      state.valid = `a${state.generation}`
      return answer(200, {
        account: { ...account, emailVerified: false, createdAt: '2026-03-02T09:00:00Z' },
        accessToken: state.valid,
        refreshToken: `r${state.generation}`,
        expiresIn: 900,
      })
    }
    seen.push(`${path} ${headers.authorization}`)
    return headers.authorization === `Bearer ${state.valid}`
      ? answer(200)
      : answer(401, toProblem(new AppError('auth.invalid_token')))
  }
  return { transport, seen }
}

const now = () => 0

describe('createSignedInTransport', () => {
  it('adds the token, but not to public routes', async () => {
    const { transport, seen } = server('a1')
    const send = createSignedInTransport({ transport, sessions: memory(aSession()).store, now })
    await send(request)
    await send({ ...request, path: '/auth/login', access: 'public' })
    expect(seen).toEqual(['/v1/timer Bearer a1', '/auth/login undefined'])
  })

  it('asks for a sign-in when there is none', async () => {
    const send = createSignedInTransport({
      transport: server('a1').transport,
      sessions: memory(undefined).store,
      now,
    })
    await expect(send(request)).rejects.toMatchObject({ code: 'auth.required' })
  })

  it('renews before the token ends, and keeps what it got', async () => {
    const { transport, seen } = server('a1')
    const { state, store } = memory(aSession({ expiresAt: 5_000 }))
    expect((await createSignedInTransport({ transport, sessions: store, now })(request)).status).toBe(200)
    expect(seen).toEqual(['refresh r1', '/v1/timer Bearer a2'])
    expect(state.stored).toEqual(aSession({ accessToken: 'a2', refreshToken: 'r2', expiresAt: 900_000 }))
  })

  it('renews once for calls that fail together', async () => {
    const { transport, seen } = server('other')
    const { state, store } = memory(aSession())
    const send = createSignedInTransport({ transport, sessions: store, now })
    const answers = await Promise.all([send(request), send(request), send(request)])
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
    expect(seen.filter((one) => one.startsWith('refresh'))).toEqual(['refresh r1'])
    expect(state.locks).toBe(1)
  })

  it('SEC-094: takes the tokens that another process renewed meanwhile', async () => {
    const { transport, seen } = server('a9')
    const { state, store } = memory(aSession())
    const send = createSignedInTransport({
      transport,
      now,
      sessions: {
        ...store,
        lock: (run) => ((state.stored = aSession({ accessToken: 'a9', refreshToken: 'r9' })), run()),
      },
    })
    expect((await send(request)).status).toBe(200)
    expect(seen).toEqual(['/v1/timer Bearer a1', '/v1/timer Bearer a9'])
  })

  it('ends the session when renewing is refused, deletes nothing and does not ask again', async () => {
    const refused = () => answer(401, toProblem(new AppError('auth.session_ended'), 'req-1'))
    const { transport, seen } = server('other', { refresh: refused })
    const { state, store } = memory(aSession())
    const send = createSignedInTransport({ transport, sessions: store, now })
    await expect(send(request)).rejects.toMatchObject({ code: 'auth.session_ended', requestId: 'req-1' })
    expect(state.stored).toEqual(aSession({ ended: true }))
    await expect(send(request)).rejects.toMatchObject({ code: 'auth.session_ended' })
    expect(seen).toHaveLength(2)
  })

  it('keeps the session when the server is away', async () => {
    const away = () => {
      throw new TransportError('unreachable', 'nothing listens there')
    }
    const { state, store } = memory(aSession({ expiresAt: 0 }))
    const send = createSignedInTransport({
      transport: server('a1', { refresh: away }).transport,
      sessions: store,
      now,
    })
    await expect(send(request)).rejects.toMatchObject({ code: 'service.unreachable' })
    expect(state.stored).toEqual(aSession({ expiresAt: 0 }))
  })

  it('hands on a second 401', async () => {
    const { transport } = server('a1')
    const stubborn: Transport = async (one) => (one.path === '/auth/refresh' ? transport(one) : answer(401))
    const send = createSignedInTransport({ transport: stubborn, sessions: memory(aSession()).store, now })
    expect((await send(request)).status).toBe(401)
  })
})

describe('createTokenTransport', () => {
  it('uses the token and never renews it', async () => {
    const { transport, seen } = server('a1')
    const send = createTokenTransport(transport, 'glx_pat_x')
    expect((await send(request)).status).toBe(401)
    expect(seen).toEqual(['/v1/timer Bearer glx_pat_x'])
  })
})
