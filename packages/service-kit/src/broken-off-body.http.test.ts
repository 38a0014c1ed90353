import { once } from 'node:events'
import { connect } from 'node:net'
import { Router } from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { route } from '@goalixa/contracts/route'
import { bindRoutes } from './bind-routes.ts'
import { createHttpService } from './http-service.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Principal } from './tokens.ts'

const somebody = { kind: 'session', userId: 'somebody' } as unknown as Principal
const patch = route({
  method: 'PATCH',
  path: '/things',
  access: 'user',
  scope: 'write',
  body: z.strictObject({ name: z.string().optional() }),
  response: z.strictObject({}),
  summary: 'changes a thing',
})

/** What handlers were given, and those whom it is being settled who they are. */
const handled: unknown[] = []
const waiting: (() => void)[] = []
let service: ReturnType<typeof createHttpService>
let port: number
beforeAll(async () => {
  const routes = Router()
  const authenticate = () => new Promise<Principal>((resolve) => waiting.push(() => resolve(somebody)))
  bindRoutes(
    routes,
    'things',
    { patch },
    { patch: ({ body }) => (handled.push(body), Promise.resolve({})) },
    authenticate,
  )
  const log = createLogger({ service: 'things', level: 'silent' })
  service = createHttpService({ log, metrics: createMetrics('things'), checks: {}, routes })
  port = (await service.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })).port
})
afterAll(() => service.close())

const body = '{"name":"new"}'
const head = `PATCH /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`

/** Sends the whole request, and answers once the service asks who sent it. */
async function sent() {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${head}\r\n${body}`)
  const before = waiting.length
  await expect.poll(() => waiting.length).toBe(before + 1)
  return socket
}

test('a sender who is gone before the body was read has changed nothing, not even by an empty body', async () => {
  const gone = await sent()
  gone.resetAndDestroy()
  await once(gone, 'close')
  const there = await sent()
  // The service has seen the end of the first connection when it answers the second one.
  for (const settle of waiting.splice(0).toReversed()) {
    settle()
    await new Promise(setImmediate)
  }
  const [answer] = (await once(there, 'data')) as [Buffer]
  expect(String(answer)).toContain('HTTP/1.1 200')
  there.destroy()
  expect(handled).toEqual([{ name: 'new' }])
})
