/** The place of a habit, and the subgoal that it serves, over a real store on this device. */
import { randomBytes } from 'node:crypto'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHabitFields } from './habit-fields.ts'
import { habitOrder } from './habit-order.ts'
import { createLocalStore } from './local-store.ts'
import type { Store } from './store.ts'

const dates = { now: Date.parse('2026-03-05T09:00:00Z') / 1000, zone: 'UTC', weekStart: 1 } as const
const asked = { zone: 'UTC' }
let nowMs = dates.now * 1000
let store: Store
let close: () => Promise<void>
beforeAll(async () => {
  const replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: '00000000-0000-4000-8000-000000000001',
    now: () => (nowMs += 1000),
    random: (bytes) => randomBytes(bytes),
  })
  close = () => replica.close()
  store = createLocalStore({
    withReplica: (work: (given: typeof replica) => unknown) => work(replica),
    ids: async () => v7,
  } as never)
})
afterAll(() => close())

test('a habit is put ahead of another, behind it, and not beside itself', async () => {
  const ids = new Map<string, string>()
  for (const name of ['read', 'water', 'walk'])
    ids.set(name, (await store.habits.create({ name, frequency: { kind: 'daily' } })).id)
  const names = async () => (await store.habits.list({ zone: 'UTC' })).items.map(({ name }) => name)
  const put = async (name: string, place: { before?: string; after?: string }) => {
    const id = ids.get(name)!
    await store.habits.update(id, { order: await habitOrder(store, id, place, asked) })
    return names()
  }
  expect(await names()).toEqual(['read', 'water', 'walk'])
  expect(await put('walk', { before: 'read' })).toEqual(['walk', 'read', 'water'])
  expect(await put('walk', { after: 'read' })).toEqual(['read', 'walk', 'water'])
  expect(await put('read', { after: 'water' })).toEqual(['walk', 'water', 'read'])
  expect(await habitOrder(store, ids.get('read')!, {}, asked)).toBeUndefined()
  await expect(put('read', { before: 'read' })).rejects.toThrow('beside itself')
  await expect(put('read', { before: 'nothing' })).rejects.toMatchObject({ code: 'habits.not_found' })
})

test('a habit serves a subgoal of its goal; another goal has others', async () => {
  const book = await store.goals.create({ name: 'write a book' })
  const { subgoals } = await store.subgoals.create(book.id, { title: 'outline' })
  await store.goals.create({ name: 'run' })
  const read = (flags: object, goalNow?: string) => readHabitFields(flags, [], dates, store, goalNow)
  const outline = subgoals[0]!.id
  const ofBook = { goalId: book.id, subgoalId: outline }
  expect(await read({ goal: 'write a book', subgoal: 'outline' })).toMatchObject(ofBook)
  expect(await read({ subgoal: '1' }, book.id)).toMatchObject({ goalId: undefined, subgoalId: outline })
  expect(await read({ subgoal: 'none' }, book.id)).toMatchObject({ goalId: undefined, subgoalId: null })
  expect(await read({ goal: 'write a book' })).toMatchObject({ goalId: book.id, subgoalId: null })
  expect(await read({ goal: 'none' }, book.id)).toMatchObject({ goalId: null, subgoalId: null })
  expect(await read({}, book.id)).toMatchObject({ goalId: undefined, subgoalId: undefined })
  await expect(read({ goal: 'run', subgoal: 'outline' })).rejects.toMatchObject({
    code: 'subgoals.not_found',
  })
  await expect(read({ subgoal: 'outline' })).rejects.toThrow('of which goal')
  await expect(read({ goal: 'none', subgoal: 'outline' }, book.id)).rejects.toThrow('of which goal')
  const made = await store.habits.create({ name: 'page', frequency: { kind: 'daily' }, ...ofBook })
  expect(made).toMatchObject({ goal: 'write a book', subgoalId: outline })
})
