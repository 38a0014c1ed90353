/** How a service listens: the public port with health, requests and errors; the internal one with metrics. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import type { Express, Router } from 'express'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { createDraining } from './draining.ts'
import type { Leaving } from './leaving.ts'
import { createLeaving } from './leaving.ts'
import { untilReady } from './health.ts'
import type { ReadinessChecks } from './health.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { problemHandler } from './problem.ts'
import { publicListener } from './public-listener.ts'
import type { Front } from './public-listener.ts'
import { watchServer } from './server-figures.ts'
import { answerUnreadable } from './unreadable-requests.ts'

interface HttpServiceOptions {
  readonly log: Logger
  readonly metrics: Metrics
  readonly checks: ReadinessChecks
  /** Names and values in turn, on every answer of the public port whoever gives it; an answer may say otherwise. */
  readonly headers?: readonly string[]
  /** Sees requests before the routes do, and answers those that must cost little. */
  readonly front?: Front
  /** The routes of the service. */
  readonly routes: Router
  /** More routes for the internal port, beside `/metrics`. */
  readonly internalRoutes?: Router
  /** Told of each request that was refused here, with the code of the catalogue. */
  readonly onRefused?: (code: ErrorCode) => void
}

/**
 * `metricsHost`: the address of the internal port, the same as `host` unless said.
 * `fd`, `metricsFd`: sockets that were bound by whoever started this process, instead of an address and a port. They stay
 * open there: connections wait for the next process when this one stops.
 */
export interface Where {
  readonly host: string
  readonly port: number
  readonly fd?: number | undefined
  readonly metricsHost?: string
  readonly metricsPort: number
  readonly metricsFd?: number | undefined
}

interface CloseOptions {
  /** Milliseconds to go on serving, not ready, while others notice. */
  readonly drainMs?: number
}

export interface HttpService {
  /** Listens on both ports and answers them; 0 lets the system choose. */
  listen(where: Where): Promise<{ port: number; metricsPort: number }>
  /**
   * Not ready from now on, and every answer is the last one on its connection. Goes on for `drainMs`, or until nobody is
   * connected where another process takes the connections; then ends streams, finishes what else is open, closes.
   */
  close(options?: CloseOptions): Promise<void>
  /** What is open on the public port: connections, and answers without an end of their own. */
  readonly open: { readonly connections: () => number; readonly streams: () => number }
}

/** Who sends the head of a request slower than this does it on purpose; Node itself would wait a minute. */
const headWithinMs = 30_000

export function createHttpService(options: HttpServiceOptions): HttpService {
  const draining = createDraining()
  options.metrics.gauge(
    { name: 'goalixa_open_streams', help: 'Answers without an end of their own that are open', labels: [] },
    draining.open,
  )
  const isLeaving = (): boolean => servers.some(({ hasBegun }) => hasBegun())
  const publicServer = createServer(
    {
      requireHostHeader: false,
      optimizeEmptyRequests: true,
      headersTimeout: headWithinMs,
      connectionsCheckingInterval: headWithinMs / 6,
    },
    publicListener(options, draining, isLeaving),
  )
  const internalServer = createServer(internalApp(options))
  answerUnreadable(publicServer, options)
  answerUnreadable(internalServer)
  const watched = watchServer(publicServer)
  options.metrics.gauge(
    { name: 'goalixa_http_requests_in_flight', help: 'Requests that are being answered', labels: [] },
    watched.requests,
  )
  const servers: readonly Leaving[] = [createLeaving(publicServer), createLeaving(internalServer)]
  let isShared = false
  // Above the idle time of common balancers, so that they and not we close idle connections.
  publicServer.keepAliveTimeout = 65_000
  return {
    open: { connections: watched.connections, streams: draining.open },
    async listen({ host, port, fd, metricsHost = host, metricsPort, metricsFd }) {
      isShared = fd !== undefined
      await Promise.all([
        listening(publicServer, fd === undefined ? { host, port } : { fd }),
        listening(
          internalServer,
          metricsFd === undefined ? { host: metricsHost, port: metricsPort } : { fd: metricsFd },
        ),
      ])
      const ports = { port: portOf(publicServer), metricsPort: portOf(internalServer) }
      options.log.info(ports, 'listening')
      // Tells a supervisor where the service is; a no-op when started by hand.
      process.send?.({ listening: ports })
      if (isShared) void untilReady(options.checks, isLeaving).then(() => process.send?.({ ready: true }))
      return ports
    },
    async close({ drainMs = 0 } = {}) {
      for (const server of servers) server.begin()
      if (isShared) {
        // Connections wait for the next process: this one needs to finish those it has, and no more.
        draining.begin()
        const gone = Promise.all(servers.map(({ stopListening }) => stopListening()))
        await Promise.race([gone, pause(drainMs, undefined, { ref: false })])
      } else await pause(drainMs)
      draining.begin()
      await Promise.all(servers.map(({ close }) => close()))
    },
  }
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

const listening = (
  server: Server,
  where: { readonly host: string; readonly port: number } | { readonly fd: number },
): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })

const portOf = (server: Server): number => (server.address() as AddressInfo).port
