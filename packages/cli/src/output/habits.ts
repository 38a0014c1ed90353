/** Words for habits: today, streak, score, and the last days as small cells. */
import type { HabitDayState } from '@goalixa/contracts/habit-days'
import type { Habit, HabitDay, HabitLog } from '@goalixa/contracts/habits'
import { formatDuration } from '@goalixa/domain/durations'
import { formatFrequency } from '@goalixa/domain/habit-frequency'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { pad, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { weekdayText } from './times.ts'

type Paper = Pick<Terminal, 'paint' | 'width' | 'colour'>

const drawn: Readonly<Record<HabitDayState, string>> = {
  done: '■',
  part: '▪',
  skip: '-',
  missed: '□',
  open: '○',
  rest: '·',
}
const plain: Readonly<Record<HabitDayState, string>> = {
  done: 'x',
  part: '+',
  skip: '-',
  missed: 'o',
  open: '?',
  rest: '.',
}

/** Letters that every screen reader and every pipe can take: off a terminal, without colour, or when asked for. */
export const isPlain = (terminal: Pick<Terminal, 'width' | 'colour'>, accessible: boolean): boolean =>
  accessible || terminal.width === undefined || !terminal.colour

const cellsOf = (terminal: Pick<Terminal, 'width' | 'colour'>, accessible: boolean) =>
  isPlain(terminal, accessible) ? plain : drawn

/** What the cells mean, for stderr. */
export function cellLegend(terminal: Pick<Terminal, 'width' | 'colour'>, accessible: boolean): string {
  const cells = cellsOf(terminal, accessible)
  const words: readonly [HabitDayState, string][] = [
    ['done', 'done'],
    ['part', 'in part'],
    ['skip', 'skipped'],
    ['missed', 'missed'],
    ['open', 'today, open'],
    ['rest', 'not due'],
  ]
  return words.map(([state, word]) => `${cells[state]} ${word}`).join('  ')
}

/** What today is, with the amount or time reached where there is a target. */
function todayText({ today, targetAmount, unit, autoSeconds }: Habit): string {
  const word = { done: 'done', skip: 'skipped', part: 'open', missed: 'open', open: 'open', rest: 'not due' }[
    today.state
  ]
  const amount =
    targetAmount !== null && today.amount !== null
      ? ` ${today.amount}/${targetAmount}${unit === null ? '' : ` ${unit}`}`
      : ''
  const time =
    autoSeconds !== null && today.seconds !== null && today.seconds > 0 && today.state !== 'done'
      ? ` ${formatDuration(today.seconds)}/${formatDuration(autoSeconds)}`
      : ''
  return `${word}${amount}${time}`
}

/** `5 days`, `3 weeks`: what a streak of this habit counts. */
export function streakText({ frequency }: Pick<Habit, 'frequency'>, count: number): string {
  const unit = { daily: 'day', weekdays: 'day', everyDays: 'time', perWeek: 'week', perMonth: 'month' }[
    frequency.kind
  ]
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

export const habitLine = (did: string, habit: Habit): string =>
  `${did} habit "${safeLine(habit.name)}" · every ${formatFrequency(habit.frequency)}  (${shortId(habit.id)})`

/** In a narrow terminal the id gives way first, then how often: a name, today and the cells are what counts. */
export function habitTable({ items }: Page<Habit>, terminal: Paper, accessible = false): string {
  if (items.length === 0) return 'No habits.'
  const cells = cellsOf(terminal, accessible)
  const width = terminal.width ?? Infinity
  const columns = [
    { head: 'ID', from: 90, text: (habit: Habit) => shortId(habit.id) },
    { head: 'NAME', from: 0, flexible: true, text: (habit: Habit) => habit.name },
    { head: 'EVERY', from: 75, text: (habit: Habit) => formatFrequency(habit.frequency) },
    { head: 'TODAY', from: 0, text: todayText },
    { head: 'STREAK', from: 0, text: (habit: Habit) => streakText(habit, habit.streak.current) },
    { head: 'SCORE', from: 0, align: 'right' as const, text: (habit: Habit) => `${habit.score} %` },
    {
      head: 'LAST 14 DAYS',
      from: 0,
      text: ({ recent }: Habit) => recent.map(({ state }) => cells[state]).join(''),
    },
  ].filter(({ from }) => width >= from)
  return table(
    columns,
    items.map((habit) => columns.map(({ text }) => text(habit))),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export function habitWords(habit: Habit, terminal: Paper): string {
  const { autoSeconds, targetAmount, unit, streak } = habit
  const label = habit.autoLabel === null ? '(removed)' : `+${habit.autoLabel}`
  const facts: [string, string | null][] = [
    ['every', formatFrequency(habit.frequency)],
    ['amount', targetAmount === null ? null : `${targetAmount}${unit === null ? '' : ` ${unit}`} a day`],
    [
      'time',
      habit.autoLabelId === null || autoSeconds === null
        ? null
        : `done after ${formatDuration(autoSeconds)} of ${label}`,
    ],
    ['today', todayText(habit)],
    ['streak', `${streakText(habit, streak.current)}, best ${streakText(habit, streak.best)}`],
    ['score', `${habit.score} %`],
    ['at', habit.timeOfDay === 'any' ? null : habit.timeOfDay],
    ['reminder', habit.reminder],
    ['goal', habit.goal],
    ['notes', habit.notes === '' ? null : habit.notes],
    ['archived', habit.archived ? 'yes' : null],
    ['id', habit.id],
  ]
  return [
    terminal.paint('bold', safeLine(habit.name)),
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`${pad(`${name}:`, 10)}${safeLine(value)}`])),
  ].join('\n')
}

/** `Checked "read" for Thu 2026-03-05 · 20 pages · streak 5 days · score 62 %` */
export function checkedWords(did: string, { habit, log }: HabitDay, date: string): string {
  const amount =
    log === null || log.amount === null
      ? []
      : [
          `${log.amount}${habit.targetAmount === null ? '' : ` of ${habit.targetAmount}`}${habit.unit === null ? '' : ` ${habit.unit}`}`,
        ]
  return [
    `${did} "${safeLine(habit.name)}" for ${weekdayText(date)}`,
    ...amount.map(safeLine),
    `streak ${streakText(habit, habit.streak.current)}`,
    `score ${habit.score} %`,
  ].join(' · ')
}

export function habitLogTable({ items }: Page<HabitLog>, habit: Habit, terminal: Paper): string {
  if (items.length === 0) return 'Nothing was said of any day.'
  const amount = ({ amount: given }: HabitLog) =>
    given === null ? '' : `${given}${habit.unit === null ? '' : ` ${habit.unit}`}`
  return table(
    [
      { head: 'DAY' },
      { head: 'STATE' },
      { head: 'AMOUNT', align: 'right' },
      { head: 'FROM', flexible: true },
    ],
    items.map((log) => [
      weekdayText(log.logDate),
      log.state === 'skip' ? 'skipped' : 'done',
      amount(log),
      log.source,
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
