/** Untimed entries: the same answers from both stores, and as a person types them, the real command with the app. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp } from '@goalixa/app/testing'
import type { Person, TestApp } from '@goalixa/app/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from './store.ts'
import { bothSides, play } from './testing/both-sides.ts'

const now = Date.parse('2026-03-04T17:00:00Z')
let app: TestApp
let folder: string
beforeAll(async () => {
  app = await startTestApp(() => now)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-untimed-'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const at = (time: string) => `2026-03-02T${time}:00Z`
const untimed = (date: string, durationSeconds: number, description: string) => (store: Store) =>
  store.timeEntries.create({ date, durationSeconds, description, labels: ['deep'], zone: 'Asia/Tehran' })
const days = { from: '2026-03-02', to: '2026-03-04', zone: 'Pacific/Kiritimati' }

test('the local store keeps and counts untimed entries as the server does (D4, D5, D10)', async () => {
  const sides = await bothSides(app, () => now)
  try {
    await play(
      sides,
      {
        label: (store) => store.labels.create({ name: 'deep' }),
        goal: (store, { label }) => store.goals.create({ name: 'thesis', labelId: label! }),
        week: (store, { label }) =>
          store.weeklyGoals.create({
            title: 'deep',
            weekStart: '2026-03-02',
            targetSeconds: 7200,
            labelId: label!,
          }),
        habit: (store, { label }) =>
          store.habits.create({
            name: 'dig',
            frequency: { kind: 'daily' },
            autoLabelId: label!,
            autoSeconds: 600,
          }),
        target: (store) => store.planner.setTarget('2026-03-02', { seconds: 7200 }),
        read: untimed('2026-03-02', 3600, 'read'),
        late: untimed('2026-03-03', 600, 'late'),
        today: untimed('2026-03-04', 900, 'today'),
        outside: untimed('2026-03-09', 60, 'outside'),
        timed: (store) =>
          store.timeEntries.create({
            description: 'timed',
            start: at('09:00'),
            end: at('10:00'),
            labels: [],
          }),
        'neither of both': (store) => store.timeEntries.create({ description: 'nothing' }),
        'both of them': (store) =>
          store.timeEntries.create({ start: at('09:00'), end: at('10:00'), date: '2026-03-02' }),
        'no day': (store) => store.timeEntries.create({ durationSeconds: 60 }),
        'no length': (store) => store.timeEntries.create({ date: '2026-03-02' }),
        'nothing long': (store) => store.timeEntries.create({ date: '2026-03-02', durationSeconds: 0 }),
        'another day': (store, { late }) =>
          store.timeEntries.update(late!, { date: '2026-03-02', durationSeconds: 1200 }),
        'half the times': (store, { late }) => store.timeEntries.update(late!, { start: at('12:00') }),
        'times for it': (store, { today }) =>
          store.timeEntries.update(today!, { start: at('12:00'), end: at('12:30') }),
        'no times any more': (store, { today }) =>
          store.timeEntries.update(today!, { date: '2026-03-04', durationSeconds: 900 }),
        'half of it': (store, { timed }) => store.timeEntries.update(timed!, { durationSeconds: 60 }),
        split: (store, { read }) => store.timeEntries.split(read!, { ratio: [1, 1] }),
        join: (store, { read, timed }) => store.timeEntries.join({ ids: [read!, timed!], fillGaps: true }),
        move: (store, { read }) => store.timeEntries.move(read!, { start: at('08:00') }),
        resize: (store, { read }) => store.timeEntries.resize(read!, { bySeconds: 60 }),
        fill: (store, { read }) => store.timeEntries.fill(read!, {}),
        gaps: (store) => store.timeEntries.gaps(days),
        all: (store) => store.timeEntries.list({}),
        'page by page': (store) => store.timeEntries.list({ limit: 2 }),
        'of days': (store) =>
          store.timeEntries.list({
            from: '2026-03-01T10:00:00Z',
            to: '2026-03-02T10:00:00Z',
            zone: days.zone,
          }),
        'of the last hour of a day': (store) =>
          store.timeEntries.list({
            from: '2026-03-02T09:00:00Z',
            to: '2026-03-02T09:30:00Z',
            zone: days.zone,
          }),
        'that run': (store) => store.timeEntries.list({ running: 'true' }),
        'that do not': (store) => store.timeEntries.list({ running: 'false' }),
        'by length': (store) => store.timeEntries.list({ filter: 'duration>15m' }),
        'by start': (store) => store.timeEntries.list({ filter: 'start>=2026-03-03', zone: 'UTC' }),
        'by day': (store) => store.reports.summary({ ...days, by: 'day' }),
        'by label': (store) => store.reports.summary({ ...days, by: 'label', zone: 'America/Los_Angeles' }),
        detailed: (store) => store.reports.detailed(days),
        weekly: (store) => store.reports.weekly({ ...days, by: 'label' }),
        hours: (store) => store.reports.hours(days),
        'the goal': (store, { goal }) => store.goals.get(goal!),
        'the week': (store) => store.weeklyGoals.list({}),
        'the habit': (store) => store.habits.list({}),
        'the plan': (store) => store.planner.get({ date: '2026-03-02' }),
        'what runs': (store) => store.timer.status({ ...days, from: '2026-03-03' }),
        continued: (store, { read }) => store.timer.continue({ entryId: read!, at: '2026-03-04T16:00:00Z' }),
      },
      () => undefined,
    )
    const { store } = sides.local
    const report = await store.reports.summary({ ...days, by: 'day' })
    expect(report.totals).toMatchObject({
      attributedSeconds: 8400,
      overlapSeconds: 0,
      untimedSeconds: 4800,
      wallClockSeconds: 3600,
    })
    expect((await store.weeklyGoals.list({})).items[0]).toMatchObject({ trackedSeconds: 9300 })
    expect((await store.planner.get({ date: '2026-03-02' })).target).toMatchObject({ leftSeconds: 0 })
  } finally {
    await sides.close()
  }
})

/** Runs the real command with standard input closed. */
function goalixa(person: Person, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    TZ: 'UTC',
    HOME: folder,
    GOALIXA_CONFIG_DIR: folder,
    GOALIXA_ZONE: 'UTC',
    XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
    GOALIXA_API_URL: `http://127.0.0.1:${app.port}`,
    GOALIXA_TOKEN: person.token,
  }
  const bin = join(import.meta.dirname, '..', 'bin', 'goalixa.js')
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end()
  })
}

