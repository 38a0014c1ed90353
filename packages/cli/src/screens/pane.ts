/** What all panes share: a heading, the rows around the chosen one, and how many are out of sight. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import type { ReactNode } from 'react'
import type { DateContext } from '@goalixa/domain/calendar'
import type { Snapshot } from '../snapshot.ts'
import { column, line, rest, sides } from './line.ts'
import type { Styling } from './line.ts'
import { firstShown } from './layout.ts'
import type { PaneItems } from './panes.ts'

export interface PaneProps {
  readonly snapshot: Snapshot
  readonly items: PaneItems
  /** The present, which moves on between two snapshots. */
  readonly dates: DateContext
  readonly width: number
  /** Below the heading. */
  readonly rows: number
  /** Which row is chosen; undefined where the focus is elsewhere. */
  readonly chosen: number | undefined
  /** May block characters be drawn? */
  readonly drawings: boolean
  readonly style: Styling
}

interface ListPane<Item> {
  readonly title: string
  /** Beside the title; the count of what is out of sight is added. */
  readonly summary: string
  readonly list: readonly Item[]
  readonly row: (item: Item, isChosen: boolean) => ReactNode
  /** Above the rows. */
  readonly above?: readonly ReactNode[]
}

export function listPane<Item extends object>(
  { rows, chosen, style }: PaneProps,
  { title, summary, list, row, above = [] }: ListPane<Item>,
): ReactNode {
  const room = Math.max(0, rows - above.length)
  const first = firstShown(list.length, room, chosen ?? 0)
  const shown = list.slice(first, first + room)
  const isFocused = chosen !== undefined
  const hidden = list.length - shown.length
  const words = [summary, hidden > 0 ? `${hidden} more` : ''].filter(Boolean).join(' · ')
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    sides(
      line(
        `${isFocused ? '▸ ' : '  '}${title}`,
        style({ bold: true, ...(isFocused ? { color: 'cyan' } : {}) }),
      ),
      line(words, style({ dimColor: true })),
    ),
    ...above.map((one, at) => h(Box, { key: `above ${at}` }, one)),
    ...shown.map((item, at) => {
      const isChosen = isFocused && first + at === chosen
      return h(
        Box,
        { key: `row ${first + at}` },
        column(2, line(isChosen ? '› ' : '  ', style({ bold: true, color: 'cyan' }))),
        rest(row(item, isChosen)),
      )
    }),
  )
}
