import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { alsoSignedIn, restartableStack, signedInUser } from './stack.ts'

let stack: Awaited<ReturnType<typeof restartableStack>>
beforeAll(async () => {
  stack = await restartableStack()
})
beforeEach(() => stack.start())
afterAll(() => stack.remove())

interface Status {
  running: { id: string } | null
}
const range = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z']

test('undo and redo: whole intents, after a sync, from another device', { timeout: 60_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const one = await ada.json<{ id: string }>('start', 'one')
  await ada.json('start', 'two')
  expect(await ada.json('undo')).toMatchObject({ intent: 'timer.start', rows: 2 })
  expect((await ada.json<Status>('status')).running?.id).toBe(one.id)
  await ada.json('redo')
  expect((await ada.json<Status>('status')).running?.id).not.toBe(one.id)
  await ada.json('stop')

  const laptop = await alsoSignedIn(stack.url, ada)
  await laptop.json('log', ...range, 'by mistake')
  expect(await ada.json('undo')).toMatchObject({ intent: 'timeEntries.create' })
  expect(
    await laptop.json('report', '--from', '2026-03-02', '--to', '2026-03-03', '--zone', 'UTC'),
  ).toMatchObject({
    totals: { attributedSeconds: 0 },
  })
  const nobody = await signedInUser(stack.url)
  expect((await nobody.goalixa(['undo', '--yes'])).code).toBe(3)
  await Promise.all([ada.leave(), laptop.leave(), nobody.leave()])
})

test('undo without a server, and what waits is told and sent', { timeout: 60_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const logged = await ada.json<{ id: string }>('log', ...range, 'text')
  await stack.stop()
  expect((await ada.goalixa(['undo'])).code).toBe(0)
  expect(await ada.json('entries', 'list')).toMatchObject({ items: [] })
  expect(await ada.json('sync', '--status')).toMatchObject({ pending: 1, refused: [] })
  expect((await ada.goalixa(['sync'])).code).toBe(5)
  await stack.start()
  expect(await ada.json('sync')).toMatchObject({
    pending: 0,
    refused: [],
    lastSyncAt: expect.any(String) as string,
  })
  const laptop = await alsoSignedIn(stack.url, ada)
  expect((await laptop.goalixa(['entries', 'show', logged.id])).code).toBe(3)
  await Promise.all([ada.leave(), laptop.leave()])
})

test(
  'undo and redo can be tried, and many rows that are changed by a filter are one deed',
  {
    timeout: 60_000,
  },
  async () => {
    const ada = await signedInUser(stack.url)
    for (const title of ['write report', 'pay rent']) await ada.json('task', 'add', title, '-p', 'ops')
    await ada.json('task', 'add', 'elsewhere')
    const priorities = async () => {
      const { items } = await ada.json<{ items: { priority: string }[] }>('task', 'list')
      return items.map(({ priority }) => priority)
    }
    const edit = ['task', 'edit', '--filter', 'project:ops', '--priority', 'high', '+soon']
    expect(await ada.json(...edit, '--dry-run')).toMatchObject({
      would: 'tasks.bulk',
      input: { verb: 'update', patch: { priority: 'high' }, addLabels: ['soon'] },
    })
    expect(await priorities()).toEqual(['none', 'none', 'none'])
    expect(await ada.json(...edit)).toMatchObject({ count: 2 })
    expect(await priorities()).toEqual(['none', 'high', 'high'])

    const tried = await ada.json<{ input: { changes: unknown[] } }>('undo', '--dry-run')
    expect(tried.input.changes).toContainEqual({
      row: expect.objectContaining({ table: 'tasks', name: 'pay rent' }) as object,
      field: 'priority',
      of: null,
      from: 'high',
      to: 'none',
    })
    expect(await priorities()).toEqual(['none', 'high', 'high'])
    expect(await ada.json('undo')).toMatchObject({ intent: 'tasks.update' })
    expect(await priorities()).toEqual(['none', 'none', 'none'])
    expect((await ada.goalixa(['redo', '--dry-run'])).stdout).toContain(
      'task "pay rent": priority none -> high',
    )
    expect(await priorities()).toEqual(['none', 'none', 'none'])

    // Removing is asked about, and nothing answers in a pipe.
    const rm = ['task', 'rm', '--filter', 'project:ops']
    const refused = await ada.goalixa(rm)
    expect([refused.code, refused.stdout]).toEqual([6, ''])
    expect(refused.stderr).toContain('This removes 2 tasks')
    const wrong = await ada.goalixa(['task', 'rm', '--filter', 'project:ops due<fry'])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain(`project:ops due<fry\n${' '.repeat(18)}^`)
    expect((await ada.goalixa(['task', 'done', '--filter', 'project:ops priority:high'])).code).toBe(3)
    expect((await ada.goalixa(['task', 'done', '--filter', ''])).code).toBe(2)
    expect((await ada.goalixa(['task', 'done', 'pay rent', '--filter', 'project:ops'])).code).toBe(2)

    // A script with a token: the same answers, from the server.
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const script = (...argv: string[]) => ada.goalixa([...argv, '--json'], { env: { GOALIXA_TOKEN: token } })
    expect((await script(...rm)).code).toBe(6)
    expect(JSON.parse((await script(...rm, '--yes')).stdout)).toMatchObject({ count: 2 })
    expect(await ada.json('undo')).toMatchObject({ intent: 'tasks.delete', rows: 2 })
    expect(await priorities()).toHaveLength(3)
    await ada.leave()
  },
)
