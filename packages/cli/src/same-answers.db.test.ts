/**
 * The promise of the local store: asked the same, it answers the same as the server. Both stores run the same
 * commands, one over a replica in SQLite without any network, one through HTTP against the app service.
 */
import { readFile } from 'node:fs/promises'
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { exportFormats } from '@goalixa/contracts/exports'
import type { ExportFormat } from '@goalixa/contracts/exports'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from './store.ts'
import type { Side, Sides, Step } from './testing/both-sides.ts'
import { bothSides, play as playBoth } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-02T09:00:00Z')
const now = () => nowMs
/** The clock of both sides moves only here. */
const wait = (seconds: number) => void (nowMs += seconds * 1000)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(now)
})
afterAll(() => app.close())

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const sides = async (): Promise<Sides> => {
  const both = await bothSides(app, now)
  closing.push(() => both.close())
  return both
}
const play = (both: Sides, steps: Record<string, Step>) => playBoth(both, steps, () => wait(7))

const at = (time: string) => `2026-03-02T${time}:00Z`
const day = { from: '2026-03-02', to: '2026-03-03', zone: 'Europe/Berlin' }
const nobody = '00000000-0000-7000-8000-000000000000'

describe('the local store answers as the server does', () => {
  test('settings', async () => {
    await play(await sides(), {
      first: (store) => store.settings.get(),
      changed: (store) => store.settings.update({ language: 'fa', rounding: { seconds: 900, mode: 'up' } }),
      'a part': (store) => store.settings.update({ pomodoro: { workSeconds: 3000 } }),
      'another part': (store) => store.settings.update({ pomodoro: { longBreakEvery: 2 } }),
      overlap: (store) => store.settings.update({ overlap: 'split' }),
      'too long': (store) => store.settings.update({ idleThresholdSeconds: 86_401 }),
      'no part': (store) => store.settings.update({ pomodoro: {} }),
      nothing: (store) => store.settings.update({}),
      now: (store) => store.settings.get(),
    })
  })

  test('labels and projects', async () => {
    await play(await sides(), {
      deep: (store) => store.labels.create({ name: '  deep ', colour: '#AABBCC' }),
      'name taken': (store) => store.labels.create({ name: 'deep' }),
      'empty name': (store) => store.labels.create({ name: ' ' }),
      'no colour': (store) => store.labels.create({ name: 'x', colour: 'red' }),
      'id taken': (store, { deep }) => store.labels.create({ id: deep!, name: 'other' }),
      Ж: (store) => store.labels.create({ name: 'Ж' }),
      𝒳: (store) => store.labels.create({ name: '𝒳' }),
      ﬀ: (store) => store.labels.create({ name: 'ﬀ' }),
      'renamed into another': (store, { deep }) => store.labels.update(deep!, { name: 'Ж' }),
      recoloured: (store, { deep }) => store.labels.update(deep!, { colour: null, archived: true }),
      'all by name': (store) => store.labels.list({}),
      archived: (store) => store.labels.list({ archived: 'true' }),
      'not archived': (store) => store.labels.list({ archived: 'no', limit: 2 }),
      'by name': (store) => store.labels.list({ name: ' deep ' }),
      'by tail': (store, { deep }) => store.labels.list({ idTail: deep!.slice(-6).toUpperCase() }),
      'limit of 0': (store) => store.labels.list({ limit: 0 }),
      'bad tail': (store) => store.labels.list({ idTail: 'x' }),
      Thesis: (store) =>
        store.projects.create({ name: 'Thesis', labels: ['deep', 'new'], billableDefault: true }),
      'project taken': (store) => store.projects.create({ name: 'Thesis' }),
      relabelled: (store, { Thesis }) => store.projects.update(Thesis!, { labels: ['new', 'Ж'] }),
      'nothing new': (store, { Thesis }) =>
        store.projects.update(Thesis!, { name: 'Thesis', labels: ['Ж', 'new'] }),
      'removed label': (store, { Ж }) => store.labels.delete(Ж!),
      'project now': (store, { Thesis }) => store.projects.get(Thesis!),
      'label gone': (store, { Ж }) => store.labels.get(Ж!),
      'gone again': (store, { Ж }) => store.labels.delete(Ж!),
      'id of the trash': (store, { Ж }) => store.labels.create({ id: Ж!, name: 'Ж' }),
      'Ж again': (store) => store.labels.create({ name: 'Ж' }),
      'removed project': (store, { Thesis }) => store.projects.delete(Thesis!),
      projects: (store) => store.projects.list({}),
      nobody: (store) => store.projects.update(nobody, { name: 'x' }),
      'no id': (store) => store.projects.get('nonsense'),
    })
  })

  test('tasks', async () => {
    await play(await sides(), {
      first: (store) =>
        store.tasks.create({
          title: ' first ',
          labels: ['a', 'b'],
          project: 'P',
          due: '2026-03-05',
          priority: 'high',
        }),
      second: (store, { first }) =>
        store.tasks.create({
          title: 'second',
          parentId: first!,
          dependsOn: [first!],
          due: '2026-03-05T10:00:00+02:00',
        }),
      'no title': (store) => store.tasks.create({ title: '  ' }),
      'no such parent': (store) => store.tasks.create({ title: 'x', parentId: nobody }),
      'no such dependency': (store) => store.tasks.create({ title: 'x', dependsOn: [nobody] }),
      'no such project': (store) => store.tasks.create({ title: 'x', projectId: nobody }),
      'both project and id': (store, { first }) =>
        store.tasks.create({ title: 'x', project: 'P', projectId: first! }),
      'unknown field': (store) => store.tasks.create({ title: 'x', mood: 'good' } as never),
      'a circle': (store, { first, second }) => store.tasks.update(first!, { parentId: second! }),
      'its own parent': (store, { first }) => store.tasks.update(first!, { parentId: first! }),
      edited: (store, { first }) =>
        store.tasks.update(first!, {
          description: 'text',
          labels: ['b', 'c'],
          project: null,
          estimateSeconds: 3600,
          recurrence: 'FREQ=WEEKLY',
          due: null,
          scheduled: '2026-03-03T00:00:00.5Z',
        }),
      timed: (store, { first }) => store.timer.start({ description: 'on it', taskId: first! }),
      done: (store, { first }) => store.tasks.done(first!),
      'done again': (store, { first }) => store.tasks.done(first!),
      'what ran': (store) => store.timeEntries.list({}),
      'done by patch': (store, { second }) => store.tasks.update(second!, { status: 'done', dependsOn: [] }),
      'done by patch again': (store, { second }) =>
        store.tasks.update(second!, { status: 'done', title: 'two' }),
      reopened: (store, { second }) => store.tasks.reopen(second!),
      'open ones': (store) => store.tasks.list({ status: ['open'] }),
      'open or done': (store) => store.tasks.list({ status: ['open', 'done'], limit: 1 }),
      'by label': (store) => store.tasks.list({ label: ['b', 'c'] }),
      'by no label': (store) => store.tasks.list({ label: ['b', 'nope'] }),
      'by project': (store) => store.tasks.list({ project: 'P' }),
      'by no project': (store) => store.tasks.list({ project: 'Q' }),
      'by title': (store) => store.tasks.list({ title: 'two' }),
      'by tail': (store, { second }) => store.tasks.list({ idTail: second!.slice(-5) }),
      'bad cursor': (store) => store.tasks.list({ cursor: 'abc' }),
      removed: (store, { second }) => store.tasks.delete(second!),
      'removed again': (store, { second }) => store.tasks.done(second!),
      all: (store) => store.tasks.list({}),
    })
  })

  test('time entries and the timer', async () => {
    await play(await sides(), {
      'nothing runs': (store) => store.timer.stop({}),
      'nothing to continue': (store) => store.timer.continue({}),
      'nothing to cancel': (store) => store.timer.cancel(),
      client: (store) => store.projects.create({ name: 'Client', billableDefault: true, labels: ['paid'] }),
      task: (store) => store.tasks.create({ title: 'Task', project: 'Client', labels: ['deep'] }),
      logged: (store, { task }) =>
        store.timeEntries.create({
          start: at('07:00'),
          end: at('08:00'),
          taskId: task!,
          labels: ['own'],
          zone: 'Asia/Tehran',
        }),
      'not billable': (store, { task }) =>
        store.timeEntries.create({
          start: at('06:00'),
          end: at('06:00'),
          taskId: task!,
          project: 'Other',
          billable: false,
        }),
      'ends before': (store) => store.timeEntries.create({ start: at('08:00'), end: at('07:59') }),
      'no such task': (store) =>
        store.timeEntries.create({ start: at('08:00'), end: at('09:00'), taskId: nobody }),
      'year 1': (store) => store.timeEntries.create({ start: '0001-01-01T00:00:00Z', end: null }),
      'no zone': (store) => store.timeEntries.create({ start: at('08:00'), end: null, zone: 'Mars/Base' }),
      started: (store) => store.timer.start({ description: 'one', labels: ['x'], project: 'Client' }),
      'started earlier': (store) => store.timer.start({ description: 'too early', at: at('05:00') }),
      switched: (store) => store.timer.start({ description: 'two' }),
      status: (store) => store.timer.status(day),
      'stopped too early': (store) => store.timer.stop({ at: at('05:00') }),
      'reopened while one runs': (store, { logged }) => store.timeEntries.update(logged!, { end: null }),
      stopped: (store) => store.timer.stop({}),
      continued: (store) => store.timer.continue({}),
      'continued another': (store, { logged }) => store.timer.continue({ entryId: logged!, zone: 'UTC' }),
      'continued none': (store) => store.timer.continue({ entryId: nobody }),
      cancelled: (store) => store.timer.cancel(),
      'cancelled again': (store) => store.timer.cancel(),
      edited: (store, { logged }) =>
        store.timeEntries.update(logged!, {
          start: at('06:30'),
          project: 'Third',
          taskId: null,
          labels: [],
          description: 'edited',
        }),
      'edited wrongly': (store, { logged }) => store.timeEntries.update(logged!, { end: at('06:00') }),
      'runs again': (store, { logged }) => store.timeEntries.update(logged!, { end: null }),
      'logged running': (store) =>
        store.timeEntries.create({ start: at('08:30'), end: null, description: 'late' }),
      'what runs': (store) => store.timeEntries.list({ running: 'true' }),
      'what does not': (store) => store.timeEntries.list({ running: 'false', limit: 2 }),
      'from, to': (store) => store.timeEntries.list({ from: at('06:00'), to: at('08:00') }),
      from: (store) => store.timeEntries.list({ from: at('08:30') }),
      to: (store) => store.timeEntries.list({ to: at('08:30') }),
      'by project': (store) => store.timeEntries.list({ project: 'Client' }),
      'by label of the project': (store) => store.timeEntries.list({ label: 'paid' }),
      'by label of the task': (store) => store.timeEntries.list({ label: ['deep'] }),
      'by task': (store, { task }) => store.timeEntries.list({ task: task! }),
      'by no task': (store) => store.timeEntries.list({ task: nobody }),
      'by tail': (store, { logged }) => store.timeEntries.list({ idTail: logged!.slice(-5) }),
      removed: (store, { logged }) => store.timeEntries.delete(logged!),
      'removed again': (store, { logged }) => store.timeEntries.get(logged!),
      'trash task': (store, { task }) => store.tasks.delete(task!),
      'trash project': (store, { client }) => store.projects.delete(client!),
      'entries keep names': (store) => store.timeEntries.list({}),
      'continued without them': (store) => store.timer.continue({}),
    })
  })

  test('pages follow each other, whichever way they are asked for', async () => {
    const both = await sides()
    const steps: Record<string, Step> = {}
    for (let minute = 10; minute < 40; minute++) {
      steps[`logged ${minute}`] = (store) =>
        store.timeEntries.create({
          start: at(`07:${minute - (minute % 2)}`),
          end: at('08:00'),
          description: String(minute),
        })
    }
    await play(both, steps)
    const all = async ({ store }: Side, query: Parameters<Store['timeEntries']['list']>[0]) => {
      const found: string[][] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await store.timeEntries.list({ ...query, limit: 7, ...(cursor && { cursor }) })
        found.push(page.items.map((entry) => entry.description))
        cursor = page.nextCursor
      }
      return found
    }
    for (const query of [
      {},
      { from: at('07:15') },
      { to: at('07:30') },
      { from: at('00:00'), to: at('07:30') },
      { running: 'false' },
    ]) {
      const pages = await all(both.local, query)
      expect(pages.length).toBeGreaterThan(2)
      expect(pages).toEqual(await all(both.remote, query))
    }
  })

  test('reports', async () => {
    const report =
      (query: object): Step =>
      (store) =>
        store.reports.summary({ ...day, by: 'project', ...query })
    await play(await sides(), {
      A: (store) => store.projects.create({ name: 'A', labels: ['la'], client: 'Acme' }),
      task: (store) => store.tasks.create({ title: 'T', labels: ['lt'], project: 'A' }),
      one: (store, { task }) =>
        store.timeEntries.create({ start: at('07:00'), end: at('08:00'), taskId: task! }),
      two: (store) =>
        store.timeEntries.create({
          start: at('07:30'),
          end: at('08:30'),
          project: 'A',
          labels: ['own', 'la'],
        }),
      three: (store) => store.timeEntries.create({ start: at('01:00'), end: at('01:10') }),
      long: (store) =>
        store.timeEntries.create({ start: '2026-02-20T00:00:00Z', end: at('00:30'), labels: ['own'] }),
      running: (store) => store.timer.start({ description: 'r', project: 'B', at: at('08:55') }),
      'by project': report({}),
      'by client': report({ by: 'client' }),
      'by task': report({ by: 'task' }),
      'by label': report({ by: 'label' }),
      'by day': report({ by: 'day', from: '2026-02-25' }),
      'by week': report({ by: 'week', from: '2026-02-01', weekStart: 7 }),
      'by month': report({ by: 'month', from: '2026-01-01', zone: 'Pacific/Chatham' }),
      'of a project': report({ project: 'A', by: 'task' }),
      billable: (store) =>
        store.timeEntries.create({ start: at('06:00'), end: at('06:20'), project: 'A', billable: true }),
      'what is billable': report({ billable: 'true' }),
      'what is not': report({ billable: 'false', by: 'label' }),
      'compared by project': report({ compare: 'true', from: '2026-02-01', to: '2026-03-01' }),
      'compared by day': report({ compare: 'true', by: 'day', from: '2026-02-20' }),
      detailed: (store) => store.reports.detailed({ ...day, from: '2026-02-19' }),
      'detailed and filtered': (store, { task }) =>
        store.reports.detailed({ ...day, task: task!, project: 'A', label: ['la'], billable: 'false' }),
      'detailed, of no project': (store) => store.reports.detailed({ ...day, project: 'none' }),
      'detailed, backwards': (store) => store.reports.detailed({ ...day, from: '2026-03-04' }),
      'a week by project': (store) => store.reports.weekly({ ...day, from: '2026-02-25' }),
      'a week by client': (store) => store.reports.weekly({ ...day, from: '2026-02-25', by: 'client' }),
      'filtered by client': report({ filter: 'client:acme' }),
      'filtered by no client': report({ filter: 'client:none', by: 'client' }),
      'a week by label': (store) => store.reports.weekly({ ...day, from: '2026-02-25', by: 'label' }),
      'a week of ten days': (store) => store.reports.weekly({ ...day, from: '2026-02-20' }),
      hours: (store) => store.reports.hours({ ...day, from: '2026-02-19', zone: 'Australia/Lord_Howe' }),
      'of labels': report({ label: ['own', 'la'] }),
      'of a task': (store, { task }) => store.reports.summary({ ...day, task: task!, by: 'label' }),
      'of no task': (store) => store.reports.summary({ ...day, task: nobody }),
      'of no label': report({ label: ['none'] }),
      backwards: report({ from: '2026-03-04' }),
      'too many days': report({ from: '2000-01-01', by: 'day' }),
      'no date': report({ from: '2026-02-30' }),
      removed: (store, { task }) => store.tasks.delete(task!),
      'by task still': report({ by: 'task' }),
      'by label still': report({ by: 'label' }),
      'label removed': async (store) =>
        store.labels.delete((await store.labels.list({ name: 'own' })).items[0]!.id),
      'by label without it': report({ by: 'label' }),
      status: (store) => store.timer.status(day),
    })
  })

  test('imports: once, dry, strict, and beside a timer that runs', { timeout: 60_000 }, async () => {
    const file = await readFile(
      new URL('../../../e2e/fixtures/timewarrior/export.json', import.meta.url),
      'utf8',
    )
    const few = file.split('\n').slice(0, 60).join('\n').replace(/,\s*$/, '\n]')
    const tasks = await readFile(
      new URL('../../../e2e/fixtures/taskwarrior/export.json', import.meta.url),
      'utf8',
    )
    const open =
      '[{"id":1,"start":"20260301T080000Z","tags":["now"]},{"id":2,"start":"20260228T080000Z","end":"20260228T090000Z"},{"start":"x"}]'
    await play(await sides(), {
      dry: (store) => store.imports.create('timewarrior', few, { dryRun: 'true', zone: 'Europe/Berlin' }),
      real: (store) => store.imports.create('timewarrior', few, { zone: 'Europe/Berlin' }),
      again: (store) => store.imports.create('timewarrior', few, { zone: 'Europe/Berlin' }),
      entries: (store) => store.timeEntries.list({ limit: 500 }),
      strict: (store) => store.imports.create('timewarrior', open, { strict: 'true' }),
      running: (store) => store.timer.start({ description: 'mine' }),
      'beside a timer': (store) => store.imports.create('timewarrior', open, {}),
      stopped: (store) => store.timer.stop({}),
      'then it runs': (store) => store.imports.create('timewarrior', open, {}),
      unreadable: (store) => store.imports.create('timewarrior', 'hello', {}),
      tasks: (store) => store.imports.create('taskwarrior', tasks, {}),
      'tasks again': (store) => store.imports.create('taskwarrior', tasks, {}),
      'all tasks': (store) => store.tasks.list({ limit: 500 }),
      'label removed': async (store) =>
        store.labels.delete((await store.labels.list({ limit: 1 })).items[0]!.id),
      'kept without it': (store) => store.imports.create('taskwarrior', tasks, {}),
      labels: (store) => store.labels.list({}),
    })
  })

  test('exports, byte for byte', async () => {
    const both = await sides()
    const text =
      (format: ExportFormat, query: object = {}): Step =>
      async (store) => {
        const chunks = await Array.fromAsync((await store.exports.get(format, query)).chunks())
        // Watson writes ids without dashes.
        return Buffer.concat(chunks)
          .toString()
          .replaceAll(/"[0-9a-f]{32}"/g, '"id"')
      }
    await play(both, {
      'empty json': text('json'),
      'empty csv': text('csv'),
      task: (store) => store.tasks.create({ title: 'a "quoted", task', labels: ['z', 'a'] }),
      project: (store) => store.projects.create({ name: '=sum', client: '=a, client' }),
      entry: (store, { task }) =>
        store.timeEntries.create({
          start: at('07:00'),
          end: at('08:00'),
          taskId: task!,
          description: 'two\nlines, "and" more\r\nthree',
          labels: ['z', 'a'],
          project: '=sum',
        }),
      running: (store) => store.timer.start({ description: ' space ' }),
      ...Object.fromEntries(exportFormats.map((format) => [format, text(format)])),
      'for spreadsheets': text('csv', { spreadsheet: 'true' }),
      'of some time': text('csv', { from: at('07:30'), to: at('08:00') }),
      'in a zone': text('toggl', { zone: 'Asia/Tehran', email: 'a@b.example' }),
      'json of some time': text('json', { from: at('07:30') }),
      'no such zone': text('kimai', { zone: 'Mars/Base' }),
    })
  })
})

test('what was done without network is the same on the server once it has arrived', async () => {
  const { local, remote, replica, client } = await sides()
  await local.store.projects.create({ name: 'P', labels: ['x'], billableDefault: true })
  const task = await local.store.tasks.create({ title: 'T', project: 'P' })
  wait(60)
  await local.store.timer.start({ description: 'on T', taskId: task.id })
  wait(600)
  await local.store.timer.start({ description: 'next', labels: ['y'] })
  wait(60)
  await local.store.timer.stop({})
  await local.store.imports.create(
    'timewarrior',
    '[{"start":"20260228T080000Z","end":"20260228T090000Z","tags":["t"]}]',
    {},
  )
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  expect((await replica.status()).pending).toBe(0)
  for (const ask of [
    (store: Store) => store.timeEntries.list({}),
    (store: Store) => store.tasks.list({}),
    (store: Store) => store.projects.list({}),
    (store: Store) => store.labels.list({}),
    (store: Store) => store.reports.summary({ ...day, from: '2026-02-01', by: 'label' }),
    async (store: Store) => (await store.exports.get('json')).text(),
  ])
    expect(await ask(local.store)).toEqual(await ask(remote.store))
})
