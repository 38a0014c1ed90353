/** The goals of this week, then the others, each with a bar. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import { formatDuration } from '@goalixa/domain/durations'
import { safeLine } from '../output/safe-text.ts'
import { leftWords } from '../output/watch.ts'
import { progressBar } from '../output/weekly-goals.ts'
import { column, line, rest } from './line.ts'
import { listPane } from './pane.ts'
import type { PaneProps } from './pane.ts'
import type { GoalItem } from './panes.ts'

export function GoalsPane(props: PaneProps) {
  const { goals } = props.items
  return listPane(props, {
    title: 'Goals',
    summary: goals.length === 0 ? 'none' : '',
    list: goals,
    row: (item) => h(GoalRow, { ...props, item }),
  })
}

function GoalRow({ item, width, drawings, style }: PaneProps & { readonly item: GoalItem }) {
  const { title, part, words, isReached } = shownGoal(item)
  const bar = Math.max(6, Math.floor((width - 16) / 3))
  return h(
    Box,
    { flexGrow: 1 },
    rest(line(safeLine(title))),
    h(
      Box,
      { flexShrink: 0, marginLeft: 1, width: bar },
      line(
        drawings ? drawnBar(part, bar) : plainBar(part, bar),
        style({ color: isReached ? 'green' : 'cyan' }),
      ),
    ),
    width >= 34 && column(13, line(words, isReached ? style({ color: 'green' }) : {}), true),
  )
}

function shownGoal(item: GoalItem) {
  if (item.kind === 'weekly') {
    const { goal } = item
    const part = Math.min(1, goal.trackedSeconds / goal.targetSeconds)
    return { title: goal.title, part, words: leftWords(goal), isReached: goal.status === 'completed' }
  }
  const { goal } = item
  const open = goal.subgoals.length > 0 ? `${Math.floor(goal.progress * 100)} %` : ''
  const words =
    open !== '' ? open : goal.targetSeconds === null ? formatDuration(goal.trackedSeconds) : leftOf(goal)
  const title = goal.status === 'at_risk' ? `${goal.name} (at risk)` : goal.name
  return { title, part: goal.progress, words, isReached: goal.status === 'completed' }
}

const leftOf = (goal: { readonly trackedSeconds: number; readonly targetSeconds: number | null }): string =>
  leftWords({ trackedSeconds: goal.trackedSeconds, targetSeconds: goal.targetSeconds ?? 0 })

const drawnBar = (part: number, width: number): string =>
  progressBar({ trackedSeconds: part, targetSeconds: 1 }, width)

const plainBar = (part: number, width: number): string => {
  const done = Math.floor(part * width)
  return '='.repeat(done) + '.'.repeat(width - done)
}
