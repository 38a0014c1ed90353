/** Tasks in depth and the trash, asked of the replica and of the server: the same answers. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLocalStore } from './local-store.ts'
import type { Sides, Step } from './testing/both-sides.ts'
import { bothSides, play as playBoth } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-05T09:00:00Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const sides = async (): Promise<Sides> => {
  const both = await bothSides(app, () => nowMs)
  closing.push(() => both.close())
  return both
}
const play = (both: Sides, steps: Record<string, Step>) => playBoth(both, steps, () => void (nowMs += 7000))

const nobody = '00000000-0000-7000-8000-000000000000'

test('tasks come back, are checked and wait for each other alike', async () => {
  const rent = {
    title: 'rent',
    due: '2026-01-31',
    recurrence: 'FREQ=MONTHLY',
    labels: ['bills'],
    project: 'home',
  }
  await play(await sides(), {
    rent: (store) => store.tasks.create(rent),
    'a bad rule': (store) => store.tasks.create({ ...rent, recurrence: 'FREQ=DAILY;INTERVAL=0' }),
    'a rule that is over': (store) =>
      store.tasks.create({ ...rent, recurrence: 'FREQ=DAILY;UNTIL=20260101' }),
    done: (store, { rent: id }) => store.tasks.done(id!),
    next: async (store, { rent: id }) => (await store.tasks.list({ previous: id! })).items[0],
    'the next but one': async (store, { next }) => {
      await store.tasks.done(next!)
      return (await store.tasks.list({ previous: next! })).items[0]
    },
    reopened: (store, { next }) => store.tasks.reopen(next!),
    'taken away': (store, { next }) => store.tasks.list({ previous: next! }),
    water: (store) =>
      store.tasks.create({
        title: 'water',
        recurrence: 'FREQ=DAILY;INTERVAL=3',
        recurrenceMode: 'after-completion',
        recurrenceZone: 'Asia/Tokyo',
        scheduled: '2026-03-01T08:00:00Z',
      }),
    watered: (store, { water }) => store.tasks.update(water!, { status: 'done' }),
    'to be watered': (store, { water }) => store.tasks.list({ previous: water! }),
    checked: (store, { rent: id }) => store.tasks.check(id!, '2026-03-05'),
    'checked again': (store, { rent: id }) => store.tasks.check(id!, '2026-03-05'),
    'checked too early': (store, { rent: id }) => store.tasks.check(id!, '2026-03-07'),
    'checked on no day': (store, { rent: id }) => store.tasks.check(id!, '2026-02-30'),
    'nothing to check': (store) => store.tasks.check(nobody, '2026-03-05'),
    unchecked: (store, { rent: id }) => store.tasks.uncheck(id!, '2026-03-05'),
    'unchecked again': (store, { rent: id }) => store.tasks.uncheck(id!, '2026-03-05'),
    part: (store, { rent: id }) => store.tasks.create({ title: 'part', parentId: id!, dependsOn: [id!] }),
    other: (store, { part }) => store.tasks.create({ title: 'other', dependsOn: [part!] }),
    'a circle': (store, { part, other }) => store.tasks.update(part!, { dependsOn: [other!] }),
    parts: (store, { rent: id }) => store.tasks.list({ parent: id! }),
    'parts of nothing': (store) => store.tasks.list({ parent: nobody }),
    'part done': (store, { part }) => store.tasks.done(part!),
    'no longer blocked': (store, { other }) => store.tasks.get(other!),
    ordered: (store, { other }) => store.tasks.update(other!, { order: '1' }),
    'a bad order': (store, { other }) => store.tasks.update(other!, { order: '0' }),
  })
})

test('the trash is listed and emptied alike', async () => {
  await play(await sides(), {
    home: (store) => store.projects.create({ name: 'home' }),
    task: (store) => store.tasks.create({ title: 'Paint', project: 'home', labels: ['diy'] }),
    entry: (store) =>
      store.timeEntries.create({
        start: '2026-03-04T09:00:00Z',
        end: '2026-03-04T10:00:00Z',
        description: '',
      }),
    'nothing yet': (store) => store.trash.list({}),
    'project gone': (store, { home }) => store.projects.delete(home!),
    'task gone': (store, { task }) => store.tasks.delete(task!),
    'entry gone': (store, { entry }) => store.timeEntries.delete(entry!),
    all: (store) => store.trash.list({}),
    'page one': (store) => store.trash.list({ limit: 2 }),
    'page two': async (store) => {
      const { nextCursor } = await store.trash.list({ limit: 2 })
      return store.trash.list({ limit: 2, cursor: nextCursor! })
    },
    'by name': (store) => store.trash.list({ name: 'paint' }),
    'by kind': (store) => store.trash.list({ table: ['projects', 'labels'] }),
    'by tail': (store, { task }) => store.trash.list({ idTail: task!.slice(-6) }),
    'another home': (store) => store.projects.create({ name: 'home' }),
    'project back': (store, { home }) => store.trash.restore('projects', home!),
    'task back': (store, { task }) => store.trash.restore('tasks', task!),
    'back already': (store, { task }) => store.trash.restore('tasks', task!),
    'the wrong kind': (store, { entry }) => store.trash.restore('tasks', entry!),
    'as it was': (store, { task }) => store.tasks.get(task!),
    'what is left': (store) => store.trash.list({}),
  })
})

test('D19: two devices that complete the same occurrence without network make one next task', async () => {
  const { replica, client, local } = await sides()
  const second = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: replica.userId,
    now: () => nowMs,
    random: (bytes) => randomBytes(bytes),
  })
  closing.push(() => second.close())
  const other = createLocalStore({
    ...local.store,
    withReplica: (work) => work(second),
    syncNow: () => Promise.resolve(),
    syncQuietly: async () => undefined,
    ids: async () => v7,
  })
  const sync = async () => {
    for (const device of [replica, second, replica])
      await syncReplica(device, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  }
  const task = await local.store.tasks.create({
    title: 'rent',
    due: '2026-01-31',
    recurrence: 'FREQ=MONTHLY',
  })
  await sync()
  await local.store.tasks.done(task.id)
  nowMs += 60_000
  await other.tasks.done(task.id)
  await other.tasks.check(task.id, '2026-03-05')
  await local.store.tasks.check(task.id, '2026-03-05')
  await sync()
  for (const store of [local.store, other]) {
    const { items } = await store.tasks.list({})
    expect(items.map(({ title, status, due }) => [title, status, due])).toEqual([
      ['rent', 'open', '2026-02-28'],
      ['rent', 'done', '2026-01-31'],
    ])
    expect(items[1]).toMatchObject({ checkedOn: '2026-03-05' })
  }
})
