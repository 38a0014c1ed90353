import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { script, signedInUser, startTestStack } from './stack.ts'

/** Long enough to look at a stack without its database. */
const pauseMs = 2_500

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({ ownPostgres: true, restarts: { pauseMs: () => pauseMs } })
})
afterAll(() => stack.stop())

const readiness = async () => {
  const response = await fetch(`${stack.url}/readyz`)
  return { status: response.status, body: await response.json() }
}

/** The numbers of a person's event stream, as long as it is open: one that breaks stays broken. */
async function listen(token: string) {
  const response = await fetch(`${stack.url}/v1/events`, { headers: { Authorization: `Bearer ${token}` } })
  const heads: number[] = []
  const read = async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      for (const [, head] of piece.matchAll(/"head":(\d+)/g)) heads.push(Number(head))
  }
  let isOpen = true
  const end = read().catch(() => undefined)
  void end.then(() => (isOpen = false))
  return { heads, isOpen: () => isOpen }
}

test(
  'PostgreSQL that was killed comes back where it was, and nothing else ends',
  { timeout: 60_000 },
  async () => {
    const ada = await signedInUser(stack.url)
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const call = script(stack.url, token)
    expect((await call('POST', '/v1/tasks', { title: 'before' })).status).toBe(201)
    const { heads, isOpen } = await listen(token)
    await expect.poll(() => heads).toEqual([1])
    const pids = stack.services.map((service) => service.pid())
    const before = stack.database!.pid()!

    process.kill(before, 'SIGKILL')
    await expect.poll(() => stack.database!.pid()).toBeUndefined()
    await expect
      .poll(readiness, { timeout: 30_000 })
      .toMatchObject({ status: 503, body: { checks: { app: 'missing', auth: 'missing', keys: 'ok' } } })
    const refused = await call(
      'POST',
      '/v1/tasks',
      { title: 'meanwhile' },
      { 'Idempotency-Key': 'meanwhile' },
    )
    expect(refused).toMatchObject({ status: 503, body: { try: expect.any(String) } })
    // A device goes on alone.
    expect((await ada.goalixa(['task', 'add', 'offline'])).code).toBe(0)

    await expect.poll(readiness, { timeout: 30_000 }).toMatchObject({ status: 200 })
    expect(stack.database!.pid()).not.toBe(before)
    const again = await call('POST', '/v1/tasks', { title: 'meanwhile' }, { 'Idempotency-Key': 'meanwhile' })
    expect(again.status).toBe(201)
    await ada.json('sync')
    const { body } = await call('GET', '/v1/tasks')
    const titles = (body!['items'] as { title: string }[]).map(({ title }) => title)
    expect(titles.toSorted()).toEqual(['before', 'meanwhile', 'offline'])
    // Those who listened still do: the same streams, over the same processes.
    await expect.poll(() => heads.at(-1), { timeout: 30_000 }).toBe(3)
    expect(isOpen()).toBe(true)
    expect(stack.services.map((service) => service.pid())).toEqual(pids)
    expect([stack.deaths, stack.failures]).toEqual([['postgres SIGKILL'], []])
    await ada.leave()
  },
)

test(
  'SEC-110: while a service has no process, its callers are told at once, and the others go on',
  { timeout: 60_000 },
  async () => {
    const ada = await signedInUser(stack.url)
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const call = script(stack.url, token)
    const [, app] = stack.services
    expect((await call('GET', '/v1/timer')).status).toBe(200)
    const before = app!.pid()!

    process.kill(before, 'SIGKILL')
    // Its socket takes connections all the time: whoever waited for an answer would get one from the next process.
    const refused = await fetch(`${stack.url}/v1/timer`, { headers: { Authorization: `Bearer ${token}` } })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([
      503,
      expect.stringMatching(/^\d+$/),
    ])
    expect(await refused.json()).toMatchObject({ code: 'upstream.unavailable' })
    expect(app!.pid()).toBeUndefined()
    expect((await fetch(`${stack.url}/auth/.well-known/jwks.json`)).status).toBe(200)

    await expect.poll(async () => (await call('GET', '/v1/timer')).status, { timeout: 30_000 }).toBe(200)
    expect(app!.pid()).not.toBe(before)
    await ada.leave()
  },
)
