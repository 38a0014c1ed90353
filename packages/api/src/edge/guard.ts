/** What holds for every request, whatever its path: the first look, and headers of every answer. */
import type { RequestHandler, Response } from 'express'
import { dropLeftoverBody } from './leftover-body.ts'
import { readPath } from './request-path.ts'
import type { RequestPath } from './request-path.ts'
import { requireWellFormed } from './well-formed.ts'

export function guard(publicUrl: URL): RequestHandler {
  const isHttps = publicUrl.protocol === 'https:'
  return (request, response, next) => {
    // Documents loosen this for themselves; data needs nothing.
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    response.setHeader('Vary', 'Origin')
    // There is one origin. It is told so on errors as well; every other one hears nothing.
    if (request.headers.origin === publicUrl.origin)
      response.setHeader('Access-Control-Allow-Origin', publicUrl.origin)
    if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
    dropLeftoverBody(request, response)
    try {
      requireWellFormed(request)
      response.locals['path'] = readPath(request.url)
    } catch (error) {
      // Where one request ends is in doubt: nothing more is read from this connection.
      response.setHeader('Connection', 'close')
      throw error
    }
    next()
  }
}

/** The path as {@link guard} read it. */
export const pathOf = (response: Response): RequestPath => response.locals['path'] as RequestPath
