import { describe, expect, test } from 'vitest'
import type { NewTask } from '@goalixa/contracts/tasks'
import { nextTaskId, taskCheckId } from '../task-ids.ts'
import { createTask, setTaskStatus, updateTask } from './task-changes.ts'
import { checkTask, uncheckTask } from './task-checks.ts'
import { testRows, userId } from './testing-view.ts'

const now = Date.parse('2026-03-10T22:30:00Z')
const nextId = nextTaskId(userId, 'a')

async function withTask(input: Partial<NewTask>) {
  const rows = testRows(now)
  const made = { id: 'a', title: 'pay rent', recurrence: 'FREQ=MONTHLY', ...input }
  await rows.run((view, draft, newId) => createTask(view, draft, made, newId))
  const to = (status: 'open' | 'done', id = 'a') =>
    rows.run((view, draft) => setTaskStatus(view, draft, id, status))
  return { ...rows, to, next: () => rows.values('tasks', nextId) }
}

describe('a task that comes back (D19)', () => {
  test('makes the next one when it is done, with all that it is', async () => {
    const rows = await withTask({
      due: '2026-01-31',
      scheduled: '2026-01-29T08:00:00Z',
      labels: ['bills'],
      project: 'home',
      priority: 'high',
      estimateSeconds: 1800,
      recurrenceZone: 'Europe/Berlin',
    })
    await rows.to('done')
    expect(rows.next()).toMatchObject({
      title: 'pay rent',
      due: '2026-02-28',
      scheduled: '2026-02-26T08:00:00Z',
      recurrence: 'FREQ=MONTHLY;BYMONTHDAY=31',
      recurrenceMode: 'schedule',
      recurrenceZone: 'Europe/Berlin',
      previousId: 'a',
      priority: 'high',
      estimateSeconds: 1800,
      projectId: rows.values('tasks', 'a')!['projectId'],
    })
    expect(Object.keys(rows.next()!).filter((name) => name.startsWith('label:'))).toHaveLength(1)
    await rows.to('done', nextId)
    expect(rows.values('tasks', nextTaskId(userId, nextId))).toMatchObject({ due: '2026-03-31' })
  })

  test.each([
    ['the day of completion in its zone', { recurrenceZone: 'Asia/Tokyo', due: '2026-01-05' }, '2026-04-11'],
    ['the day of completion', { due: '2026-01-05' }, '2026-04-10'],
    ['the day of completion, without a date', {}, '2026-04-10'],
  ])('after completion is counted from %s', async (_, input, due) => {
    const rows = await withTask({ ...input, recurrenceMode: 'after-completion' })
    await rows.to('done')
    expect(rows.next()).toMatchObject({ due })
  })

  test('goes by the zone of the settings where it has none', async () => {
    const rows = await withTask({ recurrenceMode: 'after-completion' })
    rows.put('settings', userId, { zone: 'Asia/Tokyo' })
    await rows.to('done')
    expect(rows.next()).toMatchObject({ due: '2026-04-11' })
  })

  test('ends with its rule, and not at all without one', async () => {
    for (const recurrence of ['FREQ=DAILY;UNTIL=20260302', 'FREQ=DAILY;COUNT=1', null]) {
      const rows = await withTask({ due: '2026-03-02', recurrence })
      await rows.to('done')
      expect(rows.next(), String(recurrence)).toBeUndefined()
    }
  })

  test('opened again it takes the next one away, and gives it back when it is done', async () => {
    const rows = await withTask({ due: '2026-03-02', labels: ['x'] })
    await rows.to('done')
    await rows.to('open')
    expect(rows.next()).toMatchObject({ deleted: true })
    await rows.to('done')
    expect(rows.next()).toMatchObject({ deleted: false, due: '2026-04-02' })
  })

  test.each<[string, (rows: Awaited<ReturnType<typeof withTask>>) => Promise<void> | void]>([
    ['changed', (rows) => rows.put('tasks', nextId, { title: 'pay less rent' })],
    ['done', (rows) => rows.to('done', nextId)],
    ['labelled', (rows) => rows.put('tasks', nextId, { 'label:l': true })],
    [
      'timed',
      (rows) =>
        rows.put('timeEntries', 'e', { span: { start: now / 1000, end: null, zone: 'UTC' }, taskId: nextId }),
    ],
  ])('opened again it leaves a next one alone that was %s', async (_, touch) => {
    const rows = await withTask({ due: '2026-03-02' })
    await rows.to('done')
    await touch(rows)
    await rows.to('open')
    expect(rows.next()!['deleted']).toBeUndefined()
  })

  test('done by a change of fields counts what the change says', async () => {
    const rows = await withTask({ due: '2026-03-02' })
    await rows.run((view, draft, newId) =>
      updateTask(view, draft, 'a', { status: 'done', due: '2026-03-05' }, newId),
    )
    expect(rows.next()).toMatchObject({ due: '2026-04-05' })
  })

  test.each([
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS is not known'],
    ['FREQ=DAILY;UNTIL=20260301', 'ends before the task is due'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'never comes back'],
  ])('refuses %s', async (recurrence, message) => {
    await expect(withTask({ due: '2026-03-02', recurrence })).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining(message) as string,
      fields: [{ path: 'recurrence' }],
    })
  })
})

test('a task does not wait for itself', async () => {
  const rows = await withTask({})
  rows.put('tasks', 'b', { title: 'b', 'dependsOn:c': true })
  rows.put('tasks', 'c', { title: 'c', 'dependsOn:a': true })
  for (const dependsOn of [['a'], ['c'], ['b']])
    await expect(
      rows.run((view, draft, newId) => updateTask(view, draft, 'a', { dependsOn }, newId)),
    ).rejects.toMatchObject({
      code: 'tasks.dependency_cycle',
    })
  await rows.run((view, draft, newId) => updateTask(view, draft, 'c', { dependsOn: [] }, newId))
  await rows.run((view, draft, newId) => updateTask(view, draft, 'a', { dependsOn: ['b'] }, newId))
})

test('a check (D11) is of one day, once, and leaves the task open', async () => {
  const rows = await withTask({})
  const check = (day: string) => rows.run((view, draft) => checkTask(view, draft, 'a', day))
  const uncheck = (day: string) => rows.run((view, draft) => uncheckTask(view, draft, 'a', day))
  const id = taskCheckId(userId, 'a', '2026-03-11')
  await check('2026-03-11')
  await check('2026-03-11')
  expect(rows.values('taskChecks', id)).toMatchObject({ taskId: 'a', checkDate: '2026-03-11' })
  expect(rows.values('tasks', 'a')!['status']).toBeUndefined()
  await uncheck('2026-03-11')
  await expect(uncheck('2026-03-11')).rejects.toMatchObject({ code: 'tasks.not_checked' })
  await expect(check('2026-03-12')).rejects.toMatchObject({ code: 'request.invalid' })
  await check('2026-03-11')
  expect(rows.values('taskChecks', id)).toMatchObject({ deleted: false })
})
