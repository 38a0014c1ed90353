import type { Task } from '@goalixa/contracts/tasks'
import { describe, expect, it } from 'vitest'
import { sortTasks } from '../task-order.ts'
import { inSections, inTree, taskLines } from './task-list.ts'
import { widthOf } from './table.ts'

let made = 0
const aTask = (title: string, over: Partial<Task> = {}): Task => ({
  id: `019a0000-0000-7000-8000-${String(++made).padStart(12, '0')}`,
  title,
  description: '',
  status: 'open',
  projectId: null,
  project: null,
  labels: [],
  priority: 'none',
  due: null,
  scheduled: null,
  waitUntil: null,
  expiresAt: null,
  estimateSeconds: null,
  parentId: null,
  dependsOn: [],
  recurrence: null,
  recurrenceMode: 'schedule',
  recurrenceZone: null,
  previousId: null,
  order: '',
  blocked: false,
  checkedOn: null,
  trackedSeconds: 0,
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
  completedAt: null,
  ...over,
})
const dates = { now: Date.parse('2026-03-04T23:30:00Z') / 1000, zone: 'Europe/Berlin', weekStart: 1 }
const paper = (width?: number) => ({ width, paint: (_: string, text: string) => text })
const titles = (tasks: readonly Task[]) => tasks.map(({ title }) => title)

describe('a list on a terminal', () => {
  it('is in sections by the day in the zone of whoever looks', () => {
    const tasks = [
      aTask('late', { due: '2026-03-04' }),
      aTask('now', { due: '2026-03-05T22:30:00Z' }),
      aTask('begin', { scheduled: '2026-03-05' }),
      aTask('soon', { due: '2026-03-06' }),
      aTask('some day'),
    ]
    const lines = inSections(tasks, dates)
    expect(lines.map(({ task, heading }) => [heading, task.title])).toEqual([
      ['Overdue', 'late'],
      ['Today', 'now'],
      [undefined, 'begin'],
      ['Later', 'soon'],
      ['No date', 'some day'],
    ])
    expect(
      taskLines(lines, dates, paper(60))
        .split('\n')
        .filter((line) => !line.startsWith('0')),
    ).toEqual(['ID      DUE               TITLE', 'Overdue', 'Today', 'Later', 'No date'])
  })

  it.each([40, 60, 80])('fits %i columns, and says what matters first', (width) => {
    const tasks = [
      aTask('Write the report of the whole year for everybody who asked', {
        due: '2026-03-05T22:30:00Z',
        priority: 'medium',
        project: 'a long name of a project',
        labels: ['one', 'another'],
        recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH',
        trackedSeconds: 5400,
        blocked: true,
      }),
    ]
    const text = taskLines(inSections(tasks, dates), dates, paper(width))
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width)
    expect(text).toContain('Write the')
    if (width >= 60) expect(text).toContain('2026-03-05 23:30')
  })

  it('tells what is blocked, what was checked today and what was checked before', () => {
    const tasks = [
      aTask('a', { blocked: true }),
      aTask('b', { checkedOn: '2026-03-05', blocked: true }),
      aTask('c', { checkedOn: '2026-03-04' }),
      aTask('d', { status: 'done', blocked: true }),
    ]
    const text = taskLines(
      tasks.map((task) => ({ task })),
      dates,
      paper(60),
    )
    expect(text.split('\n').map((line) => line.slice(8, 18).trim())).toEqual([
      'STATUS',
      'blocked',
      'done today',
      'open',
      'done',
    ])
  })

  it('colours nothing away from a terminal and keeps all columns there', () => {
    expect(taskLines([{ task: aTask('a') }], dates, paper()).split('\n')[0]).toBe(
      'ID      STATUS  PRIORITY  DUE  TIME  TITLE  EVERY  PROJECT  LABELS',
    )
  })
})

it('a tree has parts below their whole, and what has lost its whole at the top', () => {
  const top = aTask('top')
  const part = aTask('part', { parentId: top.id })
  const lines = inTree([
    aTask('lost', { parentId: 'gone' }),
    part,
    aTask('piece', { parentId: part.id }),
    top,
  ])
  expect(lines.map(({ task, depth }) => [task.title, depth])).toEqual([
    ['lost', 0],
    ['top', 0],
    ['part', 1],
    ['piece', 2],
  ])
})

it('sorts by due, by urgency and by hand; what is alike stays as it was', () => {
  const tasks = [
    aTask('none', { priority: 'low', order: 'b' }),
    aTask('time', { due: '2026-03-05T07:00:00Z', order: 'c' }),
    aTask('day', { due: '2026-03-05', order: 'a' }),
    aTask('urgent', { due: '2026-03-05', priority: 'high' }),
  ]
  expect(titles(sortTasks(tasks, 'due', 'Europe/Berlin'))).toEqual(['urgent', 'day', 'time', 'none'])
  expect(titles(sortTasks(tasks, 'priority', 'UTC'))).toEqual(['urgent', 'none', 'time', 'day'])
  expect(titles(sortTasks(tasks, 'order', 'UTC'))).toEqual(['urgent', 'day', 'none', 'time'])
  expect(titles(sortTasks(tasks, 'created', 'UTC'))).toEqual(titles(tasks))
})
