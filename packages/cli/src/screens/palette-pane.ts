/** The palette: a line to type in, and what fits it. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import { safeLine } from '../output/safe-text.ts'
import type { Choice } from './choices.ts'
import { firstShown } from './layout.ts'
import { column, lastPart, line, rest } from './line.ts'
import type { Styling } from './line.ts'

interface PaletteProps {
  readonly purpose: 'search' | 'switch'
  readonly typed: string
  readonly at: number
  readonly choices: readonly Choice[]
  readonly width: number
  readonly rows: number
  readonly style: Styling
}

export function PalettePane({ purpose, typed, at, choices, width, rows, style }: PaletteProps) {
  const room = Math.max(0, rows - 1)
  const first = firstShown(choices.length, room, at)
  const label = purpose === 'search' ? 'Search: ' : 'Switch to: '
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    line(
      `${label}${lastPart(safeLine(typed), Math.max(1, width - label.length - 1))}▏`,
      style({ bold: true, color: 'cyan' }),
    ),
    choices.length === 0 && room > 0 && line('  Nothing fits.', style({ dimColor: true })),
    ...choices.slice(first, first + room).map((choice, index) => {
      const isChosen = first + index === at
      return h(
        Box,
        { key: `choice ${first + index}` },
        column(2, line(isChosen ? '› ' : '  ', style({ bold: true, color: 'cyan' }))),
        width >= 30 && column(9, line(choice.kind, style({ dimColor: true }))),
        rest(line(safeLine(choice.text), isChosen ? style({ bold: true }) : {})),
        width >= 40 &&
          choice.hint !== '' &&
          column(choice.hint.length + 2, line(`  ${choice.hint}`, style({ dimColor: true }))),
      )
    }),
  )
}
