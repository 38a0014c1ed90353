import { AppError } from '@goalixa/contracts/errors'
import { NewTask } from '@goalixa/contracts/tasks'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ImportPlan } from './import-plan.ts'
import { readTaskwarrior } from './taskwarrior.ts'

const file = readFileSync(
  new URL('../../../../e2e/fixtures/taskwarrior/export.json', import.meta.url),
  'utf8',
)
const options = { userId: '0198c0de-0000-7000-8000-000000000001', zone: 'UTC', partial: false }
const seconds = (text: string) => Date.parse(text) / 1000
const uuid = (index: number) => `80e4c61f-6767-40f3-a1fb-${String(index).padStart(12, '0')}`
const row = (fields: object, index = 1) => ({
  id: index,
  uuid: uuid(index),
  description: 'Write',
  status: 'pending',
  entry: '20260302T090000Z',
  ...fields,
})
const readAll = (rows: unknown[], zone = 'UTC') =>
  readTaskwarrior(`[\n${rows.map((one) => JSON.stringify(one)).join(',\n')}\n]`, { ...options, zone })
const readOne = (fields: object, zone?: string) => readAll([row(fields)], zone).tasks[0]
const onLine = (plan: ImportPlan, line: number) => plan.tasks.find((task) => task.line === line)

describe('39 tasks of the real tool', () => {
  const plan = readTaskwarrior(file, options)

  test('every one is a task or skipped with a reason', () => {
    expect(plan).toMatchObject({ rows: 39, timeEntries: [] })
    expect(plan.tasks).toHaveLength(36)
    expect(plan.skipped).toEqual([
      {
        line: 36,
        message: 'an occurrence of the recurring task "Water the plants", which is imported',
        unreadable: false,
      },
      {
        line: 37,
        message: 'an occurrence of the recurring task "Monthly report", which is imported',
        unreadable: false,
      },
      {
        line: 40,
        message: String.raw`the task "Task number 3 with \"quotes\" and a, comma" is deleted`,
        unreadable: false,
      },
    ])
    const lines = [...plan.tasks, ...plan.skipped].map(({ line }) => line).toSorted((a, b) => a - b)
    expect(lines).toEqual(Array.from({ length: 39 }, (_, index) => index + 2))
  })

  test('a task with everything simple', () => {
    expect(onLine(plan, 2)).toEqual({
      line: 2,
      id: '80e4c61f-6767-40f3-a1fb-0c080f4a6eba',
      title: 'Write the méthode section',
      description: '2026-11-22 see https://example.com/x?a=1&b=2',
      status: 'open',
      project: 'thesis.chapter2',
      labels: ['writing'],
      priority: 'high',
      due: '2026-12-01T17:00:00Z',
      scheduled: null,
      waitUntil: null,
      expiresAt: null,
      dependsOn: [],
      recurrence: null,
      createdAt: seconds('2026-11-22T11:29:27Z'),
      completedAt: null,
    })
  })

  test('what others say', () => {
    expect(onLine(plan, 3)).toMatchObject({
      dependsOn: ['80e4c61f-6767-40f3-a1fb-0c080f4a6eba'],
      title: 'Send draft to Ана for review',
    })
    expect(onLine(plan, 4)).toMatchObject({
      status: 'open',
      due: '2026-11-28',
      waitUntil: '2026-11-26',
      priority: 'none',
    })
    expect(onLine(plan, 5)).toMatchObject({
      scheduled: '2026-11-25',
      expiresAt: '2027-01-01',
      priority: 'medium',
      labels: ['k8s', 'urgent'],
    })
    expect(onLine(plan, 6)).toMatchObject({
      title: 'Water the plants',
      status: 'open',
      recurrence: 'FREQ=WEEKLY',
      due: '2026-12-05',
    })
    expect(onLine(plan, 7)).toMatchObject({
      recurrence: 'FREQ=MONTHLY',
      due: '2026-12-31',
      project: null,
      labels: ['finance'],
    })
    expect(onLine(plan, 8)).toMatchObject({ title: 'گزارش هفتگی را بنویس', labels: ['fa'] })
    expect(onLine(plan, 9)).toMatchObject({
      title: 'Task number 4 with "quotes" and a, comma',
      priority: 'low',
      project: 'bulk.p0',
    })
    expect(onLine(plan, 38)).toMatchObject({ status: 'done', completedAt: seconds('2026-11-22T11:29:27Z') })
    expect(plan.tasks.filter(({ status }) => status === 'done')).toHaveLength(2)
  })

  test('what could not be kept is said', () => {
    expect(plan.notes).toEqual([
      { line: 5, message: 'was active since 2026-11-22T11:29:27Z; start it with: goalixa start' },
    ])
    expect(plan.ignoredFields).toEqual({ urgency: 39, mask: 2, imask: 2, rtype: 4 })
  })

  test('the days are those of the zone the file was recorded in', () => {
    expect(onLine(readTaskwarrior(file, { ...options, zone: 'Europe/Berlin' }), 4)?.due).toBe(
      '2026-11-28T00:00:00Z',
    )
  })

  test('each task can be created as it is', () => {
    for (const task of plan.tasks) {
      const { line: _line, status: _status, createdAt: _created, completedAt: _completed, ...fields } = task
      expect(NewTask.parse(fields)).toEqual(fields)
    }
  })

  test('lines without brackets around them say the same', () => {
    const lines = file.split('\n').slice(1, -2)
    const { tasks, skipped } = readTaskwarrior(
      lines.map((line) => line.replace(/,$/, '')).join('\n'),
      options,
    )
    expect([tasks, skipped]).toEqual([
      plan.tasks.map((task) => ({ ...task, line: task.line - 1 })),
      plan.skipped.map((remark) => ({ ...remark, line: remark.line - 1 })),
    ])
  })

  test('cut anywhere it is refused, and with partial each row is a task or skipped', () => {
    const end = file.lastIndexOf(']')
    for (let length = 1; length <= end; length += 61) {
      const text = file.slice(0, length)
      expect(() => readTaskwarrior(text, options)).toThrow(AppError)
      const read = readTaskwarrior(text, { ...options, partial: true })
      expect(read.tasks.length + read.skipped.length).toBe(read.rows)
      expect(read.rows).toBe(text.split(/\}(?=,\n|,$|\n|$)/m).length)
      expect(read.skipped.at(-1)?.message).toContain('breaks off')
    }
  })
})

