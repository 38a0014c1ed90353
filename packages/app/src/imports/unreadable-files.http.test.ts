import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

const intervals = await readFile(
  new URL('../../../../e2e/fixtures/timewarrior/export.json', import.meta.url),
  'utf8',
)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const send = ({ call }: Person, format: string, file: string, query = '') =>
  call('POST', `/v1/import/${format}${query}`, file, { 'Content-Type': 'text/plain' })

describe('files that cannot be read', () => {
  const good = '{"start":"20260302T080000Z","end":"20260302T090000Z","tags":["a"]}'
  const strict = (text: string) =>
    [text, '?strict=true', { status: 422, body: { code: 'import.rows_refused' } }] as const
  const unreadable = { status: 422, body: { code: 'import.unreadable' } }

  test.each([
    ['empty', '', '', unreadable],
    ['white space', ' \n\n', '', unreadable],
    ['not JSON', '<html><body>Sign in</body></html>', '', unreadable],
    ['a number', '42', '', unreadable],
    ['one object', good, '', unreadable],
    ['half written', intervals.slice(0, 300_000), '', unreadable],
    [
      'half written, strictly partial',
      `[${good},\n{"start":"2026`,
      '?strict=true&partial=true',
      { status: 422, body: { code: 'import.rows_refused', fields: [{ line: 2 }] } },
    ],
    ['end before start', ...strict(`[\n${good},\n{"start":"20260302T080000Z","end":"20260302T070000Z"}]`)],
    ['no such day', ...strict('[\n{"start":"20260230T080000Z"}]')],
    ['no start', ...strict('[{}]')],
    ['a list of numbers', ...strict('[1, 2, 3]')],
    ['NUL in a tag', ...strict('[{"start":"20260302T080000Z","tags":["a\\u0000b"]}]')],
    ['half a character', ...strict('[{"start":"20260302T080000Z","annotation":"\\ud800"}]')],
    ['a tag that is no text', ...strict('[{"start":"20260302T080000Z","tags":[{"__proto__":1}]}]')],
    [
      'an unknown query',
      '[]',
      '?force=true',
      { status: 400, body: { code: 'request.invalid', fields: [{ path: 'query.force' }] } },
    ],
    [
      'no such zone',
      '[]',
      '?zone=IST',
      { status: 400, body: { code: 'request.invalid', fields: [{ path: 'query.zone' }] } },
    ],
  ])('%s: told, and nothing is written', async (_, text, query, refused) => {
    const me = app.person()
    const answer = await send(me, 'timewarrior', text, query)
    expect(answer).toMatchObject(refused)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.fields.length).toBeGreaterThan(0)
    expect(Object.values(await app.allRows(me.userId)).flat()).toEqual([])
  })

  test('strict names the line of every row at fault', async () => {
    const me = app.person()
    const text = `[\n${good},\n{"start":"never"},\n${good},\n{"end":"20260302T070000Z"}\n]`
    const refused = await send(me, 'timewarrior', text, '?strict=true')
    expect(refused.body.fields.map(({ line }: { line: number }) => line)).toEqual([3, 5])
    expect(await app.headSeq(me.userId)).toBe(0)
    const { body } = await send(me, 'timewarrior', text)
    expect(body).toMatchObject({ rows: 4, timeEntries: { created: 2 }, skipped: [{ line: 3 }, { line: 5 }] })
  })

  test.each([
    ['letters', 'x'.repeat(10 * 1024 * 1024)],
    ['brackets', '['.repeat(10 * 1024 * 1024)],
    ['braces', '[' + '{'.repeat(10 * 1024 * 1024)],
    ['control characters', '\u0001\uFFFD'.repeat(4 * 1024 * 1024)],
  ])('10 MB of %s are refused before they cost much', async (_, text) => {
    const me = app.person()
    const began = performance.now()
    for (const format of ['timewarrior', 'taskwarrior'])
      expect(await send(me, format, text)).toMatchObject(unreadable)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(await app.headSeq(me.userId)).toBe(0)
  })

  test('a file over the limit is refused', async () => {
    expect(await send(app.person(), 'timewarrior', ' '.repeat(33 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'request.too_large' },
    })
  })

  test('a format that is not known is named', async () => {
    expect(await send(app.person(), 'harvest', '[]')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'params.format' }] },
    })
  })

  test('a file without a zone needs one; with it, the rows are there and can be brought back after a removal', async () => {
    const me = app.person()
    const csv = 'Project,Start date,Start time,End date,End time\nWeb,2026-03-02,09:00,2026-03-02,10:00\n'
    expect(await send(me, 'toggl', csv)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'query.zone' }] },
    })
    const zone = '?zone=Europe/Berlin'
    expect((await send(me, 'toggl', csv, `${zone}&dryRun=true`)).body).toMatchObject({
      zone: 'Europe/Berlin',
      preview: [{ line: 2, start: '2026-03-02T08:00:00Z', project: 'Web', state: 'new' }],
    })
    expect((await send(me, 'toggl', csv, zone)).body).toMatchObject({ timeEntries: { created: 1 } })
    const [entry] = (await me.call('GET', '/v1/time-entries')).body.items
    await me.call('DELETE', `/v1/time-entries/${entry.id}`)
    expect((await send(me, 'toggl', csv, zone)).body).toMatchObject({ timeEntries: { kept: 1 }, inTrash: 1 })
    expect((await send(me, 'toggl', csv, `${zone}&again=true`)).body).toMatchObject({
      timeEntries: { created: 1 },
    })
    expect((await me.call('GET', '/v1/time-entries')).body.items).toMatchObject([
      { id: entry.id, project: 'Web' },
    ])
  })
})
