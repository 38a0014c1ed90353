import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { script, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Entry {
  id: string
  description: string
  start: string
  end: string | null
  durationSeconds: number
  project: string | null
  labels: string[]
}

describe('a day of work at the terminal', () => {
  test('start, switch, stop, log the past, correct, remove, report', async () => {
    const ada = await signedInUser(stack.url)
    const started = await ada.json<Entry & { stopped: null }>(
      'start',
      'first steps',
      '+goalixa',
      '--project',
      'demo',
    )
    expect(started).toMatchObject({
      description: 'first steps',
      labels: ['goalixa'],
      project: 'demo',
      end: null,
      stopped: null,
    })
    const switched = await ada.json<Entry & { stopped: Entry }>('start', 'second steps')
    expect(switched.stopped).toMatchObject({ id: started.id, end: switched.start })
    expect((await ada.json<{ running: Entry }>('status')).running.id).toBe(switched.id)
    expect((await ada.json<Entry>('stop')).end).not.toBeNull()
    expect((await ada.goalixa(['stop'])).code).toBe(3)

    const range = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z']
    const logged = await ada.json<Entry>('log', ...range, 'text', '--project', 'demo')
    expect(logged).toMatchObject({
      description: 'text',
      durationSeconds: 3600,
      start: '2026-03-02T09:00:00Z',
    })
    await ada.json('entries', 'edit', logged.id, '--to', '2026-03-02T11:30:00Z')
    const days = ['--from', '2026-03-02', '--to', '2026-03-03', '--zone', 'Europe/Berlin']
    const report = await ada.json('report', ...days)
    expect(report).toMatchObject({
      totals: { attributedSeconds: 9000, wallClockSeconds: 9000, overlapSeconds: 0, untaggedSeconds: 9000 },
      groups: [{ name: 'demo', seconds: 9000, share: 1 }],
    })
    expect((await ada.goalixa(['entries', 'rm', logged.id])).code).toBe(6)
    expect((await ada.goalixa(['entries', 'rm', logged.id, '--yes'])).code).toBe(0)
    expect(await ada.json('report', ...days)).toMatchObject({ totals: { attributedSeconds: 0 }, groups: [] })
    await ada.leave()
  })

  test('a script with a token sees the same report as the terminal', async () => {
    const ada = await signedInUser(stack.url)
    await ada.json(
      'log',
      '--from',
      '2026-03-02T09:00:00Z',
      '--to',
      '2026-03-02T10:00:00Z',
      'text',
      '+deep work',
    )
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'ci')
    const call = script(stack.url, token)
    const { body } = await call(
      'GET',
      '/v1/reports/summary?from=2026-03-01&to=2026-04-01&by=label&zone=Europe/Berlin',
    )
    const { asOf: _, ...printed } = await ada.json(
      'report',
      '--from',
      '2026-03-01',
      '--to',
      '2026-04-01',
      '--by',
      'label',
      '--zone',
      'Europe/Berlin',
    )
    expect(body).toMatchObject(printed)
    expect(await call('POST', '/v1/tasks', { title: 'From a script' })).toMatchObject({
      status: 201,
      body: { status: 'open' },
    })

    const viaToken = await ada.goalixa(['task', 'list', '--json'], {
      env: { GOALIXA_TOKEN: token, HOME: '/nonexistent' },
    })
    expect(JSON.parse(viaToken.stdout)).toMatchObject({ items: [{ title: 'From a script' }] })
    const { items } = await ada.json<{ items: { id: string }[] }>('auth', 'token', 'list')
    expect((await ada.goalixa(['auth', 'token', 'revoke', items[0]!.id, '--yes'])).code).toBe(0)
    await expect.poll(async () => (await call('GET', '/v1/tasks')).status, { timeout: 30_000 }).toBe(401)
    await ada.leave()
  })

  test('one timer runs, however many start at the same moment', async () => {
    const ada = await signedInUser(stack.url)
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'ci')
    const call = script(stack.url, token)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        call('POST', '/v1/timer/start', { description: `race ${index}` }),
      ),
    )
    // A start that was overtaken by a later second is refused; nothing else may happen.
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const { body } = await call('GET', '/v1/time-entries?limit=100')
    expect(body?.['items']).toHaveLength(50)
    expect(((body?.['items'] ?? []) as Entry[]).filter(({ end }) => end === null)).toHaveLength(1)
    await ada.leave()
  })

  test('ten writes with one key are one write', async () => {
    const ada = await signedInUser(stack.url)
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'ci')
    const call = script(stack.url, token)
    const entry = { start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z', description: 'once' }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        call('POST', '/v1/time-entries', entry, { 'Idempotency-Key': 'same-key' }),
      ),
    )
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
    expect(answers[0]!.status).toBe(201)
    expect((await call('GET', '/v1/time-entries')).body?.['items']).toHaveLength(1)
    await ada.leave()
  })

  test('the dashboard answers with a status per part', async () => {
    const ada = await signedInUser(stack.url)
    await ada.json('start', 'steps')
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'ci')
    const { status, body } = await script(stack.url, token)('GET', '/v1/dashboard?zone=Europe/Berlin')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      complete: true,
      parts: {
        account: { status: 200, data: { email: ada.email } },
        timer: { status: 200, data: { running: { description: 'steps' } } },
        today: { status: 200, data: { zone: 'Europe/Berlin', days: 1 } },
        week: { status: 200, data: { days: 7 } },
        tasks: { status: 200 },
        entries: { status: 200 },
      },
    })
    await ada.leave()
  })
})
