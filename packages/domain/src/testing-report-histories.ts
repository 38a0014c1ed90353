/**
 * Random histories for tests of reports, and what reports of them must say, worked out in the slowest and plainest way:
 * day by day, entry by entry, without any function of the real reports. A seed gives the same history everywhere.
 */
import type { Report, ReportBy, ReportTotals } from '@goalixa/contracts/reports'

interface Belonging {
  readonly task: number | null
  readonly project: number | null
  readonly labels: readonly number[]
  readonly billable: boolean
}

interface HistoryEntry extends Belonging {
  /** Epoch seconds; one entry at most runs. */
  readonly start: number
  readonly end: number | null
}

/** Without a start and an end. */
interface HistoryUntimed extends Belonging {
  readonly date: string
  readonly seconds: number
}

export interface ReportHistory {
  readonly zone: string
  readonly weekStart: number
  readonly from: string
  readonly to: string
  /** Epoch seconds. */
  readonly asOf: number
  readonly entries: readonly HistoryEntry[]
  readonly untimed: readonly HistoryUntimed[]
  /** Labels of the three tasks and of the three projects. */
  readonly taskLabels: readonly (readonly number[])[]
  readonly projectLabels: readonly (readonly number[])[]
}

const zones = Intl.supportedValuesOf('timeZone')
const [day, hour] = [86_400, 3600]

/** Seeds in a row go through all IANA zones. Two of three lie around a change of the clock, if the zone has any. */
export function historyOf(seed: number): ReportHistory {
  const draw = randomOf(seed)
  const below = (most: number) => Math.floor(draw() * most)
  const oneOf = <Item>(items: readonly Item[]): Item => items[below(items.length)]!
  const some = (most: number) => Array.from({ length: most }, (_, at) => at).filter(() => draw() < 0.2)
  const zone = zones[seed % zones.length]!

  const anywhere = Temporal.PlainDate.from('1950-01-01').add({ days: below(31_000) })
  const change = anywhere.toZonedDateTime(zone).getTimeZoneTransition('next')
  const isNear = change !== null && change.year < 2036 && draw() < 0.67
  const first = (isNear ? change.toPlainDate() : anywhere).subtract({ days: below(9) })
  const end = first.add({ days: 1 + below(draw() < 0.1 ? 60 : 12) })
  const [from, to] = [first.toString(), end.toString()]
  const starts = dayStarts(from, to, zone)
  const [rangeStart, rangeEnd] = [starts[0]!, starts.at(-1)!]

  const lengths = [
    () => 0,
    () => 1,
    () => 30 * 60,
    () => below(5 * hour),
    () => below(14 * hour),
    () => day + below(3 * hour),
    () => below(5 * day),
    () => rangeEnd - rangeStart + 9 * day,
  ]
  const entries = Array.from({ length: below(13) }, (): HistoryEntry => {
    const near = rangeStart - 3 * day + below(rangeEnd - rangeStart + 4 * day)
    const start = draw() < 0.3 ? oneOf(starts) + oneOf([-1, 0, 1, -hour, hour]) : near
    return {
      task: oneOf([null, 0, 1, 2]),
      project: oneOf([null, 0, 1, 2]),
      labels: some(3),
      billable: draw() < 0.4,
      start,
      end: start + oneOf(lengths)(),
    }
  })
  const running = draw() < 0.4 ? entries.length - 1 : -1
  // On the days of the range, those around it, and days that the zone skipped.
  const days = datesOf(first.subtract({ days: 2 }).toString(), end.add({ days: 2 }).toString())
  const untimed = Array.from({ length: draw() < 0.5 ? 0 : below(7) }, (): HistoryUntimed => ({
    task: oneOf([null, 0, 1, 2]),
    project: oneOf([null, 0, 1, 2]),
    labels: some(3),
    billable: draw() < 0.4,
    date: oneOf(days),
    seconds: 1 + below(6 * hour),
  }))
  return {
    zone,
    weekStart: 1 + below(7),
    from,
    to,
    asOf: rangeStart - day + below(rangeEnd - rangeStart + 2 * day),
    entries: entries.map((entry, at) => (at === running ? { ...entry, end: null } : entry)),
    untimed,
    taskLabels: [some(3), some(3), some(3)],
    projectLabels: [some(3), some(3), some(3)],
  }
}

/** Tasks are called `t0` to `t2`, projects `p0`, labels `l0`. */
export interface ExpectedReport {
  readonly totals: ReportTotals
  /** By name, or by the first day of a day, week or month; only calendar groups may be 0. */
  readonly groups: Readonly<Record<ReportBy, ReadonlyMap<string, number>>>
  readonly byDay: readonly { readonly date: string; readonly totals: ReportTotals }[]
}

