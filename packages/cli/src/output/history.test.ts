import { expect, test } from 'vitest'
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
