import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { AppError } from '@goalixa/contracts/errors'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { createHttpTransport } from './http.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Answers the n-th request with the n-th handler; keeps what it saw. */
async function serve(...handlers: Handler[]) {
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    handlers[Math.min(seen.length, handlers.length) - 1]?.(request, response, body)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const http = createHttpTransport({ baseUrl, userAgent: 'test' })
  closers.push(async () => {
    await http.close()
    await new Promise((resolve) => server.close(resolve))
  })
  let keys = 0
  const client = createClient(http.send, { newKey: () => `key-${(keys += 1)}`, wait: async () => {} })
  return { client, seen, baseUrl }
}

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(value))
  }
const hangUp: Handler = (request) => request.socket.destroy()

const label = {
  id: '019a0000-0000-7000-8000-000000000001',
  name: 'deep work',
  colour: null,
  archived: false,
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
}
const caught = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.unreachable('it should fail'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(AppError)
      return error as AppError
    },
  )

describe('requests', () => {
  it('fills the path, repeats array parameters and leaves absent ones out', async () => {
    const { client, seen } = await serve(json(200, { items: [], nextCursor: null }))
    await client.tasks.list({ query: { status: ['open', 'done'], project: 'a & b', title: undefined } })
    expect(seen[0]?.url).toBe('/v1/tasks?status=open&status=done&project=a+%26+b')
    expect(seen[0]?.headers['idempotency-key']).toBeUndefined()
    await client.labels.get({ params: { id: 'a/b' } }).catch(() => undefined)
    expect(seen[1]?.url).toBe('/v1/labels/a%2Fb')
  })

  it('sends writes as JSON with a key, or with the key that is given', async () => {
    const { client, seen } = await serve(json(201, label))
    expect(await client.labels.create({ body: { name: 'deep work' } })).toEqual(label)
    await client.labels.create({ body: { name: 'deep work' } }, { idempotencyKey: 'mine' })
    expect(seen.map((one) => one.headers['idempotency-key'])).toEqual(['key-1', 'mine'])
    expect(seen[0]?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: 'deep work' })
  })

  it('sends a raw body untouched', async () => {
    const { client, seen } = await serve(json(400, {}))
    await caught(
      client.imports.create({
        params: { format: 'timewarrior' },
        query: { dryRun: 'true' },
        body: 'inc "\n',
      }),
    )
    expect(seen[0]).toMatchObject({ url: '/v1/import/timewarrior?dryRun=true', body: 'inc "\n' })
    expect(seen[0]?.headers['content-type']).toMatch('text/plain')
  })

  it('hands text answers over piece by piece', async () => {
    const { client } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' })
      response.write('id,start\n')
      response.end('1,2\n')
    })
    const answer = await client.exports.get({ params: { format: 'csv' } })
    expect(answer.mediaType).toBe('text/csv')
    let read = ''
    for await (const chunk of answer.chunks()) read += new TextDecoder().decode(chunk)
    expect(read).toBe('id,start\n1,2\n')
  })

  it('takes an empty answer for nothing', async () => {
    const { client } = await serve((_, response) => response.writeHead(204).end())
    expect(await client.labels.delete({ params: { id: label.id } })).toBeUndefined()
  })
})

describe('retries', () => {
  it.each([
    ['a broken connection', hangUp],
    ['502', json(502, {})],
    ['503', json(503, {})],
    ['504', json(504, {})],
  ])('sends a write again with the same key after %s', async (_, failure) => {
    const { client, seen } = await serve(failure, json(201, label))
    expect(await client.labels.create({ body: { name: 'deep work' } })).toEqual(label)
    expect(seen.map((one) => one.headers['idempotency-key'])).toEqual(['key-1', 'key-1'])
    expect(seen[1]?.body).toBe(seen[0]?.body)
  })

  it('gives up after one retry and tells the second failure', async () => {
    const { client, seen } = await serve(json(503, {}), hangUp, json(200, label))
    expect((await caught(client.labels.get({ params: { id: label.id } }))).code).toBe('upstream.broken')
    expect(seen).toHaveLength(2)
  })

  it('does not repeat what the server refused', async () => {
    const { client, seen } = await serve(json(409, {}))
    await caught(client.labels.create({ body: { name: 'x' } }))
    expect(seen).toHaveLength(1)
  })
})

describe('errors', () => {
  it('gives the problem document back as the error it was', async () => {
    const problem = {
      type: 'https://goalixa.com/errors#labels.name_taken',
      title: 'There is a label with this name',
      status: 409,
      detail: 'There is a label called "deep work"',
      code: 'labels.name_taken',
      try: 'choose another name',
      fields: [{ path: 'name', message: 'taken' }],
    }
    const { client } = await serve(json(409, problem, { 'x-request-id': 'req-7' }))
    const error = await caught(client.labels.create({ body: { name: 'deep work' } }))
    expect(error).toMatchObject({
      code: 'labels.name_taken',
      message: problem.detail,
      try: problem.try,
      fields: problem.fields,
      requestId: 'req-7',
    })
  })

  it.each([
    [401, 'auth.required'],
    [404, 'request.not_found'],
    [429, 'rate.limited'],
    [418, 'internal'],
  ])('understands a page with status %i that is no problem document', async (status, code) => {
    const { client } = await serve((_, response) =>
      response.writeHead(status, { 'x-request-id': 'r' }).end('<html>'),
    )
    expect(await caught(client.settings.get())).toMatchObject({ code, requestId: 'r' })
  })

  it('refuses a good answer that does not fit the contract', async () => {
    const { client } = await serve(json(200, { welcome: 'to another server' }))
    expect((await caught(client.settings.get())).code).toBe('upstream.broken')
    const page = await serve((_, response) => response.end('<html>'))
    expect((await caught(page.client.settings.get())).code).toBe('upstream.broken')
  })

  it('says when nothing listens', async () => {
    const { baseUrl } = await serve(hangUp)
    for (const close of closers.splice(0)) await close()
    const http = createHttpTransport({ baseUrl, userAgent: 'test' })
    const error = await caught(createClient(http.send).settings.get())
    expect(error).toMatchObject({
      code: 'service.unreachable',
      message: 'The server cannot be reached: nothing listens there',
    })
    await http.close()
  })

  it('stops when the caller gives up', async () => {
    const { client } = await serve(() => {})
    const controller = new AbortController()
    const waiting = caught(client.settings.get(undefined, { signal: controller.signal }))
    controller.abort()
    expect((await waiting).message).toMatch('given up')
  })
})
