/**
 * The first look at a request. Node lets through what readers behind us may understand differently:
 * two Host headers, absolute-form targets, odd transfer codings. All of it ends here.
 */
import type { IncomingMessage } from 'node:http'
import { AppError } from '@goalixa/contracts/errors'

/** Node keeps the first of these or joins them: which one counts must not depend on who reads. */
const onlyOnce = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'transfer-encoding',
  'origin',
  'sec-fetch-site',
  'idempotency-key',
])
const hostPattern = /^(?:[a-z0-9._~-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

type Seen = Pick<IncomingMessage, 'rawHeaders' | 'method' | 'httpVersion'>

/** @throws AppError `request.malformed` or `request.ambiguous_credentials` */
export function requireWellFormed(request: Seen): void {
  const seen = new Map<string, string>()
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index]!.toLowerCase()
    if (!onlyOnce.has(name)) continue
    if (seen.has(name)) {
      throw name === 'authorization'
        ? new AppError('request.ambiguous_credentials')
        : malformed(`the header ${name} is there more than once`)
    }
    seen.set(name, request.rawHeaders[index + 1] ?? '')
  }
  if (!hostPattern.test(seen.get('host') ?? ''))
    throw malformed('there must be one Host header with a name and at most a port')
  requirePlainFraming(request, seen)
}

function requirePlainFraming(request: Seen, seen: ReadonlyMap<string, string>): void {
  const coding = seen.get('transfer-encoding')
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || request.httpVersion !== '1.1')) {
    throw malformed('the only transfer coding that is read is chunked')
  }
  const hasBody = coding !== undefined || (seen.get('content-length') ?? '0') !== '0'
  if (hasBody && (request.method === 'GET' || request.method === 'HEAD'))
    throw malformed(`a ${request.method} has no body`)
}

const malformed = (detail: string) => new AppError('request.malformed', detail)
