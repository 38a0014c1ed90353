/** Answers without an end of their own, over real sockets. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

/** A short budget, for a test that need not wait for the real one. */
const budgetMs = 300
const hasty: readonly NamedRoute[] = routeTable.map((route) => ({
  ...route,
  spec: { ...route.spec, timeoutMs: budgetMs },
}))

let gateway: TestGateway
/** Answers of the service, in the order of their requests. */
let upstream: ServerResponse[]
const begin = async (table = routeTable) => {
  gateway = await startGateway({ table })
  upstream = []
  gateway.app.answer((_, response) => {
    upstream.push(response)
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
    })
    response.write('id: 1\n\n')
  })
}
beforeEach(() => begin())
afterEach(() => gateway.close())

const open = (token = accessToken(), headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/v1/events`, { headers: { authorization: `Bearer ${token}`, ...headers } })

/** Reads pieces as they arrive; undefined: the stream ended in good order. */
async function listen(token?: string) {
  const response = await open(token)
  expect(response.status).toBe(200)
  const reader = response.body!.getReader()
  const next = async () => {
    const { value } = await reader.read()
    return value === undefined ? undefined : Buffer.from(value).toString()
  }
  expect(await next()).toBe('id: 1\n\n')
  return { response, next, leave: () => reader.cancel() }
}

describe('an event stream', () => {
  it('passes events and heartbeats at once, as they are, for longer than the route may take to answer', async () => {
    await gateway.close()
    await begin(hasty)
    const { response, next, leave } = await listen()
    await new Promise((resolve) => setTimeout(resolve, budgetMs * 2))
    for (const piece of [':\n\n', 'id: 2\nevent: head\ndata: {"head":2}\n\n']) {
      upstream[0]!.write(piece)
      expect(await next()).toBe(piece)
    }
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('private, no-store, no-transform')
    expect(response.headers.get('content-encoding')).toBeNull()
    await leave()
  })

  it('tells the service where the caller left off', async () => {
    const response = await open(accessToken(), { 'last-event-id': '41' })
    expect(gateway.app.seen[0]!.headers['last-event-id']).toBe('41')
    await response.body!.cancel()
  })

  it('must begin within the time of the route', async () => {
    gateway.app.answer(() => {})
    const response = await open()
    expect([response.status, await response.json()]).toMatchObject([504, { code: 'upstream.timeout' }])
  })

  it('ends with its token', async () => {
    const { next } = await listen(accessToken({}, 1))
    const closed = once(upstream[0]!, 'close')
    expect(await next()).toBeUndefined()
    await closed
  })

  it('ends with its session, and no other', async () => {
    const sid = randomUUID()
    const [mine, other] = [await listen(accessToken({ sid })), await listen()]
    const closed = once(upstream[0]!, 'close')
    gateway.revoke(sid)
    expect(await mine.next()).toBeUndefined()
    await closed
    upstream[1]!.write(':\n\n')
    expect(await other.next()).toBe(':\n\n')
    await other.leave()
  })

  it('does not hold up a gateway that stops', async () => {
    const { next } = await listen()
    const closed = once(upstream[0]!, 'close')
    const drained = gateway.drain()
    expect(await next()).toBeUndefined()
    await closed
    await drained
  })

  it('ends in good order where the service ends it', async () => {
    const { next } = await listen()
    upstream[0]!.end()
    expect(await next()).toBeUndefined()
  })

  it('is broken off where the service dies', async () => {
    const { next } = await listen()
    upstream[0]!.destroy()
    await expect(next()).rejects.toThrow()
  })

  it('is given up upstream when the caller leaves', async () => {
    const { leave } = await listen()
    const closed = once(upstream[0]!, 'close')
    await leave()
    await closed
  })
})

describe('many event streams', () => {
  it('take no connection that requests wait for', async () => {
    const people = Array.from({ length: 5 }, () => accessToken())
    const streams = await Promise.all(
      people.flatMap((token) => Array.from({ length: 30 }, () => listen(token))),
    )
    gateway.app.answer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    )
    const answer = await fetch(`${gateway.url}/v1/timer`, {
      headers: { authorization: `Bearer ${people[0]}` },
    })
    expect([answer.status, streams.length]).toEqual([200, 150])
    const metrics = await (await fetch(gateway.metricsUrl)).text()
    expect(/^goalixa_open_streams\S* (\d+)$/m.exec(metrics)?.[1]).toBe('150')
    await Promise.all(streams.map(({ leave }) => leave()))
  })

  it('of one person are limited, and count no longer once they ended', async () => {
    const sub = randomUUID()
    const token = accessToken({ sub })
    const streams = await Promise.all(Array.from({ length: 32 }, () => listen(token)))
    const refused = await open(accessToken({ sub }))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    expect(await refused.json()).toMatchObject({ code: 'rate.limited' })
    await (await listen()).leave()
    const closed = once(upstream[0]!, 'close')
    await streams[0]!.leave()
    await closed
    await expect.poll(async () => (await open(token)).status, { interval: 5 }).toBe(200)
    await Promise.all(streams.slice(1).map(({ leave }) => leave()))
  })
})