describe('rows that are refused', () => {
  test.each<[object, string]>([
    [{ uuid: undefined }, '"uuid" is missing'],
    [{ uuid: 'x' }, '"uuid" is not a UUID: "x"'],
    [{ uuid: 5 }, '"uuid" is not a text: 5'],
    [{ status: undefined }, '"status" is none of pending, waiting, recurring, completed, deleted: ""'],
    [{ status: 'constructor' }, '"status" is none of'],
    [{ description: undefined }, '"description" is missing or empty'],
    [{ description: ' ' }, '"description" is missing or empty'],
    [{ description: 'x'.repeat(1001) }, '"description" is longer than 1000 characters'],
    [{ description: 'a\0b' }, '"description" holds characters that cannot be stored'],
    [{ entry: undefined }, '"entry" is missing'],
    [{ entry: '20260230T000000Z' }, '"entry" is not a date that exists'],
    [{ due: 'tomorrow' }, '"due" is not a date that exists, as in 20260302T090000Z: "tomorrow"'],
    [{ wait: 5 }, '"wait" is not a date'],
    [{ scheduled: null }, '"scheduled" is not a date'],
    [{ until: '20261301T000000Z' }, '"until" is not a date'],
    [{ start: true }, '"start" is not a date'],
    [{ status: 'completed', end: 'x' }, '"end" is not a date'],
    [{ project: ['home'] }, '"project" is not a text: a list'],
    [{ project: 'x'.repeat(201) }, '"project" is longer than 200 characters'],
    [{ tags: 'home' }, '"tags" is not a list of texts: "home"'],
    [{ priority: 1 }, '"priority" is not a text: 1'],
    [{ depends: 7 }, '"depends" is not a text: 7'],
    [{ depends: [7] }, '"depends" holds something that is not a text: 7'],
    [{ annotations: 'x' }, '"annotations" is not a list: "x"'],
    [{ annotations: ['x'] }, 'an annotation is not an object: "x"'],
    [{ annotations: [{ description: 'x' }] }, 'an annotation has no "entry"'],
    [
      { annotations: [{ entry: '20260302T090000Z', description: 'x'.repeat(60_000) }] },
      'the text of all "annotations" is longer than 60000',
    ],
    [{ parent: 5 }, '"parent" is not a text: 5'],
  ])('%j', (fields, message) => {
    const plan = readAll([row({}, 2), row(fields), row({}, 3)])
    expect(plan.tasks.map(({ line }) => line)).toEqual([2, 4])
    expect(plan.skipped).toEqual([{ line: 3, message: expect.stringContaining(message), unreadable: true }])
  })

  test('a task that the file holds twice is read once', () => {
    const plan = readAll([row({}), row({ uuid: uuid(1).toUpperCase(), description: 'Again' })])
    expect(plan.tasks.map(({ title }) => title)).toEqual(['Write'])
    expect(plan.skipped).toEqual([
      { line: 3, message: 'the task with this "uuid" is on line 2 already', unreadable: true },
    ])
  })
})

