/** What an export holds, an import brings back: into an empty account, again, and beside what others have. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableNames } from '@goalixa/domain/rows'
import { appRoutes, callOf, goodRequest, makeBelongings } from '../testing-requests.ts'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  // The clock stands: what runs takes as long in both accounts.
  app = await startTestApp(() => Date.parse('2026-03-04T12:00:00Z'))
})
afterAll(() => app.close())

const exported = async ({ call }: Person) => {
  const { status, body } = await call('GET', '/v1/export/json')
  expect(status).toBe(200)
  return body
}
/** The bytes of everything that an import brings back. */
const rowsText = async ({ token }: Person): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${app.port}/v1/export/json`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const text = await answer.text()
  return text.slice(text.indexOf('"rows":'))
}
const take = (me: Person, document: unknown, query = '') =>
  me.call('POST', `/v1/import/goalixa${query}`, JSON.stringify(document))

/** What changes something of somebody, whatever features there are. */
const writes = appRoutes.filter(
  ({ id, spec }) => spec.method !== 'GET' && !id.startsWith('imports.') && !id.startsWith('sync.'),
)
/** All of it but what is made of the account: ids of days. */
const shapesOf = ({
  habitLogs: _logs,
  taskChecks: _checks,
  dailyTargets: _targets,
  ...shapes
}: Record<string, unknown>) => shapes

describe('an export that is imported (6.9)', () => {
  test('is the same again byte for byte, whatever somebody did', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.array(fc.nat(writes.length - 1), { maxLength: 25 }),
        async (words, deeds) => {
          const name = `n${words.replaceAll(/[\p{Cc}\p{Cs}]/gu, '')}`.trim()
          const [me, you] = [app.person(), app.person()]
          const mine = await makeBelongings(me, name)
          await makeBelongings(me, `${name} 2`)
          for (const index of deeds) {
            const answer = await me.call(...callOf(writes[index]!, goodRequest(writes[index]!, mine)))
            expect(answer.status).toBeLessThan(500)
          }
          const document = await exported(me)
          const result = await take(you, document)
          expect(result).toMatchObject({ status: 200, body: { skipped: [], notes: [], ignoredFields: {} } })
          expect(await rowsText(you)).toBe(await rowsText(me))
          expect(shapesOf(await exported(you))).toEqual(shapesOf(document))
          const before = await app.allRows(you.userId)
          expect((await take(you, document)).body.tables).toEqual(
            Object.fromEntries(
              tableNames.map((table) => [
                table,
                { created: 0, unchanged: document.rows[table].length, kept: 0 },
              ]),
            ),
          )
          expect(await app.allRows(you.userId)).toEqual(before)
        },
      ),
      { numRuns: Number(process.env['SOAK'] ?? 6) },
    )
  })

  test('brings the trash back as trash, and settings that nobody chose', async () => {
    const [me, you] = [app.person(), app.person()]
    const { labelId, taskId } = await makeBelongings(me, 'mine')
    await me.call('DELETE', `/v1/tasks/${taskId}`)
    await me.call('DELETE', `/v1/labels/${labelId}`)
    const document = await exported(me)
    expect(document.tasks).toEqual([])
    expect(document.rows.tasks).toMatchObject([{ id: taskId, title: 'mine', deleted: true }])
    await you.call('PATCH', '/v1/settings', { zone: 'Asia/Tehran' })
    await take(you, document)
    const theirs = await exported(you)
    expect(theirs.tasks).toEqual([])
    expect(theirs.rows.tasks).toEqual(document.rows.tasks)
    expect(theirs.settings).toEqual({ ...document.settings, zone: 'Asia/Tehran' })
  })

  test('beside other rows: merged by id, a name that is taken is told apart, the timer that runs goes on', async () => {
    const [me, you] = [app.person(), app.person()]
    const mine = await makeBelongings(me, 'same')
    const yours = await makeBelongings(you, 'same')
    const document = await exported(me)
    const { body } = await take(you, document)
    expect(body.skipped).toEqual([
      { line: expect.any(Number), message: expect.stringContaining('a timer runs') },
    ])
    const theirs = await exported(you)
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name).toSorted()
    expect(names(theirs.labels)).toEqual(['same', 'same (2)'])
    expect(names(theirs.projects)).toEqual(['same', 'same (2)'])
    expect(theirs.tasks.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [mine.taskId, yours.taskId].toSorted(),
    )
    expect((await you.call('GET', '/v1/timer')).body.running.id).toBe(yours.runningId)
    // Again: what was renamed here stays as it is.
    const before = await rowsText(you)
    expect((await take(you, document)).body.tables.labels).toMatchObject({ created: 0 })
    expect(await rowsText(you)).toBe(before)
  })

  test('is one deed: it can be tried, and what was changed here since is kept', async () => {
    const [me, you] = [app.person(), app.person()]
    const { taskId } = await makeBelongings(me, 'x')
    const document = await exported(me)
    expect((await take(you, document, '?dryRun=true')).body).toMatchObject({ tasks: { created: 1 } })
    expect((await exported(you)).rows.tasks).toEqual([])
    const seq = await app.headSeq(you.userId)
    await take(you, document)
    expect(await app.headSeq(you.userId)).toBeGreaterThan(seq)
    await you.call('PATCH', `/v1/tasks/${taskId}`, { title: 'mine now' })
    expect((await take(you, document)).body).toMatchObject({ tasks: { created: 0, kept: 1 } })
    expect((await you.call('GET', `/v1/tasks/${taskId}`)).body.title).toBe('mine now')
  })
})

test('with its history: every change from the first on; it is not imported (6.9)', async () => {
  const [me, you] = [app.person(), app.person()]
  await makeBelongings(me, 'x')
  const { body } = await me.call('GET', '/v1/export/json?history=true')
  expect(body.history.map(({ seq }: { seq: number }) => seq)).toEqual(
    Array.from({ length: await app.headSeq(me.userId) }, (_, index) => index + 1),
  )
  expect(body.history[0]).toMatchObject({ intent: 'labels.create', table: 'labels' })
  expect((await take(you, body)).body).toMatchObject({
    skipped: [],
    ignoredFields: { history: body.history.length },
  })
  const { history: _, ...rest } = body
  expect(rest).toEqual(await exported(me))
})

test.each([
  ['from=2026-03-02T00:00:00Z', 'json'],
  ['to=2026-03-02T00:00:00Z', 'taskwarrior'],
  ['spreadsheet=true', 'toggl'],
  ['history=true', 'csv'],
  ['mood=good', 'json'],
])('%s is refused for %s', async (query, format) => {
  const answer = await app.person().call('GET', `/v1/export/${format}?${query}`)
  expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
})

describe('a file that was written by hand', () => {
  const head = { format: 'goalixa', version: 1 }
  const id = '0198f0a0-0000-7000-8000-000000000001'
  const other = '0198f0a0-0000-7000-8000-000000000002'

  test.each([
    ['no JSON', '{"format":"goalixa"', 'breaks off'],
    ['another format', { format: 'x' }, 'no export of Goalixa'],
    ['a newer version', { ...head, version: 2, rows: {} }, 'version 2'],
    ['no rows', head, 'lists no rows'],
    ['rows that are no list', { ...head, rows: { labels: {} } }, 'labels are no list'],
  ])('%s is refused', async (_, document, why) => {
    const me = app.person()
    const body = typeof document === 'string' ? document : JSON.stringify(document)
    expect(await me.call('POST', '/v1/import/goalixa', body)).toMatchObject({
      status: 422,
      body: { code: 'import.unreadable', detail: expect.stringContaining(why) },
    })
  })

  test.each([
    ['no object', { labels: [1] }, 'labels: this row is not an object'],
    ['a bad value', { labels: [{ id, name: 'x', colour: 'red' }] }, 'colour cannot be "red"'],
    [
      'NUL',
      { timeEntries: [{ id, span: { start: 1, end: 2, zone: 'UTC' }, description: 'a\0' }] },
      'description',
    ],
    ['half a character', { labels: [{ id, name: '\ud800' }] }, 'name cannot be'],
    ['no id', { labels: [{ name: 'x' }] }, 'not a UUID'],
    ['nothing that it needs', { tasks: [{ id }] }, 'title is missing'],
    [
      'an id twice',
      {
        labels: [
          { id, name: 'x' },
          { id, name: 'y' },
        ],
      },
      'another row',
    ],
    ['an owner that is nowhere', { subgoals: [{ id, title: 'x', goalId: other }] }, 'belongs to'],
  ])('%s: the row is skipped, the others come', async (_, rows, why) => {
    const me = app.person()
    const good = { projects: [{ id: other, name: 'good' }] }
    const { status, body } = await take(me, { ...head, rows: { ...rows, ...good } })
    expect([status, body.skipped]).toEqual([
      200,
      [{ line: expect.any(Number), message: expect.stringContaining(why) }],
    ])
    expect((await me.call('GET', '/v1/projects')).body.items).toMatchObject([{ name: 'good' }])
    const strictly = await take(app.person(), { ...head, rows }, '?strict=true')
    if (!why.includes('belongs')) expect(strictly.status).toBe(422)
  })

  test('names that are nowhere are left out with a note, what is not known is told', async () => {
    const me = app.person()
    const row = { id, title: 'x', projectId: other, [`label:${other}`]: true, mood: 'good' }
    const { body } = await take(me, { ...head, rows: { tasks: [row], moods: [] } })
    expect(body).toMatchObject({ skipped: [], ignoredFields: { moods: 1, 'tasks.mood': 1 } })
    expect(body.notes).toHaveLength(2)
    expect((await me.call('GET', `/v1/tasks/${id}`)).body).toMatchObject({ projectId: null, labels: [] })
  })
})
