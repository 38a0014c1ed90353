import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { describe, expect, it } from 'vitest'
import type { Terminal } from './terminal.ts'
import {
  leftText,
  progressBar,
  weekText,
  weeklyGoalLine,
  weeklyGoalTable,
  weeklyGoalWords,
} from './weekly-goals.ts'

const hour = 3600
const aGoal = (over: Partial<WeeklyGoal> = {}): WeeklyGoal => ({
  id: '019a0000-0000-7000-8000-0000003f2a9c',
  title: 'Thesis',
  weekStart: '2026-03-02',
  targetSeconds: 10 * hour,
  labelId: '019a0000-0000-7000-8000-00000000beef',
  label: 'thesis',
  goalId: null,
  goal: null,
  status: 'active',
  trackedSeconds: 6.5 * hour,
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
  ...over,
})
const paint: Terminal['paint'] = (_, text) => text
const pipe = { width: undefined, paint }
const screen = { width: 100, paint }

describe('a list', () => {
  const items = [
    aGoal(),
    aGoal({ title: 'All', labelId: null, label: null, weekStart: '2026-03-01', trackedSeconds: 0 }),
    aGoal({ title: 'Done', label: null, trackedSeconds: 12 * hour, status: 'completed' }),
  ]

  it('gives a pipe the figures alone', () => {
    expect(weeklyGoalTable({ items, nextCursor: null }, pipe)).toBe(
      [
        'ID      WEEK        TITLE   LABEL        TIME  TARGET   DONE         LEFT',
        '3f2a9c  2026-W10    Thesis  +thesis    6h 30m     10h   65 %  3h 30m left',
        '3f2a9c  2026-03-01  All                    0m     10h    0 %     10h left',
        '3f2a9c  2026-W10    Done    (removed)     12h     10h  120 %      2h over',
      ].join('\n'),
    )
  })

  it('draws a bar on a terminal', () => {
    expect(weeklyGoalTable({ items, nextCursor: null }, screen).split('\n').slice(1)).toEqual([
      '3f2a9c  2026-W10    Thesis  +thesis    6h 30m     10h  ██████▌···   65 %  3h 30m left',
      '3f2a9c  2026-03-01  All                    0m     10h  ··········    0 %     10h left',
      '3f2a9c  2026-W10    Done    (removed)     12h     10h  ██████████  120 %      2h over',
    ])
  })

  it('says so when there is none', () => {
    expect(weeklyGoalTable({ items: [], nextCursor: null }, pipe)).toBe('No weekly goals.')
  })
})

it('shows one', () => {
  expect(weeklyGoalWords(aGoal(), pipe)).toBe(
    [
      'Thesis',
      'week:    2026-W10, Mon 2026-03-02 – Sun 2026-03-08',
      'label:   +thesis',
      'tracked: 6h 30m of 10h',
      'done:    65 %, 3h 30m left',
      'id:      019a0000-0000-7000-8000-0000003f2a9c',
    ].join('\n'),
  )
  expect(
    weeklyGoalWords(aGoal({ labelId: null, label: null }), screen)
      .split('\n')
      .slice(0, 4),
  ).toEqual([
    'Thesis',
    '███████████████▋········',
    'week:    2026-W10, Mon 2026-03-02 – Sun 2026-03-08',
    'label:   none: all time counts',
  ])
})

it('never says 100 % or nothing left before it is so', () => {
  const almost = { trackedSeconds: 36_000 - 1, targetSeconds: 36_000 }
  expect(weeklyGoalWords(aGoal(almost), pipe)).toContain('done:    99 %, 1s left')
  expect(leftText({ ...almost, trackedSeconds: 36_000 })).toBe('reached')
  expect(weeklyGoalWords(aGoal({ trackedSeconds: 36_000 }), pipe)).toContain('done:    100 %, reached')
})

it('keeps the width of a bar whatever has been done', () => {
  for (const trackedSeconds of [0, 1, 449, 450, 3599, 3600, 5000, 7199, 7200, 90_000])
    expect(progressBar({ trackedSeconds, targetSeconds: 7200 }), String(trackedSeconds)).toHaveLength(10)
})

it('names ISO weeks, and other weeks by their first day', () => {
  expect(['2025-12-29', '2026-03-01', '2027-01-04'].map(weekText)).toEqual([
    '2026-W01',
    '2026-03-01',
    '2027-W01',
  ])
})

it('lets no title or label steer the terminal', () => {
  const bad = aGoal({ title: 'a\u001b[31m', label: 'b\u0007' })
  for (const words of [weeklyGoalLine('Added', bad), weeklyGoalWords(bad, screen)])
    expect(words).not.toMatch(/[\u001b\u0007]/)
})
