import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planJoin } from './joins.ts'
import type { PlacedEntry } from './overlap-policies.ts'
import { splitStretch } from './splits.ts'

const asOf = 1000
const entry = (id: string, start: number, end: number | null): PlacedEntry => ({
  id,
  start,
  end,
  description: id,
})
const [a, b, touching, later] = [
  entry('a', 100, 200),
  entry('b', 150, 300),
  entry('t', 200, 250),
  entry('l', 400, 500),
]

describe('entries are joined (E6)', () => {
  it.each([
    ['that touch', [a, touching], [100, 250], 'a', ['t'], 0, 0],
    ['in any order', [touching, a], [100, 250], 'a', ['t'], 0, 0],
    ['that overlap', [a, b], [100, 300], 'a', ['b'], 0, 50],
    ['one within another', [entry('a', 100, 500), b], [100, 500], 'a', ['b'], 0, 150],
    ['twice the same', [entry('z', 100, 200), a], [100, 200], 'a', ['z'], 0, 100],
    ['three', [a, b, touching], [100, 300], 'a', ['b', 't'], 0, 100],
    ['of no length', [entry('e', 100, 100), entry('f', 100, 100)], [100, 100], 'e', ['f'], 0, 0],
    ['with one that runs: it stays, and runs', [a, entry('r', 200, null)], [100, null], 'r', ['a'], 0, 0],
    ['with one that runs and began first', [b, entry('r', 100, null)], [100, null], 'r', ['b'], 0, 150],
  ] as const)('%s', (_, entries, span, kept, removed, filledSeconds, overlapSeconds) => {
    const plan = planJoin(entries, false, asOf)
    expect([plan.span.start, plan.span.end]).toEqual(span)
    expect(plan).toMatchObject({ kept, removed, filledSeconds, overlapSeconds })
  })

  it('with the time between them only when that is asked for', () => {
    expect(() => planJoin([a, later], false, asOf)).toThrow(
      expect.objectContaining({
        code: 'time_entries.gap',
        message: 'There is 3m 20s between them, from 1970-01-01T00:03:20Z to 1970-01-01T00:06:40Z',
      }),
    )
    expect(planJoin([later, a], true, asOf)).toMatchObject({
      span: { start: 100, end: 500 },
      filledSeconds: 200,
      first: 'a',
    })
  })

  it('says what the earliest says, also when another runs', () => {
    expect(planJoin([entry('r', 200, null), a], false, asOf)).toMatchObject({ first: 'a', kept: 'r' })
  })

  it('not when one runs and another ends in the future', () => {
    expect(() => planJoin([entry('r', 200, null), entry('f', 900, 1100)], false, asOf)).toThrow(
      expect.objectContaining({ code: 'time_entries.running' }),
    )
  })

  it('takes back what a split did: the union before is the union after (D4)', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 101, max: 899 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(cuts, fc.boolean(), (at, runs) => {
        const whole = { start: 100, end: runs ? null : 900 }
        const parts = splitStretch(whole, { at }, asOf)
        const named = parts.map((part, index) => ({ ...part, id: `p${index}`, description: '' }))
        const plan = planJoin(named, false, asOf)
        expect(plan).toMatchObject({ span: whole, filledSeconds: 0, overlapSeconds: 0 })
      }),
    )
  })

  it('covers every second of each and no others but those it says it filled (D4)', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 50 })), {
      minLength: 2,
      maxLength: 8,
    })
    fc.assert(
      fc.property(some, (spans) => {
        const entries = spans.map(([start, length], index) => entry(`e${index}`, start, start + length))
        const { span, filledSeconds, overlapSeconds, kept, removed } = planJoin(entries, true, asOf)
        const held = new Set(spans.flatMap(([start, length]) => Array.from({ length }, (__, n) => start + n)))
        const attributed = spans.reduce((sum, [, length]) => sum + length, 0)
        expect(span.end! - span.start).toBe(held.size + filledSeconds)
        expect(attributed - overlapSeconds).toBe(held.size)
        expect([kept, ...removed].toSorted()).toEqual(entries.map(({ id }) => id).toSorted())
      }),
    )
  })
})
