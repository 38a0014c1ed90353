import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { guessFormat } from './guess.ts'
import { readSuperProductivity } from './super-productivity.ts'
import { readTodoist } from './todoist.ts'
import { readWatson } from './watson.ts'
import { isZip, unzipCsv } from './zip.ts'

const options = { userId: '0198c0de-0000-7000-8000-000000000001', zone: 'Europe/Berlin', partial: false }

describe('Watson', () => {
  const frame = [1_770_000_000, 1_770_003_600, 'thesis', 'a'.repeat(32), ['reading', 'é'], 1_770_003_601]

  test('frames are entries under their own ids; a bad one costs itself alone', () => {
    const plan = readWatson(JSON.stringify([frame, ['x'], {}], null, 1), options)
    expect(plan).toMatchObject({
      rows: 3,
      timeEntries: [
        { start: 1_770_000_000, end: 1_770_003_600, project: 'thesis', labels: ['reading', 'é'] },
      ],
    })
    expect(plan.skipped).toHaveLength(2)
    const edited = frame.with(1, 1_770_007_200)
    expect(readWatson(JSON.stringify([edited]), options).timeEntries[0]!.id).toBe(plan.timeEntries[0]!.id)
  })

  test('the state is the timer that runs; empty files hold nothing', () => {
    const state = '{"project": "thesis", "start": 1770000000, "tags": ["a"]}'
    expect(readWatson(state, options).timeEntries).toMatchObject([{ start: 1_770_000_000, end: null }])
    for (const text of ['', '{}', '[]', '\n'])
      expect(readWatson(text, options)).toMatchObject({ rows: 0, skipped: [] })
    expect(() => readWatson('{"project": "the', options)).toThrow(/breaks off/)
    expect(() => readWatson(`[${JSON.stringify(frame)},\n [1770`, options)).toThrow(/breaks off/)
  })
})

describe('Super Productivity', () => {
  const task = (id: string, more: object = {}) => ({
    id,
    title: `Task ${id}`,
    tagIds: [],
    subTaskIds: [],
    created: 1_770_000_000_123,
    ...more,
  })
  const collection = (...entities: { id: string }[]) => ({
    ids: entities.map(({ id }) => id),
    entities: Object.fromEntries(entities.map((entity) => [entity.id, entity])),
  })
  const backup = JSON.stringify({
    timestamp: 1,
    crossModelVersion: 4,
    data: {
      project: collection({ id: 'p', title: 'Web' } as { id: string }),
      tag: collection(
        { id: 't', title: 'deep' } as { id: string },
        { id: 'TODAY', title: 'Today' } as { id: string },
      ),
      simpleCounter: collection({ id: 'c' }),
      task: collection(
        task('1', {
          projectId: 'p',
          tagIds: ['t', 'TODAY'],
          subTaskIds: ['2'],
          timeSpentOnDay: { '2026-03-02': 3_600_000 },
        }),
        task('2', {
          parentId: '1',
          projectId: 'p',
          timeEstimate: 7_200_000,
          timeSpentOnDay: { '2026-03-02': 3_600_000 },
          dueDay: '2026-03-09',
        }),
        task('3', {
          priority: 3,
          timeSpentOnDay: { '2026-03-02': 1_800_499, '2026-03-03': 90_000_000, nonsense: 5 },
        }),
      ),
      archiveYoung: { task: collection(task('4', { isDone: true, doneOn: 1_770_000_100_000 })) },
    },
  })

  test('times are untimed entries: days and tasks add up, no hour is made up, and a note says so (D4, 6.7)', () => {
    const plan = readSuperProductivity(backup, options)
    const untimed = plan.untimedEntries!
    expect(plan.timeEntries).toEqual([])
    expect(untimed.map(({ date, seconds }) => [date, seconds])).toEqual([
      ['2026-03-02', 3600],
      ['2026-03-02', 1800],
      ['2026-03-03', 90_000],
    ])
    expect(plan.rows).toBe(plan.tasks.length + untimed.length + plan.skipped.length + plan.folded!)
    expect(plan.folded).toBe(1)
    expect(plan.skipped).toEqual([
      { line: 3, unreadable: true, message: expect.stringContaining('nonsense') as string },
    ])
    expect(plan.notes.map(({ message }) => message).join()).toMatch(/how long and not when.*untimed/)
    expect(plan.ignoredFields).toEqual({ simpleCounter: 1 })
  })

  test('tasks keep their parents, estimates, days and what was done', () => {
    const { tasks } = readSuperProductivity(backup, options)
    expect(tasks).toMatchObject([
      { title: 'Task 1', project: 'Web', labels: ['deep'], parent: null, createdAt: 1_770_000_000 },
      { title: 'Task 2', parent: tasks[0]!.id, estimateSeconds: 7200, due: '2026-03-09' },
      { title: 'Task 3', project: null, priority: 'high' },
      { title: 'Task 4', status: 'done', completedAt: 1_770_000_100 },
    ])
  })

  test.each(['', '{}', '[]', backup.slice(0, 200)])('is refused: %j', (text) => {
    expect(() => readSuperProductivity(text, options)).toThrow(/no backup of Super Productivity/)
  })
})