export function expectedOf(history: ReportHistory): ExpectedReport {
  const { from, to, zone, asOf, weekStart } = history
  const starts = dayStarts(from, to, zone)
  const dates = datesOf(from, to)
  const labelsOf = (entry: Belonging) => [
    ...new Set([
      ...entry.labels,
      ...(entry.task === null ? [] : history.taskLabels[entry.task]!),
      ...(entry.project === null ? [] : history.projectLabels[entry.project]!),
    ]),
  ]
  const counted = history.entries.map((entry) => ({
    ...entry,
    until: entry.end ?? Math.max(entry.start, asOf),
    all: labelsOf(entry),
  }))
  const untimedOn = dates.map((date) =>
    history.untimed
      .filter((entry) => entry.date === date)
      .map((entry) => ({ ...entry, all: labelsOf(entry) })),
  )
  const inside = (entry: (typeof counted)[number], a: number, b: number) =>
    Math.max(0, Math.min(entry.until, b) - Math.max(entry.start, a))

  /** Of the days from one of {@link dates} to before another. */
  const totalsIn = (firstDay: number, endDay: number): ReportTotals => {
    const [a, b] = [starts[firstDay]!, starts[endDay]!]
    const untimed = untimedOn.slice(firstDay, endDay).flat()
    const sum = (weight: (entry: Belonging & { readonly all: readonly number[] }) => number) =>
      counted.reduce((all, entry) => all + weight(entry) * inside(entry, a, b), 0) +
      untimed.reduce((all, entry) => all + weight(entry) * entry.seconds, 0)
    const untimedSeconds = untimed.reduce((all, { seconds }) => all + seconds, 0)
    const attributedSeconds = sum(() => 1)
    // Between two edges nothing begins or ends: each such stretch is covered as a whole, or not at all.
    const edges = [...new Set([a, b, ...counted.flatMap(({ start, until }) => [start, until])])]
      .filter((edge) => edge >= a && edge <= b)
      .toSorted((x, y) => x - y)
    const wallClockSeconds = edges
      .slice(1)
      .map((edge, at) => [edges[at]!, edge] as const)
      .filter(([x, y]) => counted.some(({ start, until }) => start <= x && until >= y))
      .reduce((all, [x, y]) => all + y - x, 0)
    return {
      wallClockSeconds,
      attributedSeconds,
      overlapSeconds: attributedSeconds - untimedSeconds - wallClockSeconds,
      untimedSeconds,
      untaggedSeconds: sum(({ all }) => Number(all.length === 0)),
      multiLabelSeconds: sum(({ all }) => Math.max(0, all.length - 1)),
      billableSeconds: sum(({ billable }) => Number(billable)),
    }
  }

  const groups: Record<ReportBy, Map<string, number>> = {
    client: new Map(),
    project: new Map(),
    task: new Map(),
    label: new Map(),
    day: new Map(),
    week: new Map(),
    month: new Map(),
  }
  const add = (by: ReportBy, key: string, seconds: number) =>
    groups[by].set(key, (groups[by].get(key) ?? 0) + seconds)
  dates.forEach((date, at) => {
    const [a, b] = [starts[at]!, starts[at + 1]!]
    const parts = [
      ...counted.map((entry) => ({ entry, part: inside(entry, a, b) })),
      ...untimedOn[at]!.map((entry) => ({ entry, part: entry.seconds })),
    ]
    const seconds = parts.reduce((all, { part }) => all + part, 0)
    add('day', date, seconds)
    add('week', weekOf(date, weekStart), seconds)
    add('month', `${date.slice(0, 7)}-01`, seconds)
    for (const { entry, part } of parts) {
      if (part === 0) continue
      // Its projects have no clients.
      add('client', '(none)', part)
      add('project', entry.project === null ? '(none)' : `p${entry.project}`, part)
      add('task', entry.task === null ? '(none)' : `t${entry.task}`, part)
      for (const label of entry.all) add('label', `l${label}`, part)
      if (entry.all.length === 0) add('label', '(none)', part)
    }
  })
  return {
    totals: totalsIn(0, dates.length),
    groups,
    byDay: dates.map((date, at) => ({ date, totals: totalsIn(at, at + 1) })),
  }
}

/** The groups of a report as {@link ExpectedReport} has them. */
export const groupsOf = ({ by, groups }: Pick<Report, 'by' | 'groups'>): Map<string, number> =>
  new Map(
    groups.map(({ key, name, seconds }) => [
      by === 'day' || by === 'week' || by === 'month' ? key! : name,
      seconds,
    ]),
  )

function datesOf(from: string, to: string): string[] {
  const dates: string[] = []
  for (let date = from; date < to; date = Temporal.PlainDate.from(date).add({ days: 1 }).toString())
    dates.push(date)
  return dates
}

/** One day at a time, back to the day on which weeks begin. */
function weekOf(date: string, weekStart: number): string {
  let first = Temporal.PlainDate.from(date)
  while (first.dayOfWeek !== weekStart) first = first.subtract({ days: 1 })
  return first.toString()
}

const dayStarts = (from: string, to: string, zone: string): number[] =>
  [...datesOf(from, to), to].map((date) => firstInstant(date, zone))

/**
 * The first second whose date on the wall is `date` or later: tried are midnight with every offset of the days around,
 * and each change of the clock itself.
 */
function firstInstant(date: string, zone: string): number {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds / 1000
  const at = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(zone)
  const offsets: number[] = []
  const changes: number[] = []
  for (let now = at(midnight - 3 * day); now.epochMilliseconds / 1000 < midnight + 3 * day;) {
    offsets.push(now.offsetNanoseconds / 1e9)
    const next = now.getTimeZoneTransition('next')
    if (next === null) break
    changes.push(next.epochMilliseconds / 1000)
    now = next
  }
  const tried = [...offsets.map((offset) => midnight - offset), ...changes]
  return Math.min(...tried.filter((instant) => at(instant).toPlainDate().toString() >= date))
}

/** Mulberry32: 0 to 1, the same for a seed on every machine. */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e37_79b9)
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
