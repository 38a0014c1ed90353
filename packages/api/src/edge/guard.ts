/** What holds for every request, whatever its path: headers of every answer, and the first look. */
import type { IncomingMessage } from 'node:http'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import { dropLeftoverBody } from './leftover-body.ts'
import { readPath } from './request-path.ts'
import type { RequestPath } from './request-path.ts'
import { requireWellFormed } from './well-formed.ts'

/** Headers of every answer of the edge, names and values in turn: health and what nobody could read included. */
export const standardHeaders = ({ protocol }: URL): readonly string[] => [
  // Documents loosen this for themselves; data needs nothing.
  'Content-Security-Policy',
  "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy',
  'no-referrer',
  'Cross-Origin-Resource-Policy',
  'same-origin',
  'Vary',
  'Origin',
  // By plain HTTP it would lock people out.
  ...(protocol === 'https:' ? ['Strict-Transport-Security', 'max-age=31536000'] : []),
]

/** @returns the path of the request. @throws AppError `request.*` */
export type Guard = (request: IncomingMessage, response: EarlyAnswer) => RequestPath

export function guard({ origin }: URL): Guard {
  return (request, response) => {
    // There is one origin. It is told so on errors as well; every other one hears nothing.
    if (request.headers.origin === origin) response.early.push('Access-Control-Allow-Origin', origin)
    dropLeftoverBody(request, response)
    try {
      requireWellFormed(request)
      return readPath(request.url ?? '')
    } catch (error) {
      // Where one request ends is in doubt: nothing more is read from this connection.
      response.early.push('Connection', 'close')
      throw error
    }
  }
}