describe('Todoist', () => {
  const heads =
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG'
  const file = `\uFEFF${[
    heads,
    'section,Soon,,,,,,,,,,,,',
    'task,Write @home the text,More,1,1,Ada,,every monday,en,Europe/Berlin,90,minute,2026-03-09,en',
    'note,"a comment,\nof two lines",,,,Ada,,,,,,,,',
    'task,Sub,,4,2,Ada,,2026-03-02 09:00,en,Europe/Berlin,,None,,',
    ',,,,,,,,,,,,,',
    'meta,view_style=list,,,,,,,,,,,,',
    'task,,,1,1,Ada,,,,,,,,',
    'tusk,x,,1,1,Ada,,,,,,,,',
  ].join('\r\n')}\r\n`

  test('indent makes parents, 1 is the highest, comments and dates in words go into the description', () => {
    const plan = readTodoist(file, { ...options, name: 'Work [6Crg2VQ8].csv' })
    expect(plan.tasks).toMatchObject([
      {
        title: 'Write the text',
        labels: ['home'],
        project: 'Work',
        priority: 'high',
        due: '2026-03-09',
        estimateSeconds: 5400,
        description: 'More\nDate in Todoist: every monday\na comment,\nof two lines',
      },
      { title: 'Sub', parent: plan.tasks[0]!.id, priority: 'none', due: '2026-03-02T08:00:00Z' },
    ])
    expect(plan.rows).toBe(plan.tasks.length + plan.skipped.length + plan.folded!)
    expect(plan.skipped.map(({ unreadable }) => unreadable)).toEqual([false, true, true])
    expect(plan.ignoredFields).toMatchObject({ AUTHOR: 5 })
  })

  test('several files are several projects; the inbox is none', () => {
    const one = `${heads}\ntask,A,,1,1,,,,,,,,,\n`
    const files = [
      { name: 'Work.csv', text: one },
      { name: 'Inbox.csv', text: one },
    ]
    const plan = readTodoist(JSON.stringify({ files }), options)
    expect(plan.tasks.map(({ project }) => project)).toEqual(['Work', null])
    expect(() => readTodoist('{"files": 1}', options)).toThrow(/no list of files/)
  })

  test('an archive gives its CSV files, and nothing that is larger than it says', () => {
    const zip = zipSync({
      'Work.csv': strToU8('x'),
      'a.txt': strToU8('y'),
      '__MACOSX/Work.csv': strToU8('z'),
    })
    expect(isZip(zip)).toBe(true)
    expect(unzipCsv(zip)).toEqual([{ name: 'Work.csv', text: 'x' }])
    expect(() => unzipCsv(zip.subarray(0, 40))).toThrow(/damaged/)
    expect(() => unzipCsv(zipSync({ 'big.csv': new Uint8Array(33 * 1024 * 1024) }))).toThrow(
      /more than 32 MiB/,
    )
  })
})

test.each([
  ['goalixa', '{"format": "goalixa", "version": 1}'],
  ['timewarrior', '[\n{"id":1,"start":"20260302T090000Z"}]'],
  ['taskwarrior', '[{"id":0,"uuid":"x","status":"pending"}]'],
  ['watson', '[\n [1770000000, 1770003600, "p", "id", [], 1]]'],
  ['watson', '{"project": "p", "start": 1, "tags": []}'],
  ['kimai', '[{"id": 1, "begin": "2026"}]'],
  ['kimai', 'Date,From,To,Duration\n'],
  ['toggl', '\uFEFF"User","Email","Start date","Start time"\n'],
  ['clockify', 'Project,Start Date,Start Time,Duration (h)\n'],
  ['todoist', 'TYPE,CONTENT,PRIORITY\n'],
  ['super-productivity', '{"crossModelVersion": 4, "data": {}}'],
  ['csv', 'id,start,end\n'],
  [undefined, 'hello'],
  [undefined, ''],
])('%s is recognised by %j', (format, text) => {
  expect(guessFormat(text)).toBe(format)
})
