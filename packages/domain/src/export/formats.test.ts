/** Every format: whole with any text, and read by our own import as it was written, as far as it can hold it (6.9). */
import { describe, expect, test } from 'vitest'
import { exportFormats } from '@goalixa/contracts/exports'
import type { ExportFormat } from '@goalixa/contracts/exports'
import { readImport } from '../plans/imports.ts'
import { oneLine } from './one-line.ts'
import { writers } from './formats.ts'
import { losses } from './losses.ts'
import { aTask, anExportedEntry, hostile, sourceOf, toCsv, written } from './testing-source.ts'

type Written = Exclude<ExportFormat, 'json'>
const formats = exportFormats.filter((format): format is Written => format !== 'json')
const options = { userId: '00000000-0000-4000-8000-000000000001', partial: false, strict: true }

const entriesOf = (text: string) => [
  anExportedEntry(2, {
    description: text,
    task: oneLine(text).slice(0, 100),
    project: oneLine(text).slice(0, 100),
    labels: [oneLine(text).slice(0, 100), 'b'],
    billable: true,
  }),
  anExportedEntry(1, {
    description: '',
    start: '2026-03-01T23:59:59Z',
    end: '2026-03-02T00:00:01Z',
    durationSeconds: 2,
  }),
]
const tasksOf = (text: string) => [
  aTask(3, { title: oneLine(text).slice(0, 900), description: text, labels: [oneLine(text).slice(0, 100)] }),
  aTask(4, { title: 'b', dependsOn: [aTask(3).id] }),
]

