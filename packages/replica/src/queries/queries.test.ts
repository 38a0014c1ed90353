import 'fake-indexeddb/auto'
import { randomBytes, randomUUID } from 'node:crypto'
import { defaultSettings } from '@goalixa/domain/default-settings'
import { createLabel } from '@goalixa/domain/plans/labels'
import { createTask } from '@goalixa/domain/plans/task-changes'
import { createEntry } from '@goalixa/domain/plans/time-entries'
import { continueTimer, startTimer } from '@goalixa/domain/plans/timer'
import type { Draft, NewId, View } from '@goalixa/domain/plans/view'
import { describe, expect, test } from 'vitest'
import { openIndexedDbStorage } from '../indexeddb-storage.ts'
import { openReplica } from '../replica.ts'
import type { ReplicaReader, ReplicaStorage } from '../storage.ts'
import { openSqliteStorage } from '../sqlite-storage.ts'
import { createMemoryStorage } from '../testing/memory-storage.ts'
import { byCodePoint, comparePositions } from './in-order.ts'
import { listLabels, listProjects, listTasks } from './lists.ts'
import { pageOf, readCursor } from './pages.ts'
import { summarise } from './reports.ts'
import { readSettings } from './shapes.ts'
import { listTimeEntries } from './time-entries.ts'
import { viewOf } from './view.ts'

const start = Date.parse('2026-03-02T09:00:00Z')

/** The same story in a store: rules over the view, then every query. */
async function story(storage: ReplicaStorage) {
  const userId = '00000000-0000-4000-8000-000000000001'
  let nowMs = start
  let made = 0
  const newId = () => `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`
  const replica = await openReplica({
    storage,
    userId,
    now: () => nowMs,
    random: (bytes) => randomBytes(bytes),
  })
  const write = <Result>(rule: (view: View, draft: Draft, newId: NewId) => Promise<Result>) => {
    nowMs += 60_000
    return replica.write('test', (draft, reader) => rule(viewOf(reader, userId), draft, newId))
  }
  await write((view, draft) => createLabel(view, draft, { name: 'deep' }, newId))
  const { result: taskId } = await write((view, draft) =>
    createTask(view, draft, { title: 'T', project: 'P', labels: ['deep', 'new'] }, newId),
  )
  for (const minute of [10, 20, 30]) {
    const [from, to] = [`2026-03-02T07:${minute}:00Z`, `2026-03-02T07:${minute + 5}:00Z`]
    await write((view, draft) => createEntry(view, draft, { start: from, end: to, taskId }, newId))
  }
  await write((view, draft) => startTimer(view, draft, { labels: ['own'], project: 'Q' }, newId))
  await write((view, draft) => continueTimer(view, draft, {}, newId))
  const asking = { userId, nowMs: nowMs + 60_000 }
  const ask = <Answer>(query: (reader: ReplicaReader) => Promise<Answer>) => replica.read(query)
  const answers = {
    labels: await ask((reader) => listLabels(reader, asking, { limit: 100 })),
    projects: await ask((reader) => listProjects(reader, asking, { limit: 1 })),
    tasks: await ask((reader) => listTasks(reader, asking, { limit: 100, label: ['deep'] })),
    entries: await ask((reader) => listTimeEntries(reader, asking, { limit: 2 })),
    labelled: await ask((reader) => listTimeEntries(reader, asking, { limit: 2, label: ['deep'] })),
    touching: await ask((reader) =>
      listTimeEntries(reader, asking, { limit: 9, from: '2026-03-02T07:20:00Z' }),
    ),
    report: await ask((reader) =>
      summarise(reader, asking, { from: '2026-03-02', to: '2026-03-03', by: 'label', zone: 'UTC' }),
    ),
    settings: await ask((reader) => readSettings(reader, userId)),
  }
  await replica.close()
  return answers
}

describe('rules and queries', () => {
  test('give the same over every store', async () => {
    const [memory, sqlite, indexedDb] = [
      await story(createMemoryStorage()),
      await story(openSqliteStorage({ path: ':memory:' })),
      await story(await openIndexedDbStorage({ userId: randomUUID() })),
    ]
    expect(sqlite).toEqual(memory)
    expect(indexedDb).toEqual(memory)
    expect(memory.tasks.items).toMatchObject([
      // Three entries of 5 minutes, and the one that was continued a minute ago.
      { title: 'T', project: 'P', labels: ['deep', 'new'], trackedSeconds: 960 },
    ])
    expect(memory.entries.items).toMatchObject([
      { description: '', project: 'P', end: null, durationSeconds: 60 },
      { labels: ['own'], project: 'Q', durationSeconds: 60 },
    ])
    expect(memory.labelled.items.map(({ start: from }) => from)).toEqual([
      '2026-03-02T09:07:00Z',
      '2026-03-02T07:30:00Z',
    ])
    expect(memory.report.totals).toMatchObject({ attributedSeconds: 1020, wallClockSeconds: 1020 })
    expect(memory.projects).toMatchObject({
      items: [{ name: 'P' }],
      nextCursor: expect.any(String) as string,
    })
    expect(memory.settings).toEqual(defaultSettings)
  })
})

test('names come in the order of their code points', () => {
  const names = ['', 'a', 'ab', 'b', 'Ж', '\u{FB00}', '\u{1D4B3}', '\u{1D4B3}a', '\u{1F600}']
  expect(names.toReversed().toSorted(byCodePoint)).toEqual(names)
  const bytes = (text: string) => Buffer.from(text, 'utf8')
  for (const a of names) {
    for (const b of names)
      expect(Math.sign(byCodePoint(a, b)), `${a} ${b}`).toBe(Buffer.compare(bytes(a), bytes(b)))
  }
  expect(comparePositions([9, 'b'], [10, 'a'])).toBeLessThan(0)
  expect(comparePositions(['9', 'b'], ['9', 'a'])).toBeGreaterThan(0)
})

test('cursors come back as they were given, and no others', async () => {
  const { nextCursor } = await pageOf(
    ['é', 'x'],
    1,
    (name) => [name, 'id'],
    async (name) => name,
  )
  expect(readCursor(nextCursor!, 'string')).toEqual(['é', 'id'])
  expect(readCursor(undefined, 'string')).toBeUndefined()
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const cursor of [nextCursor!, '', '!', 'abc', text([1]), text([1, 2]), text({ a: 1 })])
    expect(() => readCursor(cursor, 'number'), cursor).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        message: 'query.cursor: this cursor did not come from this list',
      }),
    )
})
