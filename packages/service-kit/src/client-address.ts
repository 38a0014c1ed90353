/** From where a request comes, as far as it can be trusted, and the form in which limits count it. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

type Arrived = Pick<IncomingMessage, 'headers' | 'socket'>
/** An IP address; empty when the connection is gone already. */
export type ClientAddress = (request: Arrived) => string

/**
 * The peer of the socket, or with `proxies` of our own in front the entry that the outermost of them appended to
 * `X-Forwarded-For`, counted from the right. What stands further left, and every other header that names an
 * address, was sent by the client and may say what it likes. An entry that is no address counts as absent.
 */
export const createClientAddress =
  (proxies: number): ClientAddress =>
  ({ headers, socket }) => {
    const peer = plain(socket.remoteAddress ?? '')
    if (proxies === 0) return peer
    const entries = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
    const entry = plain(entries.at(-proxies)?.trim() ?? '')
    return isIP(entry) === 0 ? peer : entry
  }

/**
 * Does a proxy of ours say that the browser reached it by HTTPS? `X-Forwarded-Proto` is read as `X-Forwarded-For` is,
 * and where the proxies replace it instead of appending to it, the one value counts. Without proxies nobody is believed.
 */
export const createArrivedByHttps =
  (proxies: number) =>
  ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => {
    const said = headers['x-forwarded-proto']
    if (proxies === 0 || said === undefined) return false
    const entries = [said].flat().join(',').split(',')
    return (entries.at(-proxies) ?? entries[0])?.trim().toLowerCase() === 'https'
  }

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64)

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 one, which one person has as a whole. */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const embedded = address.includes('.') ? 1 : 0
  const zeros = tail === undefined ? 0 : 8 - embedded - before.length - after.length
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** The machine itself. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

/**
 * An installation whose own address is a loopback one serves this machine alone: whoever connects from here could
 * read its files as well. Anywhere else a loopback peer is a proxy, and counts like any other client.
 */
export const servesThisMachineOnly = (publicUrl: string): boolean => {
  const host = new URL(publicUrl).hostname.replaceAll(/[[\]]/g, '')
  return host === 'localhost' || isLoopback(host)
}
