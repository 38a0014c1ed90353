/** What the gateway does while a service behind it is in trouble, over real sockets. */
import type { RequestListener, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import { accessToken, startGateway, tokenFor } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'

/** Short budgets, so that the tests need not wait for the real ones. */
const table: readonly NamedRoute[] = routeTable.map((route) => ({
  ...route,
  spec: { ...route.spec, timeoutMs: 400 },
}))
const soak = process.env['SOAK'] === '1'

let gateway: TestGateway
beforeEach(async () => void (gateway = await startGateway({ table })))
afterEach(() => gateway.close())

const headers = { authorization: `Bearer ${accessToken()}` }
const get = (path = '/v1/timer', more: Record<string, string> = {}) =>
  fetch(gateway.url + path, { headers: { ...headers, ...more } })
/** Somebody else each time, so that none is answered together with another, and nobody asks too much. */
const getAlone = () => get('/v1/timer', { authorization: `Bearer ${accessToken()}` })
const post = (more: Record<string, string> = {}) =>
  fetch(`${gateway.url}/v1/tasks`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', ...more },
    body: '{"title":"a"}',
  })
const problemOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
const hangUp: RequestListener = (request) => request.socket.destroy()
/** The first requests are answered by one, the others by another. */
const firstly = (count: number, first: RequestListener, later: RequestListener): RequestListener => {
  let seen = 0
  return (request, response) => ((seen += 1) <= count ? first : later)(request, response)
}
const metric = async (name: string, ...labels: string[]) => {
  const text = await (await fetch(gateway.metricsUrl)).text()
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`${name}{`) && labels.every((label) => one.includes(label)))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

describe('a second try', () => {
  it('SEC-113: is made once for a GET whose connection broke, and nobody notices', async () => {
    gateway.app.answer(firstly(1, hangUp, json({ running: null })))
    expect((await get()).status).toBe(200)
    expect(gateway.app.seen).toHaveLength(2)
    expect(await metric('goalixa_gateway_retries_total', 'upstream="app"')).toBe(1)
  })

  it('SEC-113: is never made for a POST without a key', async () => {
    gateway.app.answer(hangUp)
    expect(await problemOf(await post())).toEqual([502, 'upstream.broken'])
    expect(gateway.app.seen).toHaveLength(1)
  })

  it('SEC-113: brings a POST with a key again, with the same body', async () => {
    const echo: RequestListener = (request, response) => void request.pipe(response)
    gateway.app.answer(firstly(1, json({}, 503), echo))
    const response = await post({ 'idempotency-key': 'k' })
    expect([response.status, await response.text()]).toEqual([200, '{"title":"a"}'])
    expect(gateway.app.seen.map((seen) => seen.headers['idempotency-key'])).toEqual(['k', 'k'])
  })

  it('SEC-113: is never made once the answer has begun', async () => {
    gateway.app.answer((request, response) => {
      response.write('{"half":')
      setImmediate(() => request.socket.destroy())
    })
    await expect((await get()).text()).rejects.toThrow()
    expect(gateway.app.seen).toHaveLength(1)
  })

  it('SEC-110: comes out of the same time, which the service is told', async () => {
    gateway.app.answer(
      firstly(
        1,
        (request) => setTimeout(() => request.socket.destroy(), 150),
        () => {},
      ),
    )
    const began = performance.now()
    expect(await problemOf(await get())).toEqual([504, 'upstream.timeout'])
    // The time of the route, and not the time of each try.
    expect(performance.now() - began).toBeGreaterThanOrEqual(390)
    const [first, second] = gateway.app.seen.map((seen) => Number(seen.headers['x-request-timeout-ms']))
    expect(first).toBeLessThanOrEqual(400)
    expect(second).toBeLessThanOrEqual(260)
  })

  it('SEC-114: a service that fails everything gets at most 1.2 times what was asked', async () => {
    gateway.app.answer(json({}, 503))
    const offered = 300
    // In turn, so that the circuit is not the only one to hold them back.
    for (let round = 0; round < offered / 20; round++)
      await Promise.all(Array.from({ length: 20 }, () => getAlone().then((answer) => answer.text())))
    expect(gateway.app.seen.length).toBeLessThanOrEqual(offered * 1.2)
    expect(gateway.app.seen.length).toBeGreaterThan(0)
  })
})

