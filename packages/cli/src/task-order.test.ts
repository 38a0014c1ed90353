import type { Task } from '@goalixa/contracts/tasks'
import { describe, expect, it } from 'vitest'
import type { Store } from './store.ts'
import { taskOrder } from './task-order.ts'

const task = (id: string, order: string, status: Task['status'] = 'open') =>
  ({ id: `019a0000-0000-7000-8000-00000000000${id}`, title: `task ${id}`, order, status }) as Task
const tasks = [task('1', 'a'), task('2', 'b', 'done'), task('3', 'b'), task('4', 'c')]
/** Two to a page, as a server may answer. */
const store = {
  tasks: {
    list: async ({ title, status, cursor = '0' }: { title?: string; status?: string[]; cursor?: string }) => {
      const fitting = tasks.filter(
        (one) => (title ?? one.title) === one.title && (status?.includes(one.status) ?? true),
      )
      const at = Number(cursor)
      return { items: fitting.slice(at, at + 2), nextCursor: at + 2 < fitting.length ? String(at + 2) : null }
    },
  },
} as unknown as Pick<Store, 'tasks'>

describe('the place of a task', () => {
  it.each([
    ['before', 'task 1', '4', '', 'a'],
    ['before', 'task 3', '4', 'a', 'b'],
    ['after', 'task 3', '1', 'b', 'c'],
    ['after', 'task 4', '1', 'c', '~'],
    ['before', 'task 2', '4', 'a', 'b'],
  ])('%s %s is between its neighbours', async (side, beside, id, low, high) => {
    const order = (await taskOrder(store, task(id, '').id, { [side]: beside }))!
    expect(order > low && order < high, order).toBe(true)
  })

  it('is none where none is given, and not beside itself', async () => {
    expect(await taskOrder(store, task('1', '').id, {})).toBeUndefined()
    await expect(taskOrder(store, task('1', '').id, { before: 'task 1' })).rejects.toThrow('beside itself')
  })
})
