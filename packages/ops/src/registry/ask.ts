/** One reading request to a registry: bounded, with a time limit, tried again where that may help, without cookies. */
import { Agent, request } from 'undici'
import type { Clock } from '../clock.ts'
import { RegistryRefusal } from './refusal.ts'

export interface Question {
  readonly method: 'GET' | 'HEAD'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** More than this is broken off. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Asker {
  /** Any status is an answer. Rejects with `RegistryRefusal`, or with the signal's reason. */
  readonly ask: (question: Question) => Promise<Answer>
  readonly close: () => Promise<void>
}

export interface AskerOptions {
  readonly clock: Clock
  /** For one try: until the headers, and between two pieces of the body. */
  readonly timeoutMs?: number
}

/** Pauses between tries in milliseconds, before jitter. */
const pauses = [200, 600, 1500]
/** The code of an answer that is longer than it may be. */
export const tooLarge = 'TOO_LARGE'
const longestPauseMs = 10_000
const mostRedirects = 3
/** Of these another try would hear the same. */
const lasting = new Set(['ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])

export function createAsker({ clock, timeoutMs = 15_000 }: AskerOptions): Asker {
  const agent = new Agent({
    connections: 8,
    connect: { timeout: Math.min(timeoutMs, 5000) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })

  async function once(question: Question, redirects = 0): Promise<Answer> {
    const { method, url, headers, maxBytes, signal } = question
    let answer: Answer
    try {
      const {
        statusCode,
        headers: raw,
        body,
      } = await request(url, {
        method,
        headers,
        dispatcher: agent,
        ...(signal === undefined ? {} : { signal }),
      })
      const bytes = await bodyOf(body, maxBytes, url)
      answer = { status: statusCode, headers: single(raw), body: bytes }
    } catch (error) {
      signal?.throwIfAborted()
      throw asRefusal(error, url)
    }
    const location = answer.headers['location']
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer
    if (redirects === mostRedirects)
      throw new RegistryRefusal('wrong', `${placeOf(url)} redirects in circles`)
    return once({ ...question, ...redirected(question, location) }, redirects + 1)
  }

  return {
    ask: async (question) => {
      for (const pause of pauses) {
        let wait: number | undefined
        try {
          const answer = await once(question)
          if (answer.status !== 429 && answer.status < 500) return answer
          wait = retryAfter(answer.headers)
        } catch (error) {
          if (!(error instanceof RegistryRefusal) || !isPassing(error)) throw error
        }
        await clock.sleep(
          Math.min(wait ?? pause * (0.5 + Math.random() / 2), longestPauseMs),
          question.signal,
        )
      }
      return once(question)
    },
    close: () => agent.close(),
  }
}

/** Host and path: a query may hold what was signed for one reader. */
export const placeOf = (url: URL): string => `${url.host}${url.pathname}`

async function bodyOf(body: AsyncIterable<Uint8Array>, maxBytes: number, url: URL): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.byteLength
    if (length > maxBytes)
      throw new RegistryRefusal('wrong', `${placeOf(url)} answers with more than ${maxBytes} bytes`, {
        code: tooLarge,
      })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Storage elsewhere has its own signature in the address, and must not get to know ours. */
function redirected({ url, headers }: Question, location: string): Pick<Question, 'url' | 'headers'> {
  const next = URL.parse(location, url)
  if (next === null || !['http:', 'https:'].includes(next.protocol))
    throw new RegistryRefusal('wrong', `${placeOf(url)} redirects to an address that cannot be used`)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw new RegistryRefusal('wrong', `${placeOf(url)} redirects to an address without TLS`)
  if (next.origin === url.origin) return { url: next, headers }
  const { authorization: _kept, ...open } = headers
  return { url: next, headers: open }
}

const single = (raw: Readonly<Record<string, string | string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

/** An answer that broke off counts as passing as well: only when it does so again, the storage is to blame. */
const isPassing = ({ kind, code }: RegistryRefusal): boolean =>
  kind === 'broken' || (kind === 'unreachable' && !lasting.has(code ?? ''))

function asRefusal(error: unknown, url: URL): RegistryRefusal {
  if (error instanceof RegistryRefusal) return error
  const code = codeOf(error)
  const isBroken = [
    'UND_ERR_SOCKET',
    'UND_ERR_BODY_TIMEOUT',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'ECONNRESET',
  ]
  return isBroken.includes(code)
    ? new RegistryRefusal('broken', `${placeOf(url)} breaks off its answer`, { code })
    : new RegistryRefusal('unreachable', `${url.host} does not answer (${code})`, { code })
}

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return cause instanceof Error ? codeOf(cause) : 'no reason given'
}
