import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OverlapPlan, PlacedEntry, Stretch } from './overlap-policies.ts'
import { keptAndAdded, planOverlaps } from './overlap-policies.ts'

const now = 100
const entry = (id: string, start: number, end: number | null): PlacedEntry => ({
  id,
  start,
  end,
  description: `work ${id}`,
})
const span = (start: number, end: number | null): Stretch => ({ start, end })

/** The entries once the plan is applied. */
const applied = (existing: readonly PlacedEntry[], { changes }: OverlapPlan): PlacedEntry[] =>
  existing.flatMap((one) => {
    const change = changes.find(({ id }) => id === one.id)
    if (change === undefined) return [one]
    const { kept, added } = keptAndAdded(change)
    return [
      ...(kept === undefined ? [] : [{ ...one, ...kept }]),
      ...added.map((stretch) => ({ ...one, ...stretch, id: `${one.id}+` })),
    ]
  })
const outcome = (plan: OverlapPlan) => plan.changes.map(({ id, what, after }) => [id, what, after])

describe('overlap policies (D18)', () => {
  const day = [
    entry('before', 0, 10),
    entry('into', 5, 15),
    entry('within', 12, 18),
    entry('around', 0, 40),
    entry('out', 18, 30),
    entry('after', 20, 25),
    entry('moment', 15, 15),
  ]

  test('split: cut what reaches in, divide what reaches around, remove what is covered', () => {
    const plan = planOverlaps('split', span(10, 20), day, now)
    expect(outcome(plan)).toEqual([
      ['around', 'split', [span(0, 10), span(20, 40)]],
      ['into', 'trim', [span(5, 10)]],
      ['within', 'remove', []],
      ['out', 'trim', [span(20, 30)]],
    ])
    expect(plan.changes.map(({ takenSeconds }) => takenSeconds)).toEqual([10, 5, 6, 2])
    expect(plan.takenSeconds).toBe(23)
    expect(plan.changes[0]!.before).toEqual(span(0, 40))
  })

  test('trim: the same, but it cuts no hole into an entry that reaches beyond both ends', () => {
    const partial = day.filter(({ id }) => id !== 'around')
    expect(outcome(planOverlaps('trim', span(10, 20), partial, now))).toEqual([
      ['into', 'trim', [span(5, 10)]],
      ['within', 'remove', []],
      ['out', 'trim', [span(20, 30)]],
    ])
    const name = '"work around", 1970-01-01T00:00:00Z – 1970-01-01T00:00:40Z (around)'
    expect(() => planOverlaps('trim', span(10, 20), day, now)).toThrow(
      expect.objectContaining({
        code: 'time_entries.overlap',
        message: `it lies within ${name}`,
        try: expect.stringContaining('split') as string,
        fields: [{ path: 'overlap', message: name }],
      }) as Error,
    )
  })

  test('forbid names what is in the way, in order, and not everything of a long list', () => {
    expect(() => planOverlaps('forbid', span(10, 20), day, now)).toThrow(
      /^it overlaps "work around".*; "work into".*; "work within".*; "work out"[^;]*$/,
    )
    const many = Array.from({ length: 70 }, (_, at) => entry(`e${at}`, at, at + 50))
    expect(() => planOverlaps('forbid', span(60, 61), many, now)).toThrow(/; 45 more$/)
    const long = { ...entry('long', 0, 9), description: '🙂'.repeat(80) }
    expect(() => planOverlaps('forbid', span(0, 9), [long], now)).toThrow(`"${'🙂'.repeat(60)}…"`)
    expect(planOverlaps('forbid', span(10, 15), [day[0]!, entry('next', 15, 20)], now).changes).toEqual([])
  })

  test('allow keeps all and says how much they share', () => {
    const plan = planOverlaps('allow', span(10, 20), [entry('into', 5, 15)], now)
    expect(plan.changes).toEqual([
      {
        id: 'into',
        what: 'keep',
        before: span(5, 15),
        after: [span(5, 15)],
        overlapSeconds: 5,
        takenSeconds: 0,
      },
    ])
    expect(plan.takenSeconds).toBe(0)
  })

  test.each<[string, Stretch, Stretch, string | undefined, Stretch[]?]>([
    [
      'goes on after a span that is over',
      span(10, 20),
      span(5, null),
      'split',
      [span(5, 10), span(20, null)],
    ],
    ['begins after a span that covers its start', span(10, 20), span(15, null), 'trim', [span(20, null)]],
    ['goes on when the span ends just now', span(10, now), span(15, null), 'trim', [span(now, null)]],
    ['ends at a span that reaches into the future', span(90, 120), span(5, null), 'trim', [span(5, 90)]],
    ['goes away in a span that reaches into the future', span(90, 120), span(95, null), 'remove', []],
    ['has no time yet in a span of the future', span(110, 120), span(5, null), undefined],
    ['has no time yet when it began just now', span(90, 120), span(now, null), undefined],
    ['ends where another begins to run', span(10, null), span(5, null), 'trim', [span(5, 10)]],
  ])('an entry that runs %s', (_, placed, running, what, after) => {
    const plan = planOverlaps('split', placed, [{ ...entry('r', 0, 0), ...running }], now)
    expect(outcome(plan)).toEqual(what === undefined ? [] : [['r', what, after]])
    const [change] = plan.changes
    if (change?.what === 'split') expect(keptAndAdded(change).kept).toEqual(span(20, null))
  })

  test('a span that runs takes what it has covered by now, and leaves the future alone', () => {
    const plan = planOverlaps('split', span(90, null), [entry('a', 80, 95), entry('b', 110, 120)], now)
    expect(outcome(plan)).toEqual([['a', 'trim', [span(80, 90)]]])
  })
})

