import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

const fixture = (path: string) =>
  readFile(new URL(`../../../../e2e/fixtures/${path}`, import.meta.url), 'utf8')
const [intervals, tasks] = await Promise.all([
  fixture('timewarrior/export.json'),
  fixture('taskwarrior/export.json'),
])
interface Totals {
  zone: string
  months: { from: string; to: string; seconds: number }[]
  days: { date: string; seconds: number }[]
  tags: { tag: string; from: string; to: string; seconds: number }[]
}
const printed = JSON.parse(await fixture('timewarrior/totals.json')) as Totals

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const send = ({ call }: Person, format: string, file: string, query = '') =>
  call('POST', `/v1/import/${format}${query}`, file, { 'Content-Type': 'text/plain' })
const nothing = { created: 0, unchanged: 0, kept: 0 }

describe('timewarrior', () => {
  let me: Person
  let seq: number
  beforeAll(async () => {
    me = app.person()
    const began = performance.now()
    const result = await send(me, 'timewarrior', intervals, '?zone=Europe/Berlin')
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(result).toMatchObject({
      status: 200,
      body: {
        format: 'timewarrior',
        dryRun: false,
        rows: 6000,
        timeEntries: { created: 6000, unchanged: 0, kept: 0 },
        tasks: nothing,
        skipped: [],
        notes: [],
        ignoredFields: {},
      },
    })
    seq = await app.headSeq(me.userId)
    expect(seq).toBe(6000 + result.body.labels.created)
  })

  const secondsOf = async (query: Record<string, string>) =>
    (
      await me.call(
        'GET',
        `/v1/reports/summary?${String(new URLSearchParams({ zone: printed.zone, ...query }))}`,
      )
    ).body

  test('one import is one operation', async () => {
    const { operations } = await app.allRows(me.userId)
    expect(operations).toMatchObject([{ intent: 'imports.timewarrior', head_seq: seq }])
  })

  test('every month has the seconds that Timewarrior prints', async () => {
    expect(printed.months.length).toBeGreaterThan(40)
    for (const { from, to, seconds } of printed.months) {
      expect((await secondsOf({ from, to })).totals, from).toMatchObject({
        attributedSeconds: seconds,
        wallClockSeconds: seconds,
        overlapSeconds: 0,
      })
    }
    const { from } = printed.months[0]!
    const { to } = printed.months.at(-1)!
    const { groups } = await secondsOf({ from, to, by: 'month' })
    expect(groups.map(({ seconds }: { seconds: number }) => seconds)).toEqual(
      printed.months.map(({ seconds }) => seconds),
    )
  })

  test('so has every day around a change of the clocks', async () => {
    expect(printed.days.length).toBeGreaterThan(10)
    for (const { date, seconds } of printed.days) {
      const to = String(Temporal.PlainDate.from(date).add({ days: 1 }))
      const { totals, groups } = await secondsOf({ from: date, to, by: 'day' })
      expect([date, totals.attributedSeconds, groups]).toMatchObject([
        date,
        seconds,
        [{ key: date, seconds }],
      ])
    }
  })

  test('so has every tag, as a filter and as a group', async () => {
    expect(printed.tags.length).toBeGreaterThan(5)
    for (const { tag, from, to, seconds } of printed.tags) {
      expect((await secondsOf({ from, to, label: tag })).totals.attributedSeconds, tag).toBe(seconds)
      const { groups } = await secondsOf({ from, to, by: 'label' })
      expect(groups.find(({ name }: { name: string }) => name === tag)?.seconds, tag).toBe(seconds)
    }
  })

  test('the list holds all of it, page by page', async () => {
    const ids = new Set<string>()
    let tracked = 0
    let cursor: string | null = ''
    while (cursor !== null) {
      const {
        body,
      }: { body: { items: { id: string; durationSeconds: number }[]; nextCursor: string | null } } =
        await me.call('GET', `/v1/time-entries?limit=500${cursor && `&cursor=${cursor}`}`)
      for (const entry of body.items) {
        ids.add(entry.id)
        tracked += entry.durationSeconds
      }
      cursor = body.nextCursor
    }
    expect([ids.size, tracked]).toEqual([6000, printed.months.reduce((all, { seconds }) => all + seconds, 0)])
  })

  test('a second import changes nothing', async () => {
    const again = await send(me, 'timewarrior', intervals, '?zone=Europe/Berlin')
    expect(again.body).toMatchObject({
      rows: 6000,
      timeEntries: { created: 0, unchanged: 6000, kept: 0 },
      labels: { created: 0 },
    })
    expect(await app.headSeq(me.userId)).toBe(seq)
  })
})

