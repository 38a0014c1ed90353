import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { defaultSettings } from '@goalixa/domain/default-settings'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const nine = Date.parse('2026-03-02T09:00:00Z') / 1000
const allEntries = async ({ call }: Person): Promise<TimeEntry[]> => {
  const entries: TimeEntry[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: { body: { items: TimeEntry[]; nextCursor: string | null } } = await call(
      'GET',
      `/v1/time-entries?limit=500${cursor && `&cursor=${cursor}`}`,
    )
    entries.push(...body.items)
    cursor = body.nextCursor
  }
  return entries
}
/** Stores many entries the quick way: as an import. */
const importEntries = (me: Person, count: number, annotation: string) => {
  const compact = (at: number) => toInstantText(at).replaceAll(/[-:]/g, '')
  const rows = Array.from({ length: count }, (_, index) => ({
    start: compact(nine + index * 60),
    end: compact(nine + index * 60 + 50),
    annotation,
    tags: [`t${index % 7}`],
  }))
  return me.call('POST', '/v1/import/timewarrior', JSON.stringify(rows))
}
/** RFC 4180, read by hand. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let [row, cell, quoted] = [[] as string[], '', false]
  for (let at = 0; at < text.length; at++) {
    if (quoted && text.startsWith('""', at)) cell += text[++at]
    else if (text[at] === '"') quoted = !quoted
    else if (!quoted && text[at] === ',') {
      row.push(cell)
      cell = ''
    } else if (!quoted && text.startsWith('\r\n', at)) {
      rows.push([...row, cell])
      ;[row, cell] = [[], '']
      at++
    } else cell += text[at]
  }
  expect([quoted, row, cell]).toEqual([false, [], ''])
  return rows
}

describe('export', () => {
  test('JSON of nobody much is whole, too', async () => {
    const { status, body } = await app.person().call('GET', '/v1/export/json')
    expect([status, body]).toMatchObject([
      200,
      {
        format: 'goalixa',
        version: 1,
        settings: defaultSettings,
        labels: [],
        projects: [],
        tasks: [],
        timeEntries: [],
      },
    ])
  })

  test('2,000 entries come as the list has them, in JSON and in CSV', async () => {
    const me = app.person()
    expect((await importEntries(me, 2000, 'a "note", with\nlines')).body.timeEntries.created).toBe(2000)
    const entries = await allEntries(me)
    expect(entries).toHaveLength(2000)
    const json = await me.call('GET', '/v1/export/json')
    expect(json.headers.get('content-disposition')).toBe('attachment; filename="goalixa.json"')
    expect(json.body.timeEntries).toEqual(entries)
    expect(json.body.labels).toEqual((await me.call('GET', '/v1/labels')).body.items)
    const csv = await me.call('GET', '/v1/export/csv')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    const [head, ...rows] = readCsv(csv.body)
    expect(head).toEqual([
      'id',
      'start',
      'end',
      'tz',
      'duration_seconds',
      'client',
      'project',
      'task',
      'note',
      'labels',
      'billable',
      'source',
      'date',
    ])
    expect(rows).toEqual(
      entries.map((entry) => [
        entry.id,
        entry.start,
        entry.end,
        entry.zone,
        String(entry.durationSeconds),
        '',
        '',
        '',
        entry.description,
        entry.labels.join(', '),
        'no',
        entry.source,
        '',
      ]),
    )
  })

  test('everything of the user is in it, and nothing of others', async () => {
    const [me, you] = [app.person(), app.person()]
    for (const person of [me, you]) {
      await person.call('PATCH', '/v1/settings', { zone: 'Asia/Tehran' })
      await person.call('POST', '/v1/projects', { name: 'p', labels: ['of project'] })
      for (let index = 0; index < 3; index++)
        await person.call('POST', '/v1/tasks', { title: `t${index}`, project: 'p' })
      await person.call('POST', '/v1/timer/start', { labels: ['running'] })
    }
    const { body } = await me.call('GET', '/v1/export/json')
    const listed = async (path: string) => (await me.call('GET', path)).body.items
    expect(body.settings.zone).toBe('Asia/Tehran')
    expect(body.projects).toEqual(await listed('/v1/projects'))
    expect(body.tasks).toEqual(await listed('/v1/tasks'))
    expect(body.labels.map(({ name }: { name: string }) => name)).toEqual(['of project', 'running'])
    expect(body.timeEntries).toMatchObject([{ end: null, labels: ['running'] }])
  })

  test.each([
    ['commas, quotes', 'a, "b", c;d'],
    ['lines', 'one\ntwo\r\nthree'],
    ['Persian', 'گزارش هفتگی، بخش ۲'],
    ['emoji and spaces', '  ✅ done  '],
    ['a formula', '=1+1'],
    ['nothing', ''],
  ])('CSV keeps %s', async (_, text) => {
    const me = app.person()
    const name = text.replaceAll(/[\r\n]+/g, ' ').trim() || 'x'
    const { body: task } = await me.call('POST', '/v1/tasks', { title: name })
    const { body: entry } = await me.call('POST', '/v1/time-entries', {
      start: toInstantText(nine),
      end: toInstantText(nine + 60),
      description: text,
      project: name,
      labels: [name],
      taskId: task.id,
      billable: true,
    })
    const [, row] = readCsv((await me.call('GET', '/v1/export/csv')).body)
    expect(row).toEqual([
      entry.id,
      entry.start,
      entry.end,
      'UTC',
      '60',
      '',
      name,
      name,
      text,
      name,
      'yes',
      'api',
      '',
    ])
    expect((await me.call('GET', '/v1/export/json')).body.timeEntries[0].description).toBe(text)
  })

  test('the running entry has no end', async () => {
    const me = app.person()
    await me.call('POST', '/v1/timer/start', {})
    const [, row] = readCsv((await me.call('GET', '/v1/export/csv')).body)
    expect(row![2]).toBe('')
  })

  test('a format that is not known is refused', async () => {
    expect(await app.person().call('GET', '/v1/export/xml')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'params.format' }] },
    })
  })

  test('a slow reader gets all of it, one that goes away holds nothing up', async () => {
    const me = app.person()
    await importEntries(me, 7000, 'x'.repeat(300))
    const warnings: Error[] = []
    const warned = (warning: Error) => warnings.push(warning)
    process.on('warning', warned)
    const open = async () => {
      const socket = connect(app.port, '127.0.0.1')
      socket.write(
        `GET /v1/export/json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${me.token}\r\n\r\n`,
      )
      await once(socket, 'readable')
      return socket
    }
    // More of them than there are connections to the database: none may keep one.
    for (let index = 0; index < 12; index++) (await open()).destroy()
    const slow = await open()
    let bytes = 0
    for await (const piece of slow) {
      bytes += (piece as Buffer).length
      await new Promise((resolve) => setImmediate(resolve))
    }
    process.off('warning', warned)
    expect(bytes).toBeGreaterThan(7000 * 300)
    expect(warnings).toEqual([])
  })
})