const stretch = fc
  .record({ start: fc.integer({ min: 70, max: 115 }), length: fc.option(fc.nat(20), { freq: 6 }) })
  .map(({ start, length }) => span(start, length === null ? null : start + length))
const entries = fc
  .uniqueArray(fc.record({ id: fc.constantFrom(...'abcdefgh'), stretch }), { selector: ({ id }) => id })
  .map((all) => all.map(({ id, stretch: { start, end } }) => entry(id, start, end)))

/** The seconds that something was tracked in, one by one; what runs counts up to now. */
const secondsOf = (stretches: readonly Stretch[]): Set<number> =>
  new Set(
    stretches.flatMap(({ start, end }) =>
      Array.from({ length: Math.max(0, (end ?? Math.max(start, now)) - start) }, (_, at) => start + at),
    ),
  )
const sorted = (seconds: Iterable<number>) => [...seconds].toSorted((a, b) => a - b)
const shares = (placed: Stretch, one: Stretch): boolean => {
  const seconds = secondsOf([placed])
  return [...secondsOf([one])].some((second) => seconds.has(second))
}

/** Trim where it can, split where an entry reaches around the span. */
function planned(placed: Stretch, existing: readonly PlacedEntry[]): OverlapPlan {
  const split = planOverlaps('split', placed, existing, now)
  if (split.changes.some(({ what }) => what === 'split')) {
    expect(() => planOverlaps('trim', placed, existing, now)).toThrow('it lies within')
  } else {
    expect(planOverlaps('trim', placed, existing, now)).toEqual({ ...split, policy: 'trim' })
  }
  return split
}
const forAll = (check: (placed: Stretch, existing: readonly PlacedEntry[]) => void) =>
  fc.assert(fc.property(stretch, entries, check), { numRuns: 2000 })

describe('for any entries', () => {
  test('trim and split leave nothing that overlaps the span, and lose no minute', () => {
    forAll((placed, existing) => {
      const after = applied(existing, planned(placed, existing))
      expect(after.filter((one) => shares(placed, one))).toEqual([])
      expect(sorted(secondsOf([...after, placed]))).toEqual(sorted(secondsOf([...existing, placed])))
    })
  })

  test('every second that an entry loses is named, and is one of the span', () => {
    forAll((placed, existing) => {
      const plan = planned(placed, existing)
      for (const one of existing) {
        const change = plan.changes.find(({ id }) => id === one.id)
        const left = secondsOf(change?.after ?? [one])
        const lost = [...secondsOf([one])].filter((second) => !left.has(second))
        expect(change?.takenSeconds ?? 0).toBe(lost.length)
        expect(lost.every((second) => secondsOf([placed]).has(second))).toBe(true)
        expect(change?.after.filter(({ start, end }) => end !== null && end <= start) ?? []).toEqual([])
      }
      const sum = plan.changes.reduce((all, { takenSeconds }) => all + takenSeconds, 0)
      expect(plan.takenSeconds).toBe(sum)
    })
  })

  test('a second application changes nothing', () => {
    forAll((placed, existing) => {
      const after = applied(existing, planned(placed, existing))
      expect(planned(placed, after).changes).toEqual([])
    })
  })

  test('the order of the entries does not matter', () => {
    forAll((placed, existing) => {
      for (const policy of ['split', 'allow'] as const)
        expect(planOverlaps(policy, placed, existing.toReversed(), now)).toEqual(
          planOverlaps(policy, placed, existing, now),
        )
    })
  })

  test('allow changes nothing; forbid throws exactly when there is an overlap', () => {
    forAll((placed, existing) => {
      const kept = planOverlaps('allow', placed, existing, now)
      expect(applied(existing, kept)).toEqual(existing)
      const overlaps = existing.some((one) => shares(placed, one))
      expect(kept.changes.length > 0).toBe(overlaps)
      const forbid = () => planOverlaps('forbid', placed, existing, now)
      if (overlaps) expect(forbid).toThrow('it overlaps')
      else expect(forbid().changes).toEqual([])
    })
  })
})
