import { AppError } from '@goalixa/contracts/errors'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readClockify } from './clockify.ts'
import { readCsvTimes } from './csv.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import { readKimai } from './kimai.ts'
import { readToggl } from './toggl.ts'

const options = { userId: '0198c0de-0000-7000-8000-000000000001', zone: 'Europe/Berlin', partial: false }
const at = (text: string) => Date.parse(text) / 1000
const spans = (plan: ImportPlan) => plan.timeEntries.map(({ start, end }) => [start, end])
const togglHeads =
  'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)'
const toggl = (rows: readonly string[], given: Partial<ReadOptions> = {}) =>
  readToggl(`\uFEFF${[togglHeads, ...rows].join('\r\n')}\r\n`, { ...options, ...given })
const row =
  'Ada,ada@example.com,Acme,Web,Design,"say ""hi"", then",Yes,2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,"a, b",12'

describe('Toggl', () => {
  test('a row is an entry of a task and a project; what is not kept is named', () => {
    const plan = toggl([row])
    expect(plan).toMatchObject({
      rows: 1,
      timeEntries: [
        {
          line: 2,
          description: 'say "hi", then',
          project: 'Web',
          labels: ['a', 'b'],
          billable: true,
          start: at('2026-03-02T08:00:00Z'),
          end: at('2026-03-02T09:30:00Z'),
          zone: 'Europe/Berlin',
        },
      ],
      tasks: [{ title: 'Design', project: 'Web', status: 'open' }],
      skipped: [],
      ignoredFields: { 'Amount (EUR)': 1 },
    })
    expect(plan.timeEntries[0]!.task).toBe(plan.tasks[0]!.id)
    expect(plan.notes).toEqual([])
    expect(plan.clients).toEqual(new Map([['Web', { line: 2, client: 'Acme' }]]))
  })

  test('a project has one client: others are said, and so is one whose row has no project', () => {
    const of = (client: string, project: string) =>
      row.replace(',Acme,', `,${client},`).replace(',Web,', `,${project},`)
    const plan = toggl([of('Acme', 'Web'), of('Other', 'Web'), of('Other', 'Web'), of('Lone', '')])
    expect(plan.clients).toEqual(new Map([['Web', { line: 2, client: 'Acme' }]]))
    expect(plan.notes).toEqual([
      { line: 3, message: 'the client "Other" is not kept: the project "Web" has the client "Acme"' },
      { line: 5, message: 'the client "Lone" is not kept: its row has no project' },
    ])
    expect(plan.timeEntries).toHaveLength(4)
  })

  test('identical rows are told apart by their order, and keep their ids when rows move (D19)', () => {
    const other = row.replace('09:00:00', '08:00:00')
    const ids = toggl([row, row, other]).timeEntries.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(
      toggl([other, row, row])
        .timeEntries.map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted())
    expect(toggl([row]).timeEntries[0]!.id).toBe(ids[0])
    expect(toggl([row], { userId: '0198c0de-0000-7000-8000-000000000002' }).timeEntries[0]!.id).not.toBe(
      ids[0],
    )
  })

  test('columns may come in any order, and Task, Billable, Amount may be absent', () => {
    const plan = readToggl(
      'Start time,Start date,Description,End date,End time\n09:00,2026-03-02,x,2026-03-02,09:00\n',
      options,
    )
    expect(spans(plan)).toEqual([[at('2026-03-02T08:00:00Z'), at('2026-03-02T08:00:00Z')]])
    expect(plan.tasks).toEqual([])
  })

  test('where the clock is set back, the duration decides; where it is set forward, the row is refused (D8)', () => {
    const fold = (duration: string) => `,,,,,,,2026-10-25,02:30:00,2026-10-25,02:45:00,${duration},,`
    expect(spans(toggl([fold('01:15:00')]))).toEqual([
      [at('2026-10-25T00:30:00Z'), at('2026-10-25T01:45:00Z')],
    ])
    expect(spans(toggl([fold('00:15:00')]))).toEqual([
      [at('2026-10-25T00:30:00Z'), at('2026-10-25T00:45:00Z')],
    ])
    const gap = toggl([',,,,,,,2026-03-29,02:30:00,2026-03-29,03:45:00,,,'])
    expect(gap.skipped).toEqual([
      { line: 2, unreadable: true, message: expect.stringContaining('does not exist') as string },
    ])
  })

  test('rows of other people are skipped by their e-mail', () => {
    const plan = toggl([row, row.replace('ada@', 'bob@')], { email: 'ADA@example.com' })
    expect(plan.timeEntries).toHaveLength(1)
    expect(plan.skipped).toEqual([{ line: 3, unreadable: false, message: 'it belongs to "bob@example.com"' }])
  })

  test.each([
    ['a short row', 'Ada,ada@example.com', 'not a date'],
    ['an end before the start', row.replace('10:30:00', '08:30:00'), 'before it starts'],
    ['no such time', row.replace('09:00:00', '25:00:00'), 'is not a time'],
    ['a project of 10,000 characters', row.replace('Web', 'W'.repeat(10_000)), 'longer than 200'],
    ['NUL in a name', row.replace('Web', 'W\0'), 'cannot be stored'],
  ])('%s costs that row alone', (_, bad, message) => {
    const plan = toggl([row, bad, row])
    expect(plan.timeEntries.map(({ line }) => line)).toEqual([2, 4])
    expect(plan.skipped).toEqual([
      { line: 3, unreadable: true, message: expect.stringContaining(message) as string },
    ])
  })

  test('right-to-left and zero-width text is kept as it is', () => {
    const plan = toggl([row.replace('Web', 'پروژه\u200cها').replace('Design', '\u202eabc')])
    expect([plan.timeEntries[0]!.project, plan.tasks[0]!.title]).toEqual(['پروژه\u200cها', '\u202eabc'])
  })

  test('a quote that is never closed costs its row; line numbers stay true behind a description of several lines', () => {
    const text = `${togglHeads}\r\n${row.replace('then', 'th\r\nen')}\r\n,,,"open\r\n${row}\r\nshort\r\n`
    const plan = readToggl(text, options)
    expect(plan.timeEntries.map(({ line }) => line)).toContain(2)
    expect(plan.skipped.length).toBeGreaterThan(0)
    expect(plan.rows).toBe(plan.timeEntries.length + plan.skipped.length)
  })

  test('a file that breaks off is refused, and read as far as it goes with partial', () => {
    const half = `${togglHeads}\n${row}\nAda,ada@exam`
    expect(() => readToggl(half, options)).toThrow(/^line 3: the file breaks off.*nothing was imported$/)
    const plan = readToggl(half, { ...options, partial: true })
    expect([plan.timeEntries.length, plan.skipped]).toEqual([
      1,
      [{ line: 3, unreadable: true, message: expect.stringContaining('breaks off') as string }],
    ])
  })

  test.each([
    ['empty', ''],
    ['a web page', '<html><body>Sign in</body></html>'],
    ['another table', 'a,b\n1,2\n'],
    ['JSON', '[{"start":1}]'],
  ])('%s is refused with one message', (_, text) => {
    expect(() => readToggl(text, options)).toThrow(AppError)
    expect(() => readToggl(text, options)).toThrow(/^line 1: /)
  })
})

