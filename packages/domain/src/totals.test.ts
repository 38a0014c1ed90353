import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReportBy } from '@goalixa/contracts/reports'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { Bucket } from './calendar.ts'
import { dayBuckets, monthBuckets, startOfDay, weekBuckets } from './calendar.ts'
import type { Totals, TrackedSpans } from './totals.ts'
import { nameOfNone, totalsOf } from './totals.ts'

const nameOf = (id: string) => `name of ${id}`
const groupOf = (spans: number[], given: Partial<TrackedSpans> = {}): TrackedSpans => ({
  taskId: null,
  projectId: null,
  labelIds: [],
  ...given,
  spans,
})
const total = (groups: Totals['groups']) => groups.reduce((all, group) => all + group.seconds, 0)

/** The same by counting every second of the range: slow, and easy to believe. */
function secondBySecond(tracked: readonly TrackedSpans[], start: number, end: number) {
  const perLabel = new Map<string | null, number>()
  let [attributed, wallClock, untagged, multi, billed] = [0, 0, 0, 0, 0]
  for (let second = start; second < end; second++) {
    let covered = false
    for (const { spans, labelIds, billable } of tracked) {
      for (let index = 0; index < spans.length; index += 2) {
        if (second < spans[index]! || second >= spans[index + 1]!) continue
        covered = true
        attributed++
        if (billable === true) billed++
        if (labelIds.length === 0) untagged++
        else multi += labelIds.length - 1
        for (const label of labelIds.length === 0 ? [null] : labelIds)
          perLabel.set(label, (perLabel.get(label) ?? 0) + 1)
      }
    }
    if (covered) wallClock++
  }
  return {
    perLabel,
    totals: {
      wallClockSeconds: wallClock,
      attributedSeconds: attributed,
      overlapSeconds: attributed - wallClock,
      untimedSeconds: 0,
      untaggedSeconds: untagged,
      multiLabelSeconds: multi,
      billableSeconds: billed,
    },
  }
}

const ids = fc.constantFrom(null, 'a', 'b', 'c')
const groups: fc.Arbitrary<TrackedSpans[]> = fc.array(
  fc.record({
    taskId: ids,
    projectId: ids,
    labelIds: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
    billable: fc.constantFrom(undefined, true, false),
    // Also before and after the range, touching, of length zero, and one over all of it.
    spans: fc
      .array(
        fc.tuple(
          fc.integer({ min: -20, max: 140 }),
          fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.constant(200)),
        ),
        { maxLength: 6 },
      )
      .map((all) => all.flatMap(([start, length]) => [start, start + length])),
  }),
  { maxLength: 6 },
)
/** Cuts `[0, 100)` into buckets; the same cut twice makes one of length 0, as a skipped date is. */
const cuts: fc.Arbitrary<Bucket[]> = fc
  .array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 })
  .map((given) => {
    const edges = [0, ...given.toSorted((a, b) => a - b), 100]
    return edges
      .slice(1)
      .map((end, index) => ({ key: String(index), name: `bucket ${index}`, start: edges[index]!, end }))
  })
const report = (tracked: readonly TrackedSpans[], by: ReportBy, buckets: readonly Bucket[] = []) =>
  totalsOf(tracked, { start: 0, end: 100, by, buckets, nameOf })

