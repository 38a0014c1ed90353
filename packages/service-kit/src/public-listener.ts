/** What happens to every request of the public port: its id, its trace, its line in the log; then who answers it. */
import type { IncomingMessage, RequestListener } from 'node:http'
import express from 'express'
import type { Express, Router } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { inRequest, requestContext } from './context.ts'
import type { RequestContext } from './context.ts'
import { keepDeadline, timeoutHeader } from './deadline.ts'
import type { Draining } from './draining.ts'
import { keepDraining } from './draining.ts'
import { earlyAnswer, settleHeaders } from './early-answer.ts'
import type { EarlyAnswer } from './early-answer.ts'
import { alive, readiness } from './health.ts'
import type { ReadinessChecks } from './health.ts'
import type { Logger } from './log.ts'
import { watchLoop } from './loop-lag.ts'
import type { Metrics } from './metrics.ts'
import { problemHandler } from './problem.ts'
import { beginRequestSpan } from './request-span.ts'
import { traceIdOf } from './trace-context.ts'

/**
 * Sees a request before Express does, health apart. Settles with true when the answer is given, with false to leave
 * it to the routes; what it throws is answered as a problem document.
 */
export type Front = (request: IncomingMessage, response: EarlyAnswer) => Promise<boolean>

interface PublicListenerOptions {
  readonly log: Logger
  readonly metrics: Metrics
  readonly checks: ReadinessChecks
  readonly headers?: readonly string[]
  readonly front?: Front | undefined
  readonly routes: Router
  readonly onRefused?: ((code: ErrorCode) => void) | undefined
}

export function publicListener(
  options: PublicListenerOptions,
  draining: Draining,
  isLeaving: () => boolean,
): RequestListener {
  const { front, headers: always = [] } = options
  const app = publicApp(options, isLeaving)
  const goOn = (request: IncomingMessage, response: EarlyAnswer, refusal?: unknown): void => {
    settleHeaders(response)
    response.locals['refusal'] = refusal
    void app(request, response)
  }
  return (request, arrived) => {
    const { headers } = request
    const asked = requestContext({
      requestId: headers['x-request-id'] as string | undefined,
      traceparent: headers['traceparent'] as string | undefined,
      tracestate: headers['tracestate'] as string | undefined,
    })
    const span = beginRequestSpan(request, asked)
    const context = span?.context ?? asked
    const response = earlyAnswer(arrived, { route: undefined })
    response.early.push('X-Request-Id', context.requestId, 'X-Content-Type-Options', 'nosniff', ...always)
    keepDraining(response, draining)
    keepDeadline(context, headers[timeoutHeader], response)
    tell(options, request, response, context, span)
    inRequest(context, () => {
      // Node would refuse it too, but not in our words.
      if (headers.host === undefined && request.httpVersion === '1.1') {
        response.early.push('Connection', 'close')
        return goOn(request, response, new AppError('request.malformed', 'there is no Host header'))
      }
      if (front === undefined || asksForHealth(request)) return goOn(request, response)
      front(request, response).then(
        (isAnswered) => isAnswered || goOn(request, response),
        (error: unknown) => goOn(request, response, error),
      )
    })
  }
}

/** Metrics and log hear of a request when its answer is through, or broken off. */
function tell(
  { log, metrics }: PublicListenerOptions,
  { method = '' }: IncomingMessage,
  response: EarlyAnswer,
  context: RequestContext,
  span: ReturnType<typeof beginRequestSpan>,
): void {
  const began = performance.now()
  response.on('close', () => {
    const took = performance.now() - began
    const route = (response.locals['route'] as string | undefined) ?? 'none'
    const status = response.statusCode
    metrics.observeRequest({ method, route, status: String(status) }, took / 1e3)
    span?.end(route, response)
    const { requestId } = context
    log.request({ requestId, traceId: traceIdOf(context), method, route, status, ms: Math.round(took) })
  })
}

const healthPattern = /^\/(?:healthz|readyz)(?:\?|$)/
const asksForHealth = ({ method, url = '' }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && healthPattern.test(url)

function publicApp(
  { log, checks, routes, onRefused }: PublicListenerOptions,
  isLeaving: () => boolean,
): Express {
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.set('query parser', 'simple')
  app.use((_request, response, next) => next(response.locals['refusal']))
  app.get('/healthz', alive(watchLoop()))
  app.get('/readyz', readiness(checks, isLeaving))
  app.use(routes)
  app.use(() => {
    throw new AppError('request.not_found')
  })
  app.use(problemHandler(log, onRefused))
  return app
}
