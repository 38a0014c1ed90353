/** One request as a person's browser would make it: redirects followed and counted, the certificate looked at. */
import { Agent, buildConnector, request as send } from 'undici'
import type { Dispatcher } from 'undici'

interface ProbeRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ProbeAnswer {
  /** 0 when none came. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Redirects that were followed. */
  readonly hops: number
  /** Milliseconds from the first byte sent to the last one read, redirects included. */
  readonly ms: number
  /** Whole days until the certificate ends; undefined without TLS. */
  readonly tlsDays: number | undefined
  /** Why there was no answer, in words without addresses of ours. */
  readonly problem: string | undefined
}

export interface Probe {
  readonly ask: (request: ProbeRequest) => Promise<ProbeAnswer>
  readonly close: () => Promise<void>
}

const timeoutMs = 10_000
const mostHops = 5
const mostBytes = 2 * 1024 * 1024
const dayMs = 86_400_000

export function createProbe(now: () => Date): Probe {
  const days = new Map<string, number>()
  const connect = buildConnector({ timeout: timeoutMs })
  const agent = new Agent({
    pipelining: 1,
    connect: (options, done) =>
      connect(options, (...answer) => {
        const [, socket] = answer
        // A connection that failed has no socket, whatever the types say.
        if (socket && 'getPeerCertificate' in socket) {
          const { valid_to: end } = socket.getPeerCertificate()
          if (end) days.set(options.hostname, Math.floor((Date.parse(end) - now().getTime()) / dayMs))
        }
        done(...answer)
      }),
  })

  const ask = async ({ method, url, headers, body }: ProbeRequest): Promise<ProbeAnswer> => {
    const begin = performance.now()
    const since = () => Math.round((performance.now() - begin) * 10) / 10
    let at = url
    for (let hops = 0; ; hops += 1) {
      try {
        const answer = await send(at, {
          method: hops === 0 ? method : 'GET',
          headers: {
            'user-agent': 'goalixa-ops',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          body: body === undefined || hops > 0 ? null : JSON.stringify(body),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          dispatcher: agent,
        })
        const flat = flatHeaders(answer.headers)
        const text = await bounded(answer.body)
        const next = answer.statusCode >= 300 && answer.statusCode < 400 ? flat['location'] : undefined
        if (next !== undefined && hops < mostHops) {
          at = new URL(next, at).href
          continue
        }
        return {
          status: answer.statusCode,
          headers: flat,
          body: text,
          hops,
          ms: since(),
          tlsDays: days.get(new URL(at).hostname),
          problem: next === undefined ? undefined : `more than ${mostHops} redirects`,
        }
      } catch (error) {
        const { code, name } = error as { code?: string; name?: string }
        return {
          status: 0,
          headers: {},
          body: '',
          hops,
          ms: since(),
          tlsDays: undefined,
          problem: code ?? name ?? 'no answer',
        }
      }
    }
  }
  return { ask, close: () => agent.destroy() }
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

async function bounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > mostBytes) break
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