describe('what is kept, and how', () => {
  test('waiting tasks are open and keep the day they wait for', () => {
    expect(readOne({ status: 'waiting', wait: '20260310T000000Z' })).toMatchObject({
      status: 'open',
      waitUntil: '2026-03-10',
    })
    expect(readOne({ status: 'pending', wait: '20260310T083000Z' })).toMatchObject({
      status: 'open',
      waitUntil: '2026-03-10T08:30:00Z',
    })
  })

  test('annotations are lines with the day in the zone', () => {
    const annotations = [
      { entry: '20260302T233000Z', description: 'late' },
      { entry: '20260304T090000Z', description: 'then\nmore' },
    ]
    expect(readOne({ annotations }, 'Europe/Berlin')?.description).toBe(
      '2026-03-03 late\n2026-03-04 then\nmore',
    )
  })

  test('ids are in lower case, titles trimmed, empty values absent', () => {
    expect(
      readOne({
        uuid: uuid(1).toUpperCase(),
        description: ' Write ',
        project: '',
        priority: '',
        depends: '',
      }),
    ).toMatchObject({
      id: uuid(1),
      title: 'Write',
      project: null,
      priority: 'none',
      dependsOn: [],
    })
  })

  test('dependencies are a list or a text with commas; others than the tasks of the plan are noted', () => {
    const rows = (depends: unknown) => [
      row({ depends }, 1),
      row({}, 2),
      row({ status: 'deleted' }, 3),
      row({}, 4),
    ]
    for (const depends of [
      [uuid(2), uuid(3), uuid(4), uuid(9), uuid(1)],
      [2, 3, 4, 9, 1].map(uuid).join(','),
    ]) {
      const plan = readAll(rows(depends))
      expect(plan.tasks[0]?.dependsOn).toEqual([uuid(2), uuid(4)])
      expect(plan.notes).toEqual(
        [3, 9, 1].map((index) => ({
          line: 2,
          message: `it depends on "${uuid(index)}", which is not imported`,
        })),
      )
    }
  })

  test('more dependencies than a task can have are noted', () => {
    const others = Array.from({ length: 101 }, (_, index) => index + 2)
    const plan = readAll([row({ depends: others.map(uuid) }), ...others.map((index) => row({}, index))])
    expect(plan.tasks[0]?.dependsOn).toHaveLength(100)
    expect(plan.notes).toEqual([{ line: 2, message: 'it depends on 101 tasks; the first 100 are kept' }])
  })

  test('an unknown recurrence and an unknown priority are noted, the task is kept', () => {
    const plan = readAll([row({ status: 'recurring', recur: 'hourly', priority: 'X' })])
    expect(plan.tasks).toMatchObject([{ status: 'open', recurrence: null, priority: 'none' }])
    expect(plan.notes.map(({ message }) => message)).toEqual([
      'the priority "X" is none of H, M, L and is left out',
      'the recurrence "hourly" is not known; the task is kept without it',
    ])
  })

  test('occurrences are skipped only when their recurring task is imported, also when all stand on one line', () => {
    const template = row({ status: 'recurring', recur: '2w', description: 'Swim' }, 1)
    const occurrence = row({ parent: uuid(1).toUpperCase(), recur: '2w', start: '20260302T090000Z' }, 2)
    const plan = readTaskwarrior(JSON.stringify([occurrence, template]), options)
    expect(plan.tasks).toMatchObject([{ title: 'Swim', recurrence: 'FREQ=WEEKLY;INTERVAL=2' }])
    expect(plan.skipped).toEqual([
      {
        line: 1,
        message: 'an occurrence of the recurring task "Swim", which is imported',
        unreadable: false,
      },
    ])
    expect(plan.notes).toEqual([])

    for (const other of [
      { ...template, status: 'deleted' },
      { ...template, status: 'pending', parent: uuid(2) },
    ]) {
      const { tasks, notes } = readAll([occurrence, other])
      expect(tasks[0]).toMatchObject({ id: uuid(2), recurrence: null })
      expect(notes).toContainEqual({
        line: 2,
        message: 'its recurring task is not imported; it is a task of its own',
      })
    }
  })

  test('a completed task without an end takes the time of its last change', () => {
    const plan = readAll([
      row({ status: 'completed', modified: '20260305T090000Z', start: '20260304T090000Z' }),
    ])
    expect(plan.tasks[0]).toMatchObject({ status: 'done', completedAt: seconds('2026-03-05T09:00:00Z') })
    expect(plan.notes).toEqual([
      { line: 2, message: 'it is completed without "end"; the time of its last change is taken' },
    ])
  })

  test('fields of one’s own are counted', () => {
    const plan = readAll([
      row({ estimate: 3, modified: '20260302T090000Z' }, 1),
      row({ estimate: 'PT3H', urgency: 1 }, 2),
    ])
    expect(plan.ignoredFields).toEqual({ estimate: 2, urgency: 1 })
  })
})

test('any JSON array is read: each row is a task or skipped', () => {
  const names = [
    'uuid',
    'description',
    'status',
    'entry',
    'due',
    'tags',
    'depends',
    'annotations',
    'recur',
    'parent',
    'priority',
  ]
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(uuid(1), uuid(2), '20260302T090000Z', 'recurring', 'completed', 'weekly'),
  )
  const task = fc.dictionary(fc.constantFrom(...names), value).map((fields) => row(fields))
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.jsonValue(), task)), (rows) => {
      const plan = readTaskwarrior(JSON.stringify(rows), options)
      expect(plan.rows).toBe(rows.length)
      expect(plan.tasks.length + plan.skipped.length).toBe(rows.length)
    }),
  )
})
