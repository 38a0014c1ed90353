import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerSentEvent } from '@goalixa/client/server-sent-events'
import { readEvents } from '@goalixa/client/server-sent-events'
import { sql } from '@goalixa/service-kit/sql'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { announceHead, headsChannel } from './events.repository.ts'

let app: TestApp
let beside: TestApp
const heartbeatMs = 40
beforeAll(async () => {
  app = await startTestApp(Date.now, { heartbeatMs })
  beside = await startTestApp(Date.now, { beside: app })
})
afterAll(async () => {
  await beside.close()
  await app.close()
})

const open = (at: TestApp, token: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${at.port}/v1/events`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...headers },
  })

/** Listens to somebody's events; `next` is undefined when the stream ended in good order. */
async function listen(at: TestApp, { token }: Person, headers?: Record<string, string>) {
  const response = await open(at, token, headers)
  expect(response.status).toBe(200)
  const events = readEvents(response.body!)
  return {
    response,
    next: async (): Promise<ServerSentEvent | undefined> => (await events.next()).value ?? undefined,
    leave: () => events.return(),
  }
}
const head = (n: number) => ({ event: 'head', data: `{"head":${n}}`, id: String(n) })
const write = async ({ call }: Person, title: string) =>
  expect((await call('POST', '/v1/tasks', { title })).status).toBe(201)
const openStreams = async ({ metricsUrl }: TestApp) =>
  Number(/^goalixa_open_streams\S* (\d+)$/m.exec(await (await fetch(metricsUrl)).text())?.[1])
const listening = sql`from pg_stat_activity
  where datname = current_database() and application_name = ${`listen ${headsChannel}`}`
const countListening = async () =>
  (await app.database.row<{ n: number }>(sql`select count(*) as n ${listening}`))?.n

describe('a stream', () => {
  test('begins with the head, and tells it again after every change', async () => {
    const me = app.person()
    const { response, next, leave } = await listen(app, me)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('private, no-store, no-transform')
    expect(await next()).toEqual(head(0))
    for (const title of ['one', 'two']) {
      await write(me, title)
      expect(await next()).toEqual(head(await app.headSeq(me.userId)))
    }
    await leave()
  })

  test('resumed at an id answers the head at once, whatever the id', async () => {
    const me = app.person()
    await write(me, 'one')
    for (const id of ['0', '999', 'nonsense']) {
      const { next, leave } = await listen(app, me, { 'Last-Event-ID': id })
      expect(await next()).toEqual(head(await app.headSeq(me.userId)))
      await leave()
    }
  })

  test('hears of changes that were made through another instance', async () => {
    const me = app.person()
    const there = beside.person({ userId: me.userId })
    const [here, elsewhere] = [await listen(app, me), await listen(beside, there)]
    expect([await here.next(), await elsewhere.next()]).toEqual([head(0), head(0)])
    await write(there, 'from beside')
    const moved = head(await app.headSeq(me.userId))
    expect([await here.next(), await elsewhere.next()]).toEqual([moved, moved])
    await Promise.all([here.leave(), elsewhere.leave()])
  })

  test('hears nothing of others, nor of what was rolled back', async () => {
    const [me, you] = [app.person(), app.person()]
    const { next, leave } = await listen(app, me)
    await next()
    await write(you, 'theirs')
    await expect(
      app.database.transaction(async (tx) => {
        await announceHead(tx, me.userId, 77)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await write(me, 'mine')
    expect(await next()).toEqual(head(await app.headSeq(me.userId)))
    await leave()
  })

  test('tells many changes as few, and the last one always', async () => {
    const me = app.person()
    const { next, leave } = await listen(app, me)
    await next()
    for (let seq = 1; seq <= 200; seq++)
      await app.database.transaction((tx) => announceHead(tx, me.userId, seq))
    const told: string[] = []
    while (told.at(-1) !== '200') told.push((await next())!.id)
    expect(told.length).toBeLessThan(40)
    expect(told.map(Number)).toEqual(told.map(Number).toSorted((a, b) => a - b))
    await leave()
  })

  test('misses no change that commits while it begins', async () => {
    const me = app.person()
    for (let round = 0; round < 10; round++) {
      const [{ next, leave }] = await Promise.all([listen(app, me), write(me, `round ${round}`)])
      const now = await app.headSeq(me.userId)
      for (let seen = -1; seen !== now;) seen = Number((await next())!.id)
      await leave()
    }
  })

  test('shows signs of life in between', async () => {
    const reader = (await open(app, app.person().token)).body!.getReader()
    let text = ''
    while (!text.includes(':\n\n:\n\n')) text += new TextDecoder().decode((await reader.read()).value)
    expect(text.indexOf('id: 0')).toBe(0)
    await reader.cancel()
  })

  test('asked for by HEAD has no body, and ends', async () => {
    const response = await open(app, app.person().token, {}, 'HEAD')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      '',
    ])
  })
})

describe('a stream ends', () => {
  test('with its access token', async () => {
    // Tokens live for 600 s: four are left, which is long enough to open the stream on a busy machine.
    const soon = await startTestApp(() => Date.now() + 596_000, { beside: app })
    try {
      const { next } = await listen(soon, soon.person())
      expect([await next(), await next()]).toEqual([head(0), undefined])
    } finally {
      await soon.close()
    }
  })

  test('at once when the service stops', async () => {
    const stopping = await startTestApp(Date.now, { beside: app })
    const listeners = await Promise.all([1, 2, 3].map(() => listen(stopping, stopping.person())))
    for (const { next } of listeners) await next()
    const began = performance.now()
    const [ends] = await Promise.all([Promise.all(listeners.map(({ next }) => next())), stopping.close()])
    expect(ends).toEqual([undefined, undefined, undefined])
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('when its reader leaves, however it leaves', async () => {
    const leaving = await startTestApp(Date.now, { beside: app })
    const { token } = leaving.person()
    for (let round = 0; round < 3; round++) {
      const socket = connect(leaving.port, '127.0.0.1')
      socket.write(`GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`)
      // The last one leaves before it is answered.
      if (round < 2) await once(socket, 'data')
      if (round === 0) socket.destroy()
      else socket.resetAndDestroy()
    }
    await expect.poll(() => openStreams(leaving)).toBe(0)
    await leaving.close()
  })
})

describe('the connection that listens', () => {
  test('is one, however many follow', async () => {
    const listeners = await Promise.all(Array.from({ length: 50 }, () => listen(app, app.person())))
    expect(await countListening()).toBe(2)
    await Promise.all(listeners.map(({ leave }) => leave()))
  })

  test('comes back when it is lost, and tells the heads that were missed', async () => {
    const [me, you] = [app.person(), app.person()]
    await write(me, 'before')
    const listeners = [
      await listen(app, me),
      await listen(app, you),
      await listen(beside, beside.person({ userId: me.userId })),
    ]
    for (const { next } of listeners) await next()
    const seq = await app.headSeq(me.userId)
    // A change whose announcement got lost.
    await app.database.rows(sql`update sync_heads set head_seq = head_seq + 10 where user_id = ${me.userId}`)
    await app.database.rows(sql`select pg_terminate_backend(pid) ${listening}`)
    const [mine, yours, alsoMine] = listeners
    expect([await mine!.next(), await alsoMine!.next()]).toEqual([head(seq + 10), head(seq + 10)])
    await write(you, 'first')
    expect(await yours!.next()).toEqual(head(await app.headSeq(you.userId)))
    await write(me, 'after')
    expect(await mine!.next()).toEqual(head(seq + 11))
    await Promise.all(listeners.map(({ leave }) => leave()))
  })
})
