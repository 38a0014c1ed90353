/** Habits with a box for today, and their streaks. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import type { HabitDayState } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import { streakText } from '../output/habits.ts'
import { safeLine } from '../output/safe-text.ts'
import { widthOf } from '../output/table.ts'
import { column, line, rest } from './line.ts'
import { listPane } from './pane.ts'
import type { PaneProps } from './pane.ts'

const boxes: Readonly<Record<HabitDayState, string>> = {
  done: '[x]',
  skip: '[-]',
  part: '[ ]',
  missed: '[ ]',
  open: '[ ]',
  rest: ' · ',
}

export function HabitsPane(props: PaneProps) {
  const { habits } = props.items
  const due = habits.filter(({ today }) => today.state !== 'rest' && today.state !== 'skip')
  const done = due.filter(({ today }) => today.state === 'done').length
  return listPane(props, {
    title: 'Habits',
    summary: habits.length === 0 ? 'none' : `${done} of ${due.length} done`,
    list: habits,
    row: (habit) => h(HabitRow, { ...props, habit }),
  })
}

function HabitRow({ habit, width, style }: PaneProps & { readonly habit: Habit }) {
  const { today, targetAmount, streak } = habit
  const isDone = today.state === 'done'
  const amount =
    targetAmount === null || today.amount === null || isDone ? '' : `${today.amount}/${targetAmount} `
  const text = safeLine(`${amount}${streak.current === 0 ? '' : streakText(habit, streak.current)}`)
  return h(
    Box,
    { flexGrow: 1 },
    column(4, line(boxes[today.state], style(isDone ? { color: 'green' } : { dimColor: true }))),
    rest(line(safeLine(habit.name), style(isDone ? { dimColor: true } : {}))),
    width >= 26 && text !== '' && column(widthOf(text) + 1, line(` ${text}`, style({ dimColor: true }))),
  )
}
