/** The two cookies that browsers hold their tokens in; scripts of the page cannot read them. */
import type { CookieOptions, Request, Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { createArrivedByHttps } from '@goalixa/service-kit/client-address'

/** What all cookies of this installation have in common. */
export interface CookieTransport {
  /** `__Host-`: the browser takes such a cookie only from this very host over HTTPS, so no neighbour can plant one. */
  readonly prefix: '__Host-' | ''
  /** Must the browser send it by HTTPS alone? */
  isSecure(response: Pick<Response, 'req'>): boolean
}

/**
 * `secure`: people reach us by HTTPS. Else a proxy of ours may say so of a request: its cookies are for HTTPS alone then,
 * under the same names, since the next request may come another way.
 */
export function createCookieTransport(options: {
  readonly secure: boolean
  readonly proxies: number
}): CookieTransport {
  const arrivedByHttps = createArrivedByHttps(options.proxies)
  return {
    prefix: options.secure ? '__Host-' : '',
    isSecure: ({ req }) => options.secure || arrivedByHttps(req),
  }
}

export interface Cookies {
  /** Our cookies of a request. @throws AppError `request.ambiguous_credentials` when one name comes twice */
  read(request: Pick<Request, 'headers'>): { readonly access?: string; readonly refresh?: string }
  set(response: Response, tokens: CookieTokens): void
  clear(response: Response): void
}

interface CookieTokens {
  readonly accessToken: string
  readonly accessExpiresAt: Date
  readonly refreshToken: string
  readonly refreshExpiresAt: Date
}

export function createCookies({ prefix, isSecure }: CookieTransport): Cookies {
  const accessName = `${prefix}goalixa_at`
  const refreshName = `${prefix}goalixa_rt`
  const optionsFor = (response: Response): CookieOptions => ({
    httpOnly: true,
    secure: isSecure(response),
    sameSite: 'strict',
    path: '/',
  })
  return {
    read(request) {
      const access = cookieOf(request.headers.cookie, accessName)
      const refresh = cookieOf(request.headers.cookie, refreshName)
      return { ...(access === undefined ? {} : { access }), ...(refresh === undefined ? {} : { refresh }) }
    },
    set(response, tokens) {
      // A date and not an age: answers that race carry the same cookie, so their order does not matter.
      const options = optionsFor(response)
      response.cookie(accessName, tokens.accessToken, { ...options, expires: tokens.accessExpiresAt })
      response.cookie(refreshName, tokens.refreshToken, { ...options, expires: tokens.refreshExpiresAt })
    },
    clear(response) {
      const options = optionsFor(response)
      response.clearCookie(accessName, options)
      response.clearCookie(refreshName, options)
    },
  }
}

/** The one cookie of that name. @throws AppError `request.ambiguous_credentials` when it comes twice */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
  if (values.length > 1) throw new AppError('request.ambiguous_credentials')
  return values[0]
}
