/** A report beside the same stretch of time before it. */
import type { Report, ReportComparison } from '@goalixa/contracts/reports'
import type { Days } from './report-days.ts'

/**
 * The days to compare with: whole months (so also quarters and years) with as many months before, anything else with
 * as many days right before. Civil dates; `to` is exclusive.
 */
export function daysBefore({ from, to }: Days): Days {
  const [first, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const isWholeMonths = first.day === 1 && end.day === 1
  const length = first.until(end, { largestUnit: isWholeMonths ? 'months' : 'days' })
  return { from: first.subtract(length).toString(), to: from }
}

/** `report` with what changed since `before`, which is grouped alike. */
export function comparedReport(report: Report, before: Report): Report {
  const byPlace = report.by === 'day' || report.by === 'week' || report.by === 'month'
  const groups = byPlace ? inTheirOrder(report, before) : byKey(report, before)
  const { from, to, days, totals } = before
  return {
    ...report,
    comparison: {
      from,
      to,
      days,
      totals,
      differenceSeconds: report.totals.attributedSeconds - totals.attributedSeconds,
      groups,
    },
  }
}

type Compared = ReportComparison['groups']

const compared = (group: Pick<Compared[number], 'key' | 'name' | 'seconds'>, previousSeconds: number) => ({
  key: group.key,
  name: group.name,
  seconds: group.seconds,
  previousSeconds,
  differenceSeconds: group.seconds - previousSeconds,
})

/** A month may have more days than the one before, and the other way round: what is missing counts nothing. */
function inTheirOrder(report: Report, before: Report): Compared {
  const rest = before.groups.slice(report.groups.length)
  return [
    ...report.groups.map((group, at) => compared(group, before.groups[at]?.seconds ?? 0)),
    ...rest.map((group) => compared({ ...group, seconds: 0 }, group.seconds)),
  ]
}

/** Those of the report first, then those that were there before only. */
function byKey(report: Report, before: Report): Compared {
  const previous = new Map(before.groups.map((group) => [group.key, group.seconds]))
  const present = new Set(report.groups.map(({ key }) => key))
  return [
    ...report.groups.map((group) => compared(group, previous.get(group.key) ?? 0)),
    ...before.groups
      .filter(({ key }) => !present.has(key))
      .map((group) => compared({ ...group, seconds: 0 }, group.seconds)),
  ]
}
