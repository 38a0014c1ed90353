/** A sheet in the terminal, with pictures where it can draw; in a pipe as plain tables; aloud as sentences. */
import { bar, shades, sparkline } from './report-charts.ts'
import type { Chart, Section, Sheet } from './report-sheet.ts'
import { safeLine } from './safe-text.ts'
import { pad, table, widthOf } from './table.ts'
import type { Terminal } from './terminal.ts'

export type Paper = Pick<Terminal, 'paint' | 'width'> &
  Partial<Pick<Terminal, 'drawings' | 'accessible' | 'tint'>>

const barWidth = 24
const narrowestBar = 6

export function sheetText(sheet: Sheet, terminal: Paper): string {
  if (terminal.accessible === true) return spoken(sheet)
  const draws = terminal.drawings ?? terminal.width !== undefined
  const chart = draws && sheet.chart !== undefined ? chartLines(sheet.chart, terminal) : []
  return [
    terminal.paint('bold', safeLine(sheet.range)),
    ...chart,
    ...(chart.length > 0 && sheet.chart?.kind === 'heat' && sheet.chart.isTable
      ? []
      : sheet.sections.map((section, at) => sectionText(section, terminal, draws, at))),
    ...(sheet.totals.length === 0 ? [] : ['', lines(sheet.totals)]),
    ...(sheet.notes.length === 0 ? [] : ['', ...sheet.notes.map(safeLine)]),
  ].join('\n')
}

function sectionText(section: Section, terminal: Paper, draws: boolean, at: number): string {
  if (section.rows.length === 0) return section.empty ?? ''
  const hasBars = draws && section.rows.some((row) => row.bar !== undefined)
  const isGrid = section.columns.length > 6
  const rows = [...section.rows.map(({ cells }) => cells), ...section.foot]
  const plain = table(section.columns, rows, {
    width: terminal.width,
    ...(isGrid && { gap: ' ' }),
    paintHead: (head) => terminal.paint('dim', head),
  }).split('\n')
  const drawn = hasBars ? withBars(plain, section, terminal) : plain
  const heading = section.heading === null ? [] : [terminal.paint('bold', safeLine(section.heading))]
  return [...(section.heading !== null && at > 0 ? [''] : []), ...heading, ...drawn].join('\n')
}

/** A bar behind each row, in what is left of the line. */
function withBars([head = '', ...rows]: readonly string[], section: Section, terminal: Paper): string[] {
  const used = Math.max(...rows.map((row) => widthOf(row)))
  const room = Math.min(barWidth, (terminal.width ?? 80) - used - 2)
  if (room < narrowestBar) return [head, ...rows]
  return [
    head,
    ...rows.map((row, at) => {
      const { bar: part = 0, colour } = section.rows[at] ?? {}
      const drawn = bar(part, room)
      return `${pad(row, used)}  ${colour && terminal.tint ? terminal.tint(colour, drawn) : drawn}`.trimEnd()
    }),
  ]
}

function chartLines(chart: Chart, terminal: Paper): string[] {
  const width = terminal.width ?? 80
  if (chart.kind === 'columns') {
    // A bar beside each row says the same of a few days.
    const drawn = sparkline(
      chart.items.map(({ seconds }) => seconds),
      width,
    )
    return /^·*$/.test(drawn) || chart.items.length < 2 ? [] : [terminal.paint('cyan', drawn)]
  }
  const margin = Math.min(18, Math.max(0, ...chart.rows.map(({ name }) => name.length))) + 1
  const room = Math.max(4, width - margin)
  const rows = chart.rows.map(({ name, cells }) => {
    const wide = cells.length * 2 <= room ? 2 : 1
    const drawn = cells
      .slice(-Math.floor(room / wide))
      .map(({ level, mark }) => (mark ?? (level === null ? ' ' : (shades[level] ?? ' '))).repeat(wide))
    return `${pad(safeLine(name).slice(0, margin - 1), margin)}${terminal.paint('green', drawn.join(''))}`
  })
  const isDay = chart.rows.some(({ cells }) => cells.length === 24) && room >= 48
  const hours = ['00', '06', '12', '18'].map((hour) => hour.padEnd(12)).join('')
  return [
    ...(isDay ? [terminal.paint('dim', `${' '.repeat(margin)}${hours}`.trimEnd())] : []),
    ...rows,
    terminal.paint('dim', `${shades.join('')} ${chart.legend}`),
  ]
}

const lines = (totals: Sheet['totals']): string => {
  const names = Math.max(...totals.map(([name]) => name.length))
  const width = Math.max(...totals.map(([, time]) => time.length))
  return totals
    .map(([name, time]) => `${pad(safeLine(name), names)}  ${pad(time, width, 'right')}`)
    .join('\n')
}

/** Sentences in the order of the table: no columns to follow, no characters that draw. */
function spoken(sheet: Sheet): string {
  const row = ({ columns }: Section, cells: readonly string[]): string => {
    const [name = '', ...rest] = cells.map((cell) => safeLine(cell))
    const said = rest.flatMap((cell, at) =>
      cell === '' || cell === '·'
        ? []
        : [`${columns[at + 1]?.spoken ?? columns[at + 1]?.head.toLowerCase() ?? ''} ${cell}`],
    )
    return `${aloud(name)}: ${said.join(', ') || 'nothing'}`
  }
  return [
    `${sheet.title}, ${safeLine(sheet.range)}`,
    ...sheet.sections.flatMap((section) => [
      ...(section.heading === null ? [] : [safeLine(section.heading)]),
      ...(section.rows.length === 0
        ? [section.empty ?? '']
        : [
            ...section.rows.map(({ cells }) => row(section, cells)),
            ...section.foot.map((cells) => row(section, cells)),
          ]),
    ]),
    ...sheet.totals.map(([name, time]) => `${aloud(safeLine(name))}: ${time}`),
    ...sheet.notes.map(safeLine),
  ].join('\n')
}

/** The signs of a sum in words. */
const aloud = (name: string): string => name.replace(/^- /, 'less ').replace(/^= /, 'which makes ')