describe('the circuit', () => {
  const trip = async (listener: RequestListener, status: number) => {
    gateway.app.answer(listener)
    for (let failures = 0; failures < 5; failures++) expect((await post()).status).toBe(status)
    gateway.app.seen.length = 0
  }

  it.each<[string, RequestListener, number]>([
    ['errors', json({}, 500), 500],
    ['resets', hangUp, 502],
    ['timeouts', () => {}, 504],
  ])('SEC-112 REG-B6: opens on %s, and spares the service', async (_, listener, status) => {
    await trip(listener, status)
    const refused = await get()
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problemOf(refused)).toEqual([503, 'upstream.unavailable'])
    expect(gateway.app.seen).toEqual([])
    expect(await metric('goalixa_gateway_circuit_state', 'upstream="app"')).toBe(2)
    expect(await metric('goalixa_gateway_ejections_total', 'upstream="app"')).toBe(1)
    // The other service is not to blame.
    expect((await get('/auth/me')).status).toBe(200)
  })

  it('SEC-112 REG-B6: closes again, also when those who tried it out left', async () => {
    await trip(json({}, 500), 500)
    const held: ServerResponse[] = []
    gateway.app.answer((_, response) => void held.push(response))
    const callers: AbortController[] = []
    await expect
      .poll(
        () => {
          const caller = new AbortController()
          callers.push(caller)
          void fetch(`${gateway.url}/v1/timer`, {
            headers: { ...headers, 'accept-language': String(callers.length) },
            signal: caller.signal,
          }).catch(() => undefined)
          return held.length
        },
        { timeout: 30_000, interval: 50 },
      )
      .toBe(3)
    for (const caller of callers) caller.abort()
    gateway.app.answer(json({ running: null }))
    await expect.poll(async () => (await getAlone()).status, { timeout: 30_000 }).toBe(200)
    await getAlone()
    await getAlone()
    expect(await metric('goalixa_gateway_circuit_state', 'upstream="app"')).toBe(0)
  })

  it('SEC-112: does not count a service that says when to come back', async () => {
    gateway.app.answer((_, response) => response.writeHead(503, { 'retry-after': '1' }).end())
    for (let answers = 0; answers < 8; answers++) expect((await get()).status).toBe(503)
    expect(gateway.app.seen).toHaveLength(8)
  })
})

describe('one question at the same time', () => {
  /** Holds every answer until it is let go. */
  const hold = () => {
    const held: ServerResponse[] = []
    gateway.app.answer((_, response) => void held.push(response))
    return held
  }
  const as = (token: string, more: Record<string, string> = {}) =>
    fetch(`${gateway.url}/v1/timer`, { headers: { authorization: `Bearer ${token}`, ...more } })
  const userId = 'a0000000-0000-4000-8000-000000000001'
  const sid = 'a0000000-0000-4000-8000-000000000002'

  it('SEC-107: is asked once for one person, and answers all of them', async () => {
    const held = hold()
    const token = accessToken({ sub: userId, sid })
    const answers = [as(token), as(token), as(token)]
    await expect.poll(() => held.length).toBe(1)
    await expect.poll(async () => metric('goalixa_gateway_coalesced_total', 'route="timer.get"')).toBe(2)
    held[0]!.end('{"running":null}')
    const all = await Promise.all(answers)
    expect(await Promise.all(all.map((answer) => answer.text()))).toEqual(Array(3).fill('{"running":null}'))
    expect(new Set(all.map((answer) => answer.headers.get('x-request-id'))).size).toBe(3)
    expect(gateway.app.seen).toHaveLength(1)
  })

  it('SEC-107 REG-B2: is never shared between identities, scopes, sessions or representations', async () => {
    const held = hold()
    const answers = [
      as(accessToken({ sub: userId, sid })),
      as(accessToken({ sid })),
      as(accessToken({ sub: userId })),
      as(tokenFor('read', sid)),
      as(tokenFor('timer:read read', sid)),
      as(accessToken({ sub: userId, sid }), { 'accept-language': 'fa' }),
      as(accessToken({ sub: userId, sid }), { 'if-none-match': '"a"' }),
    ]
    await expect.poll(() => held.length).toBe(answers.length)
    held.forEach((response, index) => response.end(String(index)))
    const texts = await Promise.all(answers.map(async (answer) => (await answer).text()))
    expect(new Set(texts).size).toBe(answers.length)
  })

  it('SEC-107: goes on for those who stay when the first one leaves', async () => {
    const held = hold()
    const token = accessToken({ sub: userId, sid })
    const first = new AbortController()
    const left = fetch(`${gateway.url}/v1/timer`, {
      headers: { authorization: `Bearer ${token}` },
      signal: first.signal,
    }).catch(() => 'left')
    await expect.poll(() => held.length).toBe(1)
    const second = as(token)
    await expect.poll(async () => metric('goalixa_gateway_coalesced_total', 'route="timer.get"')).toBe(1)
    first.abort()
    expect(await left).toBe('left')
    held[0]!.end('{}')
    expect((await second).status).toBe(200)
  })

  it('SEC-107: is asked anew after a change of the same person', async () => {
    const held = hold()
    const token = accessToken({ sub: userId, sid })
    const before = as(token)
    await expect.poll(() => held.length).toBe(1)
    gateway.app.answer(json({ after: true }))
    await fetch(`${gateway.url}/v1/timer/stop`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await (await as(token)).json()).toEqual({ after: true })
    held[0]!.end('{"after":false}')
    expect(await (await before).json()).toEqual({ after: false })
  })
})

