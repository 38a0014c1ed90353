import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stamp } from './clock.ts'
import { compareStamps } from './clock.ts'
import type { Span } from './one-running-timer.ts'
import { closeAllButLatest, isRunning, spanOf } from './one-running-timer.ts'
import type { Row } from './rows.ts'

const entry = (
  id: string,
  start: number,
  options: { end?: number; deleted?: boolean; stamp?: Stamp } = {},
): Row => {
  const { end = null, deleted = false, stamp = [start * 1000, 0, 'device'] } = options
  const span: Span = { start, end, zone: 'UTC' }
  return {
    table: 'timeEntries',
    id,
    regs: { span: { v: { ...span }, stamp }, deleted: { v: deleted, stamp } },
  }
}
const apply = (rows: readonly Row[]): Row[] => {
  const changed = new Map(closeAllButLatest(rows).map((row) => [row.id, row]))
  return rows.map((row) => changed.get(row.id) ?? row)
}
const byId = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

const moments = fc.integer({ min: 0, max: 20 })
const entries = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...'abcdefgh'),
      start: moments,
      length: fc.option(moments, { freq: 3 }),
      deleted: fc.boolean(),
      wallMs: fc.integer({ min: 0, max: 25_000 }),
    }),
    { selector: ({ id }) => id },
  )
  .map((all) =>
    all.map(({ id, start, length, deleted, wallMs }) =>
      entry(id, start, {
        deleted,
        stamp: [wallMs, 0, 'device'],
        ...(length === null ? {} : { end: start + length }),
      }),
    ),
  )

describe('one running timer (D1)', () => {
  test('the latest start keeps running; the others end at it', () => {
    const closed = closeAllButLatest([entry('a', 10), entry('c', 30), entry('b', 20)])
    expect(byId(closed).map((row) => [row.id, spanOf(row)])).toEqual([
      ['a', { start: 10, end: 30, zone: 'UTC' }],
      ['b', { start: 20, end: 30, zone: 'UTC' }],
    ])
  })

  test('of equal starts the greater id keeps running', () => {
    expect(closeAllButLatest([entry('b', 10), entry('a', 10)])).toMatchObject([
      { id: 'a', regs: { span: { v: { end: 10 } } } },
    ])
  })

  test('ended and deleted entries are left alone', () => {
    expect(
      closeAllButLatest([entry('a', 10), entry('b', 20, { end: 25 }), entry('c', 30, { deleted: true })]),
    ).toEqual([])
    expect(closeAllButLatest([])).toEqual([])
  })

  test('a clock in the future cannot win for ever, and adds no hours to the entry it closes', () => {
    const fromFuture = entry('f', 1_000_000, { stamp: [50_000, 0, 'fast'] })
    // Started later than the future entry was written: the later one runs on.
    expect(closeAllButLatest([fromFuture, entry('b', 60)])).toMatchObject([
      { id: 'f', regs: { span: { v: { start: 1_000_000, end: 1_000_000 } } } },
    ])
    // Started before: it ends when the future entry was really made.
    expect(closeAllButLatest([fromFuture, entry('a', 40)])).toMatchObject([
      { id: 'a', regs: { span: { v: { start: 40, end: 50 } } } },
    ])
  })

  test('a real stop made after the start beats the automatic end, even when it comes later', () => {
    const [closed] = closeAllButLatest([entry('a', 10, { stamp: [10_000, 4, '00000000'] }), entry('b', 20)])
    const automatic = closed!.regs['span']!.stamp
    expect(compareStamps(automatic, [10_000, 4, '00000000'])).toBeGreaterThan(0)
    expect(compareStamps(automatic, [10_000, 5, '00000000'])).toBeLessThan(0)
    expect(compareStamps(automatic, [10_001, 0, '00000000'])).toBeLessThan(0)
  })

  test('any order of the rows gives the same, at most one runs, twice is once, nothing else changes', () => {
    fc.assert(
      fc.property(
        entries.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          const after = apply(rows)
          expect(byId(apply(shuffled))).toEqual(byId(after))
          expect(after.filter(isRunning)).toHaveLength(rows.some(isRunning) ? 1 : 0)
          expect(closeAllButLatest(after)).toEqual([])
          for (const [index, row] of rows.entries()) {
            const [before, now] = [spanOf(row), spanOf(after[index]!)]
            expect({ ...now, end: before.end }).toEqual(before)
            if (now.end !== before.end) expect(now.end).toBeGreaterThanOrEqual(before.start)
            expect(after[index]!.regs['deleted']).toBe(row.regs['deleted'])
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
