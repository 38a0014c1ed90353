import 'fake-indexeddb/auto'
import { randomBytes, randomUUID } from 'node:crypto'
import { createLabel } from '@goalixa/domain/plans/labels'
import { createEntry } from '@goalixa/domain/plans/time-entries'
import { startTimer } from '@goalixa/domain/plans/timer'
import type { Draft, View } from '@goalixa/domain/plans/view'
import { createWeeklyGoal, deleteWeeklyGoal } from '@goalixa/domain/plans/weekly-goals'
import { expect, test } from 'vitest'
import { openIndexedDbStorage } from '../indexeddb-storage.ts'
import { openReplica } from '../replica.ts'
import { openSqliteStorage } from '../sqlite-storage.ts'
import type { ReplicaStorage } from '../storage.ts'
import { createMemoryStorage } from '../testing/memory-storage.ts'
import { viewOf } from './view.ts'
import { getWeeklyGoal, listWeeklyGoals } from './weekly-goals.ts'

const userId = '00000000-0000-4000-8000-000000000001'

/** Goals of three weeks, one in the trash, one that an older version kept without all that a goal needs. */
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
    write((view, draft) =>
      createWeeklyGoal(view, draft, { title: 'g', targetSeconds: 3600, ...given }, { zone: 'UTC' }, newId),
    )
  await write((view, draft) => createLabel(view, draft, { name: 'deep' }, newId))
  const id = await goal({ title: 'deep', label: 'deep' })
  await goal({ title: 'all' })
  await goal({ title: 'before', weekStart: '2026-02-25' })
  const gone = await goal({ title: 'gone' })
  await write((view, draft) => deleteWeeklyGoal(view, draft, gone))
  await write(async (_, draft) => draft.patch('weeklyGoals', newId(), { title: 'no week, no target' }))
  const [start, end] = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z']
  await write((view, draft) => createEntry(view, draft, { start, end, labels: ['deep'] }, newId))
  await write((view, draft) => startTimer(view, draft, { labels: ['other'] }, newId))
  const asking = { userId, nowMs: nowMs + 60_000 }
  const list = (given: object) =>
    replica.read((reader) => listWeeklyGoals(reader, asking, { limit: 10, zone: 'UTC', ...given }))
  const answers = {
    all: await list({}),
    first: await list({ limit: 1 }),
    week: await list({ week: '2026-03-08' }),
    title: await list({ title: 'before' }),
    tail: await list({ idTail: id.slice(-5) }),
    one: await replica.read((reader) => getWeeklyGoal(reader, asking, id, {})),
  }
  await expect(replica.read((reader) => getWeeklyGoal(reader, asking, gone, {}))).rejects.toMatchObject({
    code: 'weekly_goals.not_found',
  })
  await replica.close()
  return answers
}

test('weekly goals are the same over every store', async () => {
  const memory = await story(createMemoryStorage())
  expect(await story(openSqliteStorage({ path: ':memory:' }))).toEqual(memory)
  expect(await story(await openIndexedDbStorage({ userId: randomUUID() }))).toEqual(memory)
  expect(memory.all.items).toMatchObject([
    { title: 'all', weekStart: '2026-03-02', label: null, trackedSeconds: 3660, status: 'completed' },
    { title: 'deep', label: 'deep', trackedSeconds: 3600, status: 'completed' },
    { title: 'before', weekStart: '2026-02-23', trackedSeconds: 0, status: 'active' },
  ])
  const titles = ({ items }: typeof memory.all) => items.map(({ title }) => title)
  expect(titles(memory.first)).toEqual(['all'])
  expect(memory.first.nextCursor).toEqual(expect.any(String))
  expect(titles(memory.week)).toEqual(['all', 'deep'])
  expect(titles(memory.title)).toEqual(['before'])
  expect(titles(memory.tail)).toEqual(['deep'])
  expect(memory.one).toEqual(memory.all.items[1])
})
