import { describe, expect, test } from 'vitest'
import type { NewTimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { createEntry, deleteEntry, updateEntry } from './time-entries.ts'
import { testRows } from './testing-view.ts'
import { cancelTimer, continueTimer, startTimer, stopTimer } from './timer.ts'

const at = (seconds: number) => new Date(seconds * 1000).toISOString()
const span = (start: number, end: number | null, zone = 'UTC') => ({ start, end, zone })

const aDay = () => {
  const rows = testRows(1_000_999)
  rows.put('labels', 'l1', { name: 'deep' })
  rows.put('labels', 'gone', { name: 'gone', deleted: true })
  rows.put('projects', 'p1', { name: 'P', billableDefault: true })
  rows.put('projects', 'trash', { name: 'T', billableDefault: true, deleted: true })
  rows.put('tasks', 't1', { title: 'T', projectId: 'p1' })
  rows.put('tasks', 't2', { title: 'of a project in the trash', projectId: 'trash' })
  return rows
}
type Rows = ReturnType<typeof aDay>
const create = (rows: Rows, input: Partial<NewTimeEntry>) =>
  rows.run((view, draft, newId) =>
    createEntry(view, draft, { start: at(100), end: at(200), ...input }, newId),
  )
const update = (rows: Rows, id: string, patch: TimeEntryPatch) =>
  rows.run((view, draft, newId) => updateEntry(view, draft, id, patch, newId))

describe('a new entry', () => {
  test.each<[string, Partial<NewTimeEntry>, object]>([
    ['nothing', {}, {}],
    [
      'a task: its project, billable as that is',
      { taskId: 't1' },
      { taskId: 't1', projectId: 'p1', billable: true },
    ],
    ['a task and no project', { taskId: 't1', projectId: null }, { taskId: 't1', projectId: null }],
    ['a task and another project', { taskId: 't1', project: 'New' }, { taskId: 't1', projectId: 'new-2' }],
    ['a task of a project in the trash', { taskId: 't2' }, { taskId: 't2', projectId: 'trash' }],
    ['a project, not billable', { project: 'P', billable: false }, { projectId: 'p1', billable: false }],
    [
      'labels and a zone',
      { labels: ['deep'], zone: 'Asia/Tehran' },
      { 'label:l1': true, span: span(100, 200, 'Asia/Tehran') },
    ],
  ])('with %s', async (_, input, values) => {
    const rows = aDay()
    const { id } = await create(rows, input)
    expect(rows.values('timeEntries', id)).toEqual({ createdAt: 1000, span: span(100, 200), ...values })
  })

  test.each<[string, Partial<NewTimeEntry>, string]>([
    ['an end before the start', { end: at(99) }, 'time_entries.end_before_start'],
    ['an id that is taken', { id: 'e0' }, 'request.id_taken'],
    ['a task that is not there', { taskId: 'nobody' }, 'tasks.not_found'],
    ['a project in the trash', { projectId: 'trash' }, 'projects.not_found'],
    ['a start before the timer that runs', { end: null, start: at(49) }, 'time_entries.already_running'],
  ])('is refused with %s', async (_, input, code) => {
    const rows = aDay()
    rows.put('timeEntries', 'e0', { span: span(50, null) })
    await expect(create(rows, input)).rejects.toMatchObject({ code })
    expect(rows.drafted()).toEqual([])
  })

  test('that runs stops the one that ran, at its own start (D1)', async () => {
    const rows = aDay()
    rows.put('timeEntries', 'e0', { span: span(50, null, 'Asia/Tehran') })
    expect(await create(rows, { end: null })).toEqual({ id: 'new-1', stopped: 'e0' })
    expect(rows.values('timeEntries', 'e0')).toEqual({ span: span(50, 100, 'Asia/Tehran') })
    expect(await create(rows, { end: at(300) })).toEqual({ id: 'new-2', stopped: null })
  })
})

describe('an entry', () => {
  const logged = () => {
    const rows = aDay()
    rows.put('timeEntries', 'e1', { span: span(100, 200), projectId: 'p1', 'label:l1': true })
    return rows
  }
  test.each<[TimeEntryPatch, object]>([
    [{ end: at(150) }, { span: span(100, 150) }],
    [{ start: at(110), zone: 'Asia/Tehran' }, { span: span(110, 200, 'Asia/Tehran') }],
    [{ end: null }, { span: span(100, null) }],
    [
      { labels: [], project: null },
      { span: span(100, 200), projectId: null, 'label:l1': false },
    ],
    [{ taskId: 't2' }, { span: span(100, 200), taskId: 't2' }],
  ])('changes by %j', async (patch, values) => {
    const rows = logged()
    await update(rows, 'e1', patch)
    expect(rows.drafted()).toEqual([['timeEntries', 'e1', values]])
  })

  test('is refused an end before its start, and to run beside another', async () => {
    const rows = logged()
    await expect(update(rows, 'e1', { start: at(201) })).rejects.toMatchObject({
      code: 'time_entries.end_before_start',
      fields: [{ path: 'end' }],
    })
    rows.put('timeEntries', 'e0', { span: span(50, null) })
    await expect(update(rows, 'e1', { end: null })).rejects.toMatchObject({
      code: 'time_entries.already_running',
    })
    await update(rows, 'e0', { end: null, start: at(40) })
    expect(rows.values('timeEntries', 'e0')).toEqual({ span: span(40, null) })
  })

  test('in the trash is not there', async () => {
    const rows = logged()
    await rows.run((view, draft) => deleteEntry(view, draft, 'e1'))
    await expect(update(rows, 'e1', {})).rejects.toMatchObject({ code: 'time_entries.not_found' })
    await expect(rows.run((view, draft) => deleteEntry(view, draft, 'e1'))).rejects.toMatchObject({
      code: 'time_entries.not_found',
    })
  })
})

describe('the timer', () => {
  test('starts now unless said, and stops now unless said', async () => {
    const rows = aDay()
    const { id } = await rows.run((view, draft, newId) => startTimer(view, draft, {}, newId))
    expect(rows.values('timeEntries', id)).toMatchObject({ span: span(1000, null) })
    expect(await rows.run((view, draft) => stopTimer(view, draft, at(1500)))).toBe(id)
    expect(rows.values('timeEntries', id)).toMatchObject({ span: span(1000, 1500) })
    await rows.run((view, draft, newId) => startTimer(view, draft, { at: at(900) }, newId))
    await rows.run((view, draft) => stopTimer(view, draft, undefined))
    expect(rows.values('timeEntries', 'new-2')).toMatchObject({ span: span(900, 1000) })
  })

  test('does not stop before it began, nor when none runs', async () => {
    const rows = aDay()
    for (const rule of [stopTimer, cancelTimer])
      await expect(rows.run((view, draft) => rule(view, draft, undefined))).rejects.toMatchObject({
        code: 'timer.not_running',
      })
    rows.put('timeEntries', 'e', { span: span(50, null) })
    await expect(rows.run((view, draft) => stopTimer(view, draft, at(40)))).rejects.toMatchObject({
      code: 'time_entries.end_before_start',
      message: 'it began at 1970-01-01T00:00:50Z, after 1970-01-01T00:00:40.000Z',
    })
    expect(await rows.run(cancelTimer)).toBe('e')
    expect(rows.values('timeEntries', 'e')).toMatchObject({ deleted: true })
  })

  test('continues the latest that has ended, without what is in the trash by now', async () => {
    const rows = aDay()
    await expect(
      rows.run((view, draft, newId) => continueTimer(view, draft, {}, newId)),
    ).rejects.toMatchObject({ code: 'timer.nothing_to_continue' })
    const fields = { description: 'd', billable: true, 'label:l1': true, 'label:gone': true }
    rows.put('timeEntries', 'early', {
      span: span(10, 20),
      description: 'early',
      taskId: 't1',
      projectId: 'trash',
    })
    rows.put('timeEntries', 'late', {
      span: span(30, 31, 'Asia/Tehran'),
      ...fields,
      taskId: 'nobody',
      projectId: 'p1',
    })
    rows.put('timeEntries', 'running', { span: span(40, null) })
    const started = await rows.run((view, draft, newId) => continueTimer(view, draft, { at: at(60) }, newId))
    expect(started).toEqual({ id: 'new-1', stopped: 'running' })
    expect(rows.values('timeEntries', 'new-1')).toEqual({
      createdAt: 1000,
      description: 'd',
      billable: true,
      taskId: null,
      projectId: 'p1',
      'label:l1': true,
      span: span(60, null, 'Asia/Tehran'),
    })
    await rows.run((view, draft, newId) =>
      continueTimer(view, draft, { entryId: 'early', at: at(70), zone: 'UTC', source: 'cli' }, newId),
    )
    expect(rows.values('timeEntries', 'new-2')).toMatchObject({
      description: 'early',
      source: 'cli',
      taskId: 't1',
      projectId: null,
      span: span(70, null),
    })
    await expect(
      rows.run((view, draft, newId) => continueTimer(view, draft, { entryId: 'nobody' }, newId)),
    ).rejects.toMatchObject({ code: 'time_entries.not_found' })
  })
})
