import { describe, expect, test } from 'vitest'
import type { TaskPatch } from '@goalixa/contracts/tasks'
import { createTask, deleteTask, setTaskStatus, updateTask } from './task-changes.ts'
import { rankAt } from '../ranks.ts'
import { testRows } from './testing-view.ts'

const family = () => {
  const rows = testRows()
  rows.put('tasks', 'child', { title: 'child', parentId: 'parent' })
  rows.put('tasks', 'parent', { title: 'parent', parentId: 'grandparent', deleted: true })
  rows.put('tasks', 'grandparent', { title: 'grandparent' })
  rows.put('tasks', 'gone', { title: 'gone', deleted: true })
  rows.put('tasks', 'done', { title: 'done', status: { status: 'done', completedAt: 5 } })
  rows.put('projects', 'p1', { name: 'P' })
  return rows
}
type Rows = ReturnType<typeof family>
const update = (rows: Rows, id: string, patch: TaskPatch) =>
  rows.run((view, draft, newId) => updateTask(view, draft, id, patch, newId))

describe('tasks', () => {
  test('are made of an input: names become ids, moments get one spelling', async () => {
    const rows = family()
    const input = {
      title: 'new',
      project: 'P',
      labels: ['x'],
      dependsOn: ['done'],
      due: '2026-03-05T10:00:00.9+02:00',
      scheduled: '2026-03-04',
      parentId: 'child',
    }
    const id = await rows.run((view, draft, newId) => createTask(view, draft, input, newId))
    expect(rows.values('tasks', id)).toEqual({
      createdAt: 1000,
      order: rankAt(1_000_000),
      title: 'new',
      projectId: 'p1',
      'label:new-2': true,
      'dependsOn:done': true,
      due: '2026-03-05T08:00:00Z',
      scheduled: '2026-03-04',
      parentId: 'child',
    })
    await expect(
      rows.run((view, draft, newId) => createTask(view, draft, { id: 'gone', title: 'x' }, newId)),
    ).rejects.toMatchObject({ code: 'request.id_taken' })
  })

  test.each<[string, TaskPatch, string, string?]>([
    ['an ancestor through the trash', { parentId: 'child' }, 'tasks.parent_cycle'],
    ['itself', { parentId: 'grandparent' }, 'tasks.parent_cycle'],
    ['a parent in the trash', { parentId: 'gone' }, 'tasks.not_found', 'there is no task gone'],
    [
      'a dependency that is not there',
      { dependsOn: ['done', 'nobody'] },
      'tasks.not_found',
      'there is no task nobody',
    ],
    ['two projects', { project: 'P', projectId: 'p1' }, 'request.invalid'],
  ])('refuse %s', async (_, patch, code, message) => {
    const rows = family()
    await expect(update(rows, 'grandparent', patch)).rejects.toMatchObject({
      code,
      ...(message && { message }),
    })
  })

  test('a circle that came about by a merge ends the search', async () => {
    const rows = family()
    rows.put('tasks', 'grandparent', { parentId: 'child' })
    await update(rows, 'done', { parentId: 'child' })
    expect(rows.values('tasks', 'done')).toMatchObject({ parentId: 'child' })
  })

  test('give up dependencies that are named no more', async () => {
    const rows = family()
    rows.put('tasks', 'child', { 'dependsOn:done': true })
    await update(rows, 'child', { dependsOn: ['grandparent'] })
    expect(rows.drafted()).toEqual([
      ['tasks', 'child', { 'dependsOn:done': false, 'dependsOn:grandparent': true }],
    ])
  })

  test('done once, at the first moment', async () => {
    const rows = family()
    await rows.run((view, draft) => setTaskStatus(view, draft, 'child', 'done'))
    expect(rows.values('tasks', 'child')).toMatchObject({ status: { status: 'done', completedAt: 1000 } })
    await rows.run((view, draft) => setTaskStatus(view, draft, 'done', 'done'))
    expect(rows.drafted()).toEqual([])
    await update(rows, 'done', { status: 'done', title: 'renamed' })
    expect(rows.drafted()).toEqual([['tasks', 'done', { title: 'renamed' }]])
    await rows.run((view, draft) => setTaskStatus(view, draft, 'done', 'open'))
    expect(rows.values('tasks', 'done')).toMatchObject({ status: { status: 'open', completedAt: null } })
  })

  test.each([
    ['its own timer, not before its start', 'child', { start: 2000, end: 2000 }, 2000],
    ['its own timer', 'child', { start: 10, end: 1000 }, 10],
    ['no other timer', 'grandparent', { start: 10, end: null }, 10],
  ])('done (D12) stops %s', async (_, id, span, start) => {
    const rows = family()
    rows.put('timeEntries', 'e', { span: { start, end: null, zone: 'UTC' }, taskId: 'child' })
    await update(rows, id, { status: 'done' })
    expect(rows.values('timeEntries', 'e')).toMatchObject({ span })
  })

  test('in the trash cannot be changed', async () => {
    const rows = family()
    await rows.run((view, draft) => deleteTask(view, draft, 'done'))
    await expect(update(rows, 'done', {})).rejects.toMatchObject({ code: 'tasks.not_found' })
    await expect(rows.run((view, draft) => setTaskStatus(view, draft, 'done', 'open'))).rejects.toMatchObject(
      {
        code: 'tasks.not_found',
      },
    )
  })
})
