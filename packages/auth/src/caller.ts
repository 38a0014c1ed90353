/** Where a request comes from, as far as it can be trusted: what the audit keeps beside an event. */
import type { IncomingMessage } from 'node:http'
import { createClientAddress } from '@goalixa/service-kit/client-address'
import { currentRequest } from '@goalixa/service-kit/context'

/** With what somebody calls, as far as it says: a page, the `goalixa` command, or anything else. */
type ClientKind = 'browser' | 'cli' | 'api'

export interface Caller {
  readonly address: string | null
  readonly requestId: string | null
  readonly client: ClientKind
  /** What the browser says about having been here before; not checked yet. */
  readonly deviceCookie?: string | undefined
}
export type ReadCaller = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => Caller

/** `proxies`: how many of our own stand in front; `deviceCookieName`: of known devices. */
export const createReadCaller = (proxies: number, deviceCookieName?: string): ReadCaller => {
  const addressOf = createClientAddress(proxies)
  return (request) => ({
    address: addressOf(request) || null,
    requestId: currentRequest()?.requestId ?? null,
    client: clientKindOf(request),
    deviceCookie:
      deviceCookieName === undefined ? undefined : valueOf(request.headers.cookie, deviceCookieName),
  })
}

const clientKindOf = ({ headers }: Pick<IncomingMessage, 'headers'>): ClientKind => {
  const agent = headers['user-agent'] ?? ''
  // Scripts may call themselves Mozilla, but only browsers say where a page stands.
  if (headers['sec-fetch-site'] !== undefined || agent.startsWith('Mozilla/')) return 'browser'
  return agent.startsWith('goalixa/') ? 'cli' : 'api'
}

/** The first of several: it is only believed when we signed it. */
const valueOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
