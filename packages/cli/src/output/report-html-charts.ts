/** Charts of a page as SVG inside of it; every mark has its figure as a title. Colours come from the page. */
import { escapeHtml } from './report-html-text.ts'
import type { Chart, SheetRow } from './report-sheet.ts'

const width = 720
const hour = 3600

export const chartSvg = (chart: Chart, title: string): string =>
  chart.kind === 'columns' ? columnChart(chart.items, title) : heatChart(chart, title)

/** The part of a line that the row has; in the colour of its project or label. */
export function rowBar({ bar = 0, colour }: SheetRow): string {
  const fill = colour !== null && colour !== undefined && /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined
  const length = Math.max(bar > 0 ? 1 : 0, Math.round(bar * 1000) / 10)
  return `<svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="track" width="100" height="10"/><rect class="mark"${fill === undefined ? '' : ` style="fill:${fill}"`} width="${length}" height="10"/></svg>`
}

type Columns = Extract<Chart, { kind: 'columns' }>['items']

function columnChart(items: Columns, title: string): string {
  if (items.length < 2) return ''
  const [height, top, bottom, left] = [190, 12, 26, 44]
  const most = Math.max(hour, ...items.map(({ seconds }) => seconds))
  const step = stepOf(most)
  const highest = Math.ceil(most / step) * step
  const plot = height - top - bottom
  const y = (seconds: number) => round(top + plot - (seconds / highest) * plot)
  const each = (width - left) / items.length
  const thick = Math.min(56, Math.max(1, each * 0.72))
  const lines = Array.from({ length: highest / step + 1 }, (_, at) => at * step).map(
    (seconds) =>
      `<line class="grid" x1="${left}" x2="${width}" y1="${y(seconds)}" y2="${y(seconds)}"/><text class="axis" x="${left - 8}" y="${y(seconds) + 4}" text-anchor="end">${round(seconds / hour)} h</text>`,
  )
  const labelled = Math.ceil(items.length / 12)
  const marks = items.map(({ name, seconds, text }, at) => {
    const x = left + each * at + each / 2
    const label =
      at % labelled === 0
        ? `<text class="axis" x="${round(x)}" y="${height - 8}" text-anchor="middle">${escapeHtml(shortName(name))}</text>`
        : ''
    return `<g><title>${escapeHtml(`${name}: ${text}`)}</title><rect class="mark" x="${round(x - thick / 2)}" y="${y(seconds)}" width="${round(thick)}" height="${round(top + plot - y(seconds))}" rx="${thick > 8 ? 3 : 0}"/>${label}</g>`
  })
  return figure(height, `${title}: time of each day, week or month`, [...lines, ...marks].join(''))
}

/** So that four to eight lines lie across the picture. */
function stepOf(most: number): number {
  const steps = [0.25, 0.5, 1, 2, 4, 8, 12, 24, 48, 96, 168]
  return hour * (steps.find((hours) => most / (hours * hour) <= 6) ?? Math.ceil(most / hour / 6))
}

const shortDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `Mon 2` of a day; other names as they are. */
function shortName(name: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(name)) return name
  const date = Temporal.PlainDate.from(name)
  return `${shortDays[date.dayOfWeek - 1]} ${date.day}`
}

function heatChart({ rows, legend }: Extract<Chart, { kind: 'heat' }>, title: string): string {
  const columns = Math.max(0, ...rows.map(({ cells }) => cells.length))
  if (columns === 0) return ''
  const left = 10 + Math.min(18, Math.max(...rows.map(({ name }) => name.length))) * 7.5
  const size = Math.min(26, (width - left) / columns)
  const body = rows.flatMap(({ name, cells }, row) => [
    `<text class="axis name" x="0" y="${round(row * size + size * 0.68)}">${escapeHtml(name.length > 18 ? `${name.slice(0, 17)}…` : name)}</text>`,
    ...cells.map(
      ({ name: said, level, mark }, at) =>
        `<rect class="${mark === undefined ? `level-${level ?? 0}` : 'skipped'}" x="${round(left + at * size)}" y="${round(row * size)}" width="${round(size - Math.min(2, size / 4))}" height="${round(size - Math.min(2, size / 4))}" rx="${round(Math.min(4, size / 5))}"><title>${escapeHtml(said)}</title></rect>`,
    ),
  ])
  const below = axisOf(rows[0]!.cells, columns).map(
    ({ at, text, anchor }) =>
      `<text class="axis" x="${round(left + at * size)}" y="${round(rows.length * size + 14)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`,
  )
  const height = rows.length * size + 20
  return figure(round(height), `${title}: ${legend}`, [...body, ...below].join(''))
}

type Heat = Extract<Chart, { kind: 'heat' }>['rows'][number]['cells']

/** Hours of a day, or the first and the last day. */
function axisOf(cells: Heat, columns: number): { at: number; text: string; anchor: string }[] {
  if (columns === 24)
    return [0, 6, 12, 18].map((at) => ({
      at,
      text: `${String(at).padStart(2, '0')}:00`,
      anchor: 'start',
    }))
  const [first = '', last = ''] = [cells[0], cells.at(-1)].map((cell) => cell?.name.split(',')[0])
  return [
    { at: 0, text: first, anchor: 'start' },
    ...(columns > 5 ? [{ at: columns, text: last, anchor: 'end' }] : []),
  ]
}

const figure = (height: number, label: string, body: string): string =>
  `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${body}</svg></figure>`

const round = (number: number): number => Math.round(number * 100) / 100
