import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { watchRows } from './watch-rows.ts'

const rowsOf = (wanted: { rows: number; entries: number; goals: number }) => {
  const plan = watchRows(wanted)
  const goals = plan.goals + Number(plan.goalsLeftOut)
  const gaps = plan.gaps ? 3 + Number(goals > 0) : 0
  const body = plan.entries + Number(plan.entriesLeftOut) + goals
  return 4 + Number(plan.header) + gaps + body + Number(goals > 0)
}

test('a screen of 24 rows shows a usual day and a few goals', () => {
  expect(watchRows({ rows: 24, entries: 7, goals: 3 })).toEqual({
    header: true,
    gaps: true,
    entries: 7,
    entriesLeftOut: false,
    goals: 3,
    goalsLeftOut: false,
  })
})

test('a long day leaves room for the goals, and tells that there is more', () => {
  const plan = watchRows({ rows: 24, entries: 40, goals: 3 })
  expect(plan).toMatchObject({ entriesLeftOut: true, goals: 3, goalsLeftOut: false })
  expect(rowsOf({ rows: 24, entries: 40, goals: 3 })).toBe(24)
})

test('a few rows show what runs, the total and the connection', () => {
  expect(watchRows({ rows: 4, entries: 5, goals: 2 })).toMatchObject({ header: false, entries: 0, goals: 0 })
})

test('nothing is ever drawn below the screen', () => {
  const wanted = fc.record({ rows: fc.nat(60), entries: fc.nat(60), goals: fc.nat(20) })
  fc.assert(
    fc.property(wanted, (one) => {
      const plan = watchRows(one)
      expect(rowsOf(one)).toBeLessThanOrEqual(Math.max(4, one.rows))
      expect(plan.entries).toBeGreaterThanOrEqual(0)
      expect(plan.goals).toBeGreaterThanOrEqual(0)
    }),
  )
})
