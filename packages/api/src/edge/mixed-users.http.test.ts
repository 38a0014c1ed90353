/** Many people at once: what belongs to one never reaches another. `SOAK=1` asks as often as the specification says. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

let gateway: TestGateway
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())

const isSoak = process.env['SOAK'] === '1'
const timeout = isSoak ? 900_000 : 30_000
const people = Array.from({ length: 12 }, () => {
  const sub = randomUUID()
  return { sub, token: accessToken({ sub }), received: new Set<string>() }
})
const subOf = (authorization: string | undefined) =>
  (
    JSON.parse(Buffer.from((authorization ?? '').split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string
    }
  ).sub

/** `count` requests in waves of 50, each by the next person. */
async function inWaves(count: number, ask: (person: (typeof people)[number], turn: number) => Promise<void>) {
  for (let turn = 0; turn < count; turn += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => ask(people[(turn + n) % people.length]!, turn + n)),
    )
  }
}

it('SEC-105 REG-B3: a cookie that one is given is never sent for another', { timeout }, async () => {
  gateway.auth.answer((request, response) => {
    const sub = subOf(request.headers.authorization)
    response
      .writeHead(200, { 'set-cookie': [`seen=${sub}; Path=/`, `goalixa_rt=${sub}; Path=/`] })
      .end(JSON.stringify({ sub, cookie: request.headers.cookie ?? null }))
  })
  await inWaves(isSoak ? 10_000 : 600, async ({ sub, token, received }, turn) => {
    const own = turn % 3 === 0 ? { cookie: `theme=${sub}` } : {}
    const response = await fetch(`${gateway.url}/auth/me`, {
      headers: { authorization: `Bearer ${token}`, ...own },
    })
    const body = (await response.json()) as { sub: string; cookie: string | null }
    expect(body).toEqual({ sub, cookie: own.cookie ?? null })
    for (const line of response.headers.getSetCookie()) received.add(line)
  })
  for (const { sub, received } of people)
    expect([...received]).toEqual([`seen=${sub}; Path=/`, `goalixa_rt=${sub}; Path=/`])
})

it(
  'SEC-106 SEC-107 REG-B2: equal requests of different people have different answers',
  { timeout },
  async () => {
    gateway.app.answer((request, response) => {
      // Long enough for requests that are alike to be under way together.
      setTimeout(() => response.end(JSON.stringify({ sub: subOf(request.headers.authorization) })), 5)
    })
    const paths = ['/v1/timer', '/v1/tasks?limit=5', '/v1/settings']
    await inWaves(isSoak ? 100_000 : 600, async ({ sub, token }, turn) => {
      const asCookie = turn % 2 === 0
      const response = await fetch(gateway.url + paths[turn % paths.length]!, {
        headers: {
          ...(asCookie ? { cookie: `goalixa_at=${token}` } : { authorization: `Bearer ${token}` }),
          // What no cache would look at must not choose the answer.
          'x-user-id': people[0]!.sub,
          'x-original-url': '/v1/settings',
          'x-forwarded-host': 'evil.test',
          'accept-language': turn % 5 === 0 ? 'fa' : 'en',
        },
      })
      expect(await response.json()).toEqual({ sub })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    })
  },
)

it.each([
  '/auth/me/x.css',
  '/auth/me.css',
  '/v1/timer/a.js',
  '/v1/timer.png',
  '/v1/timer/',
  '/v1/timer;.css',
])('SEC-106: %s looks like a file and is nothing', async (path) => {
  const response = await fetch(gateway.url + path, {
    headers: { authorization: `Bearer ${people[0]!.token}` },
  })
  expect([400, 404]).toContain(response.status)
  expect(response.headers.get('cache-control')).toBe('no-store')
})
