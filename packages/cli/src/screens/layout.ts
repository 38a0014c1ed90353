/** What fits: which parts of the screen are there, where, and how many rows each of them gets. */
import type { PaneName } from './panes.ts'

interface PlacedPane {
  readonly name: PaneName
  /** Below its heading. */
  readonly rows: number
}

export interface PlacedColumn {
  readonly width: number
  /** An empty row between its panes. */
  readonly gaps: boolean
  readonly panes: readonly PlacedPane[]
}

export interface Layout {
  readonly header: boolean
  /** An empty row below what runs, and below the header. */
  readonly airy: boolean
  /** A row for words of its own above the last one; without it they take the place of the last one. */
  readonly notice: boolean
  /** Rows of the part with the panes. */
  readonly body: number
  readonly columns: readonly PlacedColumn[]
}

interface Wanted {
  readonly columns: number
  readonly rows: number
  /** Rows that each pane could fill; 0 for one that is empty. */
  readonly wanted: Readonly<Record<PaneName, number>>
  readonly focus: PaneName
}

/** What runs takes two rows, the connection one. */
const always = 3
const headerFrom = 17
const airyFrom = 22
const noticeFrom = 10
/** From so many columns on, panes stand side by side. */
const besideFrom = 76
/** Between two columns. */
export const columnGap = 3

const left: readonly PaneName[] = ['today', 'reminders']
const right: readonly PaneName[] = ['tasks', 'habits', 'goals']

/** `columns` without the margins of the screen. */
export function layoutOf({ columns, rows, wanted, focus }: Wanted): Layout {
  const header = rows >= headerFrom
  const airy = rows >= airyFrom
  const notice = rows >= noticeFrom
  const body = Math.max(0, rows - always - Number(header) - Number(notice) - (airy ? 2 : 0))
  const column = (width: number, names: readonly PaneName[]): PlacedColumn => ({
    width,
    ...sharedRows(body, names, wanted, focus),
  })
  if (columns < besideFrom)
    return { header, airy, notice, body, columns: [column(columns, [...left, ...right])] }
  const first = Math.ceil((columns - columnGap) / 2)
  const second = columns - columnGap - first
  return { header, airy, notice, body, columns: [column(first, left), column(second, right)] }
}

/** The focused pane may take what the others can spare; the others share evenly. */
export function sharedRows(
  rows: number,
  names: readonly PaneName[],
  wanted: Readonly<Record<PaneName, number>>,
  focus: PaneName,
): Pick<PlacedColumn, 'gaps' | 'panes'> {
  const shown = shownPanes(rows, names, wanted, focus)
  const given = new Map(shown.map((name) => [name, 0]))
  let spare = rows - shown.length
  const give = (name: PaneName, most: number) => {
    const more = Math.min(spare, most, wanted[name] - given.get(name)!)
    given.set(name, given.get(name)! + more)
    spare -= more
  }
  for (const name of shown) give(name, 1)
  if (given.has(focus)) give(focus, Math.ceil(spare / Math.max(2, shown.length - 1)))
  const isCut = () => spare > 0 && shown.some((name) => given.get(name)! < wanted[name])
  while (isCut()) for (const name of shown) give(name, 1)
  const gaps = spare >= shown.length - 1 && shown.length > 1
  return { gaps, panes: shown.map((name) => ({ name, rows: given.get(name)! })) }
}

/** Each needs a heading. Of empty ones only those that say something by it, where there is room to say it. */
function shownPanes(
  rows: number,
  names: readonly PaneName[],
  wanted: Readonly<Record<PaneName, number>>,
  focus: PaneName,
): PaneName[] {
  const isFull = (name: PaneName) => wanted[name] > 0
  const turns = names.toSorted((a, b) => Number(b === focus) - Number(a === focus))
  const full = turns.filter(isFull).slice(0, Math.max(0, rows))
  const needed = full.reduce((sum, name) => sum + 1 + Math.min(3, wanted[name]), 0)
  const empty = names.filter((name) => !isFull(name) && name !== 'reminders')
  const kept = new Set([...full, ...empty.slice(0, Math.max(0, rows - needed))])
  return names.filter((name) => kept.has(name))
}

/** Of a list with more rows than fit: the first that is shown, so that the chosen one is in sight. */
export function firstShown(count: number, rows: number, chosen: number): number {
  if (count <= rows || rows <= 0) return 0
  return Math.max(0, Math.min(chosen - Math.floor(rows / 2), count - rows))
}