describe('Clockify', () => {
  const heads =
    'Project,Client,Description,Task,User,Group,Email,Tags,Type,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal),Date of creation'
  const clockify = (rows: readonly string[], given: Partial<ReadOptions> = {}) =>
    readClockify([heads, ...rows].join('\n') + '\n', { ...options, ...given })
  const day = (date: string, from = '9:00 AM', to = '1:05:30 PM', type = 'Regular') =>
    `Web,Acme,text,Design,Ada,,ada@example.com,"a, b",${type},No,${date},${from},${date},${to},04:05:30,4.09,x`

  test.each([
    ['a month first, by one row', ['02/03/2026', '02/13/2026'], ['2026-02-03', '2026-02-13']],
    ['a day first, by one row', ['2/3/26', '13/3/26'], ['2026-03-02', '2026-03-13']],
    ['dots', ['2.3.2026'], ['2026-03-02']],
    ['the year first', ['2026-03-02'], ['2026-03-02']],
    ['days that equal their month', ['05/05/2026'], ['2026-05-05']],
  ])('%s', (_, given, days) => {
    const plan = clockify(
      given.map((date) => day(date)),
      { zone: 'UTC' },
    )
    expect(spans(plan)).toEqual(days.map((date) => [at(`${date}T09:00:00Z`), at(`${date}T13:05:30Z`)]))
  })

  test('an order that nothing shows is asked for; one that rows contradict is refused', () => {
    expect(() => clockify([day('02/03/2026')])).toThrow(
      expect.objectContaining({
        code: 'import.unreadable',
        try: expect.stringContaining('--date-format') as string,
      }),
    )
    expect(() => clockify([day('02/13/2026'), day('13/02/2026')])).toThrow(/only have the day first/)
    const plan = clockify([day('02/03/2026')], { dateFormat: 'dmy', zone: 'UTC' })
    expect(plan.timeEntries[0]!.start).toBe(at('2026-03-02T09:00:00Z'))
  })

  test('breaks and holidays are no work; noon and midnight of twelve hours', () => {
    const plan = clockify(
      [day('2026-03-02', '12:00 AM', '12:30 PM'), day('2026-03-02', '9:00', '10:00', 'Break')],
      { zone: 'UTC' },
    )
    expect(spans(plan)).toEqual([[at('2026-03-02T00:00:00Z'), at('2026-03-02T12:30:00Z')]])
    expect(plan.skipped).toEqual([
      { line: 3, unreadable: false, message: expect.stringContaining('Break') as string },
    ])
  })
})

