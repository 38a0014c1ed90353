import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { AppError } from '@goalixa/contracts/errors'
import { silenceMs } from '@goalixa/contracts/events'
import { toProblem } from '@goalixa/contracts/problem'
import { createClient } from './client.ts'
import type { FollowOptions } from './event-stream.ts'
import { followHeads } from './event-stream.ts'
import { createHttpTransport } from './http.ts'
import { TransportError } from './transport.ts'

type Handler = (response: ServerResponse) => void

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Answers the n-th request with the n-th handler, the last one again and again. */
async function follow(handlers: Handler[], options: FollowOptions = {}) {
  const waits: number[] = []
  const interruptions: (string | undefined)[] = []
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    handlers[Math.min(requests, handlers.length) - 1]!(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const http = createHttpTransport({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    userAgent: 'test',
  })
  closers.push(async () => {
    await http.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const heads = followHeads(createClient(http.send, { wait: async () => {} }), {
    wait: async (ms) => void waits.push(ms),
    random: () => 1,
    now: () => 0,
    onInterruption: (error) => interruptions.push(error?.code),
    ...options,
  })
  return { heads, waits, interruptions, requests: () => requests }
}

const stream: Handler = (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' })
const event = (head: number) => `id: ${head}\nevent: head\ndata: {"head":${head}}\n\n`
const sends =
  (...heads: number[]): Handler =>
  (response) => {
    stream(response)
    response.write(`:\n\n${heads.map(event).join('')}`)
  }
const endsAfter =
  (...heads: number[]): Handler =>
  (response) => {
    sends(...heads)(response)
    response.end()
  }
const refuses =
  (code: Parameters<typeof problem>[0], status: number): Handler =>
  (response) => {
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify(problem(code)))
  }
const problem = (code: AppError['code']) => ({ ...toProblem(new Error('none')), code })

it('gives each head once, and goes on where the server ends the stream', async () => {
  const { heads, waits, interruptions } = await follow([endsAfter(3, 3, 5), endsAfter(5), sends(5, 9)])
  const seen = []
  for await (const head of heads) {
    seen.push(head)
    if (head === 9) break
  }
  expect(seen).toEqual([3, 5, 9])
  expect(interruptions).toEqual([undefined, undefined])
  expect(waits).toEqual([1_000, 2_000])
})

it('waits longer and longer while the server is in trouble, and not after a stream that lived', async () => {
  let now = 0
  const breaks: Handler = (response) => {
    sends(1)(response)
    now += 60_000
    setImmediate(() => response.destroy())
  }
  const busy = refuses('service.unavailable', 503)
  // The client itself asks once more before it tells of a failure.
  const { heads, waits, interruptions } = await follow([busy, busy, busy, busy, breaks, sends(2)], {
    now: () => now,
  })
  expect([(await heads.next()).value, (await heads.next()).value]).toEqual([1, 2])
  expect(waits).toEqual([1_000, 2_000, 500])
  expect(interruptions).toEqual(['service.unavailable', 'service.unavailable', 'upstream.broken'])
  await heads.return()
})

it('never waits longer than half a minute', async () => {
  const stop = new AbortController()
  const longest = { ms: 0 }
  const { heads } = await follow([endsAfter(1)], {
    signal: stop.signal,
    wait: async (ms) => {
      longest.ms = Math.max(longest.ms, ms)
      if (ms === 30_000) stop.abort()
    },
  })
  for await (const _ of heads) continue
  expect(longest.ms).toBe(30_000)
})

it.each([
  ['auth.session_ended', 401],
  ['auth.forbidden_scope', 403],
  ['request.not_found', 404],
] as const)('ends with %s', async (code, status) => {
  const { heads, requests } = await follow([refuses(code, status)])
  await expect(heads.next()).rejects.toMatchObject({ code })
  expect(requests()).toBe(1)
})

it('takes what is no stream for trouble', async () => {
  const page: Handler = (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  const nonsense: Handler = (response) => {
    stream(response)
    response.end('event: head\ndata: soon\n\n')
  }
  const { heads, interruptions } = await follow([page, nonsense, sends(1)])
  expect((await heads.next()).value).toBe(1)
  expect(interruptions).toEqual(['upstream.broken', 'upstream.broken'])
  await heads.return()
})

it('closes its connection when it is left, and when it is told to stop', async () => {
  const closed: Promise<unknown>[] = []
  const watched: Handler = (response) => {
    closed.push(once(response, 'close'))
    sends(1)(response)
  }
  const left = await follow([watched])
  await left.heads.next()
  await left.heads.return()
  await closed[0]

  const stop = new AbortController()
  const stopped = await follow([watched], { signal: stop.signal })
  await stopped.heads.next()
  const next = stopped.heads.next()
  stop.abort()
  expect(await next).toEqual({ done: true, value: undefined })
  await closed[1]
})

it('does not wait on once it is told to stop', async () => {
  const stop = new AbortController()
  // The real wait: half a second at least.
  const { heads } = await follow([endsAfter(1)], {
    signal: stop.signal,
    wait: undefined!,
    onInterruption: () => stop.abort(),
  })
  const began = performance.now()
  for await (const _ of heads) continue
  expect(performance.now() - began).toBeLessThan(400)
})

it('may be silent for three heartbeats, where another answer would be given up', async () => {
  const asked: (number | undefined)[] = []
  const client = createClient(async ({ silenceMs }) => {
    asked.push(silenceMs)
    throw new TransportError('aborted', 'only the question counts')
  })
  await client.events.stream().catch(() => undefined)
  await client.settings.get().catch(() => undefined)
  expect(asked).toEqual([silenceMs, undefined])

  const answers: ServerResponse[] = []
  const server = createServer((_, response) => {
    answers.push(response)
    response.writeHead(200).write('a')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const http = createHttpTransport({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    userAgent: 'test',
  })
  closers.push(async () => {
    await http.close()
    await new Promise((resolve) => server.close(resolve))
  })
  const read = async (silenceMs?: number) => {
    const more = silenceMs === undefined ? {} : { silenceMs }
    const answer = await http.send({
      method: 'GET',
      path: '/',
      access: 'user',
      headers: {},
      timeoutMs: 20,
      ...more,
    })
    return answer.text()
  }
  const patient = read(60_000)
  await expect(read()).rejects.toMatchObject({ failure: 'timeout' })
  for (const answer of answers) answer.end('b')
  expect(await patient).toBe('ab')
})
