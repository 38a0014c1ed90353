/** What keys do, over a real store on this device. */
import { randomBytes } from 'node:crypto'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { afterEach, expect, test } from 'vitest'
import { createLocalStore } from '../local-store.ts'
import { createActs } from './acts.ts'

let nowMs: number
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function somebody() {
  nowMs = Date.parse('2026-03-05T09:00:00Z')
  const replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: '00000000-0000-4000-8000-000000000001',
    now: () => nowMs,
    random: (bytes) => randomBytes(bytes),
  })
  closing.push(() => replica.close())
  const store = createLocalStore({
    withReplica: (work: (given: typeof replica) => unknown) => work(replica),
    ids: async () => v7,
  } as never)
  const dates = () => ({ now: Math.floor(nowMs / 1000), zone: 'Europe/Berlin', weekStart: 1 }) as const
  const act = createActs({ store, dates })
  const running = async () => (await store.timeEntries.list({ running: 'true' })).items[0]
  return { store, act, running }
}

test('starts what was typed, with its labels and project, and stops it', async () => {
  const { act, running } = await somebody()
  const started = await act({ do: 'start', line: 'write report +deep -p Thesis' }, false)
  expect(started).toMatchObject({ words: expect.stringContaining('write report') as string })
  expect(await running()).toMatchObject({ description: 'write report', labels: ['deep'], project: 'Thesis' })
  nowMs += 1_800_000
  expect(await act({ do: 'stop' }, false)).toMatchObject({
    words: expect.stringContaining('write report') as string,
  })
  expect(await running()).toBeUndefined()
  await expect(act({ do: 'stop' }, false)).rejects.toMatchObject({ code: 'timer.not_running' })
})

test('a start that is long ago is asked about, and done when somebody is sure', async () => {
  const { act, running } = await somebody()
  const line = 'long ago --at "yesterday 9:00"'
  const asked = await act({ do: 'start', line }, false)
  expect(asked).toHaveProperty('doubt')
  expect(await running()).toBeUndefined()
  expect(await act({ do: 'start', line }, true)).toHaveProperty('words')
  expect(await running()).toMatchObject({ start: '2026-03-04T08:00:00Z' })
})

test('a task starts, goes on after another, and is done, which stops its timer', async () => {
  const { act, running, store } = await somebody()
  const { id } = await store.tasks.create({ title: 'pay rent' })
  await act({ do: 'startTask', id, title: 'pay rent' }, false)
  const first = await running()
  expect(first).toMatchObject({ description: 'pay rent', taskId: id })
  nowMs += 60_000
  await act({ do: 'start', line: 'call' }, false)
  nowMs += 60_000
  await act({ do: 'continue', entryId: first!.id }, false)
  expect(await running()).toMatchObject({ description: 'pay rent', taskId: id })
  nowMs += 60_000
  expect(await act({ do: 'doneTask', id }, false)).toMatchObject({
    words: expect.stringContaining('Done:') as string,
  })
  expect(await running()).toBeUndefined()
  expect(await store.tasks.get(id)).toMatchObject({ status: 'done' })
})

test('a habit is checked and unchecked, on the day of the person', async () => {
  const { act, store } = await somebody()
  // In Berlin it is the next day already.
  nowMs = Date.parse('2026-03-05T23:30:00Z')
  const { id } = await store.habits.create({ name: 'read', frequency: { kind: 'daily' } })
  const days = async () => (await store.habits.logs(id, {})).items.map(({ logDate }) => logDate)
  await act({ do: 'checkHabit', id, isDone: false }, false)
  expect(await days()).toEqual(['2026-03-06'])
  await act({ do: 'checkHabit', id, isDone: true }, false)
  expect(await days()).toEqual([])
})

test('to-dos and reminders are done, and everything is undone and done again', async () => {
  const { act, store } = await somebody()
  const todo = await store.planner.createTodo({ title: 'read', logDate: '2026-03-05' })
  const reminder = await store.reminders.create({
    title: 'call Ada',
    date: '2026-03-05',
    time: '08:00',
    zone: 'UTC',
  })
  nowMs += 1000
  await act({ do: 'doneReminder', id: reminder.id }, false)
  expect(await store.reminders.get(reminder.id)).toMatchObject({ status: 'done' })
  nowMs += 1000
  await act({ do: 'doneTodo', id: todo.id }, false)
  const isDone = async () => (await store.planner.getTodo(todo.id)).doneAt !== null
  expect(await isDone()).toBe(true)
  expect(await act({ do: 'undo' }, false)).toMatchObject({
    words: expect.stringContaining('Took back') as string,
  })
  expect(await isDone()).toBe(false)
  await act({ do: 'redo' }, false)
  expect(await isDone()).toBe(true)
})
