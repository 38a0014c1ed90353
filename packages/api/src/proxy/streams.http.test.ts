/** Answers that take their time, and services in trouble, over real sockets. */
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

/** Short budgets, so that the tests need not wait for the real ones. */
const table: readonly NamedRoute[] = routeTable.map((route) => ({
  ...route,
  spec: { ...route.spec, timeoutMs: 300 },
}))

let gateway: TestGateway
beforeEach(async () => void (gateway = await startGateway({ table })))
afterEach(() => gateway.close())

const token = accessToken()
const authorization = `Bearer ${token}`
const get = (path: string) => fetch(gateway.url + path, { headers: { authorization } })
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
describe('streams', () => {
  it.each(['/v1/export/csv', '/v1/sync/snapshot'])(
    'reach the caller before the service ends: %s',
    async (path) => {
      let upstream: ServerResponse | undefined
      gateway.app.answer((_, response) => {
        upstream = response
        response.writeHead(200, { 'content-type': 'text/csv' })
        response.write('first\n')
      })
      const response = await get(path)
      const reader = response.body!.getReader()
      expect(Buffer.from((await reader.read()).value ?? '').toString()).toBe('first\n')
      expect(upstream!.writableEnded).toBe(false)
      upstream!.end('last\n')
      expect(Buffer.from((await reader.read()).value ?? '').toString()).toBe('last\n')
      expect((await reader.read()).done).toBe(true)
    },
  )

  it('show their headers before the first byte', async () => {
    gateway.app.answer((_, response) => response.flushHeaders())
    expect((await get('/v1/timer')).status).toBe(200)
  })

  it('hold the service back while the caller does not read', async () => {
    const chunk = Buffer.alloc(64 * 1024)
    let written = 0
    gateway.app.answer((_, response) => {
      const fill = () => {
        while (written < 64 * 1024 * 1024) {
          written += chunk.length
          if (!response.write(chunk)) return void response.once('drain', fill)
        }
        response.end()
      }
      fill()
    })
    const response = await get('/v1/export/csv')
    const reader = response.body!.getReader()
    await reader.read()
    // Not a sleep for its own sake: as long as the figure grows, buffers are still filling up.
    for (let before = -1; before !== written; await new Promise((resolve) => setTimeout(resolve, 100)))
      before = written
    expect(written).toBeLessThan(48 * 1024 * 1024)
    await reader.cancel()
  })

  it('are given up upstream when the caller leaves', async () => {
    const left = new Promise<void>((resolve) => {
      gateway.app.answer((_, response) => {
        response.write('a')
        response.once('close', resolve)
      })
    })
    const response = await get('/v1/export/csv')
    await response.body!.cancel()
    await left
  })

  it('are given up upstream when the caller leaves before the answer', async () => {
    const caller = new AbortController()
    const left = new Promise<void>((resolve) => {
      gateway.app.answer((_, response) => {
        response.once('close', resolve)
        caller.abort()
      })
    })
    await fetch(`${gateway.url}/v1/timer`, { headers: { authorization }, signal: caller.signal }).catch(
      () => undefined,
    )
    await left
  })
})

describe('a service in trouble', () => {
  it('that is too slow: 504', async () => {
    gateway.app.answer(() => {})
    expect(await codeOf(await get('/v1/timer'))).toEqual([504, 'upstream.timeout'])
  })

  it('that hangs up before it answers: 502', async () => {
    gateway.app.answer((request) => request.socket.destroy())
    expect(await codeOf(await get('/v1/timer'))).toEqual([502, 'upstream.broken'])
  })

  it('that hangs up in its answer: the answer is broken off', async () => {
    gateway.app.answer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"half":')
      setImmediate(() => request.socket.destroy())
    })
    const response = await get('/v1/timer')
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  })

  it('that stops in its answer: the answer is broken off', async () => {
    gateway.app.answer((_, response) => void response.write('a'))
    await expect((await get('/v1/timer')).text()).rejects.toThrow()
  })

  it('that is not there: 503, and again in a second', async () => {
    await gateway.app.close()
    const response = await get('/v1/timer')
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await codeOf(response)).toEqual([503, 'upstream.unavailable'])
  })

  it('that talks nonsense: 502', async () => {
    const sockets: Socket[] = []
    const nonsense = createServer(
      (socket) =>
        void sockets.push(socket.on('error', () => {}).on('data', () => socket.end('HELO\r\n\r\n'))),
    )
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve))
    const other = await startGateway({
      settings: { APP_URL: `http://127.0.0.1:${(nonsense.address() as AddressInfo).port}` },
    })
    const response = await fetch(`${other.url}/v1/timer`, { headers: { authorization } })
    expect(await codeOf(response)).toEqual([502, 'upstream.broken'])
    await other.close()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => nonsense.close(resolve))
  })

  it('auth that cannot give its keys: 503, never 401', async () => {
    const cold = await startGateway({ settings: { AUTH_URL: 'http://127.0.0.1:1' } })
    const response = await fetch(`${cold.url}/v1/timer`, { headers: { authorization } })
    expect(await codeOf(response)).toEqual([503, 'service.unavailable'])
    await cold.close()
  })

  it('auth that cannot tell who was signed out: 503, never 401', async () => {
    const cold = await startGateway({ settings: { AUTH_INTERNAL_URL: 'http://127.0.0.1:1' } })
    const response = await fetch(`${cold.url}/v1/timer`, { headers: { authorization } })
    expect(await codeOf(response)).toEqual([503, 'service.unavailable'])
    const personal = await fetch(`${cold.url}/v1/timer`, {
      headers: { authorization: `Bearer glx_pat_${'a'.repeat(49)}` },
    })
    expect(await codeOf(personal)).toEqual([503, 'service.unavailable'])
    await cold.close()
  })
})

describe('metrics', () => {
  it('tell how upstream calls ended, by the id of the route', async () => {
    await get('/v1/tasks/some-id')
    await gateway.app.close()
    await get('/v1/timer')
    const text = await (await fetch(gateway.metricsUrl)).text()
    const series = text.split('\n').filter((line) => line.includes('duration_seconds_count'))
    const has = (...labels: string[]) => series.some((line) => labels.every((label) => line.includes(label)))
    expect(has('gateway_upstream', 'upstream="app"', 'route="tasks.get"', 'outcome="ok"')).toBe(true)
    expect(has('gateway_upstream', 'upstream="app"', 'route="timer.get"', 'outcome="unavailable"')).toBe(true)
    expect(has('http_request', 'method="GET"', 'route="timer.get"', 'status="503"')).toBe(true)
    expect(/^goalixa_denylist_age_seconds\S* (\S+)$/m.exec(text)?.[1]).toMatch(/^[\d.]+$/)
    expect(text).not.toContain('some-id')
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
  })
})
