/** The screen of `goalixa watch`: what runs, the panes or what is laid over them, and the connection. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import type { ReactNode } from 'react'
import type { DateContext } from '@goalixa/domain/calendar'
import { civilDate } from '@goalixa/domain/calendar'
import type { Connection } from '../connection.ts'
import { clockText, weekdayText } from '../output/times.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Catalogue } from './choices.ts'
import { Footer } from './footer.ts'
import { GoalsPane } from './goals-pane.ts'
import { HabitsPane } from './habits-pane.ts'
import type { Interface } from './interface-state.ts'
import { choicesOf, chosenRow } from './interface-state.ts'
import { KeysPane } from './keys-pane.ts'
import { columnGap, layoutOf } from './layout.ts'
import { gap, line, sides } from './line.ts'
import type { Style, Styling } from './line.ts'
import { PalettePane } from './palette-pane.ts'
import type { PaneProps } from './pane.ts'
import { paneItems } from './panes.ts'
import type { PaneItems, PaneName } from './panes.ts'
import { RemindersPane } from './reminders-pane.ts'
import { TasksPane } from './tasks-pane.ts'
import { TimerPane } from './timer-pane.ts'
import { TodayPane, timelineRows } from './today-pane.ts'

export interface WatchScreenProps {
  readonly snapshot: Snapshot
  readonly catalogue: Catalogue | undefined
  readonly connection: Connection
  readonly ui: Interface
  /** The present, which moves on between two snapshots. */
  readonly dates: DateContext
  readonly columns: number
  readonly rows: number
  readonly colour: boolean
  /** May block characters be drawn? */
  readonly drawings: boolean
}

const paneOf: Readonly<Record<PaneName, (props: PaneProps) => ReactNode>> = {
  today: TodayPane,
  tasks: TasksPane,
  habits: HabitsPane,
  goals: GoalsPane,
  reminders: RemindersPane,
}

export function WatchScreen(props: WatchScreenProps): ReactNode {
  const { snapshot, connection, ui, dates, columns, rows, colour } = props
  const style: Styling = (wanted: Style) => (colour ? wanted : {})
  const margin = columns < 30 ? 0 : 1
  const width = columns - 2 * margin
  const items = paneItems(snapshot)
  const layout = layoutOf({ columns: width, rows, wanted: wantedRows(items), focus: ui.focus })
  const { header, airy, notice, body } = layout
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows, paddingX: margin, overflow: 'hidden' },
    header && h(Header, { dates, style, key: 'header' }),
    airy && gap('below the header'),
    h(TimerPane, { snapshot, dates, style, key: 'timer' }),
    airy && gap('below the timer'),
    h(
      Box,
      { key: 'body', height: body, flexShrink: 0, overflow: 'hidden' },
      h(Body, { ...props, width, items, layout, style }),
    ),
    h(Box, { key: 'space', flexGrow: 1 }),
    h(Footer, { ui, connection, snapshot, width, notice, style, key: 'footer' }),
  )
}

const wantedRows = (items: PaneItems): Record<PaneName, number> => ({
  today: items.today.length === 0 ? 0 : items.today.length + timelineRows,
  tasks: items.tasks.length,
  habits: items.habits.length,
  goals: items.goals.length,
  reminders: items.reminders.length,
})

interface BodyProps extends WatchScreenProps {
  readonly width: number
  readonly items: PaneItems
  readonly layout: ReturnType<typeof layoutOf>
  readonly style: Styling
}

function Body(props: BodyProps): ReactNode {
  const { snapshot, catalogue, ui, dates, width, items, layout, drawings, style } = props
  const { mode } = ui
  const whole = (child: ReactNode) => h(Box, { flexDirection: 'column', width }, child)
  if (mode.kind === 'keys') return whole(h(KeysPane, { rows: layout.body, drawings, style }))
  if (mode.kind === 'palette') {
    const choices = choicesOf(mode, { snapshot, catalogue })
    return whole(h(PalettePane, { ...mode, choices, width, rows: layout.body, style }))
  }
  const shared = { snapshot, items, dates, drawings, style }
  return h(
    Box,
    {},
    ...layout.columns.map(({ width: own, gaps, panes }, at) =>
      h(
        Box,
        { key: at, flexDirection: 'column', width: own, marginLeft: at === 0 ? 0 : columnGap, flexShrink: 0 },
        ...panes.map(({ name, rows }, index) => {
          const chosen = name === ui.focus ? chosenRow(ui, items) : undefined
          return h(
            Box,
            { key: name, flexDirection: 'column', flexShrink: 0, marginTop: gaps && index > 0 ? 1 : 0 },
            h(paneOf[name], { ...shared, width: own, rows, chosen }),
          )
        }),
      ),
    ),
  )
}

function Header({ dates, style }: Pick<PaneProps, 'dates' | 'style'>) {
  const now = new Date(dates.now * 1000).toISOString()
  const clock = clockText(now, dates.zone).slice(0, 5)
  return sides(
    line('Goalixa', style({ bold: true })),
    line(`${weekdayText(civilDate(dates.now, dates.zone))}  ${clock}`, style({ dimColor: true })),
  )
}
