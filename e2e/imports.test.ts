import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TerminalUser, TestStack } from './stack.ts'
import { fixture, signedInUser, startTestStack, temporaryFolder } from './stack.ts'

let stack: TestStack
let ada: TerminalUser
let folder: { path: string; remove: () => Promise<void> }
beforeAll(async () => {
  stack = await startTestStack()
  ada = await signedInUser(stack.url)
  folder = await temporaryFolder()
})
afterAll(async () => {
  await ada.leave()
  await folder.remove()
  await stack.stop()
})

interface Report {
  totals: {
    attributedSeconds: number
    wallClockSeconds: number
    untaggedSeconds: number
    multiLabelSeconds: number
  }
  groups: { key: string | null; name: string; seconds: number }[]
}
interface Totals {
  zone: string
  months: { from: string; to: string; seconds: number }[]
  days: { date: string; seconds: number }[]
  tags: { tag: string; from: string; to: string; seconds: number }[]
}
const report = (...flags: string[]) => ada.json<Report>('report', '--zone', 'Europe/Berlin', ...flags)

test('6,000 Timewarrior intervals: once, to the second', { timeout: 120_000 }, async () => {
  const file = fixture('timewarrior/export.json')
  expect(await ada.json('import', 'timewarrior', file)).toMatchObject({
    rows: 6000,
    timeEntries: { created: 6000, unchanged: 0, kept: 0 },
    skipped: [],
  })
  const again = await ada.goalixa(['import', 'timewarrior', file])
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('all 6000 rows are here already') as string,
  })

  const totals = JSON.parse(await readFile(fixture('timewarrior/totals.json'), 'utf8')) as Totals
  const [first, last] = [totals.months[0]!.from, totals.months.at(-1)!.to]
  const byMonth = await report('--from', first, '--to', last, '--by', 'month')
  expect(byMonth.groups.map(({ key, seconds }) => ({ key, seconds }))).toEqual(
    totals.months.map(({ from, seconds }) => ({ key: from, seconds })),
  )
  expect(byMonth.totals.attributedSeconds).toBe(totals.months.reduce((sum, { seconds }) => sum + seconds, 0))
  expect(byMonth.totals.wallClockSeconds).toBe(byMonth.totals.attributedSeconds)

  const byDay = new Map(
    (await report('--from', first, '--to', last, '--by', 'day')).groups.map(({ key, seconds }) => [
      key,
      seconds,
    ]),
  )
  expect(totals.days.map(({ date }) => byDay.get(date))).toEqual(totals.days.map(({ seconds }) => seconds))

  const byLabel = await report('--from', '2024-01-01', '--to', '2025-01-01', '--by', 'label')
  for (const { tag, seconds } of totals.tags) {
    expect(byLabel.groups.find(({ name }) => name === tag)?.seconds, tag).toBe(seconds)
    const filtered = await report('--from', '2024-01-01', '--to', '2025-01-01', '--label', tag)
    expect(filtered.totals.attributedSeconds, tag).toBe(seconds)
  }
  const { attributedSeconds, multiLabelSeconds } = byLabel.totals
  expect(byLabel.groups.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(
    attributedSeconds + multiLabelSeconds,
  )
})

test('Taskwarrior: every task with its fields, nothing dropped silently', async () => {
  const file = fixture('taskwarrior/export.json')
  const result = await ada.json<{ skipped: unknown[] }>('import', 'taskwarrior', file, '--zone', 'UTC')
  expect(result).toMatchObject({ rows: 39, tasks: { created: 36 } })
  expect(result.skipped).toHaveLength(3)
  const { items } = await ada.json<{ items: Record<string, unknown>[] }>(
    'task',
    'list',
    '--status',
    'open',
    '--status',
    'done',
    '--limit',
    '100',
  )
  expect(items).toHaveLength(36)
  const titled = (title: string) => items.find((task) => task['title'] === title)
  expect(titled('Write the méthode section')).toMatchObject({
    id: '80e4c61f-6767-40f3-a1fb-0c080f4a6eba',
    project: 'thesis.chapter2',
    labels: ['writing'],
    priority: 'high',
    due: '2026-12-01T17:00:00Z',
    status: 'open',
    description: '2026-11-22 see https://example.com/x?a=1&b=2',
  })
  expect(titled('Send draft to Ана for review')).toMatchObject({
    dependsOn: ['80e4c61f-6767-40f3-a1fb-0c080f4a6eba'],
  })
  expect(titled('Buy a new lamp; 40W')).toMatchObject({ waitUntil: '2026-11-26', due: '2026-11-28' })
  expect(titled('Renew the certificate for api.goalixa.com')).toMatchObject({
    scheduled: '2026-11-25',
    expiresAt: '2027-01-01',
    labels: ['k8s', 'urgent'],
  })
  expect(titled('Water the plants')).toMatchObject({ recurrence: 'FREQ=WEEKLY', due: '2026-12-05' })
  expect(items.filter((task) => task['status'] === 'done')).toHaveLength(2)
  expect((await ada.goalixa(['import', 'taskwarrior', file, '--zone', 'UTC'])).stdout).toContain(
    'Nothing new',
  )
})

test('broken files: named by line, nothing half-done', async () => {
  const text = await readFile(fixture('timewarrior/export.json'), 'utf8')
  const lines = text.split('\n')
  const files = {
    halfWritten: text.slice(0, text.length / 2),
    oneBadLine: lines.with(100, '{"id":1,"start":"not a date"},').join('\n'),
    garbage: 'hello',
    empty: '',
  }
  const path = (name: string) => join(folder.path, name)
  for (const [name, content] of Object.entries(files)) await writeFile(path(name), content)
  const bob = await signedInUser(stack.url)
  const fails = async (args: string[], code: number, word: RegExp) => {
    const { stderr, ...done } = await bob.goalixa(['import', 'timewarrior', ...args])
    expect({ ...done, stderr }).toMatchObject({ code, stderr: expect.stringMatching(word) as string })
    expect(stderr).toMatch(/\ntry: /)
  }
  await fails([path('halfWritten')], 2, /line \d+.*breaks off/i)
  await fails([path('garbage')], 2, /line 1/i)
  await fails([path('empty')], 2, /line 1|empty/i)
  await fails([path('no such file')], 2, /no such file|cannot/i)
  await fails([path('oneBadLine'), '--strict'], 6, /line 101/i)
  expect(await bob.json('entries', 'list')).toMatchObject({ items: [] })

  const result = await bob.json('import', 'timewarrior', path('oneBadLine'))
  expect(result).toMatchObject({ timeEntries: { created: 5999 }, skipped: [{ line: 101 }] })
  await bob.leave()
})

test('exports hold everything', async () => {
  const { stdout } = await ada.goalixa(['export', 'json'])
  const document = JSON.parse(stdout) as Record<string, unknown[]>
  expect(document).toMatchObject({ format: 'goalixa', version: 1 })
  expect(document['timeEntries']).toHaveLength(6000)
  expect(document['tasks']).toHaveLength(36)
  const csv = (await ada.goalixa(['export', 'csv'])).stdout
  expect(csv.split('\r\n')[0]).toBe(
    'id,start,end,tz,duration_seconds,client,project,task,note,labels,billable,source,date',
  )
})
