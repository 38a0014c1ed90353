/** The planner and reminders, asked of the replica and of the server: the same answers. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { afterAll, afterEach, beforeAll, test } from 'vitest'
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
const berlin = { zone: 'Europe/Berlin' }
const day: Step = (store) => store.planner.get({ date: '2026-03-05', ...berlin })

test('a day is planned alike', async () => {
  await play(await sides(), {
    task: (store) => store.tasks.create({ title: 'T', due: '2026-03-05' }),
    late: (store) => store.tasks.create({ title: 'late', due: '2026-03-04T22:30:00Z' }),
    'later that day': (store) => store.tasks.create({ title: 'later', scheduled: '2026-03-05T22:30:00Z' }),
    'of the next day there': (store) => store.tasks.create({ title: 'next', due: '2026-03-05T23:30:00Z' }),
    first: (store, { task }) => store.planner.createTodo({ title: ' read ', taskId: task! }, berlin),
    second: (store) => store.planner.createTodo({ title: 'write', logDate: '2026-03-04' }),
    third: (store) => store.planner.createTodo({ title: 'rest' }, { zone: 'Asia/Tokyo' }),
    'no title': (store) => store.planner.createTodo({ title: ' ' }),
    'no such task': (store) => store.planner.createTodo({ title: 'x', taskId: nobody }),
    'no such day': (store) => store.planner.createTodo({ title: 'x', logDate: '2026-02-30' }),
    'id taken': (store, { first }) => store.planner.createTodo({ title: 'x', id: first! }),
    entry: (store) =>
      store.timeEntries.create({ start: '2026-03-04T22:00:00Z', end: '2026-03-05T01:00:00Z' }),
    target: (store) => store.planner.setTarget('2026-03-05', { seconds: 7200 }),
    'no target': (store) => store.planner.setTarget('2026-03-05', { seconds: 0 }),
    'a target of no day': (store) => store.planner.setTarget('2026-02-30', { seconds: 60 }),
    day,
    today: (store) => store.planner.get(),
    'the day before': (store) => store.planner.get({ date: '2026-03-04', ...berlin }),
    done: (store, { first }) => store.planner.doneTodo(first!),
    'done again': (store, { first }) => store.planner.doneTodo(first!),
    'of nobody': (store) => store.planner.doneTodo(nobody),
    'no id': (store) => store.planner.getTodo('nonsense'),
    carried: (store) => store.planner.carry({}, berlin),
    'carried again': (store) => store.planner.carry({ from: '2026-03-05', to: '2026-03-07' }),
    reopened: (store, { first }) => store.planner.reopenTodo(first!),
    moved: (store, { third }) => store.planner.updateTodo(third!, { logDate: '2026-03-05', order: '1' }),
    'a bad order': (store, { third }) => store.planner.updateTodo(third!, { order: '0' }),
    'then the day': day,
    'page one': (store) => store.planner.listTodos({ limit: 2 }),
    'page two': async (store) => {
      const { nextCursor } = await store.planner.listTodos({ limit: 2 })
      return store.planner.listTodos({ limit: 2, cursor: nextCursor! })
    },
    'by tail': (store, { first }) => store.planner.listTodos({ idTail: first!.slice(-6) }),
    'task removed': (store, { task }) => store.tasks.delete(task!),
    'a to-do without its task': (store, { first }) => store.planner.getTodo(first!),
    removed: (store, { first }) => store.planner.deleteTodo(first!),
    'removed again': (store, { first }) => store.planner.deleteTodo(first!),
    targets: async (store) =>
      (await store.planner.listTargets({})).items.map(({ logDate, seconds }) => [logDate, seconds]),
    'target away': (store) => store.planner.deleteTarget('2026-03-05'),
    'away again': (store) => store.planner.deleteTarget('2026-03-05'),
    'at last': day,
  })
})

test('reminders are made, snoozed, done and listed alike', async () => {
  const at = { date: '2026-03-05', time: '10:00', zone: 'Europe/Berlin' }
  await play(await sides(), {
    once: (store) => store.reminders.create({ title: ' once ', ...at }),
    daily: (store) => store.reminders.create({ title: 'daily', ...at, repeat: 'daily', priority: 'high' }),
    weekly: (store) => store.reminders.create({ title: 'weekly', ...at, repeat: 'weekly', days: [4, 1, 4] }),
    monthly: (store) => store.reminders.create({ title: 'm', ...at, date: '2026-01-31', repeat: 'monthly' }),
    'in no zone': (store) => store.reminders.create({ title: 'x', ...at, zone: 'Mars/Base' }),
    'at no time': (store) => store.reminders.create({ title: 'x', ...at, time: '9' }),
    'no such task': (store) => store.reminders.create({ title: 'x', ...at, taskId: nobody }),
    due: (store) => store.reminders.list({ due: 'true' }),
    'not due': (store) => store.reminders.list({ due: 'false', limit: 2 }),
    snoozed: (store, { once }) => store.reminders.snooze(once!, { until: '2026-03-05T12:00:00Z' }),
    'snoozed into the past': (store, { once }) =>
      store.reminders.snooze(once!, { until: '2026-03-05T08:00:00Z' }),
    tested: (store, { once }) => store.reminders.test(once!),
    done: (store, { once }) => store.reminders.done(once!),
    'not due, so nothing to do': (store, { daily }) => store.reminders.done(daily!),
    moved: (store, { daily }) => store.reminders.update(daily!, { time: '09:00', repeat: 'weekly' }),
    paused: (store, { weekly }) => store.reminders.update(weekly!, { active: false, channels: [] }),
    'at last': (store) => store.reminders.list({}),
    'page one': (store) => store.reminders.list({ limit: 1 }),
    removed: (store, { once }) => store.reminders.delete(once!),
    'removed again': (store, { once }) => store.reminders.delete(once!),
    exported: async (store) => (await store.exports.get('json')).text(),
  })
})
