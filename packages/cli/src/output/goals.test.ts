import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { goalLine, goalTable, goalWords, reopenedLine, subgoalLine } from './goals.ts'
import type { Terminal } from './terminal.ts'

const hour = 3600
const aSubgoal = (over: Partial<Subgoal> = {}): Subgoal => ({
  id: '019a0000-0000-7000-8000-0000000abcde',
  title: 'outline',
  labelId: null,
  label: null,
  projectId: null,
  project: null,
  targetDate: null,
  doneAt: null,
  order: 'i',
  trackedSeconds: 0,
  ...over,
})
const aGoal = (over: Partial<Goal> = {}): Goal => ({
  id: '019a0000-0000-7000-8000-0000003f2a9c',
  name: 'Write a book',
  description: '',
  status: 'active',
  priority: 'none',
  targetDate: '2026-03-06',
  targetSeconds: 10 * hour,
  labelId: null,
  label: null,
  colour: null,
  order: 'i',
  archived: false,
  projectIds: ['019a0000-0000-7000-8000-00000000beef'],
  projects: ['Book'],
  taskIds: [],
  tasks: [],
  subgoals: [],
  trackedSeconds: 6.4 * hour,
  progress: 0.64,
  pacing: { daysLeft: 3, secondsLeft: 3.6 * hour, secondsPerDay: 1.2 * hour, trackedSecondsPerDay: 2 * hour },
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
  completedAt: null,
  ...over,
})
const parts = [aSubgoal({ doneAt: '2026-03-03T09:00:00Z' }), aSubgoal({ title: 'chapter' })]
const completed = aGoal({
  status: 'completed',
  subgoals: parts.slice(0, 1),
  progress: 1,
  pacing: null,
  completedAt: '2026-03-03T09:00:00Z',
})
const paint: Terminal['paint'] = (_, text) => text
const pipe = { width: undefined, paint }

describe('a list', () => {
  const items = [
    aGoal(),
    aGoal({ name: 'Late', status: 'at_risk', subgoals: parts, progress: 0.5, pacing: null }),
    completed,
    aGoal({
      name: 'Some day',
      targetDate: null,
      targetSeconds: null,
      trackedSeconds: 0,
      progress: 0,
      pacing: null,
    }),
  ]
  const page = { items, nextCursor: null }

  it('gives a pipe the figures alone', () => {
    expect(goalTable(page, pipe)).toBe(
      [
        'ID      GOAL           DONE  OF              A DAY  BY          STATUS',
        '3f2a9c  Write a book   64 %  6h 24m of 10h  1h 12m  2026-03-06  active',
        '3f2a9c  Late           50 %  1 of 2                 2026-03-06  at risk',
        '3f2a9c  Write a book  100 %  1 of 1                 2026-03-06  completed',
        '3f2a9c  Some day                                                active',
      ].join('\n'),
    )
  })

  it('draws a bar on a terminal that has room for it', () => {
    expect(goalTable(page, { width: 100, paint }).split('\n')[1]).toBe(
      '3f2a9c  Write a book  ██████▍···   64 %  6h 24m of 10h  1h 12m  2026-03-06  active',
    )
  })

  it.each([60, 69, 70, 89, 90])('fits %d columns', (width) => {
    const lines = goalTable(page, { width, paint }).split('\n')
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
  })

  it('says so when there is none', () => {
    expect(goalTable({ items: [], nextCursor: null }, pipe)).toBe('No goals.')
  })
})

describe('one', () => {
  it('shows its subgoals, and the pace that makes its date (E14)', () => {
    const goal = aGoal({
      subgoals: parts,
      progress: 0.5,
      description: 'at last',
      label: 'deep',
      labelId: 'x',
    })
    expect(goalWords(goal, 'UTC', pipe)).toBe(
      [
        'Write a book',
        'at last',
        ' 1 [x] outline  (0abcde)',
        ' 2 [ ] chapter  (0abcde)',
        'status:    active',
        'done:      50 %, 1 of 2',
        'by:        Fri 2026-03-06, 3 days left',
        'pace:      1h 12m a day makes Fri 2026-03-06; 2h a day so far',
        'tracked:   6h 24m',
        'counts:    project Book, +deep',
        'id:        019a0000-0000-7000-8000-0000003f2a9c',
      ].join('\n'),
    )
  })

  it.each<[string, Partial<Goal>, string]>([
    [
      'is past its date',
      { pacing: { daysLeft: 0, secondsLeft: 5400, secondsPerDay: null, trackedSecondsPerDay: null } },
      'by:        Fri 2026-03-06, past\npace:      1h 30m missing\n',
    ],
    [
      'needs a part of a minute more: it is rounded up',
      { pacing: { daysLeft: 1, secondsLeft: 61, secondsPerDay: 61, trackedSecondsPerDay: 59 } },
      'by:        Fri 2026-03-06, 1 day left\npace:      2m a day makes Fri 2026-03-06; 0m a day so far\n',
    ],
    ['has nothing linked', { projects: [], projectIds: [] }, 'counts:    no time: nothing is linked\n'],
    ['had a label', { labelId: 'x' }, 'counts:    project Book, (removed label)\n'],
    ['was completed', completed, 'completed: Tue 2026-03-03\n'],
  ])('that %s', (_, given, words) => {
    expect(goalWords(aGoal(given), 'UTC', pipe)).toContain(words)
  })

  it('with control characters in its name does no harm', () => {
    const words = goalWords(
      aGoal({ name: 'a\u001B[31mb', subgoals: [aSubgoal({ title: '\u001B]0;x' })] }),
      'UTC',
      pipe,
    )
    expect(words).not.toContain('\u001B')
  })
})

it('says in a line what was done', () => {
  expect(goalLine('Added', aGoal())).toBe('Added goal "Write a book" · 6h 24m of 10h  (3f2a9c)')
  expect(goalLine('Completed', completed)).toBe(
    'Completed goal "Write a book" · 1 of 1 · completed  (3f2a9c)',
  )
  expect(subgoalLine('Done:', parts[0]!, completed)).toBe('Done: "outline" · Write a book: 1 of 1, completed')
  expect(reopenedLine(aGoal())).toBe('Reopened goal "Write a book" · 6h 24m of 10h  (3f2a9c)')
  expect(reopenedLine(completed)).toBe('Still completed: all its subgoals are done; reopen or add one')
  expect(reopenedLine(aGoal({ status: 'completed' }))).toBe(
    'Still completed: its time has reached the target; raise that',
  )
})
