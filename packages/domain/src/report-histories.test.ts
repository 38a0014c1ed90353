/** Reports of random histories against a slow reference, to the second (D3 to D9, E5, E7). */
import type { Report } from '@goalixa/contracts/reports'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { expect, test } from 'vitest'
import { toInstantText } from './calendar.ts'
import { detailedOf, hoursReportOf, weeklyOf } from './plans/report-details.ts'
import type { ReportRange, Tracked } from './plans/reports.ts'
import { reportOf, reportRange } from './plans/reports.ts'
import type { ReportHistory } from './testing-report-histories.ts'
import { expectedOf, groupsOf, historyOf } from './testing-report-histories.ts'

const histories = Number(process.env['REPORT_HISTORIES'] ?? 600)
const firstSeed = Number(process.env['REPORT_FIRST_SEED'] ?? 1)

const settings = { zone: null, weekStart: 1 }
const ids = ['0', '1', '2']

const ownOf = ({
  task,
  project,
  labels,
  billable,
}: Pick<ReportHistory['untimed'][number], 'task' | 'project' | 'labels' | 'billable'>) => ({
  taskId: task === null ? null : `t${task}`,
  projectId: project === null ? null : `p${project}`,
  labelIds: labels.map((label) => `l${label}`),
  billable,
})

const trackedOf = (
  { entries, untimed, taskLabels, projectLabels, asOf }: ReportHistory,
  by: string,
): Tracked => ({
  own: [
    ...entries.map(({ start, end, ...entry }) => ({
      ...ownOf(entry),
      spans: [start, end ?? Math.max(start, asOf)],
    })),
    ...untimed.map((entry) => ({ ...ownOf(entry), spans: [], untimed: [entry] })),
  ],
  inherited: new Map([
    ...taskLabels.map((labels, at) => [`t${at}`, labels.map((label) => `l${label}`)] as const),
    ...projectLabels.map((labels, at) => [`p${at}`, labels.map((label) => `l${label}`)] as const),
  ]),
  labelNames: new Map(ids.map((id) => [`l${id}`, `l${id}`])),
  wantedLabels: [],
  names: new Map(ids.map((id) => [by === 'task' ? `t${id}` : `p${id}`, by === 'task' ? `t${id}` : `p${id}`])),
})

const listed = ({ entries, untimed, asOf }: ReportHistory): TimeEntry[] => [
  ...entries.map((entry, at) => ({
    ...aRow(`1${at}`, entry.billable),
    start: toInstantText(entry.start),
    end: entry.end === null ? null : toInstantText(entry.end),
    durationSeconds: (entry.end ?? Math.max(entry.start, asOf)) - entry.start,
  })),
  ...untimed.map((entry, at) => ({
    ...aRow(`2${at}`, entry.billable),
    date: entry.date,
    durationSeconds: entry.seconds,
  })),
]

const aRow = (id: string, billable: boolean): TimeEntry => ({
  id,
  description: '',
  taskId: null,
  projectId: null,
  project: null,
  labels: [],
  start: null,
  end: null,
  date: null,
  durationSeconds: 0,
  zone: 'UTC',
  billable,
  source: 'cli',
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
})

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** All that a report says of itself must fit together, whatever it is grouped by (D4, D5). */
function reconciles({ by, totals, groups }: Report): void {
  expect(totals.attributedSeconds - totals.overlapSeconds - totals.untimedSeconds).toBe(
    totals.wallClockSeconds,
  )
  expect(sum(groups.map(({ seconds }) => seconds))).toBe(
    totals.attributedSeconds + (by === 'label' ? totals.multiLabelSeconds : 0),
  )
  if (by === 'label')
    expect(groups.find(({ key }) => key === null)?.seconds ?? 0).toBe(totals.untaggedSeconds)
}

function check(seed: number): void {
  const history = historyOf(seed)
  const expected = expectedOf(history)
  const rangeBy = (by: ReportRange['by'], days = history) =>
    reportRange(
      { ...days, zone: history.zone, weekStart: history.weekStart, by },
      settings,
      history.asOf * 1000,
    )
  for (const by of reportGroupings) {
    const report = reportOf(rangeBy(by), trackedOf(history, by))
    expect(report.totals).toEqual(expected.totals)
    expect(groupsOf(report)).toEqual(expected.groups[by])
    reconciles(report)
  }
  // Both totals of the days add up to those of the range (D9).
  expect(sum(expected.byDay.map(({ totals }) => totals.wallClockSeconds))).toBe(
    expected.totals.wallClockSeconds,
  )

  const byDay = rangeBy('day')
  const detailed = detailedOf(reportOf(byDay, trackedOf(history, 'day')), byDay, {
    entries: listed(history),
    taskTitles: new Map(),
  })
  const perDay = new Map([...expected.groups.day].map(([date]) => [date, 0]))
  for (const { date, seconds } of detailed.entries.flatMap(({ parts }) => parts))
    perDay.set(date, perDay.get(date)! + seconds)
  expect(perDay).toEqual(expected.groups.day)

  const hours = hoursReportOf(byDay, trackedOf(history, 'day'))
  expect(sum(hours.hours.flat())).toBe(expected.totals.attributedSeconds - expected.totals.untimedSeconds)

  if (expected.byDay.length > 7) return
  for (const by of ['project', 'task', 'label'] as const) {
    const week = weeklyOf({ ...rangeBy(by), by }, trackedOf(history, by))
    expect(week.byDay).toEqual(expected.byDay)
    for (const group of week.groups) expect(sum(group.daySeconds)).toBe(group.seconds)
    week.byDay.forEach(({ totals }, at) =>
      expect(sum(week.groups.map(({ daySeconds }) => daySeconds[at]!))).toBe(
        totals.attributedSeconds + (by === 'label' ? totals.multiLabelSeconds : 0),
      ),
    )
  }
}

test(`reports of ${histories} histories say what a count day by day says`, { timeout: 3_600_000 }, () => {
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    try {
      check(seed)
    } catch (error) {
      const replay = `REPORT_FIRST_SEED=${seed} REPORT_HISTORIES=1 npx vitest run packages/domain/src/report-histories.test.ts`
      throw new Error(`History ${seed} of ${historyOf(seed).zone}: ${replay}`, { cause: error })
    }
  }
})

test('the histories know what makes reports hard', () => {
  const drawn = Array.from({ length: 1200 }, (_, seed) => historyOf(seed))
  const share = (has: (history: ReportHistory) => boolean) => drawn.filter(has).length / drawn.length
  expect(new Set(drawn.map(({ zone }) => zone)).size).toBe(Intl.supportedValuesOf('timeZone').length)
  expect(share(({ entries }) => entries.some(({ end }) => end === null))).toBeGreaterThan(0.2)
  expect(share((history) => expectedOf(history).totals.overlapSeconds > 0)).toBeGreaterThan(0.5)
  expect(share((history) => expectedOf(history).totals.untimedSeconds > 0)).toBeGreaterThan(0.3)
  expect(share((history) => expectedOf(history).totals.untaggedSeconds > 0)).toBeGreaterThan(0.3)
  const hasOddDay = (history: ReportHistory) =>
    Temporal.PlainDate.from(history.to).toZonedDateTime(history.zone).offset !==
    Temporal.PlainDate.from(history.from).toZonedDateTime(history.zone).offset
  expect(share(hasOddDay)).toBeGreaterThan(0.15)
})
