/** Time of a day that no entry holds. Instants are epoch seconds. */
import type { Bucket } from './calendar.ts'
import type { Stretch } from './overlap-policies.ts'

/** Times of day `HH:MM` between which somebody works, `from < to`; `24:00` is the end of the day. */
export interface WorkingHours {
  readonly from: string
  readonly to: string
}

interface Gap {
  /** The day `YYYY-MM-DD`. */
  readonly date: string
  readonly start: number
  readonly end: number
}

interface Asked {
  readonly zone: string
  /** Without them a day lasts from its first entry to its last. */
  readonly hours?: WorkingHours | undefined
  /** Shorter ones are left out. */
  readonly minSeconds: number
  /** What runs reaches up to here (D3), and time after it is no gap. */
  readonly asOf: number
}

/**
 * The gaps of these days, earliest first. An entry over midnight belongs to both days, as in reports (D9).
 * @param entries those that touch the days, in any order
 */
export function gapsOf(days: readonly Bucket[], entries: readonly Stretch[], asked: Asked): Gap[] {
  const sorted = entries
    .map(({ start, end }) => ({ start, end: end ?? Math.max(start, asked.asOf) }))
    .toSorted((a, b) => a.start - b.start)
  return days.flatMap((day) => {
    const here = sorted.filter(({ start, end }) => start < day.end && (end > day.start || start >= day.start))
    const window = asked.hours === undefined ? reach(here) : hoursOf(day, asked.hours, asked.zone)
    const [from, to] = [Math.max(window.start, day.start), Math.min(window.end, day.end, asked.asOf)]
    return between(here, from, to)
      .filter(({ start, end }) => end > start && end - start >= asked.minSeconds)
      .map(({ start, end }) => ({ date: day.key, start, end }))
  })
}

interface Closed {
  readonly start: number
  readonly end: number
}

const reach = (sorted: readonly Closed[]): Closed => ({
  start: sorted[0]?.start ?? 0,
  end: Math.max(...sorted.map(({ end }) => end), 0),
})

function between(sorted: readonly Closed[], from: number, to: number): Closed[] {
  const found: Closed[] = []
  let free = from
  for (const { start, end } of sorted) {
    if (start > free) found.push({ start: free, end: Math.min(start, to) })
    free = Math.max(free, end)
  }
  return [...found, { start: free, end: to }]
}

/** Where the clock jumps over a time, it is as much later (D8). */
function hoursOf(day: Bucket, { from, to }: WorkingHours, zone: string): Closed {
  const date = Temporal.PlainDate.from(day.key)
  const at = (time: string) =>
    time === '24:00'
      ? day.end
      : Math.floor(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 1000)
  return { start: at(from), end: at(to) }
}
