/** What went wrong on the way to a service, in the words of the catalogue. */
import { AppError } from '@goalixa/contracts/errors'

/** Nothing was sent: the service is not there, or does not take connections. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])
const tooLate = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])
/** The client library refuses to send what is not valid HTTP. */
const notSendable = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
])

export function upstreamError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const { code = '', name = '' } = (cause ?? {}) as { code?: string; name?: string }
  if (notConnected.has(code))
    return new AppError('upstream.unavailable', undefined, { cause, retryAfterSeconds: 1 })
  if (tooLate.has(code) || name === 'TimeoutError')
    return new AppError('upstream.timeout', undefined, { cause })
  if (notSendable.has(code)) return new AppError('request.malformed', undefined, { cause })
  return new AppError('upstream.broken', undefined, { cause })
}
