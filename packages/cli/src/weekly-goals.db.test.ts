/** Weekly goals, asked of the replica and of the server: the same answers, also about weeks with a change of the clock. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLocalHistory } from './local-history.ts'
import type { Store } from './store.ts'
import type { Sides, Step } from './testing/both-sides.ts'
import { bothSides, play as playBoth } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-05T09:00:00Z')
const wait = (seconds: number) => void (nowMs += seconds * 1000)

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
const play = (both: Sides, steps: Record<string, Step>) => playBoth(both, steps, () => wait(7))

const nobody = '00000000-0000-7000-8000-000000000000'
const berlin = { zone: 'Europe/Berlin' }
const aGoal = { title: 'write', targetSeconds: 36_000 }
const every: Step = (store) => store.weeklyGoals.list(berlin)

test('goals are made, changed, found and removed alike', async () => {
  await play(await sides(), {
    first: (store) => store.weeklyGoals.create({ ...aGoal, label: 'deep' }, berlin),
    'Sunday first': (store) => store.weeklyGoals.create(aGoal, { ...berlin, weekStart: 7 }),
    'another week': (store) => store.weeklyGoals.create({ ...aGoal, title: ' x ', weekStart: '2026-03-15' }),
    'no title': (store) => store.weeklyGoals.create({ ...aGoal, title: '  ' }),
    'no target': (store) => store.weeklyGoals.create({ title: 'x' } as never),
    'too much': (store) => store.weeklyGoals.create({ ...aGoal, targetSeconds: 700_000 }),
    'no such label': (store) => store.weeklyGoals.create({ ...aGoal, labelId: nobody }),
    'two labels': (store) => store.weeklyGoals.create({ ...aGoal, labelId: nobody, label: 'deep' }),
    'before 1900': (store) =>
      store.weeklyGoals.create({ ...aGoal, weekStart: '1900-01-01' }, { weekStart: 7 }),
    'no such day': (store) => store.weeklyGoals.create({ ...aGoal, weekStart: '2026-02-30' }),
    'no zone': (store) => store.weeklyGoals.create(aGoal, { zone: 'Mars/Base' }),
    'no week start': (store) => store.weeklyGoals.create(aGoal, { weekStart: 8 }),
    'id taken': (store, { first }) => store.weeklyGoals.create({ ...aGoal, id: first! }),
    labels: (store) => store.labels.list({}),
    read: (store, { first }) => store.weeklyGoals.get(first!, berlin),
    'read without a zone': (store, { first }) => store.weeklyGoals.get(first!),
    'of nobody': (store) => store.weeklyGoals.get(nobody),
    'no id': (store) => store.weeklyGoals.get('nonsense'),
    edited: (store, { first }) =>
      store.weeklyGoals.update(first!, { title: 'read', label: 'new', targetSeconds: 60 }, berlin),
    'moved to another week': (store, { first }) =>
      store.weeklyGoals.update(first!, { weekStart: '2026-03-01' }, { weekStart: 1 }),
    'without a label': (store, { first }) => store.weeklyGoals.update(first!, { label: null }),
    'nothing new': (store, { first }) => store.weeklyGoals.update(first!, { title: 'read' }),
    every,
    'page one': (store) => store.weeklyGoals.list({ limit: 2 }),
    'page two': async (store) => {
      const { nextCursor } = await store.weeklyGoals.list({ limit: 2 })
      return store.weeklyGoals.list({ limit: 2, cursor: nextCursor! })
    },
    'bad cursor': (store) => store.weeklyGoals.list({ cursor: 'abc' }),
    'this week': (store) => store.weeklyGoals.list({ week: '2026-03-05' }),
    'a week without': (store) => store.weeklyGoals.list({ week: '2026-04-05' }),
    'by title': (store) => store.weeklyGoals.list({ title: 'x' }),
    'by tail': (store, { first }) => store.weeklyGoals.list({ idTail: first!.slice(-6).toUpperCase() }),
    removed: (store, { first }) => store.weeklyGoals.delete(first!),
    'removed again': (store, { first }) => store.weeklyGoals.delete(first!),
    'edited in the trash': (store, { first }) => store.weeklyGoals.update(first!, { title: 'x' }),
    'what is left': every,
    exported: async (store) => (await store.exports.get('json')).text(),
  })
})

test('they count alike: effective labels, overlaps, the running entry, weeks with 167 and 169 hours', async () => {
  await play(await sides(), {
    P: (store) => store.projects.create({ name: 'P', labels: ['deep'] }),
    task: (store) => store.tasks.create({ title: 'T', labels: ['deep', 'read'] }),
    deep: (store) => store.weeklyGoals.create({ ...aGoal, label: 'deep' }, berlin),
    all: (store) => store.weeklyGoals.create({ ...aGoal, title: 'all' }, berlin),
    read: (store) => store.weeklyGoals.create({ title: 'read', targetSeconds: 5400, label: 'read' }, berlin),
    // Before the week in UTC, of it in Berlin.
    night: (store) =>
      store.timeEntries.create({
        start: '2026-03-01T22:00:00Z',
        end: '2026-03-01T23:30:00Z',
        labels: ['deep'],
      }),
    'of the project': (store) =>
      store.timeEntries.create({
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T10:00:00Z',
        project: 'P',
      }),
    'of the task': (store, { task }) =>
      store.timeEntries.create({
        start: '2026-03-02T09:30:00Z',
        end: '2026-03-02T11:00:00Z',
        taskId: task!,
      }),
    running: (store) => store.timer.start({ labels: ['deep'], at: '2026-03-05T08:00:00Z' }),
    counted: every,
    'in UTC': (store) => store.weeklyGoals.list({}),
    'in Tokyo': (store) => store.weeklyGoals.list({ zone: 'Asia/Tokyo' }),
    stopped: (store) => store.timer.stop({}),
    always: (store) =>
      store.timeEntries.create({
        start: '2026-03-20T00:00:00Z',
        end: '2026-11-20T00:00:00Z',
        labels: ['always'],
      }),
    spring: (store) =>
      store.weeklyGoals.create({ ...aGoal, label: 'always', weekStart: '2026-03-23' }, berlin),
    autumn: (store) =>
      store.weeklyGoals.create({ ...aGoal, label: 'always', weekStart: '2026-10-19' }, berlin),
    'both weeks': every,
    'task removed': (store, { task }) => store.tasks.delete(task!),
    'its time stays': every,
    'label removed': async (store) =>
      store.labels.delete((await store.labels.list({ name: 'deep' })).items[0]!.id),
    'counts no more': every,
  })
})

test('the change of the clock is seen', async () => {
  const { local } = await sides()
  await local.store.timeEntries.create({ start: '2026-03-20T00:00:00Z', end: '2026-11-20T00:00:00Z' })
  for (const [weekStart, hours] of [
    ['2026-03-23', 167],
    ['2026-03-30', 168],
    ['2026-10-19', 169],
  ] as const)
    expect((await local.store.weeklyGoals.create({ ...aGoal, weekStart }, berlin)).trackedSeconds).toBe(
      hours * 3600,
    )
})

test('made without network, a goal is undone, done again, and the same on the server once it has arrived', async () => {
  const { local, remote, replica, client } = await sides()
  const history = createLocalHistory((work) => work(replica))
  const { weeklyGoals } = local.store
  const goal = await weeklyGoals.create({ ...aGoal, label: 'deep' })
  wait(1)
  await weeklyGoals.update(goal.id, { targetSeconds: 60 })
  wait(1)
  expect(await history.undo()).toMatchObject({ intent: 'weeklyGoals.update' })
  expect(await weeklyGoals.get(goal.id)).toMatchObject({ targetSeconds: 36_000 })
  wait(1)
  // The label was made with the goal, and goes with it.
  expect(await history.undo()).toMatchObject({ intent: 'weeklyGoals.create', rows: 2 })
  expect((await weeklyGoals.list({})).items).toEqual([])
  wait(1)
  await history.redo()
  expect((await weeklyGoals.list({})).items).toMatchObject([{ id: goal.id, label: 'deep' }])
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  expect((await replica.status()).pending).toBe(0)
  for (const ask of [
    (store: Store) => store.weeklyGoals.list({}),
    async (store: Store) => (await store.exports.get('json')).text(),
  ])
    expect(await ask(local.store)).toEqual(await ask(remote.store))
})
