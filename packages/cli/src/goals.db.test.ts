/** Goals and subgoals, asked of the replica and of the server: the same answers, now and after both have met. */
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
const every: Step = (store) => store.goals.list(berlin)
const subgoalAt = async (store: Store, goal: string, index: number) =>
  (await store.goals.get(goal)).subgoals[index]!.id

test('they are made, changed, found, ordered and removed alike', async () => {
  await play(await sides(), {
    first: (store) =>
      store.goals.create({ name: 'book', label: 'deep', targetDate: '2026-06-30', targetSeconds: 360_000 }),
    second: (store) => store.goals.create({ name: ' x ', priority: 'high', colour: '#00aa00' }, berlin),
    'no name': (store) => store.goals.create({ name: '  ' }),
    'no time': (store) => store.goals.create({ name: 'a', targetSeconds: 0 }),
    'no such day': (store) => store.goals.create({ name: 'a', targetDate: '2026-02-30' }),
    'no rank': (store) => store.goals.create({ name: 'a', order: 'a0' }),
    'no such label': (store) => store.goals.create({ name: 'a', labelId: nobody }),
    'no such project': (store) => store.goals.create({ name: 'a', projectIds: [nobody] }),
    'no such task': (store) => store.goals.create({ name: 'a', taskIds: [nobody] }),
    'two labels': (store) => store.goals.create({ name: 'a', labelId: nobody, label: 'deep' }),
    'no zone': (store) => store.goals.create({ name: 'a' }, { zone: 'Mars/Base' }),
    'id taken': (store, { first }) => store.goals.create({ name: 'a', id: first! }),
    read: (store, { first }) => store.goals.get(first!, berlin),
    'of nobody': (store) => store.goals.get(nobody),
    'no id': (store) => store.goals.get('nonsense'),
    edited: (store, { first }) =>
      store.goals.update(first!, { description: 'long', label: 'new', targetDate: null }, berlin),
    'nothing new': (store, { first }) => store.goals.update(first!, { description: 'long' }),
    ahead: (store, { second }) => store.goals.update(second!, { order: '01' }),
    every,
    'page one': (store) => store.goals.list({ limit: 1 }),
    'page two': async (store) => {
      const { nextCursor } = await store.goals.list({ limit: 1 })
      return store.goals.list({ limit: 1, cursor: nextCursor! })
    },
    'bad cursor': (store) => store.goals.list({ cursor: 'abc' }),
    'by name': (store) => store.goals.list({ name: 'x' }),
    'by tail': (store, { first }) => store.goals.list({ idTail: first!.slice(-6).toUpperCase() }),
    archived: (store, { second }) => store.goals.update(second!, { archived: true }),
    'of the archive': (store) => store.goals.list({ archived: 'true' }),
    'not of the archive': (store) => store.goals.list({ archived: 'false' }),
    weekly: (store, { first }) =>
      store.weeklyGoals.create({ title: 'w', targetSeconds: 60, goalId: first! }, berlin),
    'weekly of nobody': (store) =>
      store.weeklyGoals.create({ title: 'w', targetSeconds: 60, goalId: nobody }, berlin),
    removed: (store, { first }) => store.goals.delete(first!),
    'removed again': (store, { first }) => store.goals.delete(first!),
    'edited in the trash': (store, { first }) => store.goals.update(first!, { name: 'x' }),
    'its weekly goal': (store, { weekly }) => store.weeklyGoals.get(weekly!, berlin),
    'what is left': every,
    exported: async (store) => (await store.exports.get('json')).text(),
  })
})