describe('what was imported belongs to the user', () => {
  const rows = (...given: object[]) => JSON.stringify(given)
  const file = rows(
    { id: 3, start: '20260302T080000Z', end: '20260302T090000Z', tags: ['a'] },
    { id: 2, start: '20260302T090000Z', end: '20260302T100000Z' },
    { id: 1, start: '20260302T100000Z', end: '20260302T110000Z' },
  )

  test('what was edited here stays, what was removed here stays removed', async () => {
    const me = app.person()
    await send(me, 'timewarrior', file)
    const [last, middle] = (await me.call('GET', '/v1/time-entries')).body.items
    const { body: edited } = await me.call('PATCH', `/v1/time-entries/${last.id}`, {
      description: 'edited',
      end: '2026-03-02T10:30:00Z',
    })
    await me.call('DELETE', `/v1/time-entries/${middle.id}`)
    const seq = await app.headSeq(me.userId)
    expect((await send(me, 'timewarrior', file)).body.timeEntries).toEqual({
      created: 0,
      unchanged: 1,
      kept: 2,
    })
    expect(await app.headSeq(me.userId)).toBe(seq)
    expect((await me.call('GET', `/v1/time-entries/${last.id}`)).body).toEqual(edited)
    expect((await me.call('GET', '/v1/time-entries')).body.items).toHaveLength(2)
  })

  test('a label or project that was removed here does not come back for rows that are here', async () => {
    const me = app.person()
    await send(me, 'timewarrior', file)
    await send(me, 'taskwarrior', tasks)
    for (const kind of ['labels', 'projects']) {
      for (const { id } of (await me.call('GET', `/v1/${kind}`)).body.items)
        await me.call('DELETE', `/v1/${kind}/${id}`)
    }
    const seq = await app.headSeq(me.userId)
    expect((await send(me, 'timewarrior', file)).body).toMatchObject({
      timeEntries: { created: 0, unchanged: 2, kept: 1 },
      labels: { created: 0 },
    })
    expect((await send(me, 'taskwarrior', tasks)).body).toMatchObject({
      tasks: { created: 0 },
      projects: { created: 0 },
      labels: { created: 0 },
    })
    expect(await app.headSeq(me.userId)).toBe(seq)
  })

  test('two people may import the same file', async () => {
    const [me, you] = [app.person(), app.person()]
    for (const person of [me, you])
      expect((await send(person, 'timewarrior', file)).body.timeEntries.created).toBe(3)
    const idsOf = async ({ call }: Person): Promise<string[]> =>
      (await call('GET', '/v1/time-entries')).body.items.map(({ id }: { id: string }) => id)
    expect(new Set([...(await idsOf(me)), ...(await idsOf(you))]).size).toBe(6)
  })

  test('of two imports at once one makes the rows', async () => {
    const me = app.person()
    const answers = await Promise.all([send(me, 'timewarrior', file), send(me, 'timewarrior', file)])
    expect(new Set(answers.map(({ body }) => body.timeEntries.created))).toEqual(new Set([0, 3]))
  })

  test('an open interval runs here, but never stops a timer that does', async () => {
    const open = rows({ id: 1, start: '20260302T100000Z', tags: ['open'] })
    const [me, busy] = [app.person(), app.person()]
    expect((await send(me, 'timewarrior', open)).body.timeEntries.created).toBe(1)
    expect((await me.call('GET', '/v1/timer')).body.running).toMatchObject({
      start: '2026-03-02T10:00:00Z',
      labels: ['open'],
    })
    expect((await send(me, 'timewarrior', open)).body.timeEntries).toEqual({
      created: 0,
      unchanged: 1,
      kept: 0,
    })

    const { body: running } = await busy.call('POST', '/v1/timer/start', { at: '2026-03-01T10:00:00Z' })
    const refused = await send(busy, 'timewarrior', open)
    expect(refused.body).toMatchObject({
      timeEntries: nothing,
      labels: { created: 0 },
      skipped: [{ line: 1, message: expect.stringContaining('a timer runs here') }],
    })
    expect((await busy.call('GET', '/v1/timer')).body.running).toMatchObject({ id: running.id, end: null })
  })

  test('dryRun tells the same counts and writes nothing', async () => {
    const me = app.person()
    for (const [format, text] of [
      ['timewarrior', file],
      ['taskwarrior', tasks],
    ] as const) {
      const before = await app.allRows(me.userId)
      const told = await send(me, format, text, '?dryRun=true')
      expect(told.body.dryRun).toBe(true)
      expect(await app.allRows(me.userId)).toEqual(before)
      expect((await send(me, format, text)).body).toEqual({ ...told.body, dryRun: false, preview: undefined })
      const again = await send(me, format, text, '?dryRun=true')
      expect((await send(me, format, text)).body).toEqual({
        ...again.body,
        dryRun: false,
        preview: undefined,
      })
    }
  })

  test('an Idempotency-Key gives the first result again', async () => {
    const { call } = app.person()
    const post = () => call('POST', '/v1/import/timewarrior', file, { 'Idempotency-Key': 'k' })
    const first = await post()
    expect(first.body.timeEntries.created).toBe(3)
    expect((await post()).body).toEqual(first.body)
  })
})