describe('Kimai', () => {
  test('the form of its import plugin: seconds, over midnight', () => {
    const plan = readKimai(
      'Date,From,To,Duration,Rate,User,Customer,Project,Activity,Description,Exported,Tags,Hourly rate,Fixed rate\n' +
        '2026-03-02,23:00,01:00,7200,10,ada,Acme,Web,Design,text,0,"a,b",5,\n',
      options,
    )
    expect(plan).toMatchObject({
      timeEntries: [
        {
          start: at('2026-03-02T22:00:00Z'),
          end: at('2026-03-03T00:00:00Z'),
          project: 'Web',
          labels: ['a', 'b'],
        },
      ],
      tasks: [{ title: 'Design' }],
    })
    expect(plan.ignoredFields).toMatchObject({ Rate: 1, Exported: 1 })
  })

  test('the form of its export: heads in any language, the row of totals skipped', () => {
    const heads =
      'Datum,Beginn,Ende,Dauer,Währung,Preis,Intern,Stundensatz,Fest,Alias,Name,E-Mail,Konto,Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Schlagworte,Typ'
    const cells =
      '02.03.2026,09:00,10:30,"1,5",EUR,1,1,1,1,Ada,ada,ada@example.com,7,Acme,Web,Design,text,Ja,"a,b",work'
    const plan = readKimai(`${heads}\n${cells}\n,,,"=SUBTOTAL(9,D2:D2)",,,,,,,,,,,,,,,,\n`, options)
    expect(plan).toMatchObject({
      rows: 2,
      timeEntries: [{ start: at('2026-03-02T08:00:00Z'), end: at('2026-03-02T09:30:00Z'), billable: true }],
      skipped: [{ line: 3, unreadable: false, message: 'it is the row of totals' }],
      notes: [],
      clients: new Map([['Web', { line: 2, client: 'Acme' }]]),
    })
  })

  test('the API: offsets, names where it gives them, a break is noted', () => {
    const timesheet = {
      id: 5,
      begin: '2026-02-05T09:00:00+0100',
      end: '2026-02-05T11:00:00+0100',
      duration: 6600,
      break: 600,
      project: { id: 1, name: 'Web', customer: { name: 'Acme' } },
      activity: 7,
      description: null,
      billable: true,
      exported: false,
      tags: ['a'],
    }
    const plan = readKimai(JSON.stringify([timesheet, { id: 6, begin: 'x' }]), options)
    expect(plan).toMatchObject({
      timeEntries: [
        {
          start: at('2026-02-05T08:00:00Z'),
          end: at('2026-02-05T10:00:00Z'),
          project: 'Web',
          billable: true,
        },
      ],
      tasks: [{ title: 'Kimai activity 7' }],
      ignoredFields: { exported: 1 },
    })
    expect(plan.notes.map(({ message }) => message).join()).toMatch(/break of 600 seconds.*full=true/)
    expect(plan.clients?.get('Web')?.client).toBe('Acme')
    expect(plan.skipped).toHaveLength(1)
  })
})

