/** The list of keys. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import { column, line, rest } from './line.ts'
import type { Styling } from './line.ts'

const keys: readonly (readonly [string, string])[] = [
  ['s', 'start a timer: text +label -p project --at time'],
  ['x', 'stop it'],
  ['c', 'continue the latest entry'],
  ['w', 'switch to a recent entry or a task'],
  ['/  Ctrl-P', 'search everything, and do it'],
  ['Tab  ← →', 'next pane, the one before'],
  ['↑ ↓  k j', 'choose a row'],
  ['Enter', 'begin: continue the entry, start the task'],
  ['Space  d', 'finish: the task, habit, to-do, reminder'],
  ['u', 'undo the last thing that was done'],
  ['q  Ctrl-C', 'leave'],
]

interface KeysProps {
  readonly rows: number
  readonly drawings: boolean
  readonly style: Styling
}

export function KeysPane({ rows, drawings, style }: KeysProps) {
  const bar = drawings ? '█ tracked  ▄ in part  ▓ overlap  · gap' : '= tracked  - in part  # overlap  . gap'
  const isRoomy = rows >= keys.length + 3
  const shown = keys.slice(0, Math.max(0, rows - 1))
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    line('Keys, any of them goes back', style({ bold: true })),
    ...shown.map(([key, words]) =>
      h(Box, { key }, column(12, line(`  ${key}`, style({ bold: true, color: 'cyan' }))), rest(line(words))),
    ),
    isRoomy && line(' '),
    isRoomy && line(`  ${bar}`, style({ dimColor: true })),
  )
}
