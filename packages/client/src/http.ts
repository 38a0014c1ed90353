/** HTTP for Node. The only file that knows undici. */
import { Agent, errors, request as send } from 'undici'
import { TransportError } from './transport.ts'
import type { HttpResponse, Transport, TransportFailure } from './transport.ts'

export interface HttpTransport {
  readonly send: Transport
  /** Closes idle connections, so that the process can end at once. */
  readonly close: () => Promise<void>
}

interface HttpOptions {
  /** `http://127.0.0.1:8080`, with an optional path in front of every route. */
  readonly baseUrl: string
  readonly userAgent: string
}

const connectTimeoutMs = 3_000

export function createHttpTransport({ baseUrl, userAgent }: HttpOptions): HttpTransport {
  const base = baseUrl.replace(/\/+$/, '')
  const agent = new Agent({ connections: 8, pipelining: 1, connectTimeout: connectTimeoutMs })

  const transport: Transport = async ({
    method,
    path,
    headers,
    body,
    timeoutMs,
    silenceMs = timeoutMs,
    signal,
  }) => {
    try {
      const answer = await send(`${base}${path}`, {
        method,
        headers: { 'user-agent': userAgent, ...headers },
        body: body ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: silenceMs,
        dispatcher: agent,
        ...(signal === undefined ? {} : { signal }),
      })
      return toResponse(answer.statusCode, answer.headers, answer.body)
    } catch (error) {
      throw explain(error)
    }
  }
  return { send: transport, close: () => agent.destroy() }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>
type Body = AsyncIterable<Uint8Array> & { text(): Promise<string> }

function toResponse(status: number, headers: Headers, body: Body): HttpResponse {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    status,
    headers: flat,
    text: async () => {
      try {
        return await body.text()
      } catch (error) {
        throw explain(error)
      }
    },
    chunks: async function* () {
      try {
        yield* body
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'ENOENT',
])

function explain(error: unknown): TransportError {
  const code = codeOf(error)
  return new TransportError(failureOf(error, code), sentences[code] ?? messageOf(error), error)
}

function failureOf(error: unknown, code: string): TransportFailure {
  if (error instanceof errors.ConnectTimeoutError || neverConnected.has(code)) return 'unreachable'
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'timeout'
  if (error instanceof Error && error.name === 'AbortError') return 'aborted'
  // A certificate that is not trusted ends the handshake: nothing was sent.
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) return 'unreachable'
  return 'lost'
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  UND_ERR_CONNECT_TIMEOUT: `it does not answer within ${connectTimeoutMs / 1000} s`,
}

/** Trying several addresses (::1, 127.0.0.1) gives one error that holds the others. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
