/** Which headers pass the gateway. Towards a service only those named here; back, all but those of one connection. */
import type { IncomingMessage } from 'node:http'
import type { Upstream } from '@goalixa/contracts/routes'
import type { RequestContext } from '@goalixa/service-kit/context'
import { childTrace } from '@goalixa/service-kit/trace-context'

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
  headers.push(...Object.entries(traceHeaders(onward.context)).flat())
  return headers
}

/** The request's id, and its trace with a span of our own. */
export const traceHeaders = (context: RequestContext): Record<string, string> => ({
  'x-request-id': context.requestId,
  ...childTrace(context),
})

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
  const connection = text.filter(
    (_, index) => index % 2 === 1 && text[index - 1]?.toLowerCase() === 'connection',
  )
  const nominated = nominatedBy(connection.join(','))
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

const nominatedBy = (connection: string | undefined): ReadonlySet<string> =>
  new Set(
    (connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
