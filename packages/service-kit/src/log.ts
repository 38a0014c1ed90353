/** Logging: one JSON line per event on stdout, with the request id; secrets are cut out by key. */
import { pino } from 'pino'
import type { DestinationStream, Logger as PinoLogger } from 'pino'
import { currentRequest } from './context.ts'
import { traceIdOf } from './trace-context.ts'

export type Logger = PinoLogger

const secretKeys = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'secret',
  'email',
]

/** A logger whose lines are `{time, level, service, requestId?, traceId?, msg, …}`. */
export function createLogger(
  options: { readonly service: string; readonly level: string },
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[removed]' },
      mixin: () => {
        const request = currentRequest()
        return request === undefined ? {} : { requestId: request.requestId, traceId: traceIdOf(request) }
      },
    },
    destination,
  )
}
