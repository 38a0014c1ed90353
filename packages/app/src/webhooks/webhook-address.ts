/** Which addresses a webhook may have: what a person types must lead nowhere that only this server can reach. */
import type { LookupAddress } from 'node:dns'
import { lookup as lookupName } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { AppError } from '@goalixa/contracts/errors'
import ipaddr from 'ipaddr.js'

/** `any` also allows addresses of a private network, and plain HTTP. */
export type WebhookAddresses = 'public' | 'any'

/** Is it an address of the internet, and not of this machine, of its network, or of a way into one? */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

/** @throws AppError `webhooks.address_refused` for what can be told without asking anybody */
export function readWebhookUrl(text: string, allowed: WebhookAddresses): string {
  const refuse = (detail: string) => new AppError('webhooks.address_refused', detail)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw refuse('that is no address')
  const schemes = allowed === 'any' ? ['https:', 'http:'] : ['https:']
  if (!schemes.includes(url.protocol))
    throw refuse(`the address of a webhook must begin with ${schemes.join('// or ')}//`)
  if (url.username !== '' || url.password !== '')
    throw refuse('the address of a webhook must hold no user and no password')
  if (url.hash !== '') throw refuse('the address of a webhook must not have a #: what follows is never sent')
  if (allowed === 'any') return url.href
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPublicAddress(host))
    throw refuse('the address of a webhook must be on the internet')
  if (/^localhost\.?$|\.(?:localhost|local|internal)\.?$/.test(host))
    throw refuse('the address of a webhook must be on the internet')
  return url.href
}

type Lookup = (
  host: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * How sockets find an address, with what is not public left out: decided on the address that is connected to, so that
 * a name that changes between two questions gains nothing.
 */
export const createPublicLookup =
  (lookup: Lookup = lookupName): LookupFunction =>
  (host, options, done) => {
    lookup(host, { all: true }, (error, addresses) => {
      const found = (error === null ? addresses : []).filter(({ address }) => isPublicAddress(address))
      if (found.length === 0) return done(error ?? new RefusedAddress(), [])
      return options.all === true ? done(null, found) : done(null, found[0]!.address, found[0]!.family)
    })
  }

class RefusedAddress extends Error {
  readonly code = 'REFUSED_ADDRESS'
}
