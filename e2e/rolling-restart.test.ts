/** SEC-117: every service is replaced under load; nobody notices. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { script, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({
    // The load is more than one person makes.
    settings: { RATE_LIMIT_REQUESTS: '1000000/60' },
  })
})
afterAll(() => stack.stop())

/** One entry a minute, none over another. */
const firstSlotMs = Date.parse('2026-03-02T00:00:00Z')
const slot = (index: number) => ({
  start: new Date(firstSlotMs + index * 60_000).toISOString(),
  end: new Date(firstSlotMs + index * 60_000 + 30_000).toISOString(),
})
const allProcesses = () => stack.services.map((service) => service.pid())

test(
  'SEC-117: a restart of all services fails no request, and loses and doubles no entry',
  { timeout: 120_000 },
  async () => {
    const ada = await signedInUser(stack.url)
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const call = script(stack.url, token)
    const started = await call('POST', '/v1/timer/start', { description: 'goes on' })
    expect(started.status).toBe(201)
    const stream = await follow(token)

    const failed: string[] = []
    const made: string[] = []
    let done = 0
    const load = { isOn: true }
    const again = async (what: string, ask: () => Promise<{ status: number }>, betweenMs = 10) => {
      while (load.isOn) {
        const outcome = await ask().then(
          ({ status }) => (status < 300 ? 'ok' : `${what}: ${status}`),
          (error: Error) => `${what}: ${error.message} ${(error.cause as Error | undefined)?.message}`,
        )
        if (outcome === 'ok') done += 1
        else failed.push(outcome)
        await pause(betweenMs)
      }
    }
    const write = (headers: () => Record<string, string>) => () => {
      const description = `entry ${made.length}`
      const body = { description, ...slot(made.length) }
      made.push(description)
      return call('POST', '/v1/time-entries', body, headers())
    }
    const loops = [
      again('read', () => call('GET', '/v1/timer')),
      again('read', () => call('GET', '/v1/tasks')),
      again('aggregate', async () => {
        const { status, body } = await call('GET', '/v1/dashboard')
        return { status: body?.['complete'] === true ? status : 599 }
      }),
      again(
        'write with a key',
        write(() => ({ 'Idempotency-Key': randomUUID() })),
      ),
      again(
        'write with a key',
        write(() => ({ 'Idempotency-Key': randomUUID() })),
      ),
      again(
        'write',
        write(() => ({})),
      ),
      again(
        'write',
        write(() => ({})),
      ),
      // Each costs a hash: not more of them than people would make.
      again('sign in', () => signIn(ada), 500),
      again('readiness', readiness),
    ]
    const before = allProcesses()
    await stack.restart()
    load.isOn = false
    await Promise.all(loops)

    expect(failed).toEqual([])
    expect(done).toBeGreaterThan(100)
    const after = allProcesses()
    expect(after.every((pid, index) => pid !== undefined && pid !== before[index])).toBe(true)
    expect([stack.deaths, stack.failures]).toEqual([[], []])
    // A stream ends as a whole answer does; whoever listens comes back and hears the rest.
    expect(await stream.end).toBe('ended')

    const entries = await everyEntry(call)
    expect(entries.toSorted()).toEqual([...made, 'goes on'].toSorted())
    expect((await call('GET', '/v1/timer')).body).toMatchObject({ running: { id: started.body!['id'] } })
    await ada.leave()
  },
)

const signIn = ({ email, password }: { email: string; password: string }) =>
  fetch(`${stack.url}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })

/** A gateway that leaves says so, to balancers; that a service behind it is replaced is no reason to leave. */
async function readiness(): Promise<{ status: number }> {
  const response = await fetch(`${stack.url}/readyz`)
  const body = (await response.json()) as { draining?: true }
  return body.draining === true ? { status: 200 } : response
}

/** Opens an event stream; `end` says how it ended. */
async function follow(token: string): Promise<{ end: Promise<string> }> {
  const response = await fetch(`${stack.url}/v1/events`, { headers: { Authorization: `Bearer ${token}` } })
  const read = async () => {
    const reader = response.body!.getReader()
    while (!(await reader.read()).done);
    return 'ended'
  }
  return { end: read().catch(() => 'broken') }
}

async function everyEntry(call: ReturnType<typeof script>): Promise<string[]> {
  const found: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await call('GET', `/v1/time-entries?limit=200${cursor && `&cursor=${cursor}`}`)
    const page = body as unknown as { items: { description: string }[]; nextCursor: string | null }
    found.push(...page.items.map(({ description }) => description))
    if (page.nextCursor === null) return found
    cursor = encodeURIComponent(page.nextCursor)
  }
}
