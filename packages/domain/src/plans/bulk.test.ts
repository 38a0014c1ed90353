import { describe, expect, test } from 'vitest'
import { changeEntries, changeTasks } from './bulk.ts'
import { createTask } from './task-changes.ts'
import { createEntry } from './time-entries.ts'
import type { TestRows } from './testing-view.ts'
import { testRows } from './testing-view.ts'

/** Two open tasks, the second with the label `old`. */
async function twoTasks(): Promise<{ rows: TestRows; ids: string[] }> {
  const rows = testRows()
  const ids: string[] = []
  for (const labels of [[], ['old']])
    ids.push(await rows.run((view, draft, newId) => createTask(view, draft, { title: 'x', labels }, newId)))
  return { rows, ids }
}
const written = (rows: TestRows, table: string) =>
  new Set(rows.drafted().flatMap(([one, id]) => (one === table ? [id] : [])))

describe('a change of many tasks', () => {
  test('makes a new project and a new label once, and leaves other labels', async () => {
    const { rows, ids } = await twoTasks()
    await rows.run((view, draft, newId) =>
      changeTasks(
        view,
        draft,
        { verb: 'update', ids, patch: { project: 'ops', priority: 'high' }, addLabels: ['new'] },
        newId,
      ),
    )
    expect(written(rows, 'projects').size).toBe(1)
    expect(written(rows, 'labels').size).toBe(1)
    const [project] = written(rows, 'projects')
    const [label] = written(rows, 'labels')
    for (const id of ids)
      expect(rows.values('tasks', id)).toMatchObject({
        projectId: project,
        priority: 'high',
        [`label:${label}`]: true,
      })
    const kept = Object.entries(rows.values('tasks', ids[1]!)!).filter(
      ([name, value]) => name.startsWith('label:') && value === true,
    )
    expect(kept).toHaveLength(2)
  })

  test('takes a label off those that have it', async () => {
    const { rows, ids } = await twoTasks()
    await rows.run((view, draft, newId) =>
      changeTasks(view, draft, { verb: 'update', ids, removeLabels: ['old', 'unknown'] }, newId),
    )
    const drafted = rows.drafted().filter(([, , values]) => Object.keys(values).length > 0)
    expect(drafted.map(([table, id]) => [table, id])).toEqual([['tasks', ids[1]]])
    expect(Object.values(drafted[0]![2])).toEqual([false])
  })

  test('D19: each that comes back does so when many are done', async () => {
    const rows = testRows()
    const ids: string[] = []
    for (const title of ['rent', 'water'])
      ids.push(
        await rows.run((view, draft, newId) =>
          createTask(view, draft, { title, recurrence: 'FREQ=DAILY', due: '1970-01-01' }, newId),
        ),
      )
    await rows.run((view, draft, newId) => changeTasks(view, draft, { verb: 'done', ids }, newId))
    expect(written(rows, 'tasks').size).toBe(4)
    for (const id of ids)
      expect(rows.values('tasks', id)).toMatchObject({ status: { status: 'done', completedAt: 1000 } })
  })

  test('one that is not there refuses all of them', async () => {
    const { rows, ids } = await twoTasks()
    for (const verb of ['update', 'done', 'delete'] as const)
      await expect(
        rows.run((view, draft, newId) =>
          changeTasks(view, draft, { verb, ids: [...ids, 'nobody'], patch: {} }, newId),
        ),
      ).rejects.toMatchObject({ code: 'tasks.not_found' })
    expect(rows.values('tasks', ids[0]!)).not.toHaveProperty('deleted')
  })

  test('more labels than a row may have are refused', async () => {
    const { rows, ids } = await twoTasks()
    const addLabels = Array.from({ length: 50 }, (_, at) => `label ${at}`)
    await expect(
      rows.run((view, draft, newId) => changeTasks(view, draft, { verb: 'update', ids, addLabels }, newId)),
    ).rejects.toMatchObject({ code: 'request.invalid', fields: [{ path: 'addLabels' }] })
  })
})

test('a change of many entries leaves their spans, and removes them together', async () => {
  const rows = testRows()
  const ids: string[] = []
  for (const hour of ['09', '10'])
    ids.push(
      await rows
        .run((view, draft, newId) =>
          createEntry(
            view,
            draft,
            { start: `2026-03-02T${hour}:00:00Z`, end: `2026-03-02T${hour}:30:00Z` },
            newId,
          ),
        )
        .then(({ id }) => id),
    )
  const spans = ids.map((id) => rows.values('timeEntries', id)!['span'])
  await rows.run((view, draft, newId) =>
    changeEntries(view, draft, { verb: 'update', ids, patch: { billable: true }, addLabels: ['ops'] }, newId),
  )
  expect(ids.map((id) => rows.values('timeEntries', id)!['span'])).toEqual(spans)
  expect(ids.map((id) => rows.values('timeEntries', id)!['billable'])).toEqual([true, true])
  await rows.run((view, draft, newId) => changeEntries(view, draft, { verb: 'delete', ids }, newId))
  expect(ids.map((id) => rows.values('timeEntries', id)!['deleted'])).toEqual([true, true])
})
