import { expect, test } from 'vitest'
import { previewWords } from './history-preview.ts'
import { undoneWords } from './history.ts'

const dates = { now: 0, zone: 'Europe/Berlin', weekStart: 1 }

test.each([
  ['timer.start', 2, 'start', '2 rows'],
  ['timeEntries.create', 1, 'log', '1 row'],
  ['tasks.create', 1, 'add task', '1 row'],
  ['weeklyGoals.delete', 1, 'remove weekly goal', '1 row'],
  ['imports.timewarrior', 6_000, 'import', '6000 rows'],
  ['something.newer', 1, 'something.newer', '1 row'],
])('%s of %i rows is taken back as "%s"', (intent, rows, deed, counted) => {
  const taken = { intent, at: '2026-03-02T09:00:00Z', rows }
  expect(undoneWords(taken, dates)).toBe(
    `Took back: ${deed}, of Mon 2026-03-02 10:00 +01:00 Europe/Berlin (${counted})`,
  )
})

test('what an undo would do is told field by field', () => {
  const row = { table: 'habits', id: 'x', name: 'read', start: null, isRemoved: false }
  const change = { row, field: 'target', of: null, from: 20, to: 30 }
  const preview = {
    intent: 'habits.update',
    at: '2026-03-02T09:00:00Z',
    rows: 22,
    changes: [
      { ...change, field: 'removed', from: false, to: true },
      { ...change, field: 'label', of: 'deep', from: false, to: true },
      ...Array.from({ length: 20 }, () => change),
    ],
  }
  const lines = previewWords('undo', preview, dates).split('\n')
  expect(lines.slice(0, 4)).toEqual([
    'Nothing was changed. This would take back: change habit, of Mon 2026-03-02 10:00 +01:00 Europe/Berlin',
    '  habit "read": goes to the trash',
    '  habit "read": label +deep no -> yes',
    '  habit "read": target 20 -> 30',
  ])
  expect(lines.at(-1)).toBe('  and 2 more')
  expect(previewWords('redo', preview, dates)).toContain('do again what was undone on Mon 2026-03-02')
})
