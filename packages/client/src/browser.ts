/**
 * HTTP for a browser: cookies carry the session, and no script ever sees a token. Nothing of Node, undici or zod is
 * loaded with it.
 */
import { AppError } from '@goalixa/contracts/errors'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { TransportError } from './transport.ts'
import type { HttpResponse, Transport } from './transport.ts'

interface BrowserOptions {
  readonly version: string
  /** Runs one at a time over all tabs: `navigator.locks.request`. */
  readonly lock: <Result>(run: () => Promise<Result>) => Promise<Result>
  /** When any tab renewed the session last, in epoch milliseconds. */
  readonly renewedAt: { readonly read: () => number; readonly write: (at: number) => void }
  readonly fetch?: typeof globalThis.fetch
  readonly now?: () => number
}

/** Answers 401 only when renewing the session did not help: then somebody must sign in. */
export function createBrowserTransport(options: BrowserOptions): Transport {
  const { version, lock, renewedAt, fetch = globalThis.fetch.bind(globalThis), now = Date.now } = options

  const send: Transport = async ({ method, path, headers, body, timeoutMs, signal }) => {
    // Only until the answer begins: a stream of events lasts.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), timeoutMs)
    try {
      const answer = await fetch(path, {
        method,
        headers: { ...headers, 'x-client-version': version },
        body: body ?? null,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]),
      })
      return toResponse(answer)
    } catch (cause) {
      if (signal?.aborted === true) throw new TransportError('aborted', 'it was given up', cause)
      if (late.signal.aborted) throw new TransportError('timeout', 'no answer in time', cause)
      throw new TransportError('unreachable', 'no connection', cause)
    } finally {
      clearTimeout(timer)
    }
  }

  let renewing: Promise<boolean> | undefined
  /** Another tab may have renewed it since the request began. */
  const renew = (since: number): Promise<boolean> =>
    (renewing ??= lock(async () => {
      if (renewedAt.read() > since) return true
      const { status } = await send({
        method: 'POST',
        path: '/auth/refresh',
        access: 'public',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: '{}',
        timeoutMs: 10_000,
      })
      if (status === 200) renewedAt.write(now())
      else if (status !== 401) throw new TransportError('lost', 'the session could not be renewed')
      return status === 200
    }).finally(() => (renewing = undefined)))

  return async (request) => {
    const since = now()
    const answer = await send(request)
    if (answer.status !== 401 || request.access === 'public') return answer
    return (await renew(since)) ? send(request) : answer
  }
}

/**
 * Calls by path, without the schemas of the route table: what arrives is this server's own, of the same origin.
 * @throws AppError the server's problem, `service.unreachable`, `upstream.broken` where the answer is no JSON
 */
export async function askJson<Answer>(
  transport: Transport,
  request: Pick<Parameters<Transport>[0], 'method' | 'path'> & {
    readonly body?: unknown
    readonly access?: 'public' | 'user'
    readonly signal?: AbortSignal
    readonly timeoutMs?: number
  },
): Promise<Answer> {
  const { body, access = 'user', timeoutMs = 10_000, ...rest } = request
  const answer = await ask(transport, {
    ...rest,
    access,
    timeoutMs,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  try {
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  } catch (cause) {
    // Half of an answer, or the page of a network that asks for a sign-in first.
    throw new AppError('upstream.broken', 'what came back is no answer of this server', { cause })
  }
}

/** @throws AppError the server's problem, or `service.unreachable` */
export async function ask(transport: Transport, request: Parameters<Transport>[0]): Promise<HttpResponse> {
  const answer = await transport(request).catch((cause: unknown) => {
    if (!(cause instanceof TransportError)) throw cause
    throw new AppError(
      cause.failure === 'timeout' ? 'upstream.timeout' : 'service.unreachable',
      cause.message,
      { cause },
    )
  })
  if (answer.status < 200 || answer.status > 299) throw await plainProblemOf(answer)
  return answer
}

async function plainProblemOf(answer: HttpResponse): Promise<AppError> {
  const said = (await answer
    .text()
    .then(JSON.parse)
    .catch(() => undefined)) as
    | { code?: unknown; detail?: unknown; try?: unknown; reason?: unknown; fields?: unknown }
    | undefined
  const code =
    typeof said?.code === 'string' && Object.hasOwn(errorCatalogue, said.code) ? said.code : undefined
  const retryAfter = Number(answer.headers['retry-after'])
  return new AppError((code ?? codeOf(answer.status)) as ErrorCode, text(said?.detail), {
    ...(typeof said?.try === 'string' ? { try: said.try } : {}),
    ...(typeof said?.reason === 'string' ? { reason: said.reason } : {}),
    ...(Array.isArray(said?.fields) ? { fields: said.fields as { path: string; message: string }[] } : {}),
    ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
  })
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'auth.required'
  if (status === 404) return 'request.not_found'
  if (status === 413) return 'request.too_large'
  if (status === 429) return 'rate.limited'
  return status === 502 || status === 503 || status === 504 ? 'upstream.unavailable' : 'internal'
}

function toResponse(answer: Response): HttpResponse {
  const lost = (cause: unknown): never => {
    throw new TransportError('lost', 'the connection was broken off', cause)
  }
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    text: () => answer.text().catch(lost),
    async *chunks() {
      const reader = answer.body?.getReader()
      try {
        for (;;) {
          const piece = await reader?.read().catch(lost)
          if (piece === undefined || piece.done) return
          yield piece.value
        }
      } finally {
        await reader?.cancel().catch(() => undefined)
      }
    },
  }
}
