import type { HabitDayState } from '@goalixa/contracts/habit-days'
import type { Habit, HabitLog } from '@goalixa/contracts/habits'
import { daysOf } from '@goalixa/domain/testing-habits'
import { heatMapOf } from '@goalixa/domain/habit-heat-map'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { heatMapWords } from './habit-heat-map.ts'
import {
  cellLegend,
  checkedWords,
  habitLine,
  habitLogTable,
  habitTable,
  habitWords,
  streakText,
} from './habits.ts'
import type { Terminal } from './terminal.ts'

const states: readonly HabitDayState[] = ['done', 'part', 'skip', 'missed', 'rest', 'open']
const aHabit = (over: Partial<Habit> = {}): Habit => ({
  id: '019a0000-0000-7000-8000-0000003f2a9c',
  name: 'Read',
  frequency: { kind: 'daily' },
  targetAmount: 20,
  unit: 'pages',
  autoLabelId: null,
  autoLabel: null,
  autoSeconds: null,
  timeOfDay: 'any',
  reminder: null,
  notes: '',
  goalId: null,
  goal: null,
  subgoalId: null,
  colour: null,
  order: 'm',
  archived: false,
  today: { date: '2026-03-05', state: 'open', amount: 7.5, seconds: null },
  streak: { current: 1, best: 12 },
  score: 62,
  recent: Array.from({ length: 14 }, (_, at) => ({ date: '2026-03-05', state: states[at % 6]! })),
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
  ...over,
})
const timed = aHabit({
  name: 'Piano',
  frequency: { kind: 'perWeek', times: 3 },
  targetAmount: null,
  unit: null,
  autoLabelId: '019a0000-0000-7000-8000-00000000beef',
  autoLabel: 'piano',
  autoSeconds: 1800,
  today: { date: '2026-03-05', state: 'open', amount: null, seconds: 600 },
  streak: { current: 3, best: 3 },
})
const paint: Terminal['paint'] = (_, text) => text
const pipe = { width: undefined, colour: false, paint }
const screen = { width: 100, colour: true, paint }
const page = { items: [aHabit(), timed], nextCursor: null }

