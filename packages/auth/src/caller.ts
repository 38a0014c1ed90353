/** Where a request comes from, as far as it can be trusted: what the audit keeps beside an event. */
import type { IncomingMessage } from 'node:http'
import { currentRequest } from '@goalixa/service-kit/context'

export interface Caller {
  readonly address: string | null
  readonly requestId: string | null
}
export type ReadCaller = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => Caller

/**
 * The peer of the socket, or with `proxies` of our own in front the entry that the outermost of them appended.
 * Anything further left was sent by the client and may say what it likes.
 */
export const createReadCaller =
  (proxies: number): ReadCaller =>
  (request) => {
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
    const address = proxies === 0 ? undefined : forwarded.at(-proxies)?.trim()
    return {
      address: (address || request.socket.remoteAddress)?.slice(0, 64) ?? null,
      requestId: currentRequest()?.requestId ?? null,
    }
  }
