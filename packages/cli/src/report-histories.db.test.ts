/**
 * Reports of random histories (D3 to D9, E5, E7): the server's SQL, the replica of a device and a slow reference agree
 * to the second. Each history is a person of its own, who works without network and then meets the server.
 */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import { toInstantText } from '@goalixa/domain/calendar'
import { expectedOf, groupsOf, historyOf } from '@goalixa/domain/testing-report-histories'
import type { ReportHistory } from '@goalixa/domain/testing-report-histories'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from './store.ts'
import { bothSides } from './testing/both-sides.ts'

const histories = Number(process.env['REPORT_DB_HISTORIES'] ?? 20)
const firstSeed = Number(process.env['REPORT_FIRST_SEED'] ?? 1)

const written = Date.parse('2036-12-01T12:00:00Z')
let nowMs = written
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())

async function write(store: Store, history: ReportHistory): Promise<void> {
  const names = (labels: readonly number[]) => labels.map((label) => `l${label}`)
  for (const [at, labels] of history.projectLabels.entries())
    await store.projects.create({ name: `p${at}`, labels: names(labels) })
  const tasks: string[] = []
  for (const [at, labels] of history.taskLabels.entries())
    tasks.push((await store.tasks.create({ title: `t${at}`, labels: names(labels) })).id)
  for (const { task, project, labels, billable, start, end } of history.entries)
    await store.timeEntries.create({
      start: toInstantText(start),
      end: end === null ? null : toInstantText(end),
      labels: names(labels),
      taskId: task === null ? null : tasks[task]!,
      project: project === null ? null : `p${project}`,
      billable,
    })
  for (const { task, project, labels, billable, date, seconds } of history.untimed)
    await store.timeEntries.create({
      date,
      durationSeconds: seconds,
      labels: names(labels),
      taskId: task === null ? null : tasks[task]!,
      project: project === null ? null : `p${project}`,
      billable,
    })
}

async function check(seed: number): Promise<void> {
  const history = historyOf(seed)
  const expected = expectedOf(history)
  const { from, to, zone, weekStart, asOf } = history
  const asked = { from, to, zone, weekStart }
  const { local, remote, replica, client, close } = await bothSides(app, () => nowMs)
  try {
    nowMs = written
    await write(local.store, history)
    await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
    expect((await replica.status()).pending).toBe(0)
    nowMs = asOf * 1000

    /** What both answer, which must be the same to the letter. */
    const both = async <Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> => {
      const [here, there] = await Promise.all([ask(local.store), ask(remote.store)])
      expect(here).toEqual(there)
      return here
    }
    // Each grouping in turn: six histories in a row have seen them all.
    const by = reportGroupings[seed % reportGroupings.length]!
    const report = await both((store) => store.reports.summary({ ...asked, by, compare: 'true' }))
    expect(report.totals).toEqual(expected.totals)
    expect(groupsOf(report)).toEqual(expected.groups[by])
    const detailed = await both((store) => store.reports.detailed(asked))
    expect(detailed.totals).toEqual(expected.totals)
    expect(groupsOf(detailed)).toEqual(expected.groups.day)
    for (const { date } of expected.byDay) {
      const parts = detailed.entries.flatMap((entry) => entry.parts.filter((part) => part.date === date))
      expect(parts.reduce((all, { seconds }) => all + seconds, 0)).toBe(expected.groups.day.get(date))
    }
    const of = { ...asked, by: (['project', 'task', 'label'] as const)[seed % 3]! }
    if (expected.byDay.length > 7) return
    const week = await both((store) => store.reports.weekly(of))
    expect(week.byDay).toEqual(expected.byDay)
    expect(groupsOf(week)).toEqual(expected.groups[of.by])
  } finally {
    await close()
  }
}

test(
  `server and device say of ${histories} histories what a count day by day says`,
  { timeout: 7_200_000 },
  async () => {
    for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
      try {
        await check(seed)
      } catch (error) {
        const replay = `REPORT_FIRST_SEED=${seed} REPORT_DB_HISTORIES=1 npx vitest run packages/cli/src/report-histories.db.test.ts`
        throw new Error(`History ${seed} of ${historyOf(seed).zone}: ${replay}`, { cause: error })
      }
    }
  },
)
