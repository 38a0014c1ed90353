/** The typed client: `client.tasks.get({ params: { id } })`, made from the route table. */
import { AppError } from '@goalixa/contracts/errors'
import { silenceMs } from '@goalixa/contracts/events'
import { routes } from '@goalixa/contracts/routes'
import type { Routes } from '@goalixa/contracts/routes'
import { defaultTimeoutMs } from '@goalixa/contracts/route'
import type { RouteOutput, RouteRequest, RouteSpec } from '@goalixa/contracts/route'
import { problemOf, transportProblem } from './problems.ts'
import { TransportError } from './transport.ts'
import type { HttpRequest, HttpResponse, Transport } from './transport.ts'

interface CallOptions {
  /** The same key means the same write; one is made when none is given. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

/** The answer of a route that gives text, not yet read. */
export interface TextAnswer {
  readonly mediaType: string
  readonly chunks: () => AsyncIterable<Uint8Array>
  readonly text: () => Promise<string>
}

type Answer<Spec extends RouteSpec> = Spec extends { produces: readonly string[] }
  ? TextAnswer
  : RouteOutput<Spec>
type Call<Spec extends RouteSpec> =
  {} extends RouteRequest<Spec>
    ? (request?: RouteRequest<Spec>, options?: CallOptions) => Promise<Answer<Spec>>
    : (request: RouteRequest<Spec>, options?: CallOptions) => Promise<Answer<Spec>>

export type Client = {
  readonly [Feature in keyof Routes]: {
    readonly [Verb in keyof Routes[Feature]]: Routes[Feature][Verb] extends RouteSpec
      ? Call<Routes[Feature][Verb]>
      : never
  }
}

interface ClientOptions {
  /** Makes Idempotency-Keys; a random UUID unless given. */
  readonly newKey?: () => string
  /** Waits between a failure and its one retry. */
  readonly wait?: (ms: number) => Promise<void>
}

/** The server has some 5 s; this much more lets its own 504 arrive before we give up. */
const graceMs = 2_000
const retryAfterMs = 150

/** Every call throws `AppError`: the server's problem, `service.unreachable`, or `upstream.*`. */
export function createClient(transport: Transport, options: ClientOptions = {}): Client {
  const newKey = options.newKey ?? (() => crypto.randomUUID())
  const wait = options.wait ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)))

  const call = async (
    spec: RouteSpec,
    given: GivenParts = {},
    { idempotencyKey, signal }: CallOptions = {},
  ) => {
    const isWrite = spec.method !== 'GET'
    const request: HttpRequest = {
      method: spec.method,
      path: pathOf(spec, given),
      access: spec.access,
      headers: {
        accept: spec.produces === undefined ? 'application/json' : spec.produces.join(', '),
        ...(isWrite ? { 'idempotency-key': idempotencyKey ?? newKey() } : {}),
        ...(given.body === undefined ? {} : { 'content-type': contentType(spec) }),
      },
      ...(given.body === undefined
        ? {}
        : {
            body:
              typeof given.body === 'string' && spec.rawBody === true
                ? given.body
                : JSON.stringify(given.body),
          }),
      timeoutMs: (spec.timeoutMs ?? defaultTimeoutMs) + graceMs,
      ...(spec.stream === true ? { silenceMs } : {}),
      ...(signal === undefined ? {} : { signal }),
    }
    try {
      // GETs change nothing and every write carries a key: both are safe to send twice.
      const first = await attempt(transport, request)
      if (first !== undefined) return await read(spec, first)
      await wait(retryAfterMs)
      return await read(spec, await transport(request))
    } catch (error) {
      throw error instanceof TransportError ? transportProblem(error) : error
    }
  }

  const features = Object.entries(routes).map(([feature, verbs]) => [
    feature,
    Object.fromEntries(
      Object.entries(verbs as Record<string, RouteSpec>).map(([verb, spec]) => [
        verb,
        (given?: GivenParts, callOptions?: CallOptions) => call(spec, given, callOptions),
      ]),
    ),
  ])
  return Object.fromEntries(features) as Client
}

interface GivenParts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** Undefined stands for a failure that may go away: try once more. */
async function attempt(transport: Transport, request: HttpRequest): Promise<HttpResponse | undefined> {
  try {
    const response = await transport(request)
    if (response.status !== 502 && response.status !== 503 && response.status !== 504) return response
    await response.text()
    return undefined
  } catch (error) {
    if (error instanceof TransportError && error.failure === 'lost') return undefined
    throw error
  }
}

async function read(spec: RouteSpec, response: HttpResponse): Promise<unknown> {
  if (response.status < 200 || response.status > 299) throw await problemOf(response)
  if (spec.produces !== undefined) {
    const mediaType = response.headers['content-type'] ?? 'application/octet-stream'
    return { mediaType, chunks: response.chunks, text: response.text } satisfies TextAnswer
  }
  const text = await response.text()
  const parsed = spec.response.safeParse(text === '' ? undefined : parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'upstream.broken',
    `The answer of ${spec.method} ${spec.path} does not fit the contract`,
    {
      try: 'check that GOALIXA_API_URL is a Goalixa server of this version',
      cause: parsed.error,
      ...(response.headers['x-request-id'] === undefined
        ? {}
        : { requestId: response.headers['x-request-id'] }),
    },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON at all: it fits no contract either.
    return text
  }
}

function pathOf(spec: RouteSpec, { params = {}, query = {} }: GivenParts): string {
  const path = spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one))
    }
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

const contentType = (spec: RouteSpec): string =>
  spec.rawBody === true ? 'text/plain; charset=utf-8' : 'application/json'
