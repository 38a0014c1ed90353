/** Browsers add cookies by themselves: a change asked for from another site is refused. */
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@goalixa/contracts/errors'

interface Origins {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** The origin of this installation. */
  readonly ownOrigin: string
  readonly hasBearer: boolean
  readonly hasCookie: boolean
}

/**
 * `Sec-Fetch-Site` decides where the browser sends it, else `Origin`. A bearer token is never added by a browser.
 * Without a cookie, a page elsewhere could still sign somebody in to its own account: that is refused too.
 * @throws AppError `request.cross_site`
 */
export function requireSameSite({ method, headers, ownOrigin, hasBearer, hasCookie }: Origins): void {
  if (method === 'GET' || method === 'HEAD' || hasBearer) return
  const site = headers['sec-fetch-site']
  if (site !== undefined) {
    if (site !== 'same-origin') throw new AppError('request.cross_site')
  } else if (headers.origin !== undefined) {
    if (headers.origin !== ownOrigin) throw new AppError('request.cross_site')
  } else if (hasCookie) {
    throw new AppError('request.cross_site', 'a cookie needs Sec-Fetch-Site or Origin beside it')
  }
}
