/** A transport for somebody signed in: adds the token, and renews it when its time is over. */
import { AppError } from '@goalixa/contracts/errors'
import type { SignedIn } from '@goalixa/contracts/accounts'
import { createClient } from './client.ts'
import type { HttpRequest, Transport } from './transport.ts'

/** What is kept of a sign-in. `expiresAt`: when the access token ends, in epoch milliseconds. */
export interface StoredSession {
  readonly account: { readonly id: string; readonly email: string }
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresAt: number
  /** The server refused to renew it: only a new sign-in helps. */
  readonly ended?: boolean
}

/** Where a sign-in is kept: a file, IndexedDB. `lock` runs one at a time, across processes too. */
export interface SessionStore {
  readonly read: () => Promise<StoredSession | undefined>
  readonly write: (session: StoredSession) => Promise<void>
  readonly clear: () => Promise<void>
  readonly lock: <Result>(run: () => Promise<Result>) => Promise<Result>
}

interface SignedInOptions {
  readonly transport: Transport
  readonly sessions: SessionStore
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A token that ends this soon would be refused on the way. */
const marginMs = 10_000

export function createSignedInTransport({ transport, sessions, now }: SignedInOptions): Transport {
  const accounts = createClient(transport).accounts
  let renewing: Promise<StoredSession> | undefined

  /** Renews what `spent` was, unless another call or process did it meanwhile. */
  const renew = (spent: StoredSession): Promise<StoredSession> => {
    renewing ??= sessions
      .lock(async () => {
        const stored = usable(await sessions.read())
        if (stored.accessToken !== spent.accessToken) return stored
        const answer = await accounts
          .refresh({ body: { refreshToken: stored.refreshToken } })
          .catch(async (error: unknown) => {
            throw await refused(error, stored)
          })
        const renewed = toStoredSession(answer, now())
        await sessions.write(renewed)
        return renewed
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  /** Nothing is deleted: what waits to be sent belongs to this account and goes out after the next sign-in. */
  const refused = async (error: unknown, stored: StoredSession): Promise<unknown> => {
    if (!(error instanceof AppError) || error.status !== 401) return error
    await sessions.write({ ...stored, ended: true })
    return sessionEnded(error)
  }

  return async (request) => {
    if (request.access === 'public') return transport(request)
    let session = usable(await sessions.read())
    if (session.expiresAt - now() < marginMs) session = await renew(session)
    const response = await transport(withBearer(request, session.accessToken))
    if (response.status !== 401) return response
    await response.text()
    session = await renew(session)
    return transport(withBearer(request, session.accessToken))
  }
}

/** A transport that uses one token, such as a personal access token, and never renews it. */
export function createTokenTransport(transport: Transport, token: string): Transport {
  return (request) => transport(request.access === 'public' ? request : withBearer(request, token))
}

/** What to keep of a sign-in's answer, received at `now` (epoch milliseconds). */
export function toStoredSession(answer: SignedIn, now: number): StoredSession {
  const { account, accessToken, refreshToken, expiresIn } = answer
  if (accessToken === undefined || refreshToken === undefined) {
    throw new AppError('upstream.broken', 'The server answered without tokens')
  }
  const { id, email } = account
  return { account: { id, email }, accessToken, refreshToken, expiresAt: now + expiresIn * 1000 }
}

const withBearer = (request: HttpRequest, token: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
})

function usable(session: StoredSession | undefined): StoredSession {
  if (session === undefined) throw new AppError('auth.required', 'You are not signed in')
  if (session.ended === true) throw sessionEnded()
  return session
}

const sessionEnded = (cause?: AppError): AppError =>
  new AppError('auth.session_ended', 'Your session has ended', {
    ...(cause === undefined ? {} : { cause }),
    ...(cause?.requestId === undefined ? {} : { requestId: cause.requestId }),
  })
