/** Habits, asked of the replica and of the server: the same answers, also about streaks, scores and tracked days. */
import { randomBytes } from 'node:crypto'
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLocalHabits } from './local-habits.ts'
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
const noDelay = { delay: async () => undefined }

const nobody = '00000000-0000-7000-8000-000000000000'
const berlin = { zone: 'Europe/Berlin', weekStart: 7 }
const every: Step = (store) => store.habits.list(berlin)
const threeAWeek = { kind: 'perWeek', times: 3 } as const

test('habits are made, changed, found and removed alike', async () => {
  await play(await sides(), {
    goal: (store) => store.goals.create({ name: 'Health' }),
    first: (store, { goal }) => store.habits.create({ name: ' read ', goalId: goal!, notes: 'x' }, berlin),
    second: (store) =>
      store.habits.create({ name: 'run', frequency: { kind: 'weekdays', days: [1, 3] }, order: 'a1' }),
    'no name': (store) => store.habits.create({ name: '' }),
    'bad days': (store) => store.habits.create({ name: 'x', frequency: { kind: 'weekdays', days: [3, 1] } }),
    'half automatic': (store) => store.habits.create({ name: 'x', autoSeconds: 60 }),
    'no such goal': (store) => store.habits.create({ name: 'x', goalId: nobody }),
    'no such subgoal': (store) => store.habits.create({ name: 'x', subgoalId: nobody }),
    'two labels': (store) => store.habits.create({ name: 'x', autoLabelId: nobody, autoLabel: 'deep' }),
    'no such label': (store) => store.habits.create({ name: 'x', autoLabelId: nobody, autoSeconds: 60 }),
    'id taken': (store, { first }) => store.habits.create({ name: 'x', id: first! }),
    'bad zone': (store) => store.habits.create({ name: 'x' }, { zone: 'Mars/Base' }),
    read: (store, { first }) => store.habits.get(first!, berlin),
    'of nobody': (store) => store.habits.get(nobody),
    'no id': (store) => store.habits.get('nonsense'),
    edited: (store, { first }) =>
      store.habits.update(first!, { name: 'read more', frequency: threeAWeek, targetAmount: 2.5, unit: 'h' }),
    'half taken off': (store, { first }) => store.habits.update(first!, { autoLabel: 'deep' }),
    'made automatic': (store, { first }) =>
      store.habits.update(first!, { autoLabel: 'deep', autoSeconds: 600 }),
    'by hand again': (store, { first }) =>
      store.habits.update(first!, { autoLabel: null, autoSeconds: null }),
    archived: (store, { second }) => store.habits.update(second!, { archived: true }),
    every,
    'page one': (store) => store.habits.list({ limit: 1 }),
    'page two': async (store) => {
      const { nextCursor } = await store.habits.list({ limit: 1 })
      return store.habits.list({ limit: 1, cursor: nextCursor! })
    },
    'bad cursor': (store) => store.habits.list({ cursor: 'abc' }),
    'active ones': (store) => store.habits.list({ archived: 'false' }),
    'by name': (store) => store.habits.list({ name: 'run' }),
    'by tail': (store, { first }) => store.habits.list({ idTail: first!.slice(-6).toUpperCase() }),
    removed: (store, { second }) => store.habits.delete(second!),
    'removed again': (store, { second }) => store.habits.delete(second!),
    'checked in the trash': (store, { second }) => store.habits.check(second!, '2026-03-05', {}),
    'goal removed': (store, { goal }) => store.goals.delete(goal!),
    'what is left': every,
    exported: async (store) => (await store.exports.get('json')).text(),
  })
})

