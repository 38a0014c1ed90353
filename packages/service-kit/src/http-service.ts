/** How a service listens: the public port with health, requests and errors; the internal one with metrics. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Express, Router } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { inRequest, requestContext } from './context.ts'
import type { Draining } from './draining.ts'
import { createDraining, keepDraining } from './draining.ts'
import { alive, readiness } from './health.ts'
import type { ReadinessChecks } from './health.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { problemHandler } from './problem.ts'
import { answerUnreadable } from './unreadable-requests.ts'

interface HttpServiceOptions {
  readonly log: Logger
  readonly metrics: Metrics
  readonly checks: ReadinessChecks
  /** The routes of the service. */
  readonly routes: Router
  /** More routes for the internal port, beside `/metrics`. */
  readonly internalRoutes?: Router
}

/** `metricsHost`: the address of the internal port, the same as `host` unless said. */
interface Where {
  readonly host: string
  readonly port: number
  readonly metricsHost?: string
  readonly metricsPort: number
}

export interface HttpService {
  /** Listens on both ports and answers them; 0 lets the system choose. */
  listen(where: Where): Promise<{ port: number; metricsPort: number }>
  /** Not ready from now on; ends streams at once, finishes what else is open, closes. */
  close(): Promise<void>
}

export function createHttpService(options: HttpServiceOptions): HttpService {
  const draining = createDraining()
  options.metrics.gauge(
    { name: 'goalixa_open_streams', help: 'Answers without an end of their own that are open', labels: [] },
    draining.open,
  )
  const publicServer = createServer({ requireHostHeader: false }, publicApp(options, draining))
  const internalServer = createServer(internalApp(options))
  answerUnreadable(publicServer)
  answerUnreadable(internalServer)
  // Above the idle time of common balancers, so that they and not we close idle connections.
  publicServer.keepAliveTimeout = 65_000
  return {
    async listen({ host, port, metricsHost = host, metricsPort }) {
      await Promise.all([
        listening(publicServer, host, port),
        listening(internalServer, metricsHost, metricsPort),
      ])
      const ports = { port: portOf(publicServer), metricsPort: portOf(internalServer) }
      options.log.info(ports, 'listening')
      // Tells a supervisor where the service is; a no-op when started by hand.
      process.send?.({ listening: ports })
      return ports
    },
    async close() {
      draining.begin()
      await Promise.all([closed(publicServer), closed(internalServer)])
    },
  }
}

function publicApp({ log, metrics, checks, routes }: HttpServiceOptions, draining: Draining): Express {
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.set('query parser', 'simple')
  app.use((request, response, next) => {
    const context = requestContext({
      requestId: request.get('x-request-id'),
      traceparent: request.get('traceparent'),
      tracestate: request.get('tracestate'),
    })
    const began = process.hrtime.bigint()
    response.set('X-Request-Id', context.requestId)
    response.set('X-Content-Type-Options', 'nosniff')
    keepDraining(response, draining)
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9
      const route = (response.locals['route'] as string | undefined) ?? 'none'
      metrics.observeRequest({ method: request.method, route, status: String(response.statusCode) }, seconds)
      inRequest(context, () =>
        log.info(
          { method: request.method, route, status: response.statusCode, ms: Math.round(seconds * 1e3) },
          'request',
        ),
      )
    })
    inRequest(context, () => {
      // Node would refuse it too, but not in our words.
      if (request.headers.host === undefined && request.httpVersion === '1.1') {
        response.set('Connection', 'close')
        throw new AppError('request.malformed', 'there is no Host header')
      }
      next()
    })
  })
  app.get('/healthz', alive)
  app.get('/readyz', readiness(checks, draining.hasBegun))
  app.use(routes)
  app.use(() => {
    throw new AppError('request.not_found')
  })
  app.use(problemHandler(log))
  return app
}

function internalApp({ log, metrics, internalRoutes }: HttpServiceOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  if (internalRoutes !== undefined) app.use(internalRoutes)
  app.use(problemHandler(log))
  return app
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const portOf = (server: Server): number => (server.address() as AddressInfo).port

/** A kept connection becomes idle when its open request ends: until all are closed, the idle ones are closed again. */
function closed(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