describe('a list', () => {
  it('gives a pipe plain letters', () => {
    expect(habitTable(page, pipe)).toBe(
      [
        'ID      NAME   EVERY   TODAY              STREAK   SCORE  LAST 14 DAYS',
        '3f2a9c  Read   day     open 7.5/20 pages  1 day     62 %  x+-o.?x+-o.?x+',
        '3f2a9c  Piano  3/week  open 10m/30m       3 weeks   62 %  x+-o.?x+-o.?x+',
      ].join('\n'),
    )
  })

  it('draws cells on a terminal, and none without colour or when asked for words', () => {
    expect(habitTable(page, screen).split('\n')[1]).toContain('■▪-□·○■▪-□·○■▪')
    expect(habitTable(page, screen, true)).toContain('x+-o.?')
    expect(habitTable(page, { ...screen, colour: false })).toContain('x+-o.?')
    expect(cellLegend(screen, false)).toContain('■ done')
    expect(cellLegend(pipe, false)).toContain('x done')
  })

  it.each([60, 75, 90, 120])('fits into %d columns', (width) => {
    const items = [aHabit({ name: 'a habit with a name that is rather long' }), timed]
    for (const line of habitTable({ items, nextCursor: null }, { ...screen, width }).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  it('says so when there is none', () => {
    expect(habitTable({ items: [], nextCursor: null }, pipe)).toBe('No habits.')
  })
})

it('shows one', () => {
  expect(habitWords({ ...timed, reminder: '07:30', goal: 'Music' }, pipe)).toBe(
    [
      'Piano',
      'every:    3/week',
      'time:     done after 30m of +piano',
      'today:    open 10m/30m',
      'streak:   3 weeks, best 3 weeks',
      'score:    62 %',
      'reminder: 07:30',
      'goal:     Music',
      'id:       019a0000-0000-7000-8000-0000003f2a9c',
    ].join('\n'),
  )
})

const aLog: HabitLog = {
  id: '019a0000-0000-7000-8000-0000003f2a9d',
  habitId: aHabit().id,
  logDate: '2026-03-05',
  amount: 7.5,
  state: 'done',
  source: 'cli',
  createdAt: '2026-03-02T09:00:00Z',
  updatedAt: '2026-03-02T09:00:00Z',
}

it('tells what was said of a day', () => {
  expect(checkedWords('Checked', { habit: aHabit(), log: aLog }, '2026-03-05')).toBe(
    'Checked "Read" for Thu 2026-03-05 · 7.5 of 20 pages · streak 1 day · score 62 %',
  )
  expect(checkedWords('Unchecked', { habit: timed, log: null }, '2026-03-04')).toBe(
    'Unchecked "Piano" for Wed 2026-03-04 · streak 3 weeks · score 62 %',
  )
  const skipped: HabitLog = { ...aLog, amount: null, state: 'skip', logDate: '2026-03-04' }
  expect(habitLogTable({ items: [aLog, skipped], nextCursor: null }, aHabit(), pipe)).toBe(
    [
      'DAY             STATE       AMOUNT  FROM',
      'Thu 2026-03-05  done     7.5 pages  cli',
      'Wed 2026-03-04  skipped             cli',
    ].join('\n'),
  )
})

it('counts streaks in what the frequency counts', () => {
  expect(streakText(aHabit(), 0)).toBe('0 days')
  expect(streakText({ frequency: { kind: 'perMonth', times: 2 } }, 1)).toBe('1 month')
  expect(streakText({ frequency: { kind: 'everyDays', days: 3, from: '2026-03-02' } }, 2)).toBe('2 times')
})

describe('a heat map', () => {
  const map = heatMapOf(daysOf('x.h-x'))

  it('gives a pipe all 52 weeks in plain letters', () => {
    const lines = heatMapWords(map, pipe).split('\n')
    expect(lines).toHaveLength(9)
    expect(lines[0]).toContain('Mar')
    expect(lines.slice(1, 8).map((line) => line.slice(4).length)).toEqual([52, 52, 52, 52, 51, 51, 51])
    // Sunday of last week, then Monday to Thursday.
    expect(lines[7]?.at(-1)).toBe('4')
    expect(lines.slice(1, 5).map((line) => line.at(-1))).toEqual(['.', '2', '-', '4'])
  })

  it('draws shades on a terminal', () => {
    const lines = heatMapWords(map, screen).split('\n')
    expect(lines.slice(1, 5).map((line) => line.at(-1))).toEqual(['·', '▒', '-', '█'])
    expect(heatMapWords(map, screen, true)).not.toMatch(/[░▒▓█]/)
  })

  it.each([20, 40, 60])('leaves out the earliest weeks in %d columns', (width) => {
    const lines = heatMapWords(map, { ...screen, width })
      .split('\n')
      .slice(0, 8)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
    expect(lines[4]?.at(-1)).toBe('█')
  })

  it('begins the week where the person does', () => {
    const sunday = heatMapOf(daysOf('x.h-x', undefined, { weekStart: 7 }))
    expect(heatMapWords(sunday, pipe).split('\n')[1]).toMatch(/^Sun .*4$/)
  })
})

it('lets no name or unit steer the terminal', () => {
  const bad = aHabit({ name: 'a\u001b[31m', unit: 'b\u0007', notes: '\u001b[2J' })
  for (const words of [
    habitLine('Added', bad),
    habitWords(bad, screen),
    habitTable({ items: [bad], nextCursor: null }, screen),
    checkedWords('Checked', { habit: bad, log: aLog }, '2026-03-05'),
  ])
    expect(words).not.toMatch(/[\u001b\u0007]/)
})