describe.each(formats)('%s', (format) => {
  test.each(Object.entries(hostile))('holds %s, one row each', async (_, text) => {
    const document = await written(writers[format], sourceOf(entriesOf(text), tasksOf(text)))
    expect(document.isWellFormed()).toBe(true)
    if (format === 'ical') {
      for (const line of document.split('\r\n'))
        expect(new TextEncoder().encode(line).length).toBeLessThan(76)
      expect(document.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(2)
      expect(document.match(/^END:VTODO\r$/gm)).toHaveLength(2)
      return
    }
    const plan = readImport(format, document, { ...options, zone: 'UTC' })
    expect([plan.rows, plan.skipped]).toEqual([2, []])
  })

  test('of nothing is whole', async () => {
    const document = await written(writers[format], sourceOf([]))
    if (format === 'ical') expect(document).toContain('END:VCALENDAR')
    else expect(readImport(format, document, { ...options, zone: 'UTC' })).toMatchObject({ rows: 0 })
  })

  test('says what it cannot hold', () => expect(losses[format].length).toBeGreaterThan(0))
})

describe('our own import reads', () => {
  const zone = 'Europe/Berlin'
  const entries = [
    anExportedEntry(4, {
      description: 'two\nlines, "quoted"',
      project: 'Thesis',
      task: 'Write',
      labels: ['a', 'b c'],
      billable: true,
    }),
    // An hour that comes twice, and one that never comes.
    anExportedEntry(3, { start: '2025-10-26T00:30:00Z', end: '2025-10-26T01:30:00Z' }),
    anExportedEntry(2, { start: '2025-03-30T00:59:59Z', end: '2025-03-30T01:00:00Z', durationSeconds: 1 }),
    anExportedEntry(1, { start: '2025-03-01T09:00:00Z', end: '2025-03-01T09:00:00Z', durationSeconds: 0 }),
  ]
  const said = (field: (entry: (typeof entries)[number]) => unknown) => entries.map(field).toReversed()

  test.each(['toggl', 'clockify', 'kimai', 'csv', 'watson', 'timewarrior'] as const)(
    '%s back',
    async (format) => {
      const plan = readImport(format, await written(writers[format], sourceOf(entries), { zone }), {
        ...options,
        zone,
      })
      expect(plan.skipped).toEqual([])
      const read = plan.timeEntries.toSorted((a, b) => a.start - b.start)
      const seconds = (instant: string | null) => Date.parse(instant!) / 1000
      expect(read.map(({ start, end }) => [start, end])).toEqual(
        said(({ start, end }) => [seconds(start), seconds(end)]),
      )
      expect(read.map(({ labels }) => labels)).toEqual(said(({ labels }) => labels))
      const isTimesheet = ['toggl', 'clockify', 'kimai', 'csv'].includes(format)
      if (isTimesheet)
        expect(read.map(({ description }) => description)).toEqual(said((row) => row.description))
      if (isTimesheet || format === 'watson')
        expect(read.map(({ project }) => project)).toEqual(said(({ project }) => project))
      if (isTimesheet) expect(plan.tasks.map(({ title }) => title)).toEqual(['Write'])
      if (isTimesheet && format !== 'kimai')
        expect(read.map(({ billable }) => billable ?? false)).toEqual(said(({ billable }) => billable))
    },
  )

  test('csv brings untimed entries back; formats without a place for them leave them out and say so (6.7, 6.9)', async () => {
    const untimed = anExportedEntry(9, { start: null, end: null, date: '2026-03-02', durationSeconds: 5400 })
    const source = sourceOf([untimed, entries[0]!])
    const plan = readImport('csv', await written(writers.csv, source, { zone }), { ...options, zone })
    expect(plan.skipped).toEqual([])
    expect(plan.untimedEntries).toMatchObject([{ id: untimed.id, date: '2026-03-02', seconds: 5400 }])
    expect(plan.timeEntries).toHaveLength(1)
    for (const format of ['ical', 'toggl', 'clockify', 'kimai', 'watson', 'timewarrior'] as const) {
      const others = await written(writers[format], sourceOf([entries[0]!]), { zone })
      expect(await written(writers[format], source, { zone })).toBe(others)
      expect(losses[format].join()).toContain('untimed')
    }
  })

  test('taskwarrior back', async () => {
    const tasks = [
      aTask(2, {
        title: 'a "b"',
        description: '2026-03-01 one\n2026-03-01 two',
        project: 'P.q',
        labels: ['a', 'b c'],
        priority: 'high',
        due: '2026-03-29',
        scheduled: '2026-03-02T09:00:00Z',
        recurrence: 'FREQ=WEEKLY;INTERVAL=2',
        dependsOn: [aTask(1).id],
      }),
      aTask(1, { status: 'done', completedAt: '2026-03-02T09:00:00Z' }),
    ]
    const text = await written(writers.taskwarrior, sourceOf([], tasks), { zone })
    const plan = readImport('taskwarrior', text, { ...options, zone })
    expect([plan.skipped, plan.notes]).toEqual([[], []])
    for (const [index, task] of tasks.entries()) {
      const {
        id,
        title,
        description,
        status,
        project,
        labels,
        priority,
        due,
        scheduled,
        dependsOn,
        recurrence,
      } = task
      const kept = {
        id,
        title,
        description,
        status,
        project,
        labels,
        priority,
        due,
        scheduled,
        dependsOn,
        recurrence,
      }
      expect(plan.tasks[index]).toMatchObject(kept)
    }
  })
})

describe('csv', () => {
  test.each(['=1', '+1', '-1', '@x', '\tx', '\rx'])('for spreadsheets: %j is no formula', async (text) => {
    const row = anExportedEntry(1, { description: text, project: text, labels: [text] })
    const plain = await written(writers.csv, sourceOf([row]))
    expect(plain.startsWith('id,start')).toBe(true)
    expect(plain).not.toContain("'")
    const safe = await written(writers.csv, sourceOf([row]), { spreadsheet: true })
    expect(safe.startsWith('\uFEFFid,start')).toBe(true)
    expect(safe.split(`'${text}`)).toHaveLength(4)
  })

  test('a number below nothing stays a number', async () => {
    const row = anExportedEntry(1, { durationSeconds: -5 })
    expect(await written(writers.csv, sourceOf([row]), { spreadsheet: true })).toContain(',-5,')
    expect(toCsv([['-5']])).toBe('-5\r\n')
  })
})
