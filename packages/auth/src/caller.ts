/** Where a request comes from, as far as it can be trusted: what the audit keeps beside an event. */
import type { IncomingMessage } from 'node:http'
import { createClientAddress } from '@goalixa/service-kit/client-address'
import { currentRequest } from '@goalixa/service-kit/context'

export interface Caller {
  readonly address: string | null
  readonly requestId: string | null
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
    deviceCookie:
      deviceCookieName === undefined ? undefined : valueOf(request.headers.cookie, deviceCookieName),
  })
}

/** The first of several: it is only believed when we signed it. */
const valueOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
