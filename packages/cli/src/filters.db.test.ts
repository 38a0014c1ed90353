/**
 * Filters, asked of the replica and of the server: any filter finds the same rows of any rows. The server asks
 * PostgreSQL, the device evaluates them itself.
 */
import * as fc from 'fast-check'
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { printFilter } from '@goalixa/domain/filters/print'
import { anyFilter, anyText } from '@goalixa/domain/filters/testing'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from './store.ts'
import type { Sides, Step } from './testing/both-sides.ts'
import { bothSides, play as playBoth } from './testing/both-sides.ts'

// A Thursday.
let nowMs = Date.parse('2026-03-05T09:30:00Z')
const wait = (seconds: number) => void (nowMs += seconds * 1000)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const sides = async (): Promise<Sides> => {
  const both = await bothSides(app, () => nowMs)
  closing.push(() => both.close())
  return both
}
const play = (both: Sides, steps: Record<string, Step>) => playBoth(both, steps, () => wait(7))

const known = {
  labels: ['urgent', 'deep work', 'Straße', 'é'],
  clients: ['Acme', 'Straße'],
  projects: ['ops', 'My Project', 'none'],
}
const kathmandu = { zone: 'Asia/Kathmandu', weekStart: 7 }

const times = ['2026-02-20T08:00:00Z', '2026-03-01T18:20:00Z', '2026-03-04T10:00:00Z', '2026-03-05T03:15:00Z']
const anyDue = fc.constantFrom(null, '2026-03-01', '2026-03-04', '2026-03-05', '2026-03-06', ...times)
const aTask = fc.record({
  title: anyText.map((text) => `t ${text}`),
  description: anyText,
  project: fc.constantFrom(null, ...known.projects),
  labels: fc.subarray(known.labels, { maxLength: 2 }),
  priority: fc.constantFrom('none' as const, 'low' as const, 'medium' as const, 'high' as const),
  due: anyDue,
  scheduled: anyDue,
  estimateSeconds: fc.constantFrom(null, 0, 1800, 3600, 7200),
})
const anEntry = fc.record({
  description: anyText,
  project: fc.constantFrom(null, ...known.projects),
  labels: fc.subarray(known.labels, { maxLength: 2 }),
  start: fc.constantFrom(...times),
  seconds: fc.constantFrom(0, 1200, 1800, 3600, 5400, 86_400),
  billable: fc.boolean(),
  source: fc.constantFrom('cli', 'api', 'import:toggl', 'import', 'imports'),
})
const someRows = fc.record({
  tasks: fc.array(aTask, { minLength: 24, maxLength: 24 }),
  entries: fc.array(anEntry, { minLength: 30, maxLength: 30 }),
})

/** Written on the device and sent to the server, so that ids and times are the same. */
async function fill({ local, replica, client }: Sides, seed: number): Promise<void> {
  const { store } = local
  const [rows] = fc.sample(someRows, { numRuns: 1, seed })
  const taskIds: string[] = []
  await store.projects.create({ name: 'ops', labels: ['urgent'], client: 'Acme' })
  await store.projects.create({ name: 'My Project', client: 'Straße' })
  await store.labels.create({ name: 'deep work' })
  for (const [index, task] of rows!.tasks.entries()) {
    wait(5 * 3600)
    const dependsOn = index % 4 === 3 ? [taskIds[index - 1]!, taskIds[index - 3]!] : []
    taskIds.push((await store.tasks.create({ ...task, dependsOn })).id)
  }
  for (const [index, { seconds, ...entry }] of rows!.entries.entries()) {
    const end = new Date(Date.parse(entry.start) + seconds * 1000).toISOString()
    const taskId = index % 2 === 0 ? taskIds[(index * 7) % 12]! : null
    await store.timeEntries.create({ ...entry, end, taskId })
  }
  for (const index of [1, 5, 8]) await store.tasks.done(taskIds[index]!)
  await store.tasks.update(taskIds[9]!, { status: 'archived' })
  await store.tasks.delete(taskIds[11]!)
  await store.labels.delete(
    (await store.labels.list({ name: 'é' })).items[0]?.id ?? (await store.labels.create({ name: 'é' })).id,
  )
  await store.labels.create({ name: 'É' })
  await store.timer.start({
    description: 'now',
    taskId: taskIds[0]!,
    project: 'ops',
    labels: known.labels.slice(0, 2),
  })
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  expect((await replica.status()).pending).toBe(0)
}

describe('any filter finds the same in PostgreSQL and on the device', () => {
  test.each([1, 2])('of tasks, entries and reports, rows %i', async (seed) => {
    const both = await sides()
    await fill(both, seed)
    let found = 0
    const same = async (ask: (store: Store) => Promise<unknown>) => {
      const [here, there] = await Promise.all([ask(both.local.store), ask(both.remote.store)])
      expect(here).toEqual(there)
      return here as { items: unknown[] }
    }
    await fc.assert(
      fc.asyncProperty(anyFilter('tasks', known).map(printFilter), async (filter) => {
        fc.pre(filter.length <= 2000)
        found += (await same((store) => store.tasks.list({ filter, ...kathmandu }))).items.length
      }),
      { numRuns: 60, seed },
    )
    await fc.assert(
      fc.asyncProperty(anyFilter('timeEntries', known).map(printFilter), async (filter) => {
        fc.pre(filter.length <= 2000)
        found += (await same((store) => store.timeEntries.list({ filter, ...kathmandu }))).items.length
        await same((store) =>
          store.reports.summary({ from: '2026-02-01', to: '2026-05-01', by: 'label', filter, ...kathmandu }),
        )
      }),
      { numRuns: 60, seed },
    )
    // Filters that find nothing would agree on anything.
    expect(found).toBeGreaterThan(100)
  })

  test('pages of a filtered list hold each row once', async () => {
    const both = await sides()
    await fill(both, 3)
    for (const store of [both.local.store, both.remote.store]) {
      const filter = 'due:none or priority>=low'
      const all = (await store.tasks.list({ filter })).items.map(({ id }) => id)
      const paged: string[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await store.tasks.list({ filter, limit: 3, ...(cursor === undefined ? {} : { cursor }) })
        paged.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(all.length).toBeGreaterThan(3)
      expect(paged).toEqual(all)
    }
  })
})

test('a filter that is not understood fails alike, with its place', async () => {
  const list = (filter: string) => (store: Store) => store.tasks.list({ filter })
  await play(await sides(), {
    label: (store) => store.labels.create({ name: 'urgent' }),
    'no field': list('+urgent prio:high'),
    'no label': list('+urgnt'),
    'no project': list('project:ops'),
    'no date': list('due<someday'),
    'no duration': list('tracked>2'),
    'no status': list('status:opne'),
    'of entries': list('billable:yes'),
    empty: list(' '),
    'too long': list('a'.repeat(2001)),
    entries: (store) => store.timeEntries.list({ filter: 'due<fri' }),
    report: (store) => store.reports.summary({ from: '2026-03-01', to: '2026-03-02', filter: 'duration>x' }),
  })
})
