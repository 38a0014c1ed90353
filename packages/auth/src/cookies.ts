/** The two cookies that browsers hold their tokens in; scripts of the page cannot read them. */
import type { CookieOptions, Request, Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'

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

/** `__Host-`: the browser takes such a cookie only from this very host over HTTPS, so no neighbour can plant one. */
export function createCookies({ secure }: { readonly secure: boolean }): Cookies {
  const prefix = secure ? '__Host-' : ''
  const accessName = `${prefix}goalixa_at`
  const refreshName = `${prefix}goalixa_rt`
  const options: CookieOptions = { httpOnly: true, secure, sameSite: 'strict', path: '/' }
  return {
    read(request) {
      const access = cookieOf(request.headers.cookie, accessName)
      const refresh = cookieOf(request.headers.cookie, refreshName)
      return { ...(access === undefined ? {} : { access }), ...(refresh === undefined ? {} : { refresh }) }
    },
    set(response, tokens) {
      // A date and not an age: answers that race carry the same cookie, so their order does not matter.
      response.cookie(accessName, tokens.accessToken, { ...options, expires: tokens.accessExpiresAt })
      response.cookie(refreshName, tokens.refreshToken, { ...options, expires: tokens.refreshExpiresAt })
    },
    clear(response) {
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
