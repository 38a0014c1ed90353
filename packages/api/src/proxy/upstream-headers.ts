/** Which headers pass the gateway. Towards a service only those named here; back, all but those of one connection. */
import type { IncomingMessage } from 'node:http'
import type { Upstream } from '@goalixa/contracts/routes'
import type { RequestContext } from '@goalixa/service-kit/context'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import type { Span } from '@goalixa/service-kit/spans'
import { childTrace, traceFields } from '@goalixa/service-kit/trace-context'

const passed = new Set([
  'content-type',
  'content-length',
  // Services read none but must know: packed bytes would pass for broken ones.
  'content-encoding',
  'if-none-match',
  'idempotency-key',
  'user-agent',
  'last-event-id',
])
/** Only auth sets cookies and checks where a browser's request came from. */
const passedToAuth = new Set(['cookie', 'origin', 'sec-fetch-site'])
const mostVia = 256
export const ownVia = '1.1 goalixa'

interface Onward {
  readonly upstream: Upstream
  /** The access token that the gateway vouches for. */
  readonly accessToken: string | undefined
  readonly context: RequestContext
  readonly clientAddress: string
  /** The browser came by HTTPS to a proxy in front of us: cookies are set accordingly. */
  readonly byHttps: boolean
  /** Of the call upstream, where spans are recorded. */
  readonly span?: Span | undefined
}

/** Names and values in turn, as undici takes them. */
export function headersOnward(
  request: Pick<IncomingMessage, 'rawHeaders' | 'headers'>,
  onward: Onward,
): string[] {
  const nominated = nominatedBy(request.headers.connection)
  const headers: string[] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index]!.toLowerCase()
    const passes =
      passed.has(name) || name.startsWith('accept') || (onward.upstream === 'auth' && passedToAuth.has(name))
    if (passes && !nominated.has(name)) headers.push(name, request.rawHeaders[index + 1] ?? '')
  }
  if (onward.accessToken !== undefined) headers.push('authorization', `Bearer ${onward.accessToken}`)
  headers.push('x-forwarded-for', onward.clientAddress, 'via', viaOf(request))
  if (onward.byHttps && onward.upstream === 'auth') headers.push('x-forwarded-proto', 'https')
  const { traceparent, tracestate } = traceOnward(onward.context, onward.span)
  headers.push('x-request-id', onward.context.requestId, 'traceparent', traceparent)
  if (tracestate !== undefined) headers.push('tracestate', tracestate)
  return headers
}

/** The request's id, and its trace with a span of our own. */
export const traceHeaders = (context: RequestContext, span?: Span): Record<string, string> => ({
  'x-request-id': context.requestId,
  ...traceOnward(context, span),
})

const traceOnward = (context: RequestContext, span: Span | undefined) =>
  span === undefined ? childTrace(context) : traceFields(span.trace)

function viaOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const before = headers['via']
  return typeof before === 'string' && before.length <= mostVia ? `${before}, ${ownVia}` : ownVia
}

const ownConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
/** They tell what runs behind the gateway, or are the gateway's own to say. */
const notTold = new Set(['server', 'x-powered-by', 'x-request-id'])
/** Who may read an answer from another page is for the edge alone to say. */
const crossOrigin = 'access-control-'

/** The headers of an answer as they came, byte by byte. */
export function headersBack(raw: readonly Buffer[]): string[] {
  const text = raw.map((bytes) => bytes.toString('latin1'))
  const nominated = nominatedBy(connectionOf(text))
  const headers: string[] = []
  for (let index = 0; index < text.length; index += 2) {
    const name = text[index]!.toLowerCase()
    const isTold = !notTold.has(name) && !name.startsWith(crossOrigin)
    if (isTold && !ownConnection.has(name) && !nominated.has(name))
      headers.push(text[index]!, text[index + 1] ?? '')
  }
  headers.push('Via', ownVia, 'Vary', 'Origin')
  return headers
}

/** All headers of an answer: what the service says holds against what the edge would say. */
export function headersFor({ early }: Pick<EarlyAnswer, 'early'>, told: readonly string[]): string[] {
  const names: string[] = []
  for (let index = 0; index < told.length; index += 2) names.push(told[index]!.toLowerCase())
  const headers = [...told]
  for (let index = 0; index < early.length; index += 2) {
    if (!names.includes(early[index]!.toLowerCase())) headers.push(early[index]!, early[index + 1]!)
  }
  return headers
}

function connectionOf(text: readonly string[]): string | undefined {
  let connection: string | undefined
  for (let index = 0; index < text.length; index += 2) {
    if (text[index]!.toLowerCase() !== 'connection') continue
    connection = connection === undefined ? text[index + 1] : `${connection},${text[index + 1]}`
  }
  return connection
}

const nobody: ReadonlySet<string> = new Set()

function nominatedBy(connection: string | undefined): ReadonlySet<string> {
  // These two name no header.
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return nobody
  return new Set(
    connection
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
}
