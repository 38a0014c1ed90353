import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import { AppError } from '@goalixa/contracts/errors'
import { expect, it } from 'vitest'
import { findGoal, findSubgoal } from './find-rows.ts'
import { goalOrder, subgoalOrder } from './goal-order.ts'
import type { Store } from './store.ts'

const id = (end: string) => `019a0000-0000-7000-8000-${end.padStart(12, '0')}`
const goals = [
  ['aaaaa1', 'book', 'b'],
  ['bbbbb2', 'run', 'd'],
  ['bbbbb3', 'twice', 'f'],
  ['bbbbb4', 'twice', 'f'],
].map(([end = '', name, order]) => ({ id: id(end), name, order }) as Goal)
const store = {
  goals: {
    get: async (wanted: string) => {
      const found = goals.find((goal) => goal.id === wanted)
      if (found === undefined) throw new AppError('goals.not_found')
      return found
    },
    // Pages of two, so that whoever wants them all has to go on.
    list: async ({ idTail, name, cursor }: { idTail?: string; name?: string; cursor?: string }) => {
      if (idTail === undefined && name === undefined)
        return cursor === undefined
          ? { items: goals.slice(0, 2), nextCursor: 'more' }
          : { items: goals.slice(2), nextCursor: null }
      return {
        items: goals.filter(
          (goal) => goal.name === name || (idTail !== undefined && goal.id.endsWith(idTail)),
        ),
        nextCursor: null,
      }
    },
  },
} as unknown as Pick<Store, 'goals'>
const asked = { zone: 'UTC' }

it.each([
  ['book', 'aaaaa1'],
  ['AAAA1', 'aaaaa1'],
  [id('bbbbb2'), 'bbbbb2'],
])('finds a goal by %s', async (text, end) => {
  expect((await findGoal(store, text, asked)).id).toBe(id(end))
})

it('refuses what fits several, or none', async () => {
  await expect(findGoal(store, 'twice', asked)).rejects.toMatchObject({ code: 'input.ambiguous' })
  await expect(findGoal(store, 'nothing', asked)).rejects.toMatchObject({ code: 'goals.not_found' })
  await expect(findGoal(store, id('9'), asked)).rejects.toMatchObject({ code: 'goals.not_found' })
})

const subgoals = [
  ['ccccc1', 'outline', 'b'],
  ['ccccc2', '7', 'd'],
  ['ccccc3', 'same', 'e'],
  ['ccccc4', 'Same', 'f'],
].map(([end = '', title, order]) => ({ id: id(end), title, order }) as Subgoal)

it.each([
  ['1', 'ccccc1'],
  ['OUTLINE', 'ccccc1'],
  ['7', 'ccccc2'],
  ['ccccc2', 'ccccc2'],
  [id('ccccc3'), 'ccccc3'],
])('finds a subgoal by %s', (text, end) => {
  expect(findSubgoal({ subgoals }, text).id).toBe(id(end))
})

it.each([
  ['same', 'input.ambiguous'],
  ['9', 'subgoals.not_found'],
  ['0', 'subgoals.not_found'],
])('finds no subgoal by %s', (text, code) => {
  expect(() => findSubgoal({ subgoals }, text)).toThrow(expect.objectContaining({ code }))
})

it.each([
  [{ before: 'book' }, '', 'b'],
  [{ after: 'book' }, 'b', 'f'],
  [{ after: id('bbbbb4') }, 'f', undefined],
  [{ before: id('bbbbb3') }, 'b', 'f'],
])('puts a goal %j between its new neighbours', async (place, above, below) => {
  const order = (await goalOrder(store, id('bbbbb2'), place, asked))!
  expect(order > above).toBe(true)
  if (below !== undefined) expect(order < below).toBe(true)
})

it('puts nothing anywhere without a place, nor beside itself', async () => {
  expect(await goalOrder(store, id('aaaaa1'), {}, asked)).toBeUndefined()
  await expect(goalOrder(store, id('aaaaa1'), { after: 'book' }, asked)).rejects.toThrow('beside itself')
})

it.each([
  [1, '', 'b'],
  [2, 'b', 'e'],
  [4, 'f', undefined],
  [99, 'f', undefined],
])('gives a subgoal the number %d', (position, above, below) => {
  const order = subgoalOrder(subgoals, id('ccccc2'), position)!
  expect(order > above).toBe(true)
  if (below !== undefined) expect(order < below).toBe(true)
})