describe('any CSV', () => {
  test('a map names the columns; times with an offset, in milliseconds, or with a date of their own', () => {
    const map = 'start=Begin,end=End,date=Day,project=Wo'
    const plan = readCsvTimes(
      'Wo;Day;Begin;End\nA;;2026-03-02T09:00:00+01:00;2026-03-02T09:30:00Z\nB;;1772442000000;1772445600000\nC;02.03.2026;23:00;1:00\n',
      { ...options, map },
    )
    expect(spans(plan)).toEqual([
      [at('2026-03-02T08:00:00Z'), at('2026-03-02T09:30:00Z')],
      [1772442000, 1772445600],
      [at('2026-03-02T22:00:00Z'), at('2026-03-03T00:00:00Z')],
    ])
    expect(() => readCsvTimes('a\n1\n', { ...options, map: 'begin=x' })).toThrow(/the map says/)
    expect(() => readCsvTimes('a\n1\n', { ...options, map: 'start=x' })).toThrow(/no column "x"/)
  })

  test('our own export brings its ids and zones back', () => {
    const id = '0198c0de-1234-7000-8000-000000000001'
    const plan = readCsvTimes(
      'id,start,end,tz,duration_seconds,client,project,task,note,labels,billable,source\r\n' +
        `${id},2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,Asia/Tehran,3600,,P,T,note,"a, b",yes,cli\r\n`,
      options,
    )
    expect(plan.timeEntries).toMatchObject([{ id, zone: 'Asia/Tehran', labels: ['a', 'b'], billable: true }])
  })
})

test('whatever the rows hold, each is imported or skipped, and a second reading gives the same', () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'Ada', 'x', '"', 'a, b', '2026-03-02', '09:00', '10:00:00', '25:00', 'line\nbreak'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const good = fc.constant(row)
  const any = fc
    .array(cell, { minLength: 1, maxLength: 14 })
    .map((cells) => `x${cells.map(quoted).join(',').slice(2)}`)
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          good,
          fc.array(cell, { minLength: 14, maxLength: 14 }).map((cells) => cells.map(quoted).join(',')),
          any.filter((text) => !text.includes('"')),
        ),
      ),
      (rows) => {
        const plan = toggl(rows)
        expect(plan.rows).toBe(plan.timeEntries.length + plan.skipped.length)
        expect(plan.timeEntries.length).toBeGreaterThanOrEqual(rows.filter((one) => one === row).length)
        expect(toggl(rows)).toEqual(plan)
        expect(new Set(plan.timeEntries.map(({ id }) => id)).size).toBe(plan.timeEntries.length)
      },
    ),
    { numRuns: 100 },
  )
})