test('days are said, taken back and counted alike: amounts, skips, other zones, tracked time', async () => {
  await play(await sides(), {
    pages: (store) => store.habits.create({ name: 'pages', targetAmount: 20, unit: 'pages' }),
    gym: (store) => store.habits.create({ name: 'gym', frequency: threeAWeek }),
    deep: (store) => store.habits.create({ name: 'deep', autoLabel: 'deep', autoSeconds: 3600 }),
    today: (store, { pages }) => store.habits.check(pages!, '2026-03-05', {}),
    'a part': (store, { pages }) => store.habits.check(pages!, '2026-03-05', { amount: 7.5 }),
    yesterday: (store, { pages }) => store.habits.check(pages!, '2026-03-04', { amount: 25 }),
    skipped: (store, { pages }) => store.habits.check(pages!, '2026-03-03', { state: 'skip' }, berlin),
    before: (store, { pages }) => store.habits.check(pages!, '2026-03-02', {}),
    'an amount of nothing': (store, { gym }) => store.habits.check(gym!, '2026-03-05', { amount: 1 }),
    'an amount skipped': (store, { pages }) =>
      store.habits.check(pages!, '2026-03-05', { amount: 1, state: 'skip' }),
    'still to come': (store, { gym }) => store.habits.check(gym!, '2026-03-07', {}),
    'no day': (store, { gym }) => store.habits.check(gym!, '2026-02-30', {}),
    'of nobody': (store) => store.habits.check(nobody, '2026-03-05', {}),
    'gym 1': (store, { gym }) => store.habits.check(gym!, '2026-02-23', {}),
    'gym 2': (store, { gym }) => store.habits.check(gym!, '2026-02-25', {}),
    'gym 3': (store, { gym }) => store.habits.check(gym!, '2026-03-01', {}),
    'weeks from Monday': (store, { gym }) => store.habits.get(gym!, { weekStart: 1 }),
    'weeks from Sunday': (store, { gym }) => store.habits.get(gym!, { weekStart: 7 }),
    'in Kiritimati': (store) => store.habits.list({ zone: 'Pacific/Kiritimati' }),
    tracked: (store) =>
      store.timeEntries.create({
        start: '2026-03-05T08:00:00Z',
        end: '2026-03-05T08:40:00Z',
        labels: ['deep'],
      }),
    'P is deep too': (store) => store.projects.create({ name: 'P', labels: ['deep'] }),
    'of the project': (store) =>
      store.timeEntries.create({
        start: '2026-03-05T08:20:00Z',
        end: '2026-03-05T08:59:59Z',
        project: 'P',
      }),
    'not enough': every,
    running: (store) => store.timer.start({ labels: ['deep'], at: '2026-03-05T09:00:00Z' }),
    enough: every,
    map: (store, { deep }) => store.habits.heatMap(deep!, berlin),
    'taken back': (store, { pages }) => store.habits.uncheck(pages!, '2026-03-05'),
    'taken back again': (store, { pages }) => store.habits.uncheck(pages!, '2026-03-05'),
    logs: (store, { pages }) => store.habits.logs(pages!, {}),
    'first page': (store, { pages }) => store.habits.logs(pages!, { limit: 1 }),
    'logs of a day': (store, { pages }) =>
      store.habits.logs(pages!, { from: '2026-03-03', to: '2026-03-04' }),
    'logs of nobody': (store) => store.habits.logs(nobody, {}),
    'label removed': async (store) =>
      store.labels.delete((await store.labels.list({ name: 'deep' })).items[0]!.id),
    'counts no more': every,
    exported: async (store) => (await store.exports.get('json')).text(),
  })
})

test('two devices that say something of the same day without network make one log (D19)', async () => {
  const { local, remote, replica, client } = await sides()
  const exchange = (body: Parameters<typeof client.sync.exchange>[0]['body']) =>
    client.sync.exchange({ body })
  const phone = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: replica.userId,
    now: () => nowMs,
    random: (bytes) => randomBytes(bytes),
  })
  closing.push(() => phone.close())
  const habit = await local.store.habits.create({ name: 'read', targetAmount: 20 })
  await syncReplica(replica, exchange, noDelay)
  await syncReplica(phone, exchange, noDelay)
  const there = createLocalHabits({ withReplica: (work) => work(phone), newId: v7 })
  wait(1)
  await local.store.habits.check(habit.id, '2026-03-05', { amount: 5 })
  wait(1)
  await there.check(habit.id, '2026-03-05', { amount: 12 })
  for (const device of [replica, phone, replica]) await syncReplica(device, exchange, noDelay)
  const { items } = await remote.store.habits.logs(habit.id, {})
  expect(items).toMatchObject([{ logDate: '2026-03-05', amount: 12 }])
  expect((await local.store.habits.logs(habit.id, {})).items).toEqual(items)
  expect((await there.logs(habit.id, {})).items).toEqual(items)
})

test('a device cannot make a second log of a day: its id follows from the day', async () => {
  const { local, remote, replica, client } = await sides()
  const habit = await local.store.habits.create({ name: 'read' })
  await local.store.habits.check(habit.id, '2026-03-05', {})
  wait(1)
  await replica.write('habits.check', async (draft) => {
    draft.patch('habitLogs', v7(), { createdAt: 1, habitId: habit.id, logDate: '2026-03-05' })
  })
  await syncReplica(replica, (body) => client.sync.exchange({ body }), noDelay)
  expect((await remote.store.habits.logs(habit.id, {})).items).toHaveLength(1)
  expect(await replica.status()).toMatchObject({ pending: 0, deadLetters: 1 })
})

test('checked without network, a day is undone, done again, and the same on the server once it has arrived', async () => {
  const { local, remote, replica, client } = await sides()
  const history = createLocalHistory((work) => work(replica))
  const { habits } = local.store
  const { id } = await habits.create({ name: 'read' })
  wait(1)
  await habits.check(id, '2026-03-05', {})
  wait(1)
  expect(await history.undo()).toMatchObject({ intent: 'habits.check' })
  expect(await habits.get(id)).toMatchObject({ today: { state: 'open' } })
  wait(1)
  await history.redo()
  expect(await habits.get(id)).toMatchObject({ today: { state: 'done' } })
  wait(1)
  await habits.delete(id)
  wait(1)
  expect(await history.undo()).toMatchObject({ intent: 'habits.delete' })
  await syncReplica(replica, (body) => client.sync.exchange({ body }), noDelay)
  expect((await replica.status()).pending).toBe(0)
  for (const ask of [
    (store: Store) => store.habits.list({}),
    async (store: Store) => (await store.exports.get('json')).text(),
  ])
    expect(await ask(local.store)).toEqual(await ask(remote.store))
})
