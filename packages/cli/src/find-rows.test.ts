import { AppError } from '@goalixa/contracts/errors'
import type { Label } from '@goalixa/contracts/labels'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { describe, expect, it } from 'vitest'
import { findEntry, findLabel, findTask } from './find-rows.ts'
import type { Page, Rows, Store } from './store.ts'

const id = (end: string) => `019a0000-0000-7000-8000-${end.padStart(12, '0')}`

interface Query {
  readonly idTail?: string | undefined
  readonly title?: string | undefined
  readonly name?: string | undefined
  readonly limit?: unknown
}

/** Rows in memory that know the queries of the contract, and count how often they were asked. */
function rowsOf<Row extends { id: string }>(all: readonly Row[], nameOf: (row: Row) => string) {
  const asked: string[] = []
  const page = (items: Row[]): Page<Row> => ({ items, nextCursor: null })
  const refuse = () => Promise.reject(new Error('nothing is written here'))
  const rows: Rows<Row, Query, unknown, unknown> = {
    get: async (wanted) => {
      asked.push(`get ${wanted}`)
      const row = all.find((one) => one.id === wanted)
      if (row === undefined) throw new AppError('tasks.not_found')
      return row
    },
    list: async (query) => {
      asked.push(JSON.stringify(query))
      const name = query.title ?? query.name
      if (query.idTail !== undefined) return page(all.filter((row) => row.id.endsWith(query.idTail ?? '')))
      if (name !== undefined)
        return page(all.filter((row) => nameOf(row).toLowerCase().includes(name.toLowerCase())))
      return page(all.slice(0, Number(query.limit)))
    },
    create: refuse,
    update: refuse,
    delete: refuse,
  }
  return { rows, asked }
}

const entries = ['aaaaaa1', 'bbbbbb2', 'cbbbbb2'].map(
  (end) => ({ id: id(end), start: '2026-03-02T09:00:00Z', description: end }) as TimeEntry,
)
const tasks = [
  ['aaaaa1', 'Write report'],
  ['bbbbb2', 'Write report again'],
  ['ccccc3', 'facade'],
].map(([end = '', title]) => ({ id: id(end), title }) as Task)
const labels = [
  ['aaaaa1', 'deep'],
  ['bbbbb2', 'Deep work'],
].map(([end = '', name]) => ({ id: id(end), name }) as Label)

const storeOfEntries = () => {
  const { rows, asked } = rowsOf(entries, (entry) => entry.description)
  return { store: { timeEntries: rows } as Pick<Store, 'timeEntries'>, asked }
}
const storeOfTasks = () => {
  const { rows, asked } = rowsOf(tasks, (task) => task.title)
  return { store: { tasks: rows } as unknown as Pick<Store, 'tasks'>, asked }
}

describe('findEntry', () => {
  it.each([
    ['@1', 'aaaaaa1'],
    ['@3', 'cbbbbb2'],
    ['aaaa1', 'aaaaaa1'],
    ['AAAA1', 'aaaaaa1'],
    [id('bbbbbb2'), 'bbbbbb2'],
    [id('bbbbbb2').toUpperCase(), 'bbbbbb2'],
  ])('finds %s with one question', async (text, end) => {
    const { store, asked } = storeOfEntries()
    expect((await findEntry(store, text)).id).toBe(id(end))
    expect(asked).toHaveLength(1)
  })

  it('refuses what fits several, and shows them', async () => {
    const error = await findEntry(storeOfEntries().store, 'bbbb2').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'input.ambiguous' })
    expect((error as AppError).message).toBe(
      '"bbbb2" fits 2 of them:\n  00000bbbbbb2  2026-03-02T09:00:00Z  bbbbbb2\n  00000cbbbbb2  2026-03-02T09:00:00Z  cbbbbb2',
    )
  })

  it.each([
    ['@4', 'time_entries.not_found'],
    ['ffff0', 'time_entries.not_found'],
  ])('does not find %s', async (text, code) => {
    await expect(findEntry(storeOfEntries().store, text)).rejects.toMatchObject({ code })
  })

  it.each(['@0', '@501', 'abc', 'lunch'])('does not ask for %s', async (text) => {
    const { store, asked } = storeOfEntries()
    await expect(findEntry(store, text)).rejects.toMatchObject({ name: 'UsageError' })
    expect(asked).toEqual([])
  })
})

describe('findTask', () => {
  it.each([
    ['Write report', 'aaaaa1'],
    ['WRITE REPORT AGAIN', 'bbbbb2'],
    ['bbbb2', 'bbbbb2'],
    ['facade', 'ccccc3'],
    ['again', 'bbbbb2'],
  ])('finds %s', async (text, end) => {
    expect((await findTask(storeOfTasks().store, text)).id).toBe(id(end))
  })

  it('refuses a beginning that fits two, and a title that nothing has', async () => {
    await expect(findTask(storeOfTasks().store, 'write')).rejects.toMatchObject({ code: 'input.ambiguous' })
    await expect(findTask(storeOfTasks().store, 'sleep')).rejects.toMatchObject({ code: 'tasks.not_found' })
  })
})

describe('findLabel', () => {
  it.each([
    ['deep', 'aaaaa1'],
    ['deep work', 'bbbbb2'],
    ['bbbb2', 'bbbbb2'],
  ])('finds %s', async (text, end) => {
    const { rows } = rowsOf(labels, (label) => label.name)
    expect((await findLabel({ labels: rows }, text)).id).toBe(id(end))
  })
})