describe('taskwarrior', () => {
  test('tasks come with what they say; occurrences and deleted ones do not come', async () => {
    const me = app.person()
    const { body } = await send(me, 'taskwarrior', tasks, '?zone=UTC')
    expect(body).toMatchObject({
      rows: 39,
      tasks: { created: 36, unchanged: 0, kept: 0 },
      timeEntries: nothing,
    })
    expect(body.skipped).toHaveLength(3)
    for (const { line, message } of body.skipped)
      expect([line > 0, message.length > 10]).toEqual([true, true])

    const list = (await me.call('GET', '/v1/tasks?limit=500')).body.items
    expect(list).toHaveLength(36)
    const found = (title: string) => list.find((task: { title: string }) => task.title === title)
    const first = found('Write the méthode section')
    expect(first).toMatchObject({
      id: '80e4c61f-6767-40f3-a1fb-0c080f4a6eba',
      project: 'thesis.chapter2',
      labels: ['writing'],
      priority: 'high',
      status: 'open',
      due: '2026-12-01T17:00:00Z',
      createdAt: '2026-11-22T11:29:27Z',
      description: expect.stringContaining('https://example.com/x?a=1&b=2'),
    })
    expect(found('Send draft to Ана for review')).toMatchObject({ dependsOn: [first.id], labels: ['review'] })
    expect(found('Buy a new lamp; 40W')).toMatchObject({
      due: '2026-11-28',
      waitUntil: '2026-11-26',
      project: 'home',
    })
    expect(found('Renew the certificate for api.goalixa.com')).toMatchObject({
      priority: 'medium',
      scheduled: '2026-11-25',
      expiresAt: '2027-01-01',
    })
    expect(
      list.some(
        ({ status, completedAt }: { status: string; completedAt: string | null }) =>
          status === 'done' && completedAt !== null,
      ),
    ).toBe(true)
    expect(
      list.some(({ recurrence }: { recurrence: string | null }) => recurrence?.startsWith('FREQ=')),
    ).toBe(true)

    const seq = await app.headSeq(me.userId)
    expect((await send(me, 'taskwarrior', tasks, '?zone=UTC')).body.tasks).toEqual({
      created: 0,
      unchanged: 36,
      kept: 0,
    })
    expect(await app.headSeq(me.userId)).toBe(seq)
  })

  test('what was done or removed here stays so', async () => {
    const me = app.person()
    await send(me, 'taskwarrior', tasks)
    const open = (await me.call('GET', '/v1/tasks?status=open')).body.items
    await me.call('POST', `/v1/tasks/${open[0].id}/done`)
    await me.call('DELETE', `/v1/tasks/${open[1].id}`)
    expect((await send(me, 'taskwarrior', tasks)).body.tasks).toEqual({ created: 0, unchanged: 34, kept: 2 })
    expect((await me.call('GET', `/v1/tasks/${open[0].id}`)).body.status).toBe('done')
    expect((await me.call('GET', `/v1/tasks/${open[1].id}`)).status).toBe(404)
  })
})