describe('as a person types it', { timeout: 120_000 }, () => {
  test('logged with its day, shown without times, changed, and given times', async () => {
    const person = app.person()
    const logged = await goalixa(person, 'log', '1h30m', 'on', '2026-03-02', 'read papers', '+deep')
    expect(logged).toMatchObject({
      code: 0,
      err: 'Mon 2026-03-02, 1h 30m, without start and end\n',
      out: expect.stringMatching(
        /^Logged 1h 30m of "read papers" · \+deep on Mon 2026-03-02 {2}\(\w{6}\)\n$/,
      ) as string,
    })
    expect((await goalixa(person, 'entries', 'list')).out).toMatch(
      /2026-03-02 +— +— +1h 30m +read papers +\+deep/,
    )
    expect(await goalixa(person, 'split', '@1', '--ratio', '1:1')).toMatchObject({
      code: 6,
      err: 'Time of 2026-03-02 without a start and an end cannot be split\ntry: give it times: goalixa entries edit ENTRY --from 9:00 --to 10:30\n',
    })
    const shorter = await goalixa(person, 'entries', 'edit', '@1', '--duration', '1h', '--date', '2026-03-03')
    expect(shorter.out).toContain('when: Tue 2026-03-03, 1h, without start and end')
    const report = await goalixa(person, 'report', 'detailed', '2026-03-03')
    expect(report.out).toMatch(/— +1h +read papers/)
    expect(report.out).toMatch(/- untimed, without start and end +1h\n= by the clock +0m/)
    const times = ['--from', '2026-03-03T09:00Z', '--to', '2026-03-03T10:00Z']
    expect((await goalixa(person, 'entries', 'edit', '@1', ...times)).out).toContain(
      'when: Tue 2026-03-03 09:00',
    )
  })
})
