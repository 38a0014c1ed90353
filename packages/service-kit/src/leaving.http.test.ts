import { Agent, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { createHttpService } from './http-service.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'

const local = '127.0.0.1'

/** A service that says its name. */
function aService(name: string) {
  const routes = Router()
  routes.get('/name', (_request, response) => void response.end(name))
  const log = createLogger({ service: name, level: 'silent' })
  return createHttpService({ log, metrics: createMetrics(name), checks: {}, routes })
}

/** Somebody with one connection that is kept. */
function aClient(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    get: (path: string) =>
      new Promise<{
        status: number | undefined
        connection: string | undefined
        text: string
        reused: boolean
      }>((resolve, reject) => {
        const asked = request({ host: local, port, path, agent }, (response: IncomingMessage) => {
          let text = ''
          const { statusCode: status, headers } = response
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
          response.once('end', () =>
            resolve({ status, connection: headers.connection, text, reused: asked.reusedSocket }),
          )
        })
        asked.once('error', reject).end()
      }),
    leave: () => agent.destroy(),
  }
}

test('SEC-117: what drains is not ready, answers all the same, and each answer is the last of its connection', async () => {
  const service = aService('old')
  const { port } = await service.listen({ host: local, port: 0, metricsPort: 0 })
  const [used, idle] = [aClient(port), aClient(port)]
  expect(await used.get('/name')).toMatchObject({ text: 'old', connection: 'keep-alive' })
  await idle.get('/name')
  const closed = service.close({ drainMs: 1_000 })
  expect(await used.get('/readyz')).toMatchObject({ status: 503, connection: 'close', reused: true })
  // Nobody closed it meanwhile: a request that was under way arrives.
  expect(await idle.get('/name')).toMatchObject({ text: 'old', connection: 'close', reused: true })
  // Whoever comes anew is served as well: a balancer may not have noticed.
  expect(await used.get('/name')).toMatchObject({ text: 'old', connection: 'close', reused: false })
  await closed
  await expect(used.get('/name')).rejects.toThrow('ECONNREFUSED')
})
