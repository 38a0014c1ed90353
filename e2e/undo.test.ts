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
