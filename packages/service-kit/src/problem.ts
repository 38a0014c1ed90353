/** Errors on the wire: one place turns whatever was thrown into `application/problem+json`. */
import type { ErrorRequestHandler, Response } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { toProblem } from '@goalixa/contracts/problem'
import { rateLimitHeaders } from '@goalixa/contracts/rate-limits'
import { currentRequest } from './context.ts'
import type { Logger } from './log.ts'

/** Sends the problem document of an error. */
function sendProblem(response: Response, error: AppError): void {
  if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds))
  if (error.quota !== undefined) response.set(rateLimitHeaders(error.quota))
  response
    .status(error.status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(error, currentRequest()?.requestId)))
}

/** The last handler of every service. Each error is logged here, once; `onRefused` hears of those below 500. */
export function problemHandler(log: Logger, onRefused?: (code: ErrorCode) => void): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = asAppError(thrown)
    if (error.status >= 500)
      log.error({ err: thrown, code: error.code, method: request.method }, 'request failed')
    else log.debug({ code: error.code, method: request.method }, 'request refused')
    if (error.status < 500) onRefused?.(error.code)
    // The answer has begun: only breaking it off tells the caller that it is not whole.
    if (response.headersSent) return next(thrown)
    sendProblem(response, error)
  }
}

/** Errors of express and its body parsers carry a `type` or `status`; the rest is ours or a bug. */
function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number }
  const options = { cause: thrown }
  if (type === 'entity.parse.failed') {
    return new AppError('request.malformed_json', (thrown as Error).message.slice(0, 200), options)
  }
  if (type === 'entity.too.large') return new AppError('request.too_large', undefined, options)
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new AppError('request.unsupported_media_type', undefined, options)
  }
  if (status !== undefined && status >= 400 && status < 500)
    return new AppError('request.malformed', undefined, options)
  return new AppError('internal', undefined, options)
}
