import type { Task } from '@goalixa/contracts/tasks'
import { expect, it } from 'vitest'
import { taskLines } from './task-list.ts'
import { taskLine, taskWords } from './tasks.ts'

const aTask = (over: Partial<Task> = {}): Task => ({
  id: '019a0000-0000-7000-8000-0000003f2a9c',
  title: 'Write report',
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

const dates = { now: Date.parse('2026-03-04T09:00:00Z') / 1000, zone: 'Europe/Berlin', weekStart: 1 }

it('lists tasks; a due day stays the day, an exact time is shown in the zone', () => {
  const items = [
    aTask({ due: '2026-03-06', priority: 'high', labels: ['a', 'b'] }),
    aTask({ due: '2026-03-06T09:00:00Z', trackedSeconds: 5400 }),
  ]
  const lines = items.map((task) => ({ task }))
  expect(taskLines(lines, dates, { width: undefined, paint: (_, text) => text })).toBe(
    [
      'ID      STATUS  PRIORITY  DUE                 TIME  TITLE         EVERY  PROJECT  LABELS',
      '3f2a9c  open    high      2026-03-06                Write report                  +a +b',
      '3f2a9c  open              2026-03-06 10:00  1h 30m  Write report',
    ].join('\n'),
  )
})

it('shows what is set', () => {
  expect(
    taskWords(aTask({ due: '2026-03-06', estimateSeconds: 7200, description: 'two\nlines' }), 'UTC'),
  ).toBe(
    'Write report\ntwo\nlines\nstatus: open\ndue: Fri 2026-03-06\nestimate: 2h\ntracked: 0m, 0 % of the estimate, 2h left\nid: 019a0000-0000-7000-8000-0000003f2a9c',
  )
  expect(taskLine('Done:', aTask())).toBe('Done: "Write report"  (3f2a9c)')
})
