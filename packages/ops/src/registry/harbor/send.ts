/** Requests to Harbor's management interface: JSON both ways, all pages of a list, and never a cookie back. */
import { Agent, request } from 'undici'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { createAsker, placeOf } from '../ask.ts'
import type { Answer } from '../ask.ts'
import type { Credentials } from '../docker-config.ts'
import { RegistryRefusal } from '../refusal.ts'

export interface Sender {
  /** Tried again where that may help. Rejects with `RegistryRefusal` for what is no success. */
  readonly get: <T>(path: string, schema: z.ZodType<T>, options?: AskOptions) => Promise<T>
  readonly exists: (path: string, query?: Query) => Promise<boolean>
  /** Every page. */
  readonly list: <T>(path: string, schema: z.ZodType<T>, options?: AskOptions) => Promise<readonly T[]>
  /** Sent once: nobody knows whether a write without an answer was done. */
  readonly write: (method: Write, path: string, body?: unknown, query?: Query) => Promise<Answer>
  readonly close: () => Promise<void>
}

type Write = 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Query = Readonly<Record<string, string>>

interface AskOptions {
  readonly query?: Query
  readonly headers?: Readonly<Record<string, string>>
}

export interface SenderOptions {
  /** `https://harbor.example.com`; only this machine's own may be without TLS. */
  readonly url: string
  readonly clock: Clock
  readonly credentials?: Credentials
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

const base = '/api/v2.0'
const largestAnswer = 32 * 1024 * 1024
/** The most that Harbor takes. */
const pageSize = 100
const mostPages = 1000

export function createSender({ url, clock, credentials, timeoutMs = 15_000, signal }: SenderOptions): Sender {
  const origin = harborOrigin(url)
  if (origin === undefined)
    throw new RegistryRefusal('wrong', 'the address of Harbor is none with TLS: https://harbor.example.com')
  const asker = createAsker({ clock, timeoutMs })
  // An agent without a jar: a session that is replayed would be refused with the next write.
  const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  const headers = {
    accept: 'application/json',
    // A project whose name is a number is meant by its name.
    'x-is-resource-name': 'true',
    ...(credentials === undefined
      ? {}
      : {
          authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`,
        }),
  }

  const addressOf = (path: string, query: Query = {}) => {
    const address = new URL(base + path, origin)
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    return address
  }

  async function ask(method: 'GET' | 'HEAD', path: string, options: AskOptions): Promise<Answer> {
    return asker.ask({
      method,
      url: addressOf(path, options.query),
      headers: { ...headers, ...options.headers },
      maxBytes: largestAnswer,
      ...(signal === undefined ? {} : { signal }),
    })
  }

  async function read<T>(path: string, schema: z.ZodType<T>, options: AskOptions) {
    const answer = await ask('GET', path, options)
    const address = addressOf(path)
    assertDone(answer, address)
    return { answer, value: parsed(answer.body, schema, address) }
  }

  return {
    get: async (path, schema, options = {}) => (await read(path, schema, options)).value,
    exists: async (path, query) => {
      const answer = await ask('HEAD', path, query === undefined ? {} : { query })
      if (answer.status === 404) return false
      assertDone(answer, addressOf(path))
      return true
    },
    list: async (path, schema, options = {}) => {
      const all = []
      for (let page = 1; page <= mostPages; page += 1) {
        const query = { ...options.query, page: String(page), page_size: String(pageSize) }
        const { answer, value } = await read(path, z.array(schema).nullable(), { ...options, query })
        all.push(...(value ?? []))
        if (value === null || value.length === 0 || !hasNext(answer, all.length)) return all
      }
      throw new RegistryRefusal('wrong', `${placeOf(addressOf(path))} has pages without an end`)
    },
    write: async (method, path, body, query) => {
      const address = addressOf(path, query)
      const answer = await sendOnce(method, address, body)
      assertDone(answer, address)
      return answer
    },
    close: async () => {
      await Promise.all([asker.close(), agent.close()])
    },
  }

  async function sendOnce(method: Write, address: URL, body: unknown): Promise<Answer> {
    try {
      const answer = await request(address, {
        method,
        dispatcher: agent,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      })
      const { location, 'retry-after': retryAfter } = answer.headers
      return {
        status: answer.statusCode,
        headers: {
          ...(typeof location === 'string' ? { location } : {}),
          ...(typeof retryAfter === 'string' ? { 'retry-after': retryAfter } : {}),
        },
        body: Buffer.from(await answer.body.arrayBuffer()),
      }
    } catch (error) {
      signal?.throwIfAborted()
      const { code = 'no reason given' } = error as { code?: string }
      throw new RegistryRefusal('unreachable', `${address.host} does not answer (${code})`, { code })
    }
  }
}

/** Undefined for what is no address of a Harbor that one may log in to. */
function harborOrigin(url: string): URL | undefined {
  const parsedUrl = URL.parse(url)
  if (parsedUrl === null || parsedUrl.username !== '' || parsedUrl.password !== '') return undefined
  const isOwn = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(parsedUrl.hostname)
  return parsedUrl.protocol === 'https:' || (parsedUrl.protocol === 'http:' && isOwn) ? parsedUrl : undefined
}

/** The link's own query is not escaped, so it only says that there is more. */
function hasNext({ headers }: Answer, length: number): boolean {
  const { link, 'x-total-count': total } = headers
  if (link !== undefined) return /rel="?next"?/.test(link)
  return total !== undefined && Number(total) > length
}

function parsed<T>(body: Buffer, schema: z.ZodType<T>, url: URL): T {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw new RegistryRefusal('wrong', `${placeOf(url)} answers with something that is no JSON`)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new RegistryRefusal(
    'wrong',
    `${placeOf(url)} answers without ${issue!.path.join('.') || 'what was asked for'}`,
  )
}

function assertDone({ status, body }: Answer, url: URL): void {
  if (status >= 200 && status <= 299) return
  let said: { code?: unknown; message?: unknown } | undefined
  try {
    said = (JSON.parse(body.toString('utf8')) as { errors?: readonly (typeof said)[] }).errors?.[0]
  } catch {
    said = undefined
  }
  const words = typeof said?.message === 'string' ? `: ${said.message.slice(0, 300)}` : ''
  throw new RegistryRefusal('refused', `${placeOf(url)} answers ${status}${words}`, {
    status,
    ...(typeof said?.code === 'string' ? { code: said.code } : {}),
  })
}
