import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { absentValue } from './absent-values.ts'
import { applyOperation, rowKey } from './apply-operations.ts'
import type { Stamp } from './clock.ts'
import { clockStart, compareStamps } from './clock.ts'
import type { Row } from './rows.ts'
import { openTaskCycles, parentOf } from './task-cycles.ts'

const task = (
  id: string,
  parentId: string | null,
  wallMs: number,
  author = 'device',
  deleted = false,
): Row => {
  const stamp: Stamp = [wallMs, 0, author]
  return {
    table: 'tasks',
    id,
    regs: {
      title: { v: id, stamp: [0, 0, author] },
      parentId: { v: parentId, stamp },
      deleted: { v: deleted, stamp: [0, 0, author] },
    },
  }
}
const apply = (rows: readonly Row[]): Row[] => {
  const changed = new Map(openTaskCycles(rows).map((row) => [row.id, row]))
  return rows.map((row) => changed.get(row.id) ?? row)
}
const byId = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
const parents = (rows: readonly Row[]) =>
  Object.fromEntries(rows.map((row) => [row.id, parentOf(row) ?? null]))

/** The ids that a walk from the row comes back to. */
function isInCircle(rows: readonly Row[], start: Row): boolean {
  const all = new Map(rows.map((row) => [row.id, row]))
  let at = all.get(parentOf(start) ?? '')
  for (let steps = 0; at !== undefined && steps <= rows.length; steps++) {
    if (at.id === start.id) return true
    at = all.get(parentOf(at) ?? '')
  }
  return false
}

const ids = [...'abcdefgh']
const tasks = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...ids),
      // `x` is a parent that is not among the rows.
      parentId: fc.option(fc.constantFrom(...ids, 'x'), { freq: 6 }),
      wallMs: fc.integer({ min: 0, max: 6 }),
      author: fc.constantFrom('one', 'two'),
      deleted: fc.boolean(),
    }),
    { selector: ({ id }) => id },
  )
  .map((all) =>
    all.map(({ id, parentId, wallMs, author, deleted }) => task(id, parentId, wallMs, author, deleted)),
  )
const shuffled = tasks.chain((rows) =>
  fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
)

describe('a task is never above itself', () => {
  test('the latest choice stays, the earliest of the circle goes', () => {
    expect(parents(apply([task('a', 'b', 1), task('b', 'a', 2)]))).toEqual({ a: null, b: 'a' })
    expect(
      parents(apply([task('a', 'b', 3), task('b', 'c', 2), task('c', 'a', 9), task('d', 'a', 1)])),
    ).toEqual({
      a: 'b',
      b: null,
      c: 'a',
      d: 'a',
    })
    expect(parents(apply([task('a', 'a', 1)]))).toEqual({ a: null })
  })

  test('any order of the rows gives the same', () => {
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(byId(apply(other))).toEqual(byId(apply(rows)))
      }),
    )
  })

  test('no circle is left, once is enough, and nothing outside of circles changes', () => {
    fc.assert(
      fc.property(tasks, (rows) => {
        const changed = openTaskCycles(rows)
        const after = apply(rows)
        expect(after.some((row) => isInCircle(after, row))).toBe(false)
        expect(openTaskCycles(after)).toEqual([])
        const before = new Map(rows.map((row) => [row.id, row]))
        for (const row of changed) {
          expect(isInCircle(rows, before.get(row.id)!)).toBe(true)
          const [was, is] = [before.get(row.id)!.regs['parentId']!.stamp, row.regs['parentId']!.stamp]
          expect(compareStamps(is, was)).toBeGreaterThan(0)
          // Whatever a person chooses after that wins.
          expect(compareStamps([was[0], was[1] + 1, '0'], is)).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('the write path opens a circle in the operation that closed it, and tells the value that went', () => {
    const rows = new Map([task('a', null, 0), task('b', 'a', 2)].map((row) => [rowKey('tasks', row.id), row]))
    const patch = { table: 'tasks', id: 'a', regs: { parentId: { v: 'b', stamp: [1, 0, 'phone'] as const } } }
    const applied = applyOperation({ rows, absent: absentValue }, { seq: 0, clock: clockStart }, [patch], 10)
    expect(applied.changes).toMatchObject([
      {
        rowId: 'a',
        changes: [
          { register: 'parentId', before: null, after: 'b', outcome: 'won' },
          { register: 'parentId', before: 'b', after: null, stamp: [1, 1, '!'], outcome: 'won' },
        ],
      },
    ])
    expect(parents([...rows.values()])).toEqual({ a: null, b: 'a' })
  })
})
