import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstShown, layoutOf, sharedRows } from './layout.ts'
import { paneNames } from './panes.ts'
import type { PaneName } from './panes.ts'

const usual = { today: 6, tasks: 5, habits: 3, goals: 2, reminders: 1 }
const rowsOf = (size: { columns: number; rows: number }, wanted = usual, focus: PaneName = 'today') =>
  layoutOf({ ...size, wanted, focus }).columns.map(({ panes }) =>
    panes.map(({ name, rows }) => `${name} ${rows}`).join(', '),
  )

describe('which pane gets how many rows', () => {
  test.each([
    [{ columns: 78, rows: 24 }, ['today 6, reminders 1', 'tasks 5, habits 3, goals 2']],
    [{ columns: 118, rows: 40 }, ['today 6, reminders 1', 'tasks 5, habits 3, goals 2']],
    [{ columns: 38, rows: 15 }, ['today 2, reminders 1, tasks 1, habits 1, goals 1']],
    [{ columns: 38, rows: 40 }, ['today 6, reminders 1, tasks 5, habits 3, goals 2']],
    [{ columns: 20, rows: 6 }, ['today 0, reminders 0, tasks 0']],
    [{ columns: 20, rows: 3 }, ['']],
  ])('%j', (size, expected) => {
    expect(rowsOf(size)).toEqual(expected)
  })

  test('the focused pane gets more of a small screen, and is there however small it is', () => {
    expect(rowsOf({ columns: 38, rows: 15 }, usual, 'tasks')).toEqual([
      'today 1, reminders 1, tasks 2, habits 1, goals 1',
    ])
    expect(rowsOf({ columns: 38, rows: 4 }, usual, 'goals')).toEqual(['goals 0'])
  })

  test('an empty pane keeps its heading only where there is room', () => {
    const some = { ...usual, habits: 0, goals: 0, reminders: 0 }
    expect(rowsOf({ columns: 78, rows: 24 }, some)[1]).toBe('tasks 5, habits 0, goals 0')
    expect(rowsOf({ columns: 38, rows: 12 }, some)).toEqual(['today 4, tasks 2'])
  })

  test('rows are never more than there are, and none is left while one is wanted', () => {
    const size = fc.nat(40)
    const wanted = fc.record({ today: size, tasks: size, habits: size, goals: size, reminders: size })
    fc.assert(
      fc.property(size, wanted, fc.constantFrom(...paneNames), (rows, asked, focus) => {
        const { panes, gaps } = sharedRows(rows, paneNames, asked, focus)
        const used = panes.reduce((sum, pane) => sum + 1 + pane.rows, 0) + (gaps ? panes.length - 1 : 0)
        expect(used).toBeLessThanOrEqual(rows)
        const isCut = panes.some((pane) => pane.rows < asked[pane.name])
        if (isCut) expect(used).toBe(rows)
        for (const pane of panes) expect(pane.rows).toBeLessThanOrEqual(asked[pane.name])
      }),
    )
  })
})

test.each([
  [3, 5, 2, 0],
  [10, 4, 0, 0],
  [10, 4, 5, 3],
  [10, 4, 9, 6],
])('of %i rows in %i with number %i chosen, the first shown is %i', (count, rows, chosen, first) => {
  expect(firstShown(count, rows, chosen)).toBe(first)
})