test('subgoals bring them on and complete them alike (D14)', async () => {
  await play(await sides(), {
    goal: (store) => store.goals.create({ name: 'book' }),
    outline: (store, { goal }) =>
      store.subgoals.create(goal!, { title: 'outline', project: 'Book', label: 'deep' }),
    chapter: (store, { goal }) =>
      store.subgoals.create(goal!, { title: 'chapter', targetDate: '2026-03-01' }),
    'no title': (store, { goal }) => store.subgoals.create(goal!, { title: ' ' }),
    'of nobody': (store) => store.subgoals.create(nobody, { title: 'a' }),
    'no such project': (store, { goal }) => store.subgoals.create(goal!, { title: 'a', projectId: nobody }),
    'one done': async (store, { goal }) => store.subgoals.done(await subgoalAt(store, goal!, 0)),
    'all done': async (store, { goal }) => store.subgoals.done(await subgoalAt(store, goal!, 1)),
    'done again': async (store, { goal }) => store.subgoals.done(await subgoalAt(store, goal!, 1)),
    'still completed': (store, { goal }) => store.goals.reopen(goal!),
    'called done': (store, { goal }) => store.goals.done(goal!),
    'one more': (store, { goal }) => store.subgoals.create(goal!, { title: 'print' }),
    'one reopened': async (store, { goal }) => store.subgoals.reopen(await subgoalAt(store, goal!, 0)),
    edited: async (store, { goal }) =>
      store.subgoals.update(await subgoalAt(store, goal!, 2), { title: 'publish', order: '01', label: null }),
    'called done once more': (store, { goal }) => store.goals.done(goal!),
    reopened: (store, { goal }) => store.goals.reopen(goal!),
    'removed one': async (store, { goal }) => store.subgoals.delete(await subgoalAt(store, goal!, 0)),
    'not there': (store) => store.subgoals.done(nobody),
    'no id': (store) => store.subgoals.done('nonsense'),
    left: every,
  })
})

test('they count linked time alike: tasks, projects and their tasks, a label, overlaps, what runs (D6, D12, D14)', async () => {
  const entry =
    (start: string, end: string, given: object): Step =>
    (store) =>
      store.timeEntries.create({ start: `2026-03-${start}:00Z`, end: `2026-03-${end}:00Z`, ...given })
  await play(await sides(), {
    book: (store) => store.projects.create({ name: 'Book' }),
    deep: (store) => store.projects.create({ name: 'Deep', labels: ['deep'] }),
    read: (store) => store.tasks.create({ title: 'read' }),
    edit: (store) => store.tasks.create({ title: 'edit' }),
    project: entry('01T09:00', '01T11:00', { project: 'Book' }),
    task: (store, { read }) => entry('01T10:00', '01T12:00', { taskId: read })(store, {}),
    moved: (store, { edit }) => entry('02T09:00', '02T10:00', { taskId: edit })(store, {}),
    'task comes to the project': (store, { edit, book }) => store.tasks.update(edit!, { projectId: book! }),
    inherited: entry('03T09:00', '03T09:30', { project: 'Deep' }),
    labelled: entry('03T11:00', '03T11:15', { labels: ['deep'] }),
    nothing: entry('04T09:00', '04T17:00', {}),
    running: (store) => store.timer.start({ project: 'Book', at: '2026-03-05T08:00:00Z' }),
    goal: (store, { book, read }) =>
      store.goals.create({
        name: 'all',
        projectIds: [book!],
        taskIds: [read!],
        label: 'deep',
        targetSeconds: 36_000,
        targetDate: '2026-03-08',
      }),
    part: (store, { goal, book }) => store.subgoals.create(goal!, { title: 'part', projectId: book! }),
    unlinked: (store) => store.goals.create({ name: 'none', targetSeconds: 60 }),
    every,
    'in Tokyo': (store) => store.goals.list({ zone: 'Asia/Tokyo' }),
    'task in the trash': (store, { edit }) => store.tasks.delete(edit!),
    'project in the trash': (store, { book }) => store.projects.delete(book!),
    'still counted': every,
    'linked anew': (store, { goal, book, deep }) =>
      store.goals.update(goal!, { projectIds: [book!, deep!], taskIds: [], label: null }),
  })
})

test('what was done here without network is the same there, undo included', async () => {
  const both = await sides()
  const { store } = both.local
  const project = await store.projects.create({ name: 'Book' })
  const goal = await store.goals.create({ name: 'book', projectIds: [project.id], targetSeconds: 7200 })
  const { subgoals } = await store.subgoals.create(goal.id, { title: 'outline' })
  wait(60)
  await store.subgoals.done(subgoals[0]!.id)
  await store.timeEntries.create({
    start: '2026-03-04T09:00:00Z',
    end: '2026-03-04T10:00:00Z',
    project: 'Book',
  })
  await store.goals.delete(goal.id)
  await createLocalHistory((work) => work(both.replica)).undo()
  const { replica, client } = both
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  const there = await both.remote.store.goals.get(goal.id)
  expect(there).toMatchObject({ status: 'completed', trackedSeconds: 3600, projects: ['Book'] })
  expect(await store.goals.get(goal.id)).toEqual(there)
})
