/** Webhooks with a receiver that is a real server, which checks signatures with the library that receivers use. */
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { Webhook as Verifier } from 'standardwebhooks'
import { WebhookDelivery } from '@goalixa/contracts/webhooks'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { retrySeconds } from './delivering.ts'

let nowMs = Date.now()
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs, { webhookAddresses: 'any' })
})
afterAll(() => app.close())
beforeEach(() => {
  nowMs = Math.floor(Date.now() / 1000) * 1000
})
const later = (seconds: number) => void (nowMs += seconds * 1000)

interface Received {
  readonly headers: Record<string, string>
  readonly text: string
  readonly delivery: WebhookDelivery
}

/** Somebody who listens; `answer` may be changed. */
async function aReceiver() {
  const received: Received[] = []
  const answer = { status: 204, headers: {} as Record<string, string>, silent: false }
  const server = createServer((request, response) => {
    const take = async () => {
      const text = await textOf(request)
      const delivery = WebhookDelivery.parse(JSON.parse(text))
      received.push({ headers: request.headers as Record<string, string>, text, delivery })
      if (answer.silent) return void request.socket.destroy()
      response.writeHead(answer.status, answer.headers).end('x'.repeat(100_000))
    }
    void take()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, answer }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}

const hookOf = async (
  { call }: Person,
  url: string,
  name = 'board',
): Promise<{ id: string; secret: string }> => {
  const { status, body } = await call('POST', '/v1/webhooks', { name, url })
  expect([status, body]).toMatchObject([
    201,
    { name, url, state: 'active', lastStatus: null, lastTriedAt: null },
  ])
  return body
}
const start = ({ call }: Person, description: string) => call('POST', '/v1/timer/start', { description })
const listed = async ({ call }: Person) => (await call('GET', '/v1/webhooks')).body.items

describe('a webhook', () => {
  test('is told what changed from now on, signed, and never what it says', async () => {
    const { url, received } = await aReceiver()
    const [me, you] = [app.person(), app.person()]
    await start(me, 'before')
    const { secret, id } = await hookOf(me, url)
    await start(me, 'top secret')
    await start(you, 'of somebody else')
    await app.delivering.deliverAll()
    expect(received).toHaveLength(1)
    const [{ headers, text, delivery }] = received as [Received]
    expect(new Verifier(secret).verify(text, headers)).toEqual(delivery)
    expect(() => new Verifier(secret).verify(text.replace('false', 'true '), headers)).toThrow()
    expect(delivery).toMatchObject({ type: 'changes', webhookId: id, more: false })
    expect(delivery.items.map(({ intent, table }) => [intent, table])).toEqual([
      ['timer.start', 'timeEntries'],
      ['timer.start', 'timeEntries'],
    ])
    expect(delivery.items[1]!.fields).toEqual(expect.arrayContaining(['description', 'span']))
    expect(text).not.toMatch(/secret|somebody/)
    expect(await listed(me)).toMatchObject([{ state: 'active', lastStatus: 204 }])
    later(2)
    expect(await app.delivering.deliverAll()).toBe(0)
  })

  test.each([
    ['an error', { status: 500 }],
    ['a redirect, which is not followed', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    ['silence', { silent: true }],
  ])('is told again after %s, with the same id, and then nothing is missing', async (_, broken) => {
    const { url, received, answer } = await aReceiver()
    const me = app.person()
    await hookOf(me, url)
    const good = { ...answer }
    Object.assign(answer, broken)
    await start(me, 'first')
    expect(await app.delivering.deliverAll()).toBe(1)
    expect(await listed(me)).toMatchObject([
      { state: 'failing', lastStatus: answer.silent ? null : answer.status },
    ])
    expect(await app.delivering.deliverAll()).toBe(0)
    later(60)
    await app.delivering.deliverAll()
    Object.assign(answer, good)
    await start(me, 'second')
    later(60)
    await app.delivering.deliverAll()
    expect(received[1]!.headers['webhook-id']).toBe(received[0]!.headers['webhook-id'])
    expect(received.at(-1)!.delivery.items).toHaveLength(3)
    expect(await listed(me)).toMatchObject([{ state: 'active', lastStatus: 204 }])
  })

  test('is given up after five days, or when it says that it is gone', async () => {
    const { url, received, answer } = await aReceiver()
    const me = app.person()
    await hookOf(me, url)
    answer.status = 503
    await start(me, 'first')
    for (let hour = 0; hour <= 5 * 24; hour += 2) {
      await app.delivering.deliverAll()
      later(2 * 3600)
    }
    expect(await listed(me)).toMatchObject([{ state: 'ended', lastStatus: 503 }])
    const tries = received.length
    await app.delivering.deliverAll()
    expect(received).toHaveLength(tries)

    const you = app.person()
    await hookOf(you, url)
    answer.status = 410
    await start(you, 'first')
    await app.delivering.deliverAll()
    expect(await listed(you)).toMatchObject([{ state: 'ended', lastStatus: 410 }])
  })

  test('is told of much in pieces, in order, each once', async () => {
    const { url, received } = await aReceiver()
    const me = app.person()
    await hookOf(me, url)
    for (let count = 0; count < 130; count++) await me.call('POST', '/v1/labels', { name: `label ${count}` })
    for (let round = 0; round < 3; round++) {
      await app.delivering.deliverAll()
      later(2)
    }
    expect(received.map(({ delivery }) => [delivery.items.length, delivery.more])).toEqual([
      [100, true],
      [30, false],
    ])
    const seqs = received.flatMap(({ delivery }) => delivery.items.map(({ seq }) => seq))
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
  })

  test('that hangs keeps nobody else waiting', async () => {
    const [slow, quick] = [await aReceiver(), await aReceiver()]
    const hanging = createServer(() => undefined)
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      hanging.closeAllConnections()
      hanging.close()
    })
    const [me, you] = [app.person(), app.person()]
    await hookOf(me, `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`)
    await start(me, 'waits')
    const first = app.delivering.deliverAll()
    await hookOf(you, quick.url)
    await start(you, 'at once')
    void app.delivering.deliverAll()
    await expect.poll(() => quick.received.length).toBe(1)
    expect(await listed(me)).toMatchObject([{ state: 'active', lastTriedAt: null }])
    hanging.closeAllConnections()
    await first
    expect(await listed(me)).toMatchObject([{ state: 'failing', lastStatus: null }])
    expect(slow.received).toEqual([])
  })

  test('that was removed is told nothing more', async () => {
    const { url, received } = await aReceiver()
    const [me, you] = [app.person(), app.person()]
    const { id } = await hookOf(me, url)
    expect((await you.call('DELETE', `/v1/webhooks/${id}`)).body.code).toBe('webhooks.not_found')
    expect((await me.call('DELETE', `/v1/webhooks/${id}`)).status).toBe(204)
    await start(me, 'unheard')
    await app.delivering.deliverAll()
    expect(received).toEqual([])
    expect(await listed(me)).toEqual([])
  })

  test('is one of ten at most, and made by a person, not by a token', async () => {
    const { userId } = app.person()
    const me = app.person({ userId })
    for (let count = 0; count < 10; count++) await hookOf(me, 'https://webhook.invalid/', `hook ${count}`)
    expect(
      await me.call('POST', '/v1/webhooks', { name: 'more', url: 'https://webhook.invalid/' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'webhooks.too_many' },
    })
    const token = app.person({ userId, scopes: ['read', 'write'] })
    expect((await token.call('GET', '/v1/webhooks')).body.code).toBe('auth.session_required')
  })

  test('its secret is in no answer but the first', async () => {
    const me = app.person()
    const { secret } = await hookOf(me, 'https://webhook.invalid/')
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(JSON.stringify(await listed(me))).not.toContain(secret.slice(6))
  })
})

test('SEC-124: without leave no webhook leads to this machine, not even one that was made before', async () => {
  const strict = await startTestApp(() => nowMs, { beside: app })
  const { url, received } = await aReceiver()
  const { userId } = app.person()
  const [me, strictly] = [app.person({ userId }), strict.person({ userId })]
  expect(await strictly.call('POST', '/v1/webhooks', { name: 'x', url })).toMatchObject({
    status: 422,
    body: { code: 'webhooks.address_refused' },
  })
  await hookOf(me, url)
  await hookOf(me, url.replace('127.0.0.1', 'localhost'), 'by name')
  await start(me, 'private')
  expect(await strict.delivering.deliverAll()).toBe(2)
  expect(received).toEqual([])
  expect(await listed(me)).toMatchObject([
    { state: 'failing', lastStatus: null },
    { state: 'failing', lastStatus: null },
  ])
  await strict.close()
})

test('tries come further and further apart, an hour and a half at most', () => {
  expect([0, 1, 2, 5, 9, 10, 50].map((failures) => retrySeconds(failures, 0))).toEqual([
    5, 10, 20, 160, 2560, 3600, 3600,
  ])
  expect(retrySeconds(10, 0.999)).toBeLessThanOrEqual(5400)
})
