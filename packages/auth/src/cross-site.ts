/** Keeps other sites from acting with the cookies of ours: the one place that decides it. */
import type { Request, RequestHandler } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import type { Cookies } from './cookies.ts'

export interface CrossSiteGuard {
  /** @throws AppError `request.cross_site` unless a page of this installation sent the request */
  requireSameOrigin(request: Pick<Request, 'headers'>): void
  /** Demands it of every request that changes something and carries our cookies. */
  readonly middleware: RequestHandler
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Browsers say themselves where a request comes from (`Sec-Fetch-Site`); those that do not, or over plain HTTP,
 * send `Origin`. Scripts of a page can set neither.
 */
export function createCrossSiteGuard(options: {
  readonly publicUrl: string
  readonly cookies: Cookies
}): CrossSiteGuard {
  const { origin } = new URL(options.publicUrl)
  const requireSameOrigin: CrossSiteGuard['requireSameOrigin'] = ({ headers }) => {
    const site = headers['sec-fetch-site']
    const ours = site === undefined ? headers.origin === origin : site === 'same-origin'
    if (!ours) throw new AppError('request.cross_site')
  }
  return {
    requireSameOrigin,
    middleware(request, _response, next) {
      const { access, refresh } = options.cookies.read(request)
      const carriesCookie = access !== undefined || refresh !== undefined
      if (carriesCookie && !safeMethods.has(request.method)) requireSameOrigin(request)
      next()
    },
  }
}
