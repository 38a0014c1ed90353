/** The last rows: a line to type in, what was said last, the connection, and the keys that are needed most. */
import { createElement as h } from 'react'
import { Box } from 'ink'
import type { Connection } from '../connection.ts'
import { safeLine } from '../output/safe-text.ts'
import { connectionWords } from '../output/watch.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Interface } from './interface-state.ts'
import { lastPart, line, sides } from './line.ts'
import type { Styling } from './line.ts'

interface FooterProps {
  readonly ui: Interface
  readonly connection: Connection
  readonly snapshot: Snapshot
  readonly width: number
  /** Has what is said a row of its own? */
  readonly notice: boolean
  readonly style: Styling
}

export function Footer(props: FooterProps) {
  const said = saidLine(props)
  const isAlone = !props.notice && said !== undefined
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    props.notice && h(Box, { height: 1 }, said),
    isAlone ? said : h(ConnectionLine, props),
  )
}

function saidLine({ ui: { mode, notice }, width, style }: FooterProps) {
  if (mode.kind === 'prompt') {
    const typed = lastPart(safeLine(mode.line), Math.max(1, width - 'Start: '.length - 1))
    return line(`Start: ${typed}▏`, style({ bold: true, color: 'cyan' }))
  }
  if (mode.kind === 'doubt') return line(`${safeLine(mode.words)}. Go on? y n`, style({ color: 'yellow' }))
  if (notice === undefined) return undefined
  return line(safeLine(notice.words), style({ color: notice.isFailure ? 'red' : 'green' }))
}

function ConnectionLine({ ui, connection, snapshot, width, style }: FooterProps) {
  const isLive = connection === 'live'
  const words = `${isLive ? '●' : '○'} ${connectionWords(connection, snapshot)}`
  return sides(
    line(words, style({ color: isLive ? 'green' : 'yellow' })),
    line(hintsOf(ui, width - words.length - 1), style({ dimColor: true })),
  )
}

/** The longest that fits. */
function hintsOf({ mode }: Interface, room: number): string {
  const all =
    mode.kind === 'palette'
      ? ['Enter does it  ↑ ↓ choose  Esc goes back', 'Enter  Esc goes back', 'Esc']
      : mode.kind === 'prompt'
        ? ['Enter starts  Esc goes back', 'Esc goes back', 'Esc']
        : [
            's start  x stop  w switch  / search  Tab pane  ? keys  q leaves',
            's start  x stop  / search  ? keys  q leaves',
            '/ search  ? keys  q leaves',
            '? keys  q leaves',
            'q leaves',
          ]
  return all.find((hint) => hint.length <= room) ?? 'q'
}