describe('more than a service can do', () => {
  it('SEC-115: what is over the limit is refused at once, and what was taken is answered', async () => {
    const held: ServerResponse[] = []
    await gateway.close()
    gateway = await startGateway()
    gateway.app.answer((request, response) => {
      if (request.url === '/readyz') json({})(request, response)
      else held.push(response)
    })
    const limit = (await metric('goalixa_gateway_concurrency_limit', 'upstream="app"'))!
    const answers = Array.from({ length: limit + 100 }, getAlone)
    const refused = await Promise.any(answers)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    // Whatever has to do with getting in or out is still taken.
    gateway.auth.answer(json({}))
    expect((await fetch(`${gateway.url}/auth/logout`, { method: 'POST', headers })).status).toBe(200)
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
    gateway.app.answer(json({}))
    const release = setInterval(() => held.splice(0).forEach((response) => response.end('{}')), 5)
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    clearInterval(release)
    expect(statuses.filter((status) => status === 200)).toHaveLength(limit)
    expect(statuses.filter((status) => status === 503)).toHaveLength(100)
    expect(await metric('goalixa_gateway_shed_total', 'priority="normal"')).toBe(100)
  })
})

describe('an end', () => {
  it.each(soak ? Array.from({ length: 20 }, (_, round) => round) : [0])(
    'SEC-117: finishes what is open, and fails nothing (%i)',
    async () => {
      gateway.app.answer((_, response) => void setTimeout(() => response.end('{}'), 100))
      const open = Array.from({ length: 50 }, getAlone)
      await expect.poll(() => gateway.app.seen.length).toBe(50)
      await gateway.drain()
      expect((await Promise.all(open)).map(({ status }) => status)).toEqual(Array(50).fill(200))
    },
  )

  it('SEC-117: is told by readiness first, while everything is still served', async () => {
    await gateway.close()
    gateway = await startGateway({ settings: { DRAIN_SECONDS: '1' } })
    const readiness = async () => (await fetch(`${gateway.url}/readyz`)).status
    expect(await readiness()).toBe(200)
    const drained = gateway.drain()
    expect(await readiness()).toBe(503)
    expect((await getAlone()).status).toBe(200)
    await drained
    await expect(getAlone()).rejects.toThrow()
  })
})

describe('readiness', () => {
  it('SEC-110 REG-B14: is what the services say now, asked once in a second', async () => {
    const ready = async () => (await fetch(`${gateway.url}/readyz`)).json()
    expect(await ready()).toMatchObject({ status: 'ready' })
    let questions = 0
    gateway.app.answer((request, response) => {
      questions += 1
      json({}, 503)(request, response)
    })
    await expect
      .poll(ready, { timeout: 30_000 })
      .toMatchObject({ status: 'not ready', checks: { app: 'missing', auth: 'ok' } })
    await Promise.all([ready(), ready(), ready()])
    expect(questions).toBeLessThanOrEqual(2)
  })

  it('SEC-126 REG-B14: metrics name routes by the table, and unknown paths by one word', async () => {
    for (let path = 0; path < (soak ? 100_000 : 50); path++)
      await (await fetch(`${gateway.url}/v1/path-${path}`, { headers })).text()
    const text = await (await fetch(gateway.metricsUrl)).text()
    expect(text).not.toContain('path-')
    expect(await metric('goalixa_http_request_duration_seconds_count', 'route="none"')).toBeGreaterThan(0)
  })
})

describe('a service that is away', () => {
  it.each<[string, RequestListener, number]>([
    ['hangs up', hangUp, 502],
    ['never answers', () => {}, 504],
    ['says it cannot', (_, response) => response.writeHead(503, { 'retry-after': '1' }).end(), 503],
  ])('SEC-110 REG-B4: answers within its time, and never 401, when it %s', async (_, listener, status) => {
    gateway.app.answer(listener)
    gateway.auth.answer(listener)
    expect((await getAlone()).status).toBe(status)
    expect((await get('/auth/me')).status).toBe(status)
  })

  it('SEC-110 REG-B4: answers 503 when nobody listens there', async () => {
    // The public keys are known by then.
    expect((await get()).status).toBe(200)
    await Promise.all([gateway.app.close(), gateway.auth.close()])
    for (const path of ['/v1/timer', '/auth/me']) {
      const refused = await get(path)
      expect(refused.headers.get('retry-after')).toBe('1')
      expect(await problemOf(refused)).toEqual([503, 'upstream.unavailable'])
    }
  })

  it('SEC-110: waits for one that is slow, and no longer than the time of the route', async () => {
    const after = (ms: number): RequestListener => {
      return (request, response) => void setTimeout(() => json({})(request, response), ms)
    }
    gateway.app.answer(after(100))
    expect((await getAlone()).status).toBe(200)
    gateway.app.answer(after(30_000))
    const began = performance.now()
    expect(await problemOf(await getAlone())).toEqual([504, 'upstream.timeout'])
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it.each<[string, Record<string, string>]>([
    ['says its length', { 'content-length': '1000' }],
    ['comes in chunks', {}],
  ])('SEC-110: an answer that %s and is reset in the middle never looks whole', async (_, more) => {
    gateway.app.answer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...more })
      response.write('{"items":[', () => setTimeout(() => request.socket.resetAndDestroy(), 20))
    })
    const response = await getAlone().catch(() => undefined)
    // Either it began and breaks off, or it is told as what it is.
    if (response?.status === 200) await expect(response.text()).rejects.toThrow()
    else expect(response === undefined || response.status === 502).toBe(true)
  })
})
