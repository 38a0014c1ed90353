import 'fake-indexeddb/auto'
import { randomBytes, randomUUID } from 'node:crypto'
import { createGoal, deleteGoal } from '@goalixa/domain/plans/goals'
import { createProject, deleteProject } from '@goalixa/domain/plans/projects'
import { createSubgoal, setSubgoalDone } from '@goalixa/domain/plans/subgoals'
import { createTask, deleteTask } from '@goalixa/domain/plans/task-changes'
import { createEntry } from '@goalixa/domain/plans/time-entries'
import type { Draft, View } from '@goalixa/domain/plans/view'
import { expect, test } from 'vitest'
import { openIndexedDbStorage } from '../indexeddb-storage.ts'
import { openReplica } from '../replica.ts'
import { openSqliteStorage } from '../sqlite-storage.ts'
import type { ReplicaStorage } from '../storage.ts'
import { createMemoryStorage } from '../testing/memory-storage.ts'
import { getGoal, listGoals } from './goals.ts'
import { viewOf } from './view.ts'

const userId = '00000000-0000-4000-8000-000000000001'

/** Goals with what is linked to them in the trash; one there itself, one that lacks its name, and a lost subgoal. */
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
  const goal = (given: object) =>
    write((view, draft) => createGoal(view, draft, { name: 'g', ...given }, newId))
  const book = await write((view, draft) => createProject(view, draft, { name: 'Book' }, newId))
  const task = await write((view, draft) =>
    createTask(view, draft, { title: 'read', projectId: book }, newId),
  )
  const id = await goal({ name: 'write', projectIds: [book], targetSeconds: 7200 })
  const parted = await goal({ name: 'parted', order: '01' })
  await write((view, draft) => createSubgoal(view, draft, parted, { id: task, title: 'second' }, newId))
  await write((view, draft) => createSubgoal(view, draft, parted, { title: 'first', order: '01' }, newId))
  await write((view, draft) => setSubgoalDone(view, draft, task, true))
  const gone = await goal({ name: 'gone' })
  await write((view, draft) => deleteGoal(view, draft, gone))
  await write(async (_, draft) => draft.patch('goals', newId(), { priority: 'high' }))
  await write(async (_, draft) => draft.patch('subgoals', newId(), { title: 'of no goal' }))
  const [start, end] = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z']
  await write((view, draft) => createEntry(view, draft, { start, end, taskId: task }, newId))
  await write((view, draft) => deleteTask(view, draft, task))
  await write((view, draft) => deleteProject(view, draft, book))
  const asking = { userId, nowMs: nowMs + 60_000 }
  const list = (given: object) =>
    replica.read((reader) => listGoals(reader, asking, { limit: 10, zone: 'UTC', ...given }))
  const answers = {
    all: await list({}),
    first: await list({ limit: 1 }),
    name: await list({ name: 'write' }),
    tail: await list({ idTail: id.slice(-5) }),
    archived: await list({ archived: true }),
    one: await replica.read((reader) => getGoal(reader, asking, id, {})),
  }
  await expect(replica.read((reader) => getGoal(reader, asking, gone, {}))).rejects.toMatchObject({
    code: 'goals.not_found',
  })
  await replica.close()
  return answers
}

test('every storage tells the same of goals, their subgoals and the time that is linked to them', async () => {
  const expected = await story(createMemoryStorage())
  expect(expected.all.items).toMatchObject([
    {
      name: 'parted',
      progress: 0.5,
      subgoals: [{ title: 'first' }, { title: 'second', doneAt: expect.any(String) }],
    },
    { name: 'write', trackedSeconds: 3600, progress: 0.5, projects: ['Book'] },
  ])
  expect(expected.first).toMatchObject({ items: [{ name: 'parted' }], nextCursor: expect.any(String) })
  expect(expected.name.items).toEqual([expected.one])
  expect(expected.tail.items).toEqual([expected.one])
  expect(expected.archived.items).toEqual([])
  expect(await story(openSqliteStorage({ path: ':memory:' }))).toEqual(expected)
  expect(await story(await openIndexedDbStorage({ userId: randomUUID() }))).toEqual(expected)
})
