/** A day as a bar: from its first hour to its last, with what was tracked, what overlaps, and the gaps. */
import { zoned } from '@goalixa/domain/calendar'

/** Epoch seconds; `end` is exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

export interface Timeline {
  readonly from: number
  readonly to: number
  readonly cells: readonly Cell[]
}

/** `part`: less than half of the cell was tracked. */
export type Cell = 'gap' | 'part' | 'tracked' | 'overlap' | 'ahead'

const hour = 3600
/** A shorter stretch would make minutes look like hours. */
const leastHours = 4

/** Undefined where there is nothing to draw. `now` ends what can be called a gap. */
export function timelineOf(
  stretches: readonly Stretch[],
  { day, now, width }: { readonly day: Stretch; readonly now: number; readonly width: number },
): Timeline | undefined {
  const inDay = stretches
    .map(({ start, end }) => ({ start: Math.max(start, day.start), end: Math.min(end, day.end) }))
    .filter(({ start, end }) => end > start)
  if (inDay.length === 0 || width < 1) return undefined
  const first = Math.min(...inDay.map(({ start }) => start))
  const last = Math.max(...inDay.map(({ end }) => end))
  const whole = Math.ceil((day.end - day.start) / hour)
  let begin = Math.floor((first - day.start) / hour)
  let end = Math.min(whole, Math.max(Math.ceil((last - day.start) / hour), begin + leastHours))
  begin = Math.max(0, Math.min(begin, end - leastHours))
  end = Math.max(end, begin + 1)
  const from = day.start + begin * hour
  const to = Math.min(day.end, day.start + end * hour)
  const each = (to - from) / width
  const cells = Array.from({ length: width }, (_, at) =>
    cellOf(inDay, { start: from + at * each, end: from + (at + 1) * each }, now),
  )
  return { from, to, cells }
}

function cellOf(stretches: readonly Stretch[], cell: Stretch, now: number): Cell {
  const inside = stretches
    .map(({ start, end }) => ({ start: Math.max(start, cell.start), end: Math.min(end, cell.end) }))
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start)
  let covered = 0
  let twice = 0
  let until = cell.start
  for (const { start, end } of inside) {
    twice += Math.max(0, Math.min(end, until) - start)
    covered += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  const length = cell.end - cell.start
  // Entries that only touch, to the second, overlap nowhere.
  if (twice > length / 4) return 'overlap'
  if (covered >= length / 2) return 'tracked'
  if (covered > 0) return 'part'
  return cell.start >= now ? 'ahead' : 'gap'
}

/** The hours below the bar, as many as fit without touching. */
export function hourMarks({ from, to, cells }: Timeline, zone: string): string {
  const width = cells.length
  const hours = Math.round((to - from) / hour)
  const step = [1, 2, 3, 4, 6, 12, 24].find((one) => (width / hours) * one >= 5) ?? 24
  const row = Array.from({ length: width }, () => ' ')
  for (let at = 0; at < hours; at += step) {
    const place = Math.round((at / hours) * width)
    const text = String(zoned(from + at * hour, zone).hour).padStart(2, '0')
    if (place + text.length <= width) row.splice(place, text.length, ...text.split(''))
  }
  return row.join('')
}
