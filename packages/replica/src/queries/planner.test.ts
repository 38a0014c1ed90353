import 'fake-indexeddb/auto'
import { randomBytes, randomUUID } from 'node:crypto'
import { createTodo, deleteTarget, deleteTodo, setTarget, setTodoDone } from '@goalixa/domain/plans/planner'
import { createTask, deleteTask } from '@goalixa/domain/plans/task-changes'
import type { Draft, View } from '@goalixa/domain/plans/view'
import { expect, test } from 'vitest'
import { openIndexedDbStorage } from '../indexeddb-storage.ts'
import { openReplica } from '../replica.ts'
import { openSqliteStorage } from '../sqlite-storage.ts'
import type { ReplicaStorage } from '../storage.ts'
import { createMemoryStorage } from '../testing/memory-storage.ts'
import { readDayPlan, readWeekPlan } from './planner.ts'
import { viewOf } from './view.ts'

const userId = '00000000-0000-4000-8000-000000000001'

/** Two weeks with what is done, what is in the trash, and tasks with and without an estimate. */
async function story(storage: ReplicaStorage) {
  let nowMs = Date.parse('2026-03-05T09:00:00Z')
  let made = 0
  const newId = () => `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`
  const random = (bytes: number) => randomBytes(bytes)
  const replica = await openReplica({ storage, userId, now: () => nowMs, random })
  const write = async <Result>(rule: (view: View, draft: Draft) => Promise<Result>) => {
    nowMs += 1000
    return (await replica.write('test', (draft, reader) => rule(viewOf(reader, userId), draft))).result
  }
  const task = (title: string, estimateSeconds: number | null) =>
    write((view, draft) => createTask(view, draft, { title, estimateSeconds }, newId))
  const todo = (logDate: string, taskId: string | null = null) =>
    write((view, draft) => createTodo(view, draft, { title: 't', logDate, taskId }, { zone: 'UTC' }, newId))
  const [long, plain, gone] = [await task('long', 7200), await task('plain', null), await task('gone', 60)]
  const done = await todo('2026-03-02', long)
  await write((view, draft) => setTodoDone(view, draft, done, true))
  await todo('2026-03-02', long)
  await todo('2026-03-02', plain)
  await todo('2026-03-02', gone)
  const removed = await todo('2026-03-08', long)
  await write((view, draft) => deleteTodo(view, draft, removed))
  await todo('2026-03-08')
  await todo('2026-03-09', long)
  await write((view, draft) => deleteTask(view, draft, gone))
  for (const date of ['2026-03-02', '2026-03-03', '2026-03-09'])
    await write((view, draft) => setTarget(view, draft, date, { seconds: 3600 }))
  await write((view, draft) => deleteTarget(view, draft, '2026-03-03'))
  const answers = await replica.read(async (reader) => ({
    week: await readWeekPlan(reader, userId, '2026-03-02'),
    monday: await readDayPlan(reader, { userId, nowMs }, { date: '2026-03-02', zone: 'UTC' }),
  }))
  await replica.close()
  return answers
}

test.each([
  ['memory', async () => createMemoryStorage()],
  ['IndexedDB', () => openIndexedDbStorage({ userId: randomUUID() })],
  ['SQLite', async () => openSqliteStorage({ path: ':memory:' })],
] as const)('a week of %s has what its days have, without what is in the trash', async (_, open) => {
  const { week, monday } = await story(await open())
  const empty = { todos: 0, done: 0, targetSeconds: null, plannedSeconds: 0 }
  expect(week).toEqual([
    { date: '2026-03-02', todos: 4, done: 1, targetSeconds: 3600, plannedSeconds: 7200 },
    ...[3, 4, 5, 6, 7].map((day) => ({ date: `2026-03-0${day}`, ...empty })),
    { ...empty, date: '2026-03-08', todos: 1 },
  ])
  expect(week[0]).toMatchObject({ todos: monday.todos.length, targetSeconds: monday.target!.seconds })
})
