/** Whether a request may be sent a second time, and what is needed for that. */
import type { IncomingMessage } from 'node:http'
import type { AppError } from '@goalixa/contracts/errors'
import { hasBody, isSmall } from './limited-body.ts'

const leastPauseMs = 10
const pauseSpreadMs = 40
/** Those who failed together must not come back together. `random`: 0 to 1. */
export const pauseBeforeRetryMs = (random: number): number => leastPauseMs + random * pauseSpreadMs

/** Reading is repeatable, and so is a write that the service knows again by its key. */
export function isRepeatable({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  if (headers['idempotency-key'] === undefined) return false
  return !hasBody({ headers }) || isSmall({ headers })
}

/** Nothing of an answer was seen, and there was time left: a second try may meet a better moment. */
export const mayPass = (error: AppError): boolean =>
  error.code === 'upstream.unavailable' || error.code === 'upstream.broken'

/** A service that names a time to wait means it. */
export const isPassingStatus = (status: number, retryAfter: boolean): boolean =>
  (status === 502 || status === 503 || status === 504) && !retryAfter