describe('totals (D4, D5)', () => {
  test('they are what counting second by second gives, and reconcile', () => {
    fc.assert(
      fc.property(groups, (tracked) => {
        const slow = secondBySecond(tracked, 0, 100)
        for (const by of ['project', 'task', 'label'] as const) {
          const { totals, groups: lines } = report(tracked, by)
          expect(totals).toEqual(slow.totals)
          expect(total(lines)).toBe(
            totals.attributedSeconds + (by === 'label' ? totals.multiLabelSeconds : 0),
          )
        }
        const byLabel = report(tracked, 'label').groups
        expect(new Map(byLabel.map(({ key, seconds }) => [key, seconds]))).toEqual(slow.perLabel)
        expect(byLabel.find(({ key }) => key === null)?.seconds ?? 0).toBe(slow.totals.untaggedSeconds)
      }),
      { numRuns: 400 },
    )
  })

  test('untimed entries count on their date, in every grouping, and never by the clock (D4, D5, D10)', () => {
    const day = { from: '2026-03-02', to: '2026-03-03', start: 0, end: 100, nameOf }
    const untimed = [
      { date: '2026-03-01', seconds: 5 },
      { date: '2026-03-02', seconds: 7 },
      { date: '2026-03-02', seconds: 2 },
      { date: '2026-03-03', seconds: 11 },
    ]
    const tracked = [groupOf([0, 60, 50, 80], { labelIds: ['x'], untimed }), groupOf([], { untimed })]
    const { totals, groups: lines } = totalsOf(tracked, { ...day, by: 'label', buckets: [] })
    expect(totals).toMatchObject({
      attributedSeconds: 108,
      overlapSeconds: 10,
      untimedSeconds: 18,
      wallClockSeconds: 80,
      untaggedSeconds: 9,
    })
    expect(total(lines)).toBe(totals.attributedSeconds)
    const bucket = (date: string, start: number, end: number) => ({ key: date, name: date, start, end })
    // A date that the zone skipped has no length, and keeps what was logged on it.
    const buckets = [bucket('2026-03-01', 0, 50), bucket('2026-03-02', 50, 50), bucket('2026-03-03', 50, 100)]
    const range = { ...day, from: '2026-03-01', to: '2026-03-04' }
    const byDay = totalsOf([groupOf([], { untimed })], { ...range, by: 'day', buckets }).groups
    expect(byDay.map(({ seconds }) => seconds)).toEqual([5, 9, 11])
  })

  test('buckets are clipped at their edges and add up to the range, the empty ones too (D9)', () => {
    fc.assert(
      fc.property(groups, cuts, (tracked, buckets) => {
        const { totals, groups: lines } = report(tracked, 'day', buckets)
        expect(totals).toEqual(report(tracked, 'project').totals)
        expect(lines.map(({ name, seconds }) => [name, seconds])).toEqual(
          buckets.map(({ name, start, end }) => [
            name,
            secondBySecond(tracked, start, end).totals.attributedSeconds,
          ]),
        )
        expect(total(lines)).toBe(totals.attributedSeconds)
        const parts = buckets.map(
          ({ start, end }) => totalsOf(tracked, { start, end, by: 'project', buckets: [], nameOf }).totals,
        )
        expect(parts.reduce((all, part) => all + part.wallClockSeconds, 0)).toBe(totals.wallClockSeconds)
      }),
      { numRuns: 400 },
    )
  })

  test('neither the order of the input nor how it is grouped changes anything', () => {
    fc.assert(
      fc.property(
        groups.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([tracked, shuffled]) => {
          const apart = shuffled.flatMap((group) =>
            Array.from({ length: group.spans.length / 2 }, (_, index) => ({
              ...group,
              spans: Array.from(group.spans).slice(index * 2, index * 2 + 2),
            })),
          )
          for (const by of ['project', 'task', 'label'] as const) {
            expect(report(shuffled, by)).toEqual(report(tracked, by))
            expect(report(apart, by)).toEqual(report(tracked, by))
          }
        },
      ),
    )
  })

  test('what has no project is named, the largest comes first, shares are parts of the attributed time', () => {
    const tracked = [
      groupOf([0, 10]),
      groupOf([0, 30], { projectId: 'a' }),
      groupOf([20, 40], { projectId: 'b' }),
      groupOf([0, 0], { projectId: 'c' }),
    ]
    expect(report(tracked, 'project').groups).toEqual([
      { key: 'a', name: 'name of a', seconds: 30, share: 0.5 },
      { key: 'b', name: 'name of b', seconds: 20, share: 0.3333 },
      { key: null, name: nameOfNone, seconds: 10, share: 0.1667 },
    ])
  })

  test.each(reportGroupings)('nothing by %s is zero everywhere, without a division by it', (by) => {
    const buckets = by === 'day' ? dayBuckets('2026-03-02', '2026-03-03', 'UTC', 1) : []
    const { totals, groups: lines } = report([groupOf([50, 50])], by, buckets)
    expect(Object.values(totals).every((seconds) => seconds === 0)).toBe(true)
    expect(lines.every(({ seconds, share }) => seconds === 0 && share === 0)).toBe(true)
  })
})

describe('over changes of the clock (D8)', () => {
  test.each([
    ['Europe/Berlin', '2026-03-29', 23 * 3600],
    ['Europe/Berlin', '2026-10-25', 25 * 3600],
    ['Australia/Lord_Howe', '2026-04-05', 24.5 * 3600],
    ['Pacific/Apia', '2011-12-30', 0],
    ['Asia/Tehran', '2022-03-22', 23 * 3600],
    ['Africa/Cairo', '2024-04-26', 23 * 3600],
  ])('%s on %s has %d seconds, and days, weeks and months add up', (zone, date, seconds) => {
    const from = Temporal.PlainDate.from(date).subtract({ days: 20 }).toString()
    const to = Temporal.PlainDate.from(date).add({ days: 20 }).toString()
    const range = { start: startOfDay(from, zone), end: startOfDay(to, zone), nameOf }
    const always = [groupOf([range.start - 1000, range.end + 1000])]
    const days = totalsOf(always, { ...range, by: 'day', buckets: dayBuckets(from, to, zone, 1) })
    expect(days.groups.find(({ key }) => key === date)?.seconds).toBe(seconds)
    expect(total(days.groups)).toBe(range.end - range.start)
    for (const [by, bucketsOf] of [
      ['week', weekBuckets],
      ['month', monthBuckets],
    ] as const) {
      for (let weekStart = 1; weekStart <= 7; weekStart++) {
        const report = totalsOf(always, { ...range, by, buckets: bucketsOf(from, to, zone, weekStart) })
        expect(total(report.groups)).toBe(range.end - range.start)
        expect(report.totals).toEqual(days.totals)
      }
    }
  })
})
