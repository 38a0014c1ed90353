import { describe, expect, test } from 'vitest'
import { importRows, readImport } from './imports.ts'
import { testRows, userId } from './testing-view.ts'

const options = { userId, zone: 'UTC', partial: false, strict: false }
const closed = '{"start":"20260201T080000Z","end":"20260201T090000Z","tags":["FOO"],"annotation":"a"}'
const open = '{"start":"20260202T080000Z","tags":["BAR"]}'
const file = (...rows: string[]) => `[${rows.join(',\n')}]`

const importing = (rows: ReturnType<typeof testRows>, text: string, dryRun = false) =>
  rows.run((view, draft, newId) =>
    importRows(
      view,
      draft,
      { format: 'timewarrior', dryRun, plan: readImport('timewarrior', text, options) },
      newId,
    ),
  )

describe('an import', () => {
  test('makes rows and the labels they name; again it changes nothing', async () => {
    const rows = testRows()
    expect(await importing(rows, file(closed))).toEqual({
      format: 'timewarrior',
      dryRun: false,
      rows: 1,
      tasks: { created: 0, unchanged: 0, kept: 0 },
      timeEntries: { created: 1, unchanged: 0, kept: 0 },
      projects: { created: 0 },
      labels: { created: 1 },
      skipped: [],
      notes: [],
      ignoredFields: {},
    })
    const [label, entry] = rows.drafted()
    expect(label).toEqual(['labels', 'new-1', { createdAt: 1000, name: 'FOO' }])
    expect(entry?.[2]).toMatchObject({ description: 'a', source: 'import:timewarrior', 'label:new-1': true })
    expect(await importing(rows, file(closed))).toMatchObject({
      timeEntries: { created: 0, unchanged: 1, kept: 0 },
      labels: { created: 0 },
    })
    expect(rows.drafted()).toEqual([])
  })

  test('keeps what was changed here since, also what was removed, and brings no label back for it', async () => {
    const rows = testRows()
    await importing(rows, file(closed))
    const [, id] = rows.drafted()[1]!
    rows.put('labels', 'new-1', { deleted: true })
    expect(await importing(rows, file(closed))).toMatchObject({
      timeEntries: { kept: 1 },
      labels: { created: 0 },
    })
    rows.put('timeEntries', id, { deleted: true })
    expect(await importing(rows, file(closed))).toMatchObject({
      timeEntries: { kept: 1 },
      labels: { created: 0 },
    })
    expect(rows.drafted()).toEqual([])
  })

  test('does not stop the timer that runs, except for its own', async () => {
    const rows = testRows()
    rows.put('timeEntries', 'mine', { span: { start: 1, end: null, zone: 'UTC' } })
    const result = await importing(rows, file(closed, open))
    expect(result).toMatchObject({
      timeEntries: { created: 1 },
      labels: { created: 1 },
      skipped: [{ line: 2, message: expect.stringContaining('a timer runs here') as string }],
    })
    rows.put('timeEntries', 'mine', { deleted: true })
    expect(await importing(rows, file(closed, open))).toMatchObject({
      timeEntries: { created: 1, unchanged: 1 },
    })
    expect(await importing(rows, file(open))).toMatchObject({ timeEntries: { unchanged: 1 }, skipped: [] })
  })

  test('of tasks leaves unwritten what says nothing', async () => {
    const rows = testRows()
    const text =
      '[{"uuid":"80e4c61f-6767-40f3-a1fb-0c080f4a6eba","description":"T","status":"pending","entry":"20260201T080000Z","project":"P.q"}]'
    const plan = readImport('taskwarrior', text, options)
    await rows.run((view, draft, newId) =>
      importRows(view, draft, { format: 'taskwarrior', dryRun: false, plan }, newId),
    )
    expect(rows.values('tasks', '80e4c61f-6767-40f3-a1fb-0c080f4a6eba')).toEqual({
      title: 'T',
      createdAt: Date.parse('2026-02-01T08:00:00Z') / 1000,
      projectId: 'new-1',
    })
  })

  test('that is strict refuses a bad row and names its line', () => {
    const bad = file(closed, '{"start":"nonsense"}')
    expect(readImport('timewarrior', bad, options).skipped).toHaveLength(1)
    expect(() => readImport('timewarrior', bad, { ...options, strict: true })).toThrow(
      expect.objectContaining({
        code: 'import.rows_refused',
        message: expect.stringMatching(/^line 2: .*nothing was imported$/) as string,
      }),
    )
  })
})

test('times of Super Productivity become untimed entries, and a second import changes no row (D19, 6.7)', async () => {
  const task = {
    id: 'a',
    title: 'Write',
    created: 1_770_000_000_000,
    timeSpentOnDay: { '2026-03-02': 5_400_000 },
  }
  const tables = { task: { ids: ['a'], entities: { a: task } }, project: { ids: [], entities: {} } }
  const text = JSON.stringify({
    timestamp: 1,
    lastUpdate: 1,
    crossModelVersion: 4,
    data: { ...tables, tag: { ids: [], entities: {} } },
  })
  const format = 'super-productivity'
  const rows = testRows()
  const again = () =>
    rows.run((view, draft, newId) =>
      importRows(view, draft, { format, dryRun: false, plan: readImport(format, text, options) }, newId),
    )
  expect((await again()).timeEntries).toMatchObject({ created: 1 })
  const [, , values] = rows.drafted().find(([table]) => table === 'timeEntries')!
  expect(values).toMatchObject({ span: { date: '2026-03-02', seconds: 5400, zone: 'UTC' } })
  expect((await again()).timeEntries).toEqual({ created: 0, unchanged: 1, kept: 0 })
  expect(rows.drafted()).toEqual([])
})
